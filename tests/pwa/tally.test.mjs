import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { tallyOf, weekOf } from '../../pwa/store/tally.js'

const { weeks, counts } = JSON.parse(readFileSync(new URL('../vectors/tally.json', import.meta.url), 'utf8'))
const today = counts.today
const of = (given) => tallyOf({ waiting: [], settled: [], visits: [], person: 'ani', today, ...given })
const change = (record, { date = today, supersedes = null } = {}) => ({ collection: 'visit', record, set: { exists: { to: true }, date: { to: date }, supersedes: { to: supersedes } } })
const settled = (record, status, more = {}) => ({ change: change(record, more), receipt: { status } })

for (const [day, first, last, fact] of weeks) test(fact, () => assert.deepEqual(weekOf(day), [first, last]))

for (const { says, date, by, supersedes, counts: does } of counts.visits) {
  test(`${says}, pulled: ${does ? 'it counts' : 'it does not'}`, () => {
    assert.equal(of({ visits: [{ id: 'v', body: { date, by: { person: by }, supersedes: supersedes ? 'u' : null } }] }).came, does ? 1 : 0)
  })
  if (by === 'ani') test(`${says}, by its receipt: the same`, () => {
    assert.equal(of({ settled: [settled('v', 'accepted', { date, supersedes: supersedes ? 'u' : null })] }).came, does ? 1 : 0)
  })
}

test('what waits, is refused or held was made and has not come', () => {
  assert.deepEqual(of({ waiting: [{ change: change('a') }], settled: [settled('b', 'refused'), settled('c', 'held'), settled('d', 'duplicate')] }), { made: 4, came: 1 })
})

test('the same visit by receipt and by pull is one, and the day that stands is the one it has now', () => {
  const visits = [{ id: 'v', body: { date: '2026-11-22', by: { person: 'ani' } } }]
  assert.deepEqual(of({ visits, settled: [settled('v', 'accepted')] }), { made: 0, came: 0 }, 'an officer put the day right')
})
