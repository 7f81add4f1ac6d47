import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import './place.mjs'
import { ANI, counts, DESA, newPhone, record } from './phone.mjs'
import { request, useCredentials, Offline, Portal, Problem, ServerDown } from '../../pwa/sync/api.js'
import { moves, refusals, syncNow, status } from '../../pwa/sync/exchange.js'
import { outdated } from '../../pwa/sync/status.js'
import { refusalText } from '../../pwa/shell/refusals.js'
import { uploadPhoto } from '../../pwa/sync/upload.js'
import { transact } from '../../pwa/store/db.js'
import { sayResting } from '../../pwa/sync/words.js'
import { actionChange, dropRefused, enqueue, moved, outbox, setChange } from '../../pwa/store/outbox.js'
import { all, get, keepRecords, loadRecords } from '../../pwa/store/records.js'
import { inForce, publication } from '../../pwa/store/publications.js'
import { keepPhoto, photo, photoRows, settled } from '../../pwa/store/photos.js'
import { journal, stopped } from '../../pwa/store/journal.js'
import { drafts, saveDraft } from '../../pwa/store/drafts.js'
import { meta } from '../../pwa/store/meta.js'
import { me } from '../../pwa/store/me.js'

Object.defineProperty(globalThis, 'navigator', { value: { onLine: true }, configurable: true })
const wait = globalThis.setTimeout
globalThis.setTimeout = /** @type {any} */ ((work, delay) => { const timer = wait(work, delay); timer.unref(); return timer }) // the next try is minutes away


/** The server, as a function of a request. @type {(path: string, init: any) => any} */
let server
/** What was asked, in order. @type {{ path: string, method: string, headers: any, body: any }[]} */
let asked

globalThis.fetch = /** @type {any} */ (async (path, init) => {
  const body = init.body instanceof Blob ? new Uint8Array(await init.body.arrayBuffer()) : init.body
  asked.push({ path, method: init.method, headers: init.headers, body })
  const answer = await server(path, { ...init, body })
  if (answer instanceof Response) return answer
  return new Response(JSON.stringify(answer), { headers: { 'Content-Type': 'application/json' } })
})

const line = () => status.value
const unzip = async bytes => JSON.parse(typeof bytes === 'string' ? bytes : await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).text())
const html = () => new Response('<html>masuk WiFi</html>', { headers: { 'Content-Type': 'text/html' } })
const problem = (code, slug) => new Response(JSON.stringify({ type: `/problems/${slug}`, title: 'Kata server' }), { status: code, headers: { 'Content-Type': 'application/problem+json' } })
const cursor = (seq, epoch = 'e1') => ({ epoch, seq, tag: 1, scope: 's' })
const part = (records, { seq = 1, more = false, restart = false, epoch = 'e1' } = {}) => ({ head: seq, records, cursor: cursor(seq, epoch), more, restart })
const answer = (receipts = [], desa = part([]), rest = {}) => ({ now: '', receipts, desas: { [DESA]: desa }, ...rest })
const takeAll = async init => (await unzip(init.body)).changes.map((change, index) => ({ id: change.id, status: 'accepted', seq: index + 1, problem: null }))

beforeEach(async () => {
  asked = []
  navigator.onLine = true
  useCredentials({ enrolment: 'e', bearer: 'b' })
  await newPhone()
})

test('what is finished is sent, receipted and pulled in one go', async () => {
  await enqueue([setChange('building', 'b1', { rt: '001' }, { area: '004/001/b1' })])
  server = async (path, init) => answer(await takeAll(init), part([record('b1', 'building', { rt: '001' })]))
  assert.equal(await syncNow(), true)
  assert.equal(outbox.value.length, 0)
  assert.equal(get('b1').seq, 1)
  assert.deepEqual(await meta(`cursor:${DESA}`), cursor(1))
  assert.equal(status.value.state, 'done')
  assert.equal(asked[0].headers['X-Enrolment'], 'e')
  assert.equal(asked[0].headers.Authorization, 'Bearer b')
})

test('pages are fetched until there are no more, each with the cursor of the one before', async () => {
  const seen = []
  server = async (path, init) => {
    const { cursors } = await unzip(init.body)
    seen.push(cursors[DESA]?.seq || 0)
    return answer([], part([record(`b${seen.length}`, 'building', {}, { seq: seen.length })], { seq: seen.length, more: seen.length < 3 }))
  }
  await syncNow()
  assert.deepEqual(seen, [0, 1, 2])
  assert.equal(all('building').length, 3)
})

