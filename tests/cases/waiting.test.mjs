import assert from 'node:assert/strict'
import { test } from 'node:test'
import { waitingFor } from '../../pwa/cases/waiting.js'

const begins = (change, record, waitsFor = null) => ({ change, waits_for: waitsFor, sent: { record, set: { exists: { to: true, seen: 0 } } } })
const FAMILY = begins('family', 'f')
const MEMBER = begins('member', 'm', 'f')
const RENAMED = { change: 'renamed', waits_for: 'm', sent: { record: 'm', set: { full_name: { to: 'Sri', seen: 0 } } } }
const MOVED = { change: 'moved', waits_for: 'f', sent: { record: 'f', do: 'family.move', args: {} } }
const ROWS = [FAMILY, MEMBER, RENAMED, MOVED, begins('stranger', 'x', 'y'), { change: 'poison', waits_for: null, sent: null }]
const waiting = (row, rows = ROWS) => waitingFor(row, rows).map(({ change }) => change)

test('with a family waits what was sent of it and of its people', () => {
  assert.deepEqual(waiting(FAMILY).sort(), ['member', 'moved', 'renamed'])
  assert.deepEqual(waiting(MEMBER), ['renamed'])
})

test('nothing waits for what begins nothing, nor where another change may still begin it', () => {
  assert.deepEqual([waiting(RENAMED), waiting(MOVED), waiting(ROWS[5])], [[], [], []])
  assert.deepEqual(waiting(FAMILY, [...ROWS, begins('again', 'f')]), [])
})
