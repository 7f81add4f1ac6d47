// The worker as it is, in node: it delivers a locked phone's photos, and the trouble of one does not keep the others.
import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { createHash } from 'node:crypto'
import './place.mjs'
import { ANI, DESA, newPhone } from './phone.mjs'
import { transactDevice } from '../../pwa/store/db.js'
import { keepEnrolment } from '../../pwa/store/device.js'
import { keepPhoto, keepUpload, photoRows } from '../../pwa/store/photos.js'
import { base64, useServerKeys } from '../../pwa/store/vault.js'
import { wake } from './worker.mjs'

const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits'])
const KEYS = { delivery: base64(new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))) }
const bytes = Uint8Array.from({ length: 900000 }, (_, index) => index * 7 % 251)

/** How many bytes of each photo have come. @type {Map<string, { length: number, came: number }>} */
let uploads
/** The server's word on a photo that has come. @type {(id: string) => Record<string, string>} */
let word
/** The chunks of p1, in the order in which they were sent. @type {number[]} */
let chunks
/** What goes wrong with a request about a photo: a status, a link that breaks (0), or nothing. @type {(method: string, id: string) => number | void} */
let trouble
let asked = []
globalThis.fetch = /** @type {any} */ (async (path, { method, headers, body }) => {
  if (path === '/api/exchange') return new Response('{"receipts":[],"orders":[]}', { headers: { 'Content-Type': 'application/json' } })
  const id = method === 'POST' ? atob(/id (\S+?),/.exec(headers['Upload-Metadata'])[1]) : path.split('/').pop()
  asked.push(`${method} ${id}`)
  if (method === 'PATCH' && id === 'p1') chunks.push(body.byteLength)
  const status = trouble(method, id) ?? (method === 'PATCH' ? amiss(uploads.get(id), headers, body) : undefined)
  if (status === 0) throw new TypeError('Failed to fetch')
  if (status) return new Response(method === 'HEAD' ? null : JSON.stringify({ title: `Kata server ${status}` }), { status, headers: { 'Content-Type': 'application/problem+json' } })
  if (method === 'POST') uploads.set(id, { length: Number(headers['Upload-Length']), came: 0 })
  const one = uploads.get(id)
  if (method === 'PATCH') one.came += body.byteLength
  const whole = one.came === one.length
  return new Response(null, { status: 204, headers: { Location: `/api/blobs/${id}`, 'Upload-Offset': String(one.came), ...(whole && word(id)) } })
})

/** What a real server refuses of a chunk. */
function amiss (one, headers, body) {
  if (Number(headers['Upload-Offset']) !== one.came) return 409
  const sum = createHash('sha256').update(new Uint8Array(body)).digest('base64')
  return headers['Upload-Checksum'] === `sha256 ${sum}` ? undefined : 460
}

const rows = async () => Object.fromEntries((await photoRows()).map(({ id, state, problem }) => [id, problem ? [state, problem] : state]))
const take = (id, content) => keepPhoto({ id, blob: new Blob([content], { type: 'image/jpeg' }), thumb: null, record: 'doc', kind: 'document', waiting: true })
const uploadOf = async id => (await photoRows()).find(row => row.id === id).upload
const once = (method, code) => { let left = 1; return (asking, id) => id === 'p1' && asking === method && left-- > 0 ? code : undefined }
let phones = 0

beforeEach(async () => {
  useServerKeys(KEYS)
  await newPhone(ANI, KEYS)
  const id = `019b0000-0000-7000-8000-0000${String(++phones).padStart(8, '0')}`
  await transactDevice('readwrite', ['enrolments'], store => { store.clear() })
  await keepEnrolment({ id, name: 'Bu Ani', desa: DESA, roles: [] }, 'token')
  for (const photo of ['p1', 'p2', 'p3']) await take(photo, photo)
  asked = []
  chunks = []
  uploads = new Map()
  trouble = () => {}
  word = () => ({ 'Upload-State': 'kept' })
})