test('what a full pull does not bring again has left my area', async () => {
  await keepRecords([record('old', 'family', {}), record('stays', 'family', {})], { key: `cursor:${DESA}`, value: cursor(9) })
  let page = 0
  server = async () => ++page === 1
    ? answer([], part([record('new', 'family', {}, { seq: 10 })], { seq: 10, more: true, restart: true }))
    : answer([], part([record('stays', 'family', {}, { seq: 11 })], { seq: 11 }))
  await syncNow()
  assert.deepEqual(all('family').map(({ id }) => id).sort(), ['new', 'stays'])
})

test('a server of another life gets again what the one before had acknowledged', async () => {
  await enqueue([setChange('building', 'b1', { rt: '001' })])
  server = async (path, init) => answer(await takeAll(init), part([], { seq: 5 }))
  await syncNow()
  const sent = []
  server = async (path, init) => {
    const { changes } = await unzip(init.body)
    sent.push(...changes.map(({ id }) => id))
    return answer(await takeAll(init), part([], { seq: 1, epoch: 'e2', restart: sent.length === 0 }))
  }
  await syncNow()
  await syncNow()
  assert.equal(sent.length, 1)
  assert.equal((await journal()).length, 1)
})

test('a server that knows our epoch and not our place in it has gone back: it gets again what it acknowledged', async () => {
  await enqueue([setChange('building', 'b1', { rt: '001' })])
  server = async (path, init) => answer(await takeAll(init), part([], { seq: 5 }))
  await syncNow()
  const sent = []
  server = async (path, init) => {
    const { changes } = await unzip(init.body)
    sent.push(...changes.map(({ id }) => id))
    return answer(await takeAll(init), part([], { seq: 3, restart: sent.length === 0 }))
  }
  await syncNow()
  await syncNow()
  assert.equal(sent.length, 1)
})

test('a phone whose clock jumps by years forgets nothing that a restored server may need', async () => {
  server = async (path, init) => answer(await takeAll(init), part([]), { now: '2026-11-21T10:00:00+07:00' })
  await enqueue([setChange('building', 'b1', { rt: '001' })])
  await syncNow()
  const now = Date.now
  Date.now = () => now() + 400 * 86400000
  try { await syncNow() } finally { Date.now = now }
  assert.deepEqual(await counts('journal'), { journal: 1 })
  server = async (path, init) => answer(await takeAll(init), part([]), { now: '2026-12-25T10:00:00+07:00' })
  await syncNow()
  assert.deepEqual(await counts('journal'), { journal: 0 }, 'by the server, 34 days have gone')
})

test('a phone that may send and not read forgets nothing, however late: the server may have been restored meanwhile', async () => {
  server = async (path, init) => answer(await takeAll(init), part([]), { now: '2026-11-21T10:00:00+07:00' })
  await enqueue([setChange('building', 'b1', { rt: '001' })])
  await syncNow()
  server = async (path, init) => ({ ...answer(await takeAll(init), part([]), { now: '2026-12-25T10:00:00+07:00' }), desas: {} })
  await syncNow()
  assert.deepEqual(await counts('journal'), { journal: 1 })
})

test('what was erased leaves the journal too, and is sent to no server again', async () => {
  await enqueue([setChange('family', 'f', { head_name: 'Suryati' }, { area: '004/002/b' }), setChange('member', 'm', { family: 'f', full_name: 'Suryati' })])
  server = async (path, init) => answer(await takeAll(init), part([record('f', 'family', {}, { seq: 9, gone: 'erased' })], { seq: 9 }))
  await syncNow()
  assert.deepEqual(await counts('outbox', 'journal', 'records'), { outbox: 0, journal: 0, records: 0 })
})

