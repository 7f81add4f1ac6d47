import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import '../pwa/place.mjs'
import { photosAsked } from '../../pwa/documents/asked.js'
import { byPerson, checklist, keyOf, missing } from '../../pwa/documents/checklist.js'
import { marksOf } from '../../pwa/documents/needs.js'
import { expired, stateOn } from '../../pwa/store/expiry.js'

const catalogue = { papers: [{ code: 'kk', name: 'Kartu Keluarga (KK)', form: 'asli atau fotokopi', issuer: 'Disdukcapil' }, { code: 'ktp_el', name: 'KTP-el', form: 'asli' }, { code: 'sktm', name: 'SKTM' }] }
const people = [{ id: 'm1', name: 'Icih' }, { id: 'm2', name: 'Dadan' }]
const need = (paper, more = {}) => ({ paper, member: null, services: ['pkh'], required: true, later: false, outcome: 'perlu', reasons: ['perlu'], ...more })
const lines = (papers, marked = {}, known = [], answered = {}) => checklist({ papers, catalogue, people, marked, known, answered })

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

const HOUSE = { foto_rumah: { question: '/data/rumah/foto_rumah/foto_depan', photos: ['p1', 'p2'] } }

test('the photos of a group that is called like a paper are that paper, those outside of repeats', () => {
  const image = (path, type = 'image') => ({ kind: 'question', type, name: path.split('/').pop(), path })
  const group = (path, children, kind = 'group') => ({ kind, name: path.split('/').pop(), path, children })
  const survey = { nodes: [group('/data/rumah', [group('/data/rumah/foto_rumah', [image('/data/rumah/foto_rumah/foto_jalan'), image('/data/rumah/foto_rumah/foto_depan'), image('/data/rumah/foto_rumah/foto_atap'), image('/data/rumah/foto_rumah/catatan', 'text')])]),
    group('/data/anggota', [group('/data/anggota/kia', [image('/data/anggota/kia/foto')])], 'repeat')] }
  const answers = { rumah: { foto_rumah: { foto_depan: 'p1', foto_atap: 'p2', catatan: 'bocor' } }, anggota: [{ kia: { foto: 'p3' } }] }
  assert.deepEqual(photosAsked(survey, answers), HOUSE)
  assert.deepEqual(photosAsked(survey, {}), {})
})

test('a paper whose photos are answers of this visit is there, and is not asked for again', () => {
  const [line] = lines([need('foto_rumah')], {}, [], HOUSE)
  assert.deepEqual([line.state, line.photos, line.question], ['ada', ['p1', 'p2'], HOUSE.foto_rumah.question])
  assert.deepEqual(missing([line]), [])
  assert.deepEqual(lines([need('foto_rumah')], { 'foto_rumah:-': { state: 'belum', photos: [], record: 'd1' } }, [], HOUSE).map(l => [l.state, l.record]), [['ada', 'd1']])
})

test('a photo taken of the paper itself, and one that lies at the desk, stand before those of the answers', () => {
  const known = [{ id: 'd1', body: { paper: 'foto_rumah', member: null, state: 'ada', verdict: 'diterima', photos: ['p'] } }]
  assert.deepEqual(lines([need('foto_rumah')], {}, known, HOUSE).map(l => [l.photos, l.question]), [[['p'], null]])
  assert.deepEqual(lines([need('foto_rumah')], { 'foto_rumah:-': { state: 'ada', photos: ['q'] } }, [], HOUSE).map(l => [l.photos, l.question]), [[['q'], null]])
})

test('what is sent of a visit are its marks and the papers among its answers', () => {
  const marks = marksOf({ papers: { 'kk:-': { paper: 'kk' } } }, lines([need('kk'), need('foto_rumah')], {}, [], HOUSE))
  const { record, ...rest } = marks['foto_rumah:-']
  assert.deepEqual(Object.keys(marks), ['kk:-', 'foto_rumah:-'])
  assert.deepEqual([record.length, rest.photos, rest.state, rest.member], [36, ['p1', 'p2'], 'ada', null])
})

test('a paper past its months is said to be too old, whatever it is kept as', () => {
  const body = { state: 'ada', held_since: '2026-08-01' }
  assert.deepEqual([stateOn(body, 3, '2026-11-22'), stateOn(body, 6, '2026-11-22'), stateOn(body, null, '2026-11-22')], ['kedaluwarsa', 'ada', 'ada'])
})

for (const { says, body, months, today, expired: is } of JSON.parse(readFileSync(new URL('../vectors/expiry.json', import.meta.url), 'utf8'))) {
  test(says, () => assert.equal(expired(body, months, today), is))
}

test('a paper held since an earlier visit is too old when its months are over, a fresh one beside it serves', () => {
  const aging = { papers: [{ code: 'sktm', name: 'SKTM', months: 3 }] }
  const held = (id, since) => ({ id, body: { paper: 'sktm', member: null, state: 'ada', verdict: 'diterima', photos: ['p'], held_since: since } })
  const states = (known, marked = {}) => checklist({ papers: [need('sktm')], catalogue: aging, people, marked, known, today: '2026-11-22' }).map(line => [line.state, line.record])
  assert.deepEqual(states([held('d1', '2026-08-01')]), [['kedaluwarsa', 'd1']])
  assert.deepEqual(states([held('d1', '2026-08-01'), held('d2', '2026-10-01')]), [['ada', 'd2']])
  assert.deepEqual(states([held('d1', '2026-08-01')], { 'sktm:-': { state: 'ada', record: 'd1' } }), [['ada', 'd1']])
})
