// Two devices that take one counter while neither can ask: what they print, and what they see afterwards.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import '../pwa/place.mjs'
import { newPhone } from '../pwa/phone.mjs'
import { closeAll } from '../../pwa/store/db.js'
import { enrolmentInUse } from '../../pwa/store/device.js'
import { keepMeta } from '../../pwa/store/meta.js'
import { isNumber } from '../../pwa/queue/board.js'
import { counter, numberFor, rival, sitDown, spend } from '../../pwa/queue/here.js'
import { alsoAt, markOf, seriesOf } from '../../pwa/queue/marks.js'

const { marks } = JSON.parse(readFileSync(new URL('../vectors/tickets.json', import.meta.url), 'utf8'))
const [DEDI, SRI] = marks.map(({ enrolment }) => enrolment)
const seats = (enrolment, name, first = enrolment) => ({ date: '2026-11-25', counters: { 1: { name, enrolment, first } } })
const record = (counters = {}) => ({ id: 'day', body: { date: '2026-11-25', counters } })

test('the letters of a device follow from its enrolment', () => {
  for (const { enrolment, mark } of marks) assert.equal(markOf(enrolment), mark)
})

test('two devices that took one counter with nobody to ask number apart', () => {
  const nobody = { date: '2026-11-25' }
  assert.notEqual(seriesOf(nobody, 1, DEDI), seriesOf(nobody, 1, SRI))
})

test('the plain numbers are of the device that was known there first, whoever sits there later', () => {
  for (const day of [seats(DEDI, 'Pak Dedi'), seats(SRI, 'Bu Sri', DEDI)]) {
    assert.equal(seriesOf(day, 1, DEDI), '1')
    assert.equal(seriesOf(day, 1, SRI), `1${markOf(SRI)}`)
  }
  assert.equal(seriesOf(seats(DEDI, 'Pak Dedi'), 2, DEDI), `2${markOf(DEDI)}`)
})

test('who else has the counter is seen as soon as it is heard of', () => {
  assert.deepEqual([alsoAt(seats(SRI, 'Bu Sri', DEDI), 1, DEDI), alsoAt(seats(SRI, 'Bu Sri', DEDI), 1, SRI)], ['Bu Sri', null])
})

test('a number that was given is not given again: its ticket has not come yet, was taken back, or the window was closed', async () => {
  await newPhone()
  await keepMeta('counter', { date: '2026-11-25', counter: 1 })
  await sitDown('2026-11-25')
  const day = record({ 1: { name: 'Pak Dedi', enrolment: enrolmentInUse() } })
  assert.deepEqual([counter.value, rival(day), numberFor(day, [], false)], [1, null, 'B1-001'])
  await spend(day, 'B1-001')
  await spend(day, 'P1-001')
  assert.deepEqual([numberFor(day, [], false), numberFor(day, [], true)], ['B1-002', 'P1-002'])
  await closeAll()
  await sitDown('2026-11-26')
  assert.equal(counter.value, null, 'another day begins anew')
  await sitDown('2026-11-25')
  assert.equal(numberFor(day, [], false), 'B1-002')
})

test('the numbers of a day do not end at 999', async () => {
  await newPhone()
  const day = record({ 1: { name: 'Pak Dedi', enrolment: enrolmentInUse() } })
  await spend(day, 'B1-999')
  assert.equal(numberFor(day, [], false), 'B1-1000')
})

test('a number is found as people type it', () => {
  for (const typed of ['14', 'a14', '014', 'a-014']) assert.ok(isNumber('A-014', typed), typed)
  for (const typed of ['3', 'b3', 'b13', 'b1-003', 'b1003']) assert.ok(isNumber('B1-003', typed), typed)
  for (const typed of ['4', 'a1', 'p14', '']) assert.ok(!isNumber('A-014', typed), typed)
})