test('what was erased takes its photos and drafts with it, whole pictures and small ones, and it is said', async () => {
  await keepRecords([record('f', 'family', { head_name: 'Suryati' }), record('d', 'document', { family: 'f' })], null)
  const picture = { blob: new Blob(['KTP']), thumb: new Blob(['t']), kind: 'document' }
  for (const [id, of, more] of [['p1', 'd', { waiting: true }], ['p2', 'd', { waiting: true }], ['p3', 'new', { draft: 'v' }], ['p4', 'other', { waiting: true }]]) await keepPhoto({ id, ...picture, record: of, ...more })
  await settled('p1', 'kept')
  await settled('p2', 'refused', 'x')
  await settled('p4', 'refused', 'x')
  await saveDraft({ id: 'v', family: 'f', title: 'Bu Sur', answers: { nik: '3201994507850002' } })
  await saveDraft({ id: 'w', family: 'other', answers: {} })
  server = async () => answer([], part([record('f', 'family', {}, { seq: 9, gone: 'erased' }), record('d', 'document', {}, { seq: 10, gone: 'erased' })], { seq: 10 }))
  await syncNow()
  assert.deepEqual((await photoRows()).map(({ id }) => id), ['p4'])
  assert.deepEqual(moves.value, { left: [], erased: ['Suryati', 'Bu Sur'], drafts: ['v'], areas: false })
  await saveDraft({ id: 'v', family: 'f', answers: { nik: '3201994507850002' } }) // a form that was open
  assert.deepEqual((await drafts()).map(({ id }) => id), ['w'])
})

test('a visit of which only its outline may stay leaves the journal with its answers', async () => {
  await enqueue([setChange('visit', 'v', { answers: { nik: '3201994507850002' } })])
  server = async (path, init) => answer(await takeAll(init), part([record('v', 'visit', { date: '2026-11-20', erased: { by: 'Dedi' } }, { seq: 9 })], { seq: 9 }))
  await syncNow()
  assert.deepEqual(await counts('journal', 'records'), { journal: 0, records: 1 })
})

for (const [state, said] of [['diterima', 1], ['ditolak', 0]]) {
  test(`an answer to an arrival, ${state}, ${said ? 'is said again after a restore' : 'leaves the journal with whom it was about'}`, async () => {
    await keepRecords([record('a', 'arrival', { head_name: 'Suryati', state: 'menunggu' })], null)
    await enqueue([actionChange(said ? 'arrival.take' : 'arrival.decline', 'a', {})])
    server = async (path, init) => answer(await takeAll(init), part([record('a', 'arrival', { state, erased: { by: 'Dedi' } }, { seq: 9 })], { seq: 9 }))
    await syncNow()
    assert.deepEqual(await counts('journal'), { journal: said })
  })
}

test('what is refused because it was erased is not kept here either, nor a paper that never came to be', async () => {
  await keepPhoto({ id: 'p', blob: new Blob(['KTP']), thumb: new Blob(['t']), record: 'd', kind: 'document', waiting: true })
  await enqueue([setChange('document', 'd', { family: 'f', paper: 'kk' }), setChange('family', 'g', { head_name: 'Enok' })], { title: 'Suryati' })
  server = async (path, init) => answer((await takeAll(init)).map((receipt, index) => index ? receipt : { ...receipt, status: 'refused', seq: null, problem: { type: '/problems/erased', title: 'x' } }))
  await syncNow()
  assert.deepEqual((await journal()).map(({ change }) => change.record), ['g'])
  assert.deepEqual(await photoRows(), [])
  assert.deepEqual(moves.value.erased, ['Suryati'])
})

test('other rights are no other server: nothing is sent twice', async () => {
  await enqueue([setChange('building', 'b1', { rt: '001' })])
  server = async (path, init) => answer(await takeAll(init), part([], { seq: 5 }))
  await syncNow()
  let sent = 0
  server = async (path, init) => {
    sent += (await unzip(init.body)).changes.length
    return answer([], { ...part([], { seq: 5, restart: true }), cursor: { ...cursor(5), scope: 'other' } })
  }
  await syncNow()
  assert.equal(sent, 0)
})

test('a family that moved away is off this phone with all that was accepted; what was refused of it stays in Kiriman', async () => {
  await enqueue([setChange('family', 'f', { head_name: 'Suryati' }, { area: '004/002/b' })], { title: 'Suryati' })
  server = async (path, init) => answer(await takeAll(init), part([record('f', 'family', { exists: true, head_name: 'Suryati' }, { seq: 1 })], { seq: 1 }))
  await syncNow()
  await enqueue([setChange('family', 'f', { landmark: 'masjid' })], { title: 'Suryati' })
  server = async (path, init) => answer((await unzip(init.body)).changes.map(({ id }) => ({ id, status: 'refused', seq: null, problem: { type: '/problems/moved-away', title: 'Sudah pindah' } })),
    part([record('f', 'family', {}, { seq: 9, gone: 'moved', area: '' })], { seq: 9 }))
  await syncNow()
  assert.deepEqual(all('family'), [], 'nobody counts it twice')
  assert.deepEqual(moves.value, { left: ['Suryati'], erased: [], drafts: [], areas: false })
  assert.equal(await stopped(), 1)
  await loadRecords()
  assert.deepEqual(all('family'), [], 'nor after the application was opened anew')
})

