import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayList, initials } from '../../pwa/queue/day-list.js'

const record = (family, status, more = {}) => ({ id: family + status, body: { family, status, service: 'pkh', service_day: '2026-11-25', queue_number: 'A-001', arrival: '08.00', ...more } })

test('a family has one line for all its cases', () => {
  const lines = dayList([record('f1', 'terjadwal'), record('f1', 'terjadwal', { service: 'pip' })], '2026-11-25', () => 'Icih')
  assert.deepEqual(lines.map(l => [l.name, l.number, l.cases.length]), [['Icih', 'A-001', 2]])
})

test('lines follow the arrival time, then the number', () => {
  const lines = dayList([record('f1', 'terjadwal', { arrival: '09.00' }), record('f2', 'terjadwal', { queue_number: 'P-001' }), record('f3', 'terjadwal')], '2026-11-25', id => id)
  assert.deepEqual(lines.map(l => l.family), ['f3', 'f2', 'f1'])
  assert.equal(lines[1].priority, true)
})

test('other days and cases that have no place yet are not on the list', () => {
  assert.deepEqual(dayList([record('f1', 'siap'), record('f2', 'terjadwal', { service_day: '2026-12-02' })], '2026-11-25', id => id), [])
})

test('on the board stand initials: no name can be read from them', () => {
  assert.equal(initials('Nur Hasanah'), 'N.H.')
  assert.equal(initials('Suryati'), 'S.')
  assert.equal(initials("Siti Nur'aeni  Rahmawati"), 'S.N.R.')
})
