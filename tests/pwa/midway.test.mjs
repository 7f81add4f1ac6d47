// What breaks in the middle of a thing, or changes while it waits: a page that is not kept, a reload with a request under way,
// a survey that is another one by the time a visit leaves.
import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import './place.mjs'
import { counts, DESA, newPhone, record } from './phone.mjs'
import { useCredentials } from '../../pwa/sync/api.js'
import { startExchange, syncNow } from '../../pwa/sync/exchange.js'
import { closeAll } from '../../pwa/store/db.js'
import { meta } from '../../pwa/store/meta.js'
import { draft, saveDraft } from '../../pwa/store/drafts.js'
import { doorbell, enqueue, finish, moved, outbox, pending, setChange } from '../../pwa/store/outbox.js'
import { keepList, keepPublication, publication } from '../../pwa/store/publications.js'
import { all, loadRecords } from '../../pwa/store/records.js'

Object.assign(globalThis, { addEventListener() {}, document: new EventTarget(), BroadcastChannel: undefined })
Object.defineProperty(globalThis, 'navigator', { value: { onLine: true }, configurable: true })
const wait = globalThis.setTimeout
globalThis.setTimeout = /** @type {any} */ ((work, delay) => { const timer = wait(work, delay); timer.unref(); return timer })

/** What the server does with a request. @type {(body: any) => any} */
let server
globalThis.fetch = /** @type {any} */ (async (path, { body }) => {
  const text = typeof body === 'string' ? body : await new Response(new Blob([body]).stream().pipeThrough(new DecompressionStream('gzip'))).text()
  return new Response(JSON.stringify(await server(JSON.parse(text))), { headers: { 'Content-Type': 'application/json' } })
})

/** The server's memory: changes by id, as it took them, and the records that came of them. */
let log
const took = changes => changes.map(change => {
  const known = log.find(({ id }) => id === change.id)
  if (!known) log.push(change)
  return { id: change.id, status: known ? 'duplicate' : 'accepted', seq: log.findIndex(({ id }) => id === change.id) + 1, problem: null }
})
const page = (records, seq, more = false) => ({ [DESA]: { head: 9, records, cursor: { epoch: 'e', seq, tag: seq, scope: 's' }, more } })
const quietly = async work => {
  const said = console.error
  console.error = () => {}
  try { return await work() } finally { console.error = said }
}

beforeEach(async () => {
  log = []
  doorbell.notify = () => {} // rings only where a test opened the application
  useCredentials({ enrolment: 'e', bearer: 'b' })
  await newPhone()
})

test('a page and the cursor that follows from it are kept together, or neither: opened anew, the phone asks for that page', async () => {
  const from = []
  server = ({ cursors }) => {
    const seq = (cursors[DESA]?.seq || 0) + 1
    from.push(seq)
    return { now: '', receipts: [], desas: page([record(`f${seq}`, 'family', { head_name: `${seq}` }, { seq })], seq, seq < 3) }
  }
  const put = IDBObjectStore.prototype.put
  let pages = 0
  IDBObjectStore.prototype.put = function (...args) {
    if (this.name === 'records' && ++pages === 2) throw new DOMException('the battery', 'UnknownError')
    return put.apply(this, args)
  }
  try { assert.equal(await quietly(syncNow), false) } finally { IDBObjectStore.prototype.put = put }
  assert.equal((await meta(`cursor:${DESA}`)).seq, 1)
  await closeAll() // the application anew
  await loadRecords()
  assert.equal(await startExchange('019b0000-0000-7000-8000-000000000001'), true)
  assert.deepEqual(from, [1, 2, 2, 3])
  assert.deepEqual(all('family').map(({ id }) => id).sort(), ['f1', 'f2', 'f3'])
})

test('reloaded while a request is under way: it is sent again with the same content, and is one record', async () => {
  await enqueue([setChange('building', 'b1', { rt: '001' }, { area: '004/001/b1' })])
  const sent = []
  server = async ({ changes }) => {
    sent.push(changes)
    const receipts = took(changes)
    if (sent.length === 1) throw new TypeError('the page is gone')
    return { now: '', receipts, desas: page([], 1) }
  }
  await syncNow()
  await closeAll()
  await loadRecords()
  await moved()
  assert.equal(outbox.value.length, 1, 'without a receipt it is still here')
  assert.equal(await syncNow(), true)
  assert.deepEqual(sent[1], sent[0])
  assert.equal(log.length, 1)
  assert.deepEqual(await counts('outbox', 'journal'), { outbox: 0, journal: 1 })
})

test('a visit that waits is sent as it was finished, whatever survey is published meanwhile; its draft keeps its own', async () => {
  const listed = (hash, version) => ({ hash, kind: 'survey', code: 'kelayakan', version, in_force: '2026-01-01' })
  await keepList([listed('old', '1')])
  await keepPublication(listed('old', '1'), { id: 'kelayakan', version: '1' })
  const visit = setChange('visit', 'v1', { survey: 'old', answers: { lantai: 'tanah' } }, { area: '004/001/b1' })
  await finish(null, [visit])
  await saveDraft(/** @type {any} */ ({ id: 'd2', kind: 'visit', survey: 'old', answers: { lantai: 'tanah' } }))
  const [before] = await pending()
  let told = false
  server = ({ changes }) => {
    if (told) return { now: '', receipts: took(changes), desas: page([], 1) }
    told = true
    return { now: '', receipts: [], desas: page([], 1, true), publications: [listed('new', '2')] } // the old one holds for nobody any more
  }
  const fetched = globalThis.fetch
  globalThis.fetch = /** @type {any} */ (async (path, init) => path === '/api/publications/new'
    ? new Response('{"id":"kelayakan","version":"2"}', { headers: { 'Content-Type': 'application/json' } })
    : fetched(path, init))
  try { assert.equal(await syncNow(), true) } finally { globalThis.fetch = fetched }
  assert.deepEqual(log, [before.change])
  assert.equal(log[0].set.survey.to, 'old')
  assert.equal((await draft('d2')).survey, 'old')
  assert.equal((await publication('new')).version, '2')
  assert.deepEqual(await counts('publications'), { publications: 2 }, 'what a draft was begun with stays here')
})