test('what left my area while more waited than one request takes is gone when all of it was sent, and not before', async () => {
  await keepRecords([record('f', 'family', { head_name: 'Suryati' }), record('g', 'family', {})], { key: `cursor:${DESA}`, value: cursor(3) })
  await enqueue(Array.from({ length: 230 }, (_, index) => setChange('member', `m${index}`, { family: 'f', full_name: `x${index}` })))
  const told = []
  server = async (path, init) => {
    const { changes, cursors, limit } = await unzip(init.body)
    told.push([changes.length, limit, cursors[DESA].seq, !!get('f')])
    return answer(await takeAll(init), part([record('f', 'family', {}, { seq: 9, gone: 'moved' })], { seq: 9 }))
  }
  await syncNow()
  assert.deepEqual(told, [[100, 1, 3, true], [100, 1, 3, true], [30, 500, 3, true]])
  assert.deepEqual([get('f'), outbox.value.length, await meta(`cursor:${DESA}`)], [null, 0, cursor(9)])
})

test('what was taken after all, and lies outside my area, is off this phone at once', async () => {
  await enqueue([setChange('building', 'b', { exists: true, number: '1' }, { area: '002/001/b' })], { title: 'Suryati' })
  server = async (path, init) => answer((await unzip(init.body)).changes.map(({ id }) => ({ id, status: 'refused', seq: null, problem: { type: '/problems/out-of-scope', title: 'Di luar wilayah' } })), part([], { seq: 1 }))
  await syncNow()
  assert.equal(all('building').length, 1, 'she still sees what waits for an officer')
  server = async (path, init) => answer((await unzip(init.body)).asks.map(id => ({ id, status: 'accepted', seq: 5, problem: null })), part([], { seq: 5 }))
  await syncNow()
  assert.deepEqual(all('building'), [], 'and not what the server keeps and does not send')
})

for (const [fact, reply, state] of [
  ['a captive portal is named', async () => html(), 'portal'],
  ['a stopped server is named', async () => { throw new TypeError('refused') }, 'server_down'],
  ['an overloaded server is named', async () => new Response('', { status: 503, headers: { 'Content-Type': 'text/plain' } }), 'server_down'],
  ['a phone that is shut out is told whom to see', async () => problem(401, 'not-signed-in'), 'signed_out'],
  ...[403, 409, 422].map(code => /** @type {const} */ ([`an answer of ${code} to all of it is late, not sent`, async () => problem(code, 'x'), 'late'])),
  ['an answer that is no answer of ours is late, not sent', async () => ({ hello: 1 }), 'late'],
  ['an answer that breaks off in the middle is a broken connection', async () => new Response('{"receipts":[', { headers: { 'Content-Type': 'application/json' } }), 'server_down']
]) {
  test(`${fact}, and nothing is lost`, async () => {
    await keepRecords([record('f', 'family', { head_name: 'Suryati' })], null)
    await enqueue([setChange('building', 'b1', { rt: '001' })])
    server = reply
    assert.equal(await syncNow(), false)
    assert.equal(status.value.state, state)
    assert.deepEqual(await counts('outbox', 'journal', 'records'), { outbox: 1, journal: 0, records: 1 })
  })
}

for (const [fact, reply, state, words] of [
  ['a captive portal', async () => html(), 'portal', /^WiFi ini minta masuk dulu.*Sudah 4 hari belum terkirim\.$/],
  ['a stopped server', async () => { throw new TypeError('refused') }, 'server_down', /^PUSKESOS belum menjawab.*Sudah 4 hari belum terkirim\.$/],
  ['being shut out', async () => problem(401, 'not-signed-in'), 'signed_out', /disambungkan lagi.*Sudah 4 hari/],
  ['no network', async () => { navigator.onLine = false; throw new TypeError('no network') }, 'late', /^Sudah 4 hari.*Cari sinyal/]
]) {
  test(`${fact} is named also when something has waited for days`, async () => {
    await enqueue([setChange('building', 'b1', { rt: '001' })])
    await transact('readwrite', ['outbox'], async outbox => {
      for (const row of await outbox.getAll()) outbox.put({ ...row, at: new Date(Date.now() - 4.2 * 86400000).toISOString() })
    })
    await moved()
    server = reply
    await syncNow()
    assert.equal(status.value.state, state)
    assert.match(status.value.text, words)
  })
}

