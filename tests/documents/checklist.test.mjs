import assert from 'node:assert/strict'
import { test } from 'node:test'
import { byPerson, checklist, keyOf, missing } from '../../pwa/documents/checklist.js'

const catalogue = { papers: [{ code: 'kk', name: 'Kartu Keluarga (KK)', form: 'asli atau fotokopi', issuer: 'Disdukcapil' }, { code: 'ktp_el', name: 'KTP-el', form: 'asli' }, { code: 'sktm', name: 'SKTM' }] }
const people = [{ id: 'm1', name: 'Icih' }, { id: 'm2', name: 'Dadan' }]
const need = (paper, more = {}) => ({ paper, member: null, services: ['pkh'], required: true, later: false, outcome: 'perlu', reasons: ['perlu'], ...more })
const lines = (papers, marked = {}, known = []) => checklist({ papers, catalogue, people, marked, known })

test('a paper is named, and says whose it is by the roster', () => {
  const [line] = lines([need('ktp_el', { member: 1 })])
  assert.deepEqual([line.name, line.member, line.memberName, line.key], ['KTP-el', 'm2', 'Dadan', keyOf('ktp_el', 'm2')])
})

test('what was marked at the door stands before what the desk has', () => {
  const known = [{ id: 'd1', body: { paper: 'kk', member: null, state: 'ada', verdict: null, photos: ['p'] } }]
  assert.deepEqual(lines([need('kk')], {}, known).map(l => [l.state, l.record, l.earlier]), [['ada', 'd1', true]])
  assert.deepEqual(lines([need('kk')], { 'kk:-': { state: 'belum', photos: [] } }, known).map(l => [l.state, l.earlier]), [['belum', false]])
})

test('a paper the desk turned down is asked for again', () => {
  const known = [{ id: 'd1', body: { paper: 'kk', member: null, state: 'ada', verdict: 'ditolak', photos: ['p'] } }]
  assert.equal(lines([need('kk')], {}, known)[0].state, '')
})

test('missing are the required ones that are not there and may not come later', () => {
  const all = lines([need('kk'), need('ktp_el', { later: true }), need('sktm', { required: false }), need('ktp_el', { member: 0, outcome: 'ditanyakan' })])
  assert.deepEqual(missing(all).map(l => l.paper), ['kk'])
})

test('required papers come first, those the officer asks about last', () => {
  const all = lines([need('sktm', { outcome: 'ditanyakan' }), need('ktp_el', { required: false }), need('kk')])
  assert.deepEqual(all.map(l => l.paper), ['kk', 'ktp_el', 'sktm'])
})

test('papers are grouped by person, those of the family first', () => {
  const groups = byPerson(lines([need('ktp_el', { member: 0 }), need('kk')]))
  assert.deepEqual(groups.map(g => [g.name, g.lines.length]), [['', 1], ['Icih', 1]])
})
