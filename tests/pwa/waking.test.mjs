// What begins an exchange without anybody's doing, each way for itself: where several would wake it, one that is dead is not seen.
import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import './place.mjs'
import { DESA, newPhone } from './phone.mjs'
import { useCredentials } from '../../pwa/sync/api.js'
import { startExchange, syncNow, syncing } from '../../pwa/sync/exchange.js'
import { enqueue, outbox, setChange } from '../../pwa/store/outbox.js'
import { askPersistence } from '../../pwa/shell/arrival.js'

const page = new EventTarget()
const seen = Object.assign(new EventTarget(), { visibilityState: 'hidden' })
const worker = Object.assign(new EventTarget(), { ready: new Promise(() => {}) })
const storage = { persist: async () => true }
Object.assign(globalThis, { addEventListener: page.addEventListener.bind(page), document: seen, BroadcastChannel: undefined })
Object.defineProperty(globalThis, 'navigator', { value: { onLine: true, serviceWorker: worker, storage }, configurable: true })

/** How long the next try was put off, ms; the clock that would begin it never rings. @type {number[]} */
let pauses = []
const later = globalThis.setTimeout
globalThis.setTimeout = /** @type {any} */ ((work, delay) => {
  if (work === syncNow) { pauses.push(delay); return 0 }
  const timer = later(work, delay)
  timer.unref()
  return timer
})

let up = true
/** @type {any[]} */
let bodies = []
globalThis.fetch = /** @type {any} */ (async (path, { body }) => {
  if (!up) throw new TypeError('no answer')
  const text = typeof body === 'string' ? body : await new Response(new Blob([body]).stream().pipeThrough(new DecompressionStream('gzip'))).text()
  bodies.push(JSON.parse(text))
  const receipts = bodies.at(-1).changes.map(({ id }, index) => ({ id, status: 'accepted', seq: index + 1, problem: null }))
  const desas = { [DESA]: { head: 1, records: [], cursor: { epoch: 'e', seq: 1, tag: 1, scope: 's' }, more: false } }
  return new Response(JSON.stringify({ now: '', receipts, desas }), { headers: { 'Content-Type': 'application/json' } })
})

useCredentials({ enrolment: 'e', bearer: 'b' })
await newPhone()
await startExchange('019b0000-0000-7000-8000-000000000001')

/** Something was finished while the server did not answer; every pause has begun. */
beforeEach(async () => {
  up = false
  await newPhone()
  await enqueue([setChange('building', 'b1', { rt: '001' })])
  await syncing()
  up = true
  bodies = []
  pauses = []
})

const moment = () => new Promise(resolve => later(resolve, 20))

/** Nothing here begins an exchange: it is waited for. */
async function delivered () {
  for (let turn = 0; turn < 100 && outbox.value.length; turn++) await moment()
  return !outbox.value.length
}

for (const [fact, wakes] of [
  ['the network is back', () => page.dispatchEvent(new Event('online'))],
  ['somebody looks at the application', () => { seen.visibilityState = 'visible'; seen.dispatchEvent(new Event('visibilitychange')); seen.visibilityState = 'hidden' }],
  ['the worker was woken by the browser', () => worker.dispatchEvent(new MessageEvent('message', { data: 'outbox' }))],
  ['something more is finished', () => enqueue([setChange('building', 'b2', { rt: '002' })])]
]) {
  test(`what waits goes by itself when ${fact}`, async () => {
    await wakes()
    assert.ok(await delivered())
    await syncing()
  })
}

test('an application that is put away is no reason to ask the server', async () => {
  seen.dispatchEvent(new Event('visibilitychange'))
  await moment()
  assert.deepEqual(bodies, [])
})

test('with nothing else to wake it a clock does: soon, then less often, and never above a minute while something waits', async () => {
  up = false
  for (let turn = 0; turn < 8; turn++) await syncNow()
  assert.equal(pauses.length, 8)
  pauses.forEach((pause, turn) => {
    const most = Math.min(60000, 15000 * 2 ** (turn + 1)) * 1.15
    assert.ok(pause >= 15000 * 0.85 && pause <= most, `${turn}: ${pause}`)
  })
  assert.ok(pauses[7] > 45000, 'an unanswered phone does not ask every few seconds')
})

test('the storage is asked to stay, and what it said goes to the server', async () => {
  let asked = 0
  for (const answer of [true, false]) {
    storage.persist = async () => { asked++; return answer }
    assert.equal(await askPersistence(), answer)
    await syncNow()
    assert.deepEqual(bodies.at(-1).storage, { persistent: answer })
  }
  assert.equal(asked, 2)
})