test('a wrong clock is named by an answer that refuses, and a portal\'s clock is nobody\'s', async () => {
  const off = { Date: new Date(Date.now() - 40 * 60000).toUTCString() }
  server = async () => new Response('<html>masuk WiFi</html>', { headers: { 'Content-Type': 'text/html', ...off } })
  await syncNow()
  await sayResting()
  assert.equal(status.value.state, 'idle')
  server = async () => new Response('{"type":"/problems/x","title":"Kata server"}', { status: 409, headers: { 'Content-Type': 'application/problem+json', ...off } })
  await syncNow()
  await sayResting()
  assert.match(status.value.text, /40 menit/)
  server = async () => new Response(JSON.stringify(answer()), { headers: { 'Content-Type': 'application/json', Date: new Date().toUTCString() } })
  await syncNow()
})

test('having looked is not having sent', async () => {
  server = async () => answer()
  await syncNow()
  assert.match(status.value.text, /^Tersambung hari ini/)
  assert.equal(await meta('last_sent'), undefined)
  await enqueue([setChange('building', 'b1', { rt: '001' })])
  server = async (path, init) => answer(await takeAll(init))
  await syncNow()
  assert.ok(await meta('last_sent'))
})

test('no network is said as such', async () => {
  navigator.onLine = false
  server = async () => { throw new TypeError('no network') }
  await syncNow()
  assert.equal(status.value.state, 'offline')
})

test('a clock that is more than ten minutes off is named', async () => {
  server = async () => new Response(JSON.stringify(answer()), { headers: { 'Content-Type': 'application/json', Date: new Date(Date.now() - 25 * 60000).toUTCString() } })
  await syncNow()
  assert.equal(status.value.state, 'clock')
  assert.match(status.value.text, /25 menit/)
})

test('an item finished during an exchange goes too', async () => {
  let first = true
  server = async (path, init) => {
    if (first) {
      first = false
      await enqueue([setChange('building', 'late', { rt: '002' })])
    }
    return answer(await takeAll(init))
  }
  await enqueue([setChange('building', 'b1', { rt: '001' })])
  await syncNow()
  assert.equal(outbox.value.length, 0)
})

test('what may still be taken back is not asked about meanwhile, and leaves by itself with what waits behind it', async () => {
  await keepRecords([record('d', 'document', { state: 'ada' }, { seq: 4 })], null)
  const until = Date.now() + 1500
  await enqueue([setChange('building', 'b1', { rt: '001' })])
  await enqueue([actionChange('document.accept', 'd', {})], { until })
  await enqueue([setChange('building', 'b2', { rt: '001' })])
  server = async (path, init) => answer(await takeAll(init))
  await syncNow()
  await syncNow()
  assert.deepEqual([Date.now() < until, asked.length, outbox.value.length], [true, 2, 2])
  while (outbox.value.length && Date.now() < until + 5000) await new Promise(resolve => wait(resolve, 20))
  assert.deepEqual([outbox.value.length, asked.length], [0, 3])
})

test('what another tab has taken back is not waited for', async () => {
  await enqueue([actionChange('document.accept', 'd', {})])
  await transact('readwrite', ['outbox'], store => { store.delete(outbox.value[0].change.id) })
  server = async () => asked.length < 5 ? answer() : problem(500, 'enough')
  await syncNow()
  assert.equal(asked.length, 1)
})

test('an application that is too old says so and works on: it keeps what it holds, sends what is finished, reads nothing', async () => {
  await keepRecords([record('f', 'family', { head_name: 'Suryati' })], { key: `cursor:${DESA}`, value: cursor(3) })
  server = async (path, init) => answer((await takeAll(init)).map(receipt => ({ ...receipt, seq: 9 })), part([]), { min_version: '2026.12.1', desas: {} })
  for (const id of ['b1', 'b2']) {
    await enqueue([setChange('building', id, { rt: '001' })])
    assert.equal(await syncNow(), true)
    assert.deepEqual([outdated.value, outbox.value.length], [true, 0])
  }
  await enqueue([setChange('building', 'b3', { rt: '001' })])
  server = async () => new Response('', { status: 503 })
  await syncNow()
  assert.deepEqual([outdated.value, all('family').length, all('building').length, await meta(`cursor:${DESA}`)], [true, 1, 3, cursor(3)])
  assert.deepEqual(await counts('outbox', 'journal'), { outbox: 1, journal: 2 })
  server = async (path, init) => answer(await takeAll(init), part([]), { min_version: null })
  await syncNow()
  assert.deepEqual([outdated.value, outbox.value.length], [false, 0])
})

