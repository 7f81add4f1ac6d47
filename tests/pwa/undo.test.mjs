import assert from 'node:assert/strict'
import { test } from 'node:test'
import { counts, newPhone, record } from './phone.mjs'
import { actionChange, enqueue, outbox, sealBatch, takeBack } from '../../pwa/store/outbox.js'
import { keepRecords } from '../../pwa/store/records.js'

/** Run `work` with the clock of this phone put forward. @param {number} ms @param {() => Promise<any>} work */
async function later (ms, work) {
  const real = Date.now
  Date.now = () => real() + ms
  try { return await work() } finally { Date.now = real }
}

const verdict = () => actionChange('document.accept', 'd', {})
const ids = changes => changes.map(({ id }) => id)

async function desk () {
  await newPhone()
  await keepRecords([record('d', 'document', { state: 'ada' }, { seq: 4 })], null)
}

test('a decision stays for its while, what follows it waits behind it, and then both leave in order', async () => {
  await desk()
  const [first, second] = [verdict(), verdict()]
  await enqueue([first], { until: Date.now() + 10000 })
  await enqueue([second])
  assert.deepEqual(await sealBatch(), [])
  assert.deepEqual(ids(await later(10001, sealBatch)), [first.id, second.id])
})

test('a decision taken back in time never leaves', async () => {
  await desk()
  const change = verdict()
  await enqueue([change], { until: Date.now() + 10000 })
  assert.equal(await takeBack([change.id]), true)
  assert.deepEqual(await counts('outbox'), { outbox: 0 })
  assert.deepEqual(outbox.value, [])
})

test('what lies in a request, or has left, is not taken back, nor what was decided with it', async () => {
  await desk()
  const [gone, here] = [verdict(), verdict()]
  await enqueue([gone])
  assert.deepEqual(ids(await sealBatch()), [gone.id])
  await enqueue([here], { until: Date.now() + 10000 })
  assert.equal(await takeBack([gone.id, here.id]), false)
  assert.deepEqual(await counts('outbox'), { outbox: 2 })
})

test('a decision once sent goes again at once, and a clock turned back keeps nothing', async () => {
  await desk()
  const [one, two] = [verdict(), verdict()]
  await enqueue([one], { until: Date.now() + 10000 })
  await later(10001, sealBatch)
  assert.deepEqual(ids(await sealBatch()), [one.id])
  await enqueue([two], { until: Date.now() + 3600000 })
  assert.deepEqual(ids(await sealBatch()), [one.id, two.id])
})
