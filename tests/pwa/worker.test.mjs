// The worker as it is, in node: it delivers a locked phone's photos, and the trouble of one does not keep the others.
import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { readFileSync } from 'node:fs'
import './place.mjs'
import { ANI, DESA, newPhone } from './phone.mjs'
import { transactDevice } from '../../pwa/store/db.js'
import { keepEnrolment } from '../../pwa/store/device.js'
import { keepPhoto, keepUpload, photoRows } from '../../pwa/store/photos.js'
import { base64, useServerKeys } from '../../pwa/store/vault.js'

const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits'])
const KEYS = { delivery: base64(new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))) }
const locks = { request: (_, __, work) => work({}) }
Object.defineProperty(globalThis, 'navigator', { value: { onLine: true, locks, storage: { persisted: async () => true } }, configurable: true })

const heard = {}
const self = { addEventListener: (name, work) => { heard[name] = work }, location: { href: 'http://phone/sw.js', origin: 'http://phone' }, clients: { matchAll: async () => [] } }
const source = readFileSync(new URL('../../pwa/sw.js', import.meta.url), 'utf8').replace("'__FILES__'", '[]').replace("'__DESK__'", '[]')
new Function('self', source)(self)

/** What the server says of a request about a photo; nothing: it is well. @type {(method: string, id: string) => number | void} */
let trouble
let asked = []
globalThis.fetch = async (path, { method, headers }) => {
  if (path === '/api/exchange') return new Response('{"receipts":[],"orders":[]}', { headers: { 'Content-Type': 'application/json' } })
  const id = method === 'POST' ? atob(/id (\S+?),/.exec(headers['Upload-Metadata'])[1]) : path.split('/').pop()
  asked.push(`${method} ${id}`)
  const status = trouble(method, id)
  if (status) return new Response(method === 'HEAD' ? null : JSON.stringify({ title: `Kata server ${status}` }), { status, headers: { 'Content-Type': 'application/problem+json' } })
  return new Response(null, { status: 204, headers: { Location: `/api/blobs/${id}`, 'Upload-Offset': '0', ...(method === 'PATCH' ? { 'Upload-State': 'kept' } : {}) } })
}

/** Signal comes. @returns {Promise<boolean>} whether all that could go has gone; false: the browser is to wake it again */
const wake = () => new Promise(resolve => heard.sync({ tag: 'outbox', waitUntil: work => work.then(() => resolve(true), () => resolve(false)) }))
const rows = async () => Object.fromEntries((await photoRows()).map(({ id, state, problem }) => [id, problem ? [state, problem] : state]))
let phones = 0

beforeEach(async () => {
  useServerKeys(KEYS)
  await newPhone(ANI, KEYS)
  const id = `019b0000-0000-7000-8000-0000${String(++phones).padStart(8, '0')}`
  await transactDevice('readwrite', ['enrolments'], store => { store.clear() })
  await keepEnrolment({ id, name: 'Bu Ani', desa: DESA, roles: [] }, 'token')
  for (const photo of ['p1', 'p2', 'p3']) await keepPhoto({ id: photo, blob: new Blob([photo], { type: 'image/jpeg' }), thumb: null, record: 'doc', kind: 'document', waiting: true })
  asked = []
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
