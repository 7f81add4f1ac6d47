import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayToFill } from '../../pwa/cases/service-day.js'

const day = (date, cutoff, state = 'buka') => ({ body: { date, cutoff, state } })
const DAYS = [day('2026-12-02', '2026-12-01T12:00:00+07:00'), day('2026-11-25', '2026-11-24T12:00:00+07:00')]
const at = moment => Date.parse(moment)

test('until the cut-off the desk works for the coming Wednesday', () => {
  assert.equal(dayToFill(DAYS, at('2026-11-24T11:59:00+07:00')).body.date, '2026-11-25')
})

test('after the cut-off it works for the week after', () => {
  assert.equal(dayToFill(DAYS, at('2026-11-24T12:01:00+07:00')).body.date, '2026-12-02')
})

test('a closed day is not worked for', () => {
  assert.equal(dayToFill([day('2026-11-25', '2026-11-24T12:00:00+07:00', 'tutup')], at('2026-11-23T09:00:00+07:00')), null)
})
