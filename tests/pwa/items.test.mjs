import assert from 'node:assert/strict'
import { test } from 'node:test'
import { itemsOf } from '../../pwa/store/items.js'

const item = { key: 'd1', kind: 'visit', title: 'Suryati', detail: '', at: '2026-11-21T10:00:00+07:00' }
const set = (id, collection, record) => ({ id, n: 1, collection, record, set: {} })
const VISIT = set('c1', 'visit', 'v')
const CASE = set('c2', 'case', 'k')
const entry = (change, status, more = {}) => ({ change, item, at: '', receipt: { id: change.id, status, seq: 1, problem: null, ...more } })
const waiting = change => ({ change, item, at: '' })
const rows = ({ waits = [], settled = [], photos = [], sending = [], records = {} }) =>
  itemsOf({ waiting: waits, settled, photos, sending: new Set(sending), record: id => records[id] ? { body: records[id] } : null })

for (const [fact, stored, state] of [
  ['what waits is on the phone', { waits: [waiting(VISIT)] }, 'hp'],
  ['what lies in a request is being sent', { waits: [waiting(VISIT)], sending: ['c1'] }, 'mengirim'],
  ['one change of two without a receipt: it has not arrived', { waits: [waiting(CASE)], settled: [entry(VISIT, 'accepted')] }, 'hp'],
  ['receipts for all: it is at PUSKESOS', { settled: [entry(VISIT, 'accepted'), entry(CASE, 'merged')] }, 'puskesos'],
  ['a conflict has arrived all the same', { settled: [entry(VISIT, 'conflict')] }, 'puskesos'],
  ['one refused change stops the whole', { settled: [entry(VISIT, 'accepted'), entry(CASE, 'refused')] }, 'tertahan'],
  ['what is held for another is stopped too', { settled: [entry(VISIT, 'held')] }, 'tertahan'],
  ['a reviewed visit is reviewed', { settled: [entry(VISIT, 'accepted')], records: { v: { reviewed: true } } }, 'diperiksa'],
  ['every case decided: reviewed', { settled: [entry(VISIT, 'accepted'), entry(CASE, 'accepted')], records: { v: {}, k: { status: 'siap' } } }, 'diperiksa'],
  ['an opened case is not reviewed yet', { settled: [entry(CASE, 'accepted')], records: { k: { status: 'diperiksa' } } }, 'puskesos'],
  ['a missing photo does not hide that the text arrived', { settled: [entry(VISIT, 'accepted')], photos: [{ item: 'd1', state: 'waiting', size: 10 }] }, 'puskesos']
]) test(fact, () => assert.equal(rows(stored)[0].state, state))

test('a card that was refused is a row of its own beside a visit that is ready', () => {
  const card = { id: 'c3', n: 3, do: 'family.attach_card', record: 'f', args: {} }
  const [aside, visit] = rows({ settled: [entry(VISIT, 'accepted'), entry(CASE, 'accepted'), entry(card, 'refused', { problem: { title: 'Kartu tidak dikenal' } })], records: { v: {}, k: { status: 'terjadwal' } } })
  assert.deepEqual([visit.key, visit.state], ['d1', 'diperiksa'])
  assert.deepEqual([aside.kind, aside.state, aside.title, aside.receipt.problem.title], ['family.attach_card', 'tertahan', 'Suryati', 'Kartu tidak dikenal'])
  assert.notEqual(aside.key, visit.key)
})

test('the number comes from the receipt until the record brings it', () => {
  assert.equal(rows({ settled: [entry(CASE, 'accepted', { number: 'CBD-2026-000123' })] })[0].number, 'CBD-2026-000123')
})

test('photos are counted apart: those the server keeps, and what is left to send', () => {
  const photos = [{ item: 'd1', state: 'kept', size: 100 }, { item: 'd1', state: 'waiting', size: 30 }, { item: 'd1', state: 'refused', size: 5 }, { item: 'other', state: 'kept', size: 1 }]
  assert.deepEqual(rows({ settled: [entry(VISIT, 'accepted')], photos })[0].photos, { kept: 1, total: 3, left: 30, again: [photos[2]], lost: 0 })
})

test('how much has gone is counted in bytes: text by its receipts, photos by the chunks that the server has', () => {
  const photos = [{ item: 'd1', state: 'waiting', size: 1000, upload: { url: '/x', chunk: 1, at: 600 } }, { item: 'd1', state: 'waiting', size: 500, upload: null }]
  const text = JSON.stringify(VISIT).length
  assert.deepEqual(rows({ waits: [waiting(VISIT)], photos })[0].bytes, { gone: 600, total: text + 1500 })
  assert.deepEqual(rows({ settled: [entry(VISIT, 'accepted')], photos })[0].bytes, { gone: text + 600, total: text + 1500 })
  assert.equal(rows({ settled: [entry(VISIT, 'accepted')], photos: [{ item: 'd1', state: 'kept', size: 1000 }] })[0].bytes, null, 'nothing of it has still to go')
})

test('what its author put right since no longer stops it, wherever the new word is', () => {
  const again = { ...VISIT, id: 'c9', n: 9 }
  const refused = entry(VISIT, 'refused')
  assert.equal(rows({ settled: [refused], waits: [waiting(again)] })[0].state, 'hp')
  assert.equal(rows({ settled: [refused, entry(again, 'accepted')] })[0].state, 'puskesos')
  assert.equal(rows({ settled: [refused, entry(again, 'refused')] })[0].state, 'tertahan')
})

test('said again elsewhere it stops nothing either, unless something of it was not said', () => {
  const refused = { ...set('c1', 'document', 'd'), set: { exists: {}, photos: {} } }
  const later = fields => ({ ...entry({ ...set('c9', 'document', 'd'), n: 9, set: fields }, 'accepted'), item: { ...item, key: 'other' } })
  const stateBeside = fields => rows({ settled: [entry(refused, 'refused'), later(fields)] }).find(({ key }) => key === 'd1').state
  assert.equal(stateBeside({ photos: {}, state: {} }), 'puskesos')
  assert.equal(stateBeside({ state: {} }), 'tertahan')
})

test('what was taken says when, and under which number', () => {
  const taken = [{ ...entry(VISIT, 'accepted', { seq: 41 }), at: '2026-11-21T09:20' }, { ...entry(CASE, 'refused', { seq: null }), at: '2026-11-22' }]
  assert.deepEqual(rows({ settled: taken })[0].came, { at: '2026-11-21T09:20', seq: 41 })
  assert.equal(rows({ waits: [waiting(VISIT)] })[0].came, null)
})

test('the reason shown is that of the refused change', () => {
  const [row] = rows({ settled: [entry(VISIT, 'held'), entry(CASE, 'refused', { problem: { title: 'Nomor KK sama' } })] })
  assert.equal(row.receipt.problem.title, 'Nomor KK sama')
})

test('a photo that the server had and waits for again has not arrived; one that was taken anew is not asked for again', () => {
  const photos = [{ id: 'p1', item: 'd1', state: 'kept', size: 1, missed: 5 }, { id: 'p2', item: 'd1', state: 'lost', size: 1, record: 'doc' }, { id: 'p3', item: 'd1', state: 'refused', size: 1, record: 'doc' }]
  const settled = [entry(VISIT, 'accepted')]
  assert.deepEqual(rows({ settled, photos })[0].photos, { kept: 0, total: 3, left: 0, again: photos.slice(1), lost: 1 })
  assert.deepEqual(rows({ settled, photos, records: { doc: { photos: ['p4'] } } })[0].photos, { kept: 0, total: 1, left: 0, again: [], lost: 0 })
})
