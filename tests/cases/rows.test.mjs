import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chosen, detailsOf, looked, lookedFor, nextAfter, rowsOf, WAITING } from '../../pwa/cases/rows.js'

const NOW = Date.parse('2026-11-24T03:00:00Z')
const case_ = (id, family, body = {}, hours = 1) => ({
  id, collection: 'case', area: family === 'f1' ? '004/002/b' : '005/001/b', body: { family, service: 'pkh', status: 'terkirim', number: `CBD-2026-00000${id.slice(1)}`, received: new Date(NOW - hours * 3600000).toISOString(), by: { name: family === 'f1' ? 'Bu Ani' : 'Bu Entin' }, ...body }
})
const RECORDS = [
  { id: 'f1', collection: 'family', body: { head_name: 'Suryati' } },
  { id: 'f2', collection: 'family', body: { head_name: 'Udin' } },
  { id: 'm1', collection: 'member', body: { family: 'f1', full_name: 'Icih' } },
  { id: 'i1', collection: 'identity', body: { subject: 'm1', nik: '3201990101850021' } },
  { id: 'i2', collection: 'identity', body: { subject: 'f2', kk_number: '3201990101120077' } }
]
const store = { get: id => RECORDS.find(one => one.id === id) || null, of: (collection, field, value) => RECORDS.filter(one => one.collection === collection && one.body[field] === value) }
const CASES = [
  case_('c1', 'f1', {}, 30), case_('c2', 'f2', { service: 'bpjs' }, 80), case_('c3', 'f2', { urgency: 'darurat' }, 2),
  case_('c4', 'f1', { status: 'terjadwal', service_day: '2026-11-25' }, 200)
]
const found = (filter, decided = new Set()) => chosen(rowsOf(/** @type {any} */ (CASES), /** @type {any} */ (store), decided), { ...WAITING, ...filter }, /** @type {any} */ (store), NOW).map(({ id }) => id)

for (const [says, filter, ids] of /** @type {[string, any, string[]][]} */ ([
  ['what waits: the urgent first, then who waits longest', {}, ['c3', 'c2', 'c1']],
  ['those of a service day, whatever their state', { status: '', day: '2026-11-25' }, ['c4']],
  ['those that wait longer than a day', { waits: '1' }, ['c2', 'c1']],
  ['those that wait longer than three', { waits: '3' }, ['c2']],
  ['those of an RW', { rw: '005' }, ['c3', 'c2']],
  ['those of a kader', { kader: 'Bu Ani' }, ['c1']],
  ['those of a service', { service: 'bpjs' }, ['c2']],
  ['by the head of the family', { text: 'sury' }, ['c1']],
  ['by another member', { text: 'icih' }, ['c1']],
  ['by the last digits of a NIK, also with spaces', { text: '00 21' }, ['c1']],
  ['by the last digits of the KK', { text: '0077' }, ['c3', 'c2']],
  ['not by digits in the middle of a NIK', { text: '0101' }, []],
  ['by the number of the case', { text: 'cbd-2026-000002' }, ['c2']]
])) test(`the inbox finds ${says}`, () => assert.deepEqual(found(filter), ids))

test('what is looked for by name or number is found whatever the other filters hold back, and those are told of', () => {
  const look = filter => {
    const { rows, beyond, wide } = lookedFor(rowsOf(/** @type {any} */ (CASES), /** @type {any} */ (store), new Set()), { ...WAITING, ...filter }, /** @type {any} */ (store), NOW)
    return [rows.map(({ id }) => id), beyond, wide]
  }
  assert.deepEqual(look({ text: 'cbd-2026-000004' }), [['c4'], 0, true])
  assert.deepEqual(look({ text: 'icih' }), [['c1'], 1, false])
  assert.deepEqual(look({ text: 'nobody' }), [[], 0, false])
  assert.deepEqual(look({ rw: '009' }), [[], 0, false])
})

test('a case decided a moment ago waits for nobody', () => assert.deepEqual(found({}, new Set(['c3'])), ['c2', 'c1']))

test('from case to case every one that waits is come to, and after the last the first', () => {
  const rows = rowsOf(/** @type {any} */ (CASES), /** @type {any} */ (store), new Set())
  const next = id => nextAfter(rows, id, /** @type {any} */ (store), NOW)?.id || ''
  assert.deepEqual([next('c3'), next('c2'), next('c1')], ['c2', 'c1', 'c3'])
})

test('after a decision the next case is one of those that were looked for, then any that waits', () => {
  const next = id => (nextAfter(rowsOf(/** @type {any} */ (CASES), /** @type {any} */ (store), new Set()), id, /** @type {any} */ (store), NOW) || { id: '' }).id
  assert.equal(next('c3'), 'c2')
  looked.filter = { ...WAITING, rw: '004', status: '' }
  assert.equal(next('c3'), 'c1')
  assert.equal(next('c1'), 'c3', 'none is left in RW 004 but this one')
  looked.filter = WAITING
})

test('a case whose papers were all taken says that it may be accepted', () => {
  const needs = [{ paper: 'kk', member: null, required: true, later: false }]
  const [row] = rowsOf([/** @type {any} */ (case_('c5', 'f1', { needs }))], /** @type {any} */ (store), new Set())
  assert.equal(detailsOf(row, /** @type {any} */ (store)).acceptable, false)
  RECORDS.push({ id: 'd1', collection: 'document', body: /** @type {any} */ ({ family: 'f1', paper: 'kk', state: 'ada', verdict: 'diterima', photos: ['p'] }) })
  assert.equal(detailsOf(row, /** @type {any} */ (store)).acceptable, true)
})

test('what the kader was asked about and confirmed is counted with the marks of the check', () => {
  RECORDS.push({ id: 'v9', collection: 'visit', body: /** @type {any} */ ({ marks: [{ path: '/data/a' }], confirmed: [{ path: '/data/b', kind: 'kepala_dua' }] }) })
  const [row] = rowsOf([/** @type {any} */ (case_('c9', 'f1', { visit: 'v9', needs: [] }))], /** @type {any} */ (store), new Set())
  assert.equal(detailsOf(row, /** @type {any} */ (store)).marks, 2)
})
