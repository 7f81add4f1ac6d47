import assert from 'node:assert/strict'
import { test } from 'node:test'
import { csv, quantile, report, waitOf } from '../../pwa/queue/numbers.js'

const at = clock => clock && `2026-11-25T${clock}:00`
const line = (status, came, served, done, more = {}) => ({ status, came: at(came), served: at(served), done: at(done), walkIn: false, complete: true, twice: [], wish: 'pkh', ...more })
const DAY = { opens: '08.00' }
const LINES = [
  line('selesai', '07:30', '08:05', '08:15'),
  line('dirujuk', '08:10', '08:30', '08:50', { complete: false, wish: 'uhc' }),
  line('selesai', '09:00', '09:40', '09:50', { walkIn: true, twice: [{ did: 'selesai' }] }),
  line('hadir', '09:10', null, null),
  line('tidak_hadir', null, null, null),
  line('belum_dilayani', '14:50', null, null)
]

test('nobody waits before the doors open', () => assert.equal(waitOf(LINES[0], DAY), 5))

test('what a day came to', () => {
  const found = report(LINES, DAY, ({ wish }) => [wish])
  assert.deepEqual([found.expected, found.walkIns, found.came, found.served, found.referred, found.absent, found.notReached, found.twice], [5, 1, 5, 3, 1, 1, 1, 1])
  assert.deepEqual([found.complete, found.judged], [2, 3])
  assert.equal(found.wait.median, 20)
  assert.equal(found.minutes, 10)
  assert.deepEqual(found.services.map(({ service, served, complete }) => [service, served, complete]), [['pkh', 2, 2], ['uhc', 1, 0]])
})

test('a day without anybody has no times', () => {
  const found = report([], DAY, () => [])
  assert.deepEqual([found.wait.median, found.minutes, found.services], [null, null, []])
})

test('a share of values lies between them', () => assert.equal(quantile([10, 20], 0.9), 19))

test('a name that would be a formula is text in the file', () => {
  assert.equal(csv([['=1+1', 2.25, null], ['a;b', '"x"', 'y']]), '\ufeff\'=1+1;2,3;\r\n"a;b";"""x""";y\r\n')
})
