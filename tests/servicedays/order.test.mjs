import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { callingOrder, delay, room, spoken, turns } from '../../pwa/queue/order.js'
import { step, ticketOf } from '../../pwa/queue/tickets.js'

const read = name => JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), 'utf8'))
const TICKETS = read('tickets')
const QUEUE = read('queue')

for (const row of TICKETS.steps) {
  test(row.name, () => assert.deepEqual(step(row.ticket, row.do, row.args, row.who), row.then))
}

test('the ticket of a family is the same at every counter', () => {
  for (const { family, day, ticket } of TICKETS.ids) assert.equal(ticketOf(family, day), ticket)
})

for (const row of QUEUE.orders) {
  test(row.name, () => assert.deepEqual(callingOrder(row.waiting).map(({ number }) => number), row.order))
}
for (const row of QUEUE.turns) {
  test(row.name, () => assert.deepEqual(turns(callingOrder(row.waiting), row.free, QUEUE.opening), row.turns))
}
for (const row of QUEUE.delays) {
  test(row.name, () => assert.deepEqual(delay(row.waiting, row.free, QUEUE.opening), row.delay))
}
for (const row of QUEUE.rooms) {
  test(row.name, () => assert.ok(Math.abs(room(row.now, row.free, row.waiting, row.awaited, QUEUE.opening) - row.room) < 1e-9))
}

test('an hour is said as people say it', () => assert.equal(spoken(489.7), '08.09'))