test('two calls at once make one exchange', async () => {
  let [inside, most] = [0, 0]
  server = async (path, init) => {
    most = Math.max(most, ++inside)
    await new Promise(resolve => setImmediate(resolve))
    inside--
    return answer(await takeAll(init))
  }
  await Promise.all([syncNow(), syncNow()])
  assert.deepEqual([most, asked.length], [1, 2], 'the second waits for the first and looks once more')
})

test('who I am and the publications come with it; a publication is fetched once', async () => {
  const listed = [{ hash: 'aa', kind: 'survey', code: 'kelayakan', version: '1', in_force: '2026-01-01' }]
  server = async path => path === '/api/publications/aa' ? { id: 'kelayakan' } : answer([], part([]), { me: { ...ANI, name: 'Bu Ani Suryani', hash: 'h2' }, publications: listed })
  await syncNow()
  await syncNow()
  assert.equal(me.value.name, 'Bu Ani Suryani')
  assert.equal((await publication(inForce('survey', 'kelayakan').hash)).id, 'kelayakan')
  assert.equal(asked.filter(({ path }) => path === '/api/publications/aa').length, 1)
})

test('a large request is packed', async () => {
  await enqueue(Array.from({ length: 20 }, (_, index) => setChange('building', `b${index}`, { rt: '001' })))
  server = async (path, init) => answer(await takeAll(init))
  await syncNow()
  assert.equal(asked[0].headers['Content-Encoding'], 'gzip')
})

/** A server that takes so many bytes in one request. */
const narrow = most => async (path, init) => {
  const text = JSON.stringify(await unzip(init.body))
  return new TextEncoder().encode(text).length > most ? problem(413, 'too-large') : answer(await takeAll(init))
}
const wide = (id, letters) => setChange('family', id, { landmark: 'ꦏ'.repeat(letters) }) // a letter of three bytes

test('how large a change is counts in bytes, as the server counts: refused when typed', async () => {
  await assert.rejects(enqueue([wide('f1', 70000)]), error => error.key === 'galat.terlalu_besar')
  await Promise.all(['f1', 'f2', 'f3', 'f4'].map(id => enqueue([wide(id, 40000)])))
  server = narrow(320 * 1024)
  assert.equal(await syncNow(), true)
  assert.equal(outbox.value.length, 0)
  assert.ok(asked.length >= 2, 'no request was too large')
  assert.deepEqual(new Set((await journal()).map(({ receipt }) => receipt.status)), new Set(['accepted']))
})

test('where a request is too large half of it goes; what is too large alone is set aside with a reason, and the others go on', async () => {
  for (const id of ['f1', 'f2', 'f3', 'f4', 'f5']) await enqueue([wide(id, id === 'f3' ? 20000 : 3000)], { title: id })
  server = narrow(32 * 1024)
  assert.equal(await syncNow(), true)
  assert.equal(outbox.value.length, 0)
  const entries = await journal()
  assert.deepEqual(entries.map(({ receipt }) => receipt.status), ['accepted', 'accepted', 'refused', 'accepted', 'accepted'])
  assert.match(entries[2].receipt.problem.title, /terlalu panjang/)
  assert.equal(await stopped(), 1)
})

test('a 413 that is not our server\'s word settles nothing', async () => {
  await enqueue([setChange('building', 'b1', { rt: '001' })])
  server = async () => new Response('', { status: 413, headers: { 'Content-Type': 'text/plain' } })
  assert.equal(await syncNow(), false)
  assert.deepEqual(await counts('outbox', 'journal'), { outbox: 1, journal: 0 })
})

/** A tus server in memory that can be told to break. */
function tus ({ breakAt = -1 } = {}) {
  const state = { bytes: /** @type {number[]} */ ([]), length: 0, sizes: /** @type {number[]} */ ([]), breakAt }
  server = async (path, { method, headers, body }) => {
    if (method === 'POST') {
      state.length = Number(headers['Upload-Length'])
      return new Response(null, { status: 201, headers: { Location: '/api/blobs/p1' } })
    }
    if (method === 'HEAD') return new Response(null, { status: 200, headers: { 'Upload-Offset': String(state.bytes.length) } })
    if (state.sizes.length === state.breakAt) { state.breakAt = -1; throw new TypeError('cut') }
    assert.equal(Number(headers['Upload-Offset']), state.bytes.length)
    const chunk = new Uint8Array(body)
    state.sizes.push(chunk.length)
    for (const byte of chunk) state.bytes.push(byte)
    const done = state.bytes.length === state.length
    return new Response(null, { status: 204, headers: { 'Upload-Offset': String(state.bytes.length), ...(done ? { 'Upload-State': 'kept' } : {}) } })
  }
  return state
}

