// Photos on their way past a server that is in trouble with some of them. It answers HEAD as real ones do: headers, no body.
import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import './place.mjs'
import { DESA, newPhone } from './phone.mjs'
import { request, Problem, ServerDown } from '../../pwa/sync/api.js'
import { status, syncNow } from '../../pwa/sync/exchange.js'
import { uploadPhoto } from '../../pwa/sync/upload.js'
import { uuid7 } from '../../pwa/sync/uuid.js'
import { dropKept, keepPhoto, keepUpload, photo, photoRows, queue, sendAgain, settled, thumbUrl } from '../../pwa/store/photos.js'

Object.defineProperty(globalThis, 'navigator', { value: { onLine: true }, configurable: true })
const wait = globalThis.setTimeout
globalThis.setTimeout = /** @type {any} */ ((work, delay) => { const timer = wait(work, delay); timer.unref(); return timer }) // the next try is minutes away

const bytes = Uint8Array.from({ length: 100000 }, (_, index) => index * 7 % 251)

/** Photos at the server, by id; an upload begun before the test may be forgotten. @type {Map<string, { length: number, bytes: number[] }>} */
let uploads
/** What goes wrong, asked before each request about a photo: a status, or nothing. @type {(method: string, id: string) => number | void} */
let trouble
/** @type {string[]} */
let asked
/** How many photos the phone said that it has, in each exchange. @type {number[]} */
let left
let awaited = []
let kept = []
let now = ''
const FORGOTTEN = -410 // what its record was is erased at the server

const problem = (method, status, slug = 'x') => new Response(method === 'HEAD' ? null : JSON.stringify({ type: `/problems/${slug}`, title: `Kata server ${status}` }),
  { status, headers: { 'Content-Type': 'application/problem+json' } })

globalThis.fetch = /** @type {any} */ (async (path, { method, headers, body }) => {
  if (path === '/api/exchange') {
    left.push(JSON.parse(typeof body === 'string' ? body : gunzipSync(new Uint8Array(await body.arrayBuffer())).toString()).left.photos)
    return new Response(JSON.stringify({ now, receipts: [], desas: {}, photos: { awaited, kept } }), { headers: { 'Content-Type': 'application/json' } })
  }
  const id = method === 'POST' ? atob(/id (\S+?),/.exec(headers['Upload-Metadata'])[1]) : path.split('/').pop()
  asked.push(`${method} ${id}`)
  const code = trouble(method, id) || (method !== 'POST' && !uploads.has(id) ? 404 : 0)
  if (code === FORGOTTEN) return problem(method, 410, 'photo-forgotten')
  if (code) return problem(method, code)
  if (method === 'POST') uploads.set(id, { length: Number(headers['Upload-Length']), bytes: [] })
  const one = uploads.get(id)
  if (method === 'PATCH' && Number(headers['Upload-Offset']) !== one.bytes.length) return problem(method, 409)
  if (method === 'PATCH') one.bytes.push(...new Uint8Array(body))
  const whole = one.bytes.length === one.length
  return new Response(null, {
    status: { POST: 201, HEAD: 200, PATCH: 204 }[method],
    headers: { Location: `/api/blobs/${id}`, 'Upload-Offset': String(one.bytes.length), ...(whole ? { 'Upload-State': 'kept' } : {}) }
  })
})

const take = id => keepPhoto({ id, blob: new Blob([bytes], { type: 'image/jpeg' }), thumb: new Blob(['t']), record: 'doc', kind: 'document', waiting: true })
const state = async id => (await photoRows()).find(row => row.id === id).state
const once = (method, code) => { let left = 1; return asking => asking === method && left-- > 0 ? code : undefined }

beforeEach(async () => {
  uploads = new Map()
  trouble = () => {}
  asked = []
  left = []
  awaited = []
  kept = []
  now = ''
  await newPhone()
})

for (const code of [404, 410]) {
  test(`a HEAD that is answered ${code} is a problem with that status, not a server that is down`, async () => {
    trouble = () => code
    await assert.rejects(request('/api/blobs/p1', { method: 'HEAD', read: 'none' }), error => error instanceof Problem && error.status === code)
  })
}

test('a HEAD that is answered 503 is a server that is down', async () => {
  trouble = () => 503
  await assert.rejects(request('/api/blobs/p1', { method: 'HEAD', read: 'none' }), ServerDown)
})

test('of two photos that the server has forgotten both begin anew', async () => {
  for (const id of ['p1', 'p2']) {
    await take(id)
    await keepUpload(id, { url: `/api/blobs/${id}`, chunk: 32768 })
  }
  assert.equal(await syncNow(), true)
  assert.deepEqual([await state('p1'), await state('p2')], ['kept', 'kept'])
  assert.deepEqual(Uint8Array.from(uploads.get('p1').bytes), bytes)
})

for (const code of [403, 404, 410, 423, 500]) {
  test(`a photo that meets ${code} waits for the next exchange, and the one after it goes`, async () => {
    await take('p1')
    await take('p2')
    trouble = (method, id) => id === 'p1' ? code : undefined
    assert.equal(await syncNow(), false)
    assert.deepEqual([await state('p1'), await state('p2')], ['waiting', 'kept'])
    trouble = () => {}
    assert.equal(await syncNow(), true)
    assert.equal(await state('p1'), 'kept')
  })
}

test('a photo whose record was erased at the server goes from this phone as well, and the next one arrives', async () => {
  await take('p1')
  await take('p2')
  trouble = (method, id) => id === 'p1' ? FORGOTTEN : undefined
  assert.equal(await syncNow(), true)
  assert.deepEqual((await photoRows()).map(({ id, state }) => [id, state]), [['p2', 'kept']])
})

