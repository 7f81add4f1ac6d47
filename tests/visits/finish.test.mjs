import assert from 'node:assert/strict'
import { test } from 'node:test'
import { finishVisit, photosOf } from '../../pwa/visits/finish.js'

const survey = {
  id: 'kelayakan',
  nodes: [
    { kind: 'group', name: 'kunjungan', path: '/data/kunjungan', children: ['tgl_kunjungan', 'hasil_akhir', 'alasan'].map(name => ({ kind: 'question', name, path: '/data/kunjungan/' + name, type: 'text' })) },
    { kind: 'group', name: 'kebutuhan', path: '/data/kebutuhan', children: ['layanan', 'urgensi', 'uraian'].map(name => ({ kind: 'question', name, path: '/data/kebutuhan/' + name, type: 'text' })) }
  ]
}
const draft = {
  id: 'visit-1', survey: 'hash', mode: 'lengkap', area: '004/001/b1', building: 'b1', newBuilding: { rw: '004', rt: '001' }, family: 'family-1', known: false,
  papers: { 'kk:-': { record: 'doc-1', paper: 'kk', member: null, state: 'ada', copy: 'asli', photos: ['p1'] } }, card: { card: 'ABCDEF', pin: '1234' }
}
const agreed = { kunjungan: { tgl_kunjungan: '2026-11-21', hasil_akhir: 'terisi' }, kebutuhan: { layanan: 'pkh balita', urgensi: 'mendesak', uraian: 'Anak sakit' } }
const familySets = [{ collection: 'family', record: 'family-1', area: '004/001/b1', fields: { head_name: 'Suryati' } }]
let count = 0
const finish = (answers, more = {}) => finishVisit({ draft: { ...draft, ...more.draft }, survey, result: { answers }, evaluatedAt: '2026-11-21T10:00:00+07:00', advice: { catalogue: 'c' }, familySets, openCases: more.openCases || [], newId: () => `case-${++count}` })

test('a finished visit sends the house, the family, the visit, its papers and a case for each service, in that order', () => {
  const { sets, actions, held } = finish(agreed)
  assert.equal(held, true)
  assert.deepEqual(sets.map(set => set.collection), ['building', 'family', 'visit', 'document', 'case', 'case'])
  assert.deepEqual(sets.slice(-2).map(set => [set.fields.service, set.fields.urgency, set.fields.visit]), [['pkh', 'mendesak', 'visit-1'], ['balita', 'mendesak', 'visit-1']])
  assert.deepEqual(actions, [{ do: 'family.attach_card', record: 'family-1', args: { card: 'ABCDEF', pin: '1234' } }])
})

test('what the survey calls a visit goes with it, unless the door stayed shut', () => {
  const named = (answers, name) => finishVisit({ draft, survey, result: { answers }, evaluatedAt: '2026-11-21T10:00:00+07:00', advice: null, familySets, openCases: [], newId: () => 'c', name }).sets.find(set => set.collection === 'visit').fields
  assert.equal(named(agreed, 'Suryati RT 001').name, 'Suryati RT 001')
  assert.equal('name' in named({ kunjungan: { hasil_akhir: 'menolak' } }, 'Suryati'), false)
  assert.equal(named({}, '').date, '2026-11-21', 'a survey that asks for no day was filled in today')
})

test('a service with an open case is not asked for twice', () => {
  const { sets } = finish(agreed, { openCases: ['pkh'] })
  assert.deepEqual(sets.filter(set => set.collection === 'case').map(set => set.fields.service), ['balita'])
})

test('a house known already is not made again', () => {
  assert.equal(finish(agreed, { draft: { newBuilding: null } }).sets.some(set => set.collection === 'building'), false)
})

test('a refusal sends the house and the visit without family, papers, cases, advice or card', () => {
  const { sets, actions, held } = finish({ kunjungan: { tgl_kunjungan: '2026-11-21', hasil_akhir: 'menolak', alasan: 'tidak_butuh' } })
  assert.equal(held, false)
  assert.deepEqual(sets.map(set => set.collection), ['building', 'visit'])
  assert.deepEqual([sets[1].fields.family, sets[1].fields.reason, sets[1].fields.advice], [null, 'tidak_butuh', null])
  assert.deepEqual(actions, [])
  const known = finish({ kunjungan: { tgl_kunjungan: '2026-11-21', hasil_akhir: 'tidak_bertemu' } }, { draft: { known: true, newBuilding: null } })
  assert.deepEqual(known.sets.map(set => [set.collection, set.fields.family]), [['visit', null]], 'also at the door of a family that is known')
})

test('a correction names the visit that it supersedes, and why', () => {
  const of = more => finish(agreed, { draft: more }).sets.find(set => set.collection === 'visit').fields
  assert.deepEqual([of({}).supersedes, 'correction' in of({})], [null, false])
  const corrected = of({ supersedes: 'visit-0', correction: 'Salah ketik' })
  assert.deepEqual([corrected.supersedes, corrected.correction], ['visit-0', 'Salah ketik'])
})

test('the photos that travel are those that papers and answers name, each once', () => {
  assert.deepEqual(photosOf(finish(agreed).sets, ['p1', 'p2']), ['p1', 'p2'])
  const papers = [{ collection: 'document', fields: { photos: ['d2', 'd1'] } }, { collection: 'document', fields: { photos: ['d3', 'p1'] } }]
  assert.deepEqual(photosOf(/** @type {any} */ (papers), ['p1', 'p2']), ['d2', 'd1', 'd3', 'p1', 'p2'], 'in the order in which they were taken')
})