const bytes = Uint8Array.from({ length: 300000 }, (_, index) => index * 7 % 251)
const photographed = async () => {
  await keepPhoto({ id: 'p1', blob: new Blob([bytes], { type: 'image/jpeg' }), thumb: new Blob(['t']), record: 'doc', kind: 'document', waiting: true })
  return (await photoRows())[0]
}

test('chunks double from 32 to 256 KB, and the phone lets the photo go on the server\'s word', async () => {
  const state = tus()
  assert.equal(await uploadPhoto(await photographed(), { desa: DESA }), 'kept')
  assert.deepEqual(state.sizes, [32768, 65536, 131072, 300000 - 229376])
  assert.deepEqual(Uint8Array.from(state.bytes), bytes)
  assert.equal((await photo('p1')).blob, null)
})

test('a photo cut off goes on at the last whole chunk, with smaller ones', async () => {
  const state = tus({ breakAt: 2 })
  await assert.rejects(uploadPhoto(await photographed(), { desa: DESA }), ServerDown)
  const [row] = await photoRows()
  assert.equal(row.state, 'waiting')
  assert.equal(await uploadPhoto(row, { desa: DESA }), 'kept')
  assert.deepEqual(state.sizes.slice(0, 3), [32768, 65536, 65536])
  assert.deepEqual(Uint8Array.from(state.bytes), bytes)
})

test('an upload the server has forgotten begins anew', async () => {
  const state = tus({ breakAt: 1 })
  await assert.rejects(uploadPhoto(await photographed(), { desa: DESA }))
  const again = server
  let forgotten = true
  server = async (path, init) => {
    if (init.method === 'HEAD' && forgotten) { forgotten = false; state.bytes = []; return new Response(null, { status: 404, headers: { 'Content-Type': 'application/problem+json' } }) }
    return again(path, init)
  }
  assert.equal(await uploadPhoto((await photoRows())[0], { desa: DESA }), 'kept')
})

test('a photo the server refuses says why and stays on the phone', async () => {
  server = async () => problem(415, 'not-a-photo')
  assert.equal(await uploadPhoto(await photographed(), { desa: DESA }), 'refused')
  const [row] = await photoRows()
  assert.equal(row.problem, 'Kata server')
  assert.ok((await photo('p1')).blob)
})

test('text goes before photos', async () => {
  await photographed()
  await enqueue([setChange('building', 'b1', { rt: '001' })])
  const exchange = async (path, init) => answer(await takeAll(init))
  tus()
  const blobs = server
  server = (path, init) => path.startsWith('/api/blobs') ? blobs(path, init) : exchange(path, init)
  await syncNow()
  const first = asked.findIndex(({ path }) => path.startsWith('/api/blobs'))
  assert.equal(asked[0].path, '/api/exchange')
  assert.ok(first > 0 && (await unzip(asked[0].body)).changes.length === 1)
})

test('a tab that fails to get the lock says so once, and exchanges when asked again', async () => {
  await enqueue([setChange('building', 'b1', { rt: '001' })])
  server = async (path, init) => answer(await takeAll(init))
  const quiet = console.error
  console.error = () => {}
  navigator.locks = { request: async () => { throw new Error('no lock') } }
  assert.equal(await syncNow(), false)
  console.error = quiet
  assert.match(status.value.text, /Maaf, ada gangguan/)
  delete navigator.locks
  assert.equal(await syncNow(), true)
  assert.equal(outbox.value.length, 0)
})

test('a store that cannot be read stops one exchange and not the next', async () => {
  server = async () => answer()
  const quiet = console.error
  console.error = () => {}
  const open = IDBDatabase.prototype.transaction
  IDBDatabase.prototype.transaction = () => { throw new Error('broken') }
  assert.equal(await syncNow(), false)
  IDBDatabase.prototype.transaction = open
  console.error = quiet
  assert.match(status.value.text, /Maaf, ada gangguan/)
  assert.equal(await syncNow(), true)
})