for (const status of [400, 413, 415]) {
  test(`a photo answered ${status} is refused with the reason, and the others go while the phone is locked`, async () => {
    trouble = (_, id) => id === 'p1' ? status : undefined
    assert.equal(await wake(), true)
    assert.deepEqual(await rows(), { p1: ['refused', `Kata server ${status}`], p2: 'kept', p3: 'kept' })
  })
}

for (const status of [403, 500]) {
  test(`a photo answered ${status} waits for the next time, which is asked for, and the others go`, async () => {
    trouble = (_, id) => id === 'p1' ? status : undefined
    assert.equal(await wake(), false)
    assert.deepEqual(await rows(), { p1: 'waiting', p2: 'kept', p3: 'kept' })
  })
}

for (const status of [401, 429, 503]) {
  test(`${status} is meant for all photos: the next is not tried`, async () => {
    trouble = () => status
    assert.equal(await wake(), false)
    assert.deepEqual(asked, ['POST p1'])
  })
}

test('a photo that was erased at the server meanwhile goes from the phone too, and the others to the server', async () => {
  await keepUpload('p1', { url: '/api/blobs/p1', chunk: 65536 })
  trouble = (_, id) => id === 'p1' ? 410 : undefined
  assert.equal(await wake(), true)
  assert.deepEqual(await rows(), { p2: 'kept', p3: 'kept' })
})

test('a photo refused while the phone is locked says why in Kiriman', async () => {
  word = id => id === 'p1' ? { 'Upload-State': 'refused', 'Upload-Reason': 'bukan_foto' } : { 'Upload-State': 'kept' }
  assert.equal(await wake(), true)
  assert.deepEqual(await rows(), { p1: ['refused', 'bukan_foto'], p2: 'kept', p3: 'kept' })
})

test('chunks double while they arrive, up to 256 KB', async () => {
  await take('p1', bytes)
  assert.equal(await wake(), true)
  assert.equal((await rows()).p1, 'kept')
  assert.deepEqual(chunks.slice(0, 5), [32768, 65536, 131072, 262144, 262144])
  assert.equal(chunks.reduce((sum, one) => sum + one), uploads.get('p1').length)
})

test('a chunk on which the link breaks is halved the next time, from where the server stands', async () => {
  await take('p1', bytes)
  trouble = (method, id) => id === 'p1' && method === 'PATCH' && chunks.length > 2 ? 0 : undefined
  assert.equal(await wake(), false)
  assert.deepEqual(await uploadOf('p1'), { url: '/api/blobs/p1', chunk: 65536, at: 98304 })
  assert.deepEqual(chunks, [32768, 65536, 131072])
  trouble = () => {}
  assert.equal(await wake(), true)
  assert.deepEqual(chunks.slice(3, 5), [65536, 131072])
  assert.equal((await rows()).p1, 'kept')
})

for (const code of [404, 409, 410, 460]) {
  test(`a chunk answered ${code} is put right at once: the server is asked where it stands`, async () => {
    trouble = once('PATCH', code)
    assert.equal(await wake(), true)
    assert.deepEqual(asked.slice(0, 4), ['POST p1', 'PATCH p1', 'HEAD p1', 'PATCH p1'])
    assert.deepEqual(await rows(), { p1: 'kept', p2: 'kept', p3: 'kept' })
  })
}

test('a photo of which every chunk comes broken waits for the next time, and the others go', async () => {
  trouble = (method, id) => id === 'p1' && method === 'PATCH' ? 460 : undefined
  assert.equal(await wake(), false)
  assert.equal(chunks.length, 4)
  assert.deepEqual(await rows(), { p1: 'waiting', p2: 'kept', p3: 'kept' })
})

test('a photo of which the server has all and says nothing waits for the next time, and the others go', async () => {
  const kept = { 'Upload-State': 'kept' }
  word = id => id === 'p1' ? {} : kept
  assert.equal(await wake(), false)
  assert.deepEqual(await rows(), { p1: 'waiting', p2: 'kept', p3: 'kept' })
})