for (const code of [401, 429, 503]) {
  test(`${code} is meant for all photos: the next is not tried`, async () => {
    await take('p1')
    await take('p2')
    trouble = () => code
    await syncNow()
    assert.deepEqual(asked, ['POST p1'])
    assert.deepEqual([await state('p1'), await state('p2')], ['waiting', 'waiting'])
  })
}

for (const [code, fact] of [[460, 'a chunk broken in transit is sent again'], [409, 'at another offset the server is asked where it stands'], [404, 'what is forgotten between two chunks begins anew']]) {
  test(fact, async () => {
    await take('p1')
    const first = once('PATCH', code)
    trouble = (method, id) => {
      const said = first(method)
      if (said === 404) uploads.delete(id)
      return said
    }
    assert.equal(await syncNow(), true)
    assert.deepEqual(Uint8Array.from(uploads.get('p1').bytes), bytes)
  })
}

test('a photo that never comes whole is not sent for ever in one exchange', async () => {
  await take('p1')
  trouble = method => method === 'PATCH' ? 460 : undefined
  assert.equal(await syncNow(), false)
  assert.ok(asked.length < 12, asked.join(', '))
  assert.equal(await state('p1'), 'waiting')
})

for (const code of [400, 413, 415]) {
  test(`${code} is final: the photo stays here with the reason`, async () => {
    await take('p1')
    trouble = () => code
    assert.equal(await syncNow(), true)
    const [row] = await photoRows()
    assert.deepEqual([row.state, row.problem, row.full], ['refused', `Kata server ${code}`, true])
  })
}

test('what the server settled while the answer was lost is not sent again', async () => {
  await take('p1')
  await keepUpload('p1', { url: '/api/blobs/p1', chunk: 32768 })
  uploads.set('p1', { length: bytes.length, bytes: Array.from(bytes) })
  await syncNow()
  assert.deepEqual(asked, ['HEAD p1'])
  assert.equal((await photo('p1')).blob, null)
})

test('a refused photo that the server awaits goes again', async () => {
  await take('p1')
  await settled('p1', 'refused', 'Kata server')
  awaited = ['p1']
  await syncNow()
  assert.equal(await state('p1'), 'kept')
})

test('a photo that arrived and is awaited again (the server was restored) has not arrived, and is lost where it does not turn up in two nights', async () => {
  await take('p1')
  await settled('p1', 'kept')
  await dropKept()
  awaited = ['p1']
  now = '2026-11-22T10:00:00+07:00'
  await syncNow()
  assert.deepEqual((await photoRows()).map(({ state, missed }) => [state, missed > 0]), [['kept', true]])
  now = '2026-11-24T10:00:00+07:00'
  await syncNow()
  assert.equal(await state('p1'), 'lost')
  assert.equal(await thumbUrl('p1'), null)
  assert.deepEqual(asked, [], 'there is nothing to send')
  ;[awaited, kept] = [[], ['p1']]
  await syncNow()
  assert.deepEqual((await photoRows()).map(({ state, missed }) => [state, missed]), [['kept', null]])
})

test('a photo that is refused each time is not sent for ever', async () => {
  await take('p1')
  for (let round = 0; round < 6; round++) {
    await settled('p1', 'refused', 'Kata server')
    await sendAgain(['p1'])
  }
  assert.equal(await state('p1'), 'refused')
})

test('twelve photos taken in one breath all arrive, in the order in which they were taken, one after the other', async () => {
  const ids = Array.from({ length: 12 }, () => uuid7())
  await Promise.all(ids.map(take))
  assert.equal(await syncNow(), true)
  assert.deepEqual(asked.filter(one => one.startsWith('POST')).map(one => one.slice(5)), ids)
  const turns = asked.map(one => one.split(' ')[1]).filter((id, at, all) => id !== all[at - 1])
  assert.deepEqual(turns, ids, 'no second photo lies in memory while one is on its way')
  for (const id of ids) assert.equal(await state(id), 'kept')
})

test('how far a photo has come is kept by chunks, and the server hears at once that none is left', async () => {
  await take('p1')
  trouble = once('PATCH', 503)
  await uploadPhoto((await queue())[0], { desa: DESA }).catch(() => {})
  const seen = []
  await uploadPhoto((await queue())[0], { desa: DESA, onChunk: at => seen.push(photoRows().then(([{ upload }]) => [at, upload && upload.at])) })
  assert.deepEqual((await Promise.all(seen)).slice(0, 2).map(([at, kept]) => at === kept), [true, true])
  await take('p2')
  await syncNow()
  assert.deepEqual(left, [1, 0])
  await syncNow()
  assert.deepEqual(left, [1, 0, 0], 'nothing new: one request, as ever')
})

test('a photo in trouble is said to be tried again, not as done', async () => {
  await take('p1')
  trouble = () => 423
  await syncNow()
  assert.match(status.value.text, /dicoba lagi/)
})

test('a recording has no small picture: it is played itself, until the phone has let it go', async () => {
  const [here, gone] = [uuid7(), uuid7()]
  for (const id of [here, gone]) await keepPhoto({ id, blob: new Blob([bytes], { type: 'audio/wav' }), thumb: null, record: 'visit', kind: 'visit' })
  const played = await (await import('node:buffer')).resolveObjectURL(await thumbUrl(here))
  assert.deepEqual([played.type, played.size], ['audio/wav', bytes.length])
  await settled(gone, 'kept')
  assert.equal(await thumbUrl(gone), null)
})