/** Answers all changes alike, by a clock that agrees with the phone's. */
const receipts = (status, problem = null) => async (path, init) => {
  const said = answer((await takeAll(init)).map(receipt => ({ ...receipt, status, problem })))
  return new Response(JSON.stringify(said), { headers: { 'Content-Type': 'application/json', Date: new Date().toUTCString() } })
}

for (const status of ['refused', 'held']) {
  test(`what came back ${status} is not said to be delivered`, async () => {
    await enqueue([setChange('building', 'b1', { rt: '001' })])
    server = receipts(status, { title: 'Di luar wilayah' })
    assert.equal(await syncNow(), true)
    assert.deepEqual([line().state, line().text], ['held', '1 data perlu diperhatikan'])
    server = receipts('accepted')
    await enqueue([setChange('building', 'b2', { rt: '001' })])
    await syncNow()
    assert.equal(line().text, '1 data perlu diperhatikan', 'nor when another one was taken')
  })
}

test('two changes of one item that were refused are one thing to look at', async () => {
  await enqueue([setChange('building', 'b1', { rt: '001' }), setChange('building', 'b2', { rt: '001' })])
  server = receipts('refused')
  await syncNow()
  assert.equal(line().text, '1 data perlu diperhatikan')
})

test('a refused decision is told with whose came first, and is gone once it was read', async () => {
  await keepRecords([record('f', 'family', { head_name: 'Suryati' }), record('k', 'case', { family: 'f' })], null)
  await enqueue([actionChange('case.accept', 'k')])
  server = receipts('refused', { title: 'Sudah diubah orang lain.', by: 'Bu Dedi', do: 'case.send_back' })
  await syncNow()
  assert.equal(refusalText(refusals.value), 'Keputusan untuk Suryati belum bisa dicatat. Sudah diubah orang lain. (Bu Dedi: Dikembalikan untuk dilengkapi)')
  await dropRefused((await journal())[0].item.key)
  assert.equal(await stopped(), 0)
})

test('a refused record is no decision: no toast, and it does not go away', async () => {
  await enqueue([setChange('building', 'b1', { rt: '001' })])
  server = receipts('refused')
  await syncNow()
  assert.equal(refusalText(refusals.value), '')
  await dropRefused((await journal())[0].item.key)
  assert.equal(await stopped(), 1)
})

test('where more lies at the desk than can be asked about at once, all are asked about in turn', async () => {
  await enqueue(Array.from({ length: 130 }, (_, index) => setChange('member', `m${index}`, { full_name: `x${index}` })))
  const refused = receipts('refused', { type: '/problems/out-of-scope', title: 'Di luar wilayah' })
  const heard = new Set()
  server = async (path, init) => {
    const { changes, asks } = await unzip(init.body)
    assert.ok(asks.length <= 100)
    asks.forEach(id => heard.add(id))
    return changes.length ? refused(path, init) : answer()
  }
  await syncNow()
  await syncNow()
  await syncNow()
  assert.equal(heard.size, 130)
})

test('a change that bears the id of another is asked about by its own, and hears nothing of the other', async () => {
  await enqueue([setChange('family', 'f1', { head_name: 'Enok' })])
  const { id } = outbox.value[0].change
  server = receipts('refused', { type: '/problems/change-reused', title: 'x', change: 'own' })
  await syncNow()
  const asks = []
  const told = status => async (path, init) => {
    asks.push(...(await unzip(init.body)).asks)
    return answer([{ id, status: 'accepted', seq: 1, problem: null }, { id: 'own', ...status }])
  }
  server = told({ status: 'refused', seq: null, problem: { type: '/problems/change-reused', title: 'x', change: 'own' } })
  await syncNow()
  assert.deepEqual([asks, (await journal()).map(({ receipt }) => receipt.status)], [['own'], ['refused']])
  server = told({ status: 'accepted', seq: 7, problem: null }) // an officer took it
  await syncNow()
  assert.deepEqual((await journal()).map(({ receipt }) => [receipt.id, receipt.status, receipt.seq]), [[id, 'accepted', 7]])
})

test('failures have names', async () => {
  server = async () => html()
  await assert.rejects(request('/api/x'), Portal)
  server = async () => problem(409, 'changed-meanwhile')
  await assert.rejects(request('/api/x'), error => error instanceof Problem && error.slug === 'changed-meanwhile' && error.title === 'Kata server')
  server = async () => { throw new TypeError('x') }
  await assert.rejects(request('/api/x'), ServerDown)
  navigator.onLine = false
  await assert.rejects(request('/api/x'), Offline)
})
