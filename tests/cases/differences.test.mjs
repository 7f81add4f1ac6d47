import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readFileSync } from 'node:fs'
import { loadText } from '../../pwa/text/text.js'
import { companions } from '../../pwa/shell/tasks.js'
import { decision, decisions, differenceOf, isDecided, marked, openOnes, wordsFor } from '../../pwa/cases/differences.js'

await loadText(async () => JSON.parse(readFileSync(new URL('../../pwa/text/id.json', import.meta.url), 'utf8')))

const SURVEY = {
  default_language: 'id', languages: ['id'], order: [], impure: [],
  choices: { jk: [{ name: 'p', label: { su: 'Awéwé', id: 'Perempuan' } }] },
  nodes: [{ kind: 'group', name: 'keluarga', path: '/data/keluarga', label: 'Keluarga', children: [
    { kind: 'question', name: 'patokan', path: '/data/keluarga/patokan', label: { su: 'Ciri imah', id: 'Patokan **rumah**' }, type: 'text', save: ['family', 'landmark'] },
    { kind: 'question', name: 'jk', path: '/data/keluarga/jk', label: 'Jenis kelamin', type: 'select_one', list: 'jk', save: ['member', 'sex'] }
  ] }]
}
const FAMILY = { id: 'f', body: { head_name: 'Suryati' } }
const given = { survey: SURVEY, get: id => ({ f: FAMILY })[id] || null, me: 'icih', now: new Date('2026-11-21T12:00:00+07:00') }
const conflict = body => ({ id: 'k', seq: 43, area: '004/002', body: { record: 'f', collection: 'family', family: 'f', title: 'Suryati', standing_by: 'Dedi', standing_person: 'dedi', other_by: 'Icih', other_person: 'icih', closed: false, ...body } })
const setOf = change => Object.fromEntries(Object.entries(change.set).map(([field, { to, seen }]) => [field, [to, seen]]))

test('a conflict is told in the words of its question, with both names', () => {
  const { label, family, sides } = differenceOf(conflict({ field: 'landmark', standing: 'pos ronda', other: 'pos kamling' }), given)
  assert.deepEqual([label, family], ['Patokan rumah', 'Suryati'])
  assert.deepEqual(sides.map(({ by, mine }) => [by, mine]), [['Dedi', false], ['Icih', true]])
  assert.deepEqual(sides[1].lines[0].mark, ['pos ', 'kamling', ''])
})

test('codes are said as their labels, emptiness as such, numbers in fours', () => {
  const words = wordsFor(SURVEY)
  assert.equal(words.value('sex', 'p'), 'Perempuan')
  assert.equal(words.value('landmark', null), 'dikosongkan')
  assert.equal(words.value('nik', '3201990101900001'), '3201 9901 0190 0001')
  assert.equal(marked('masjid', 'warung'), null)
})

test('who decides quotes the number of the conflict', () => {
  const one = conflict({ field: 'landmark', standing: 'pos ronda', other: 'masjid' })
  assert.deepEqual(setOf(decision(one, 'other', 'd')), { landmark: ['masjid', 43] })
  assert.deepEqual(setOf(decision(one, 'standing', 'd')), { landmark: ['pos ronda', 43] })
  const left = decision(one, 'leave', 'd')
  assert.deepEqual([left.do, left.record, left.seen], ['conflict.leave', 'k', 43])
  assert.ok(isDecided(one, [{ change: decision(one, 'other', 'd') }]) && isDecided(one, [{ change: left }]))
  assert.ok(!isDecided(one, [{ change: { record: 'f', set: { landmark: { to: 'x', seen: 42 } } } }]), 'what was typed before is no decision')
})

test('a deletion beside an edit: keep with the edit, or delete', () => {
  const deleted = conflict({ field: 'exists', standing: false, other: { landmark: 'masjid', exists: true } })
  assert.deepEqual(setOf(decision(deleted, 'other', 'd')), { landmark: ['masjid', 43], exists: [true, 43] })
  assert.deepEqual(setOf(decision(deleted, 'standing', 'd')), { exists: [false, 43] })
  const edited = conflict({ field: 'exists', standing: true, other: false })
  assert.deepEqual(setOf(decision(edited, 'other', 'd')), { exists: [false, 43] })
  assert.deepEqual(differenceOf(deleted, given).sides.map(({ lines }) => lines.map(({ label, text }) => `${label} ${text}`.trim())), [['Dihapus'], ['Tetap dipakai', 'Patokan rumah masjid']])
})

test('two revisions of a visit are told question by question, where they differ', () => {
  const visit = landmark => ({ body: { answers: { keluarga: { patokan: landmark, jk: 'p' } } } })
  const get = id => ({ f: FAMILY, a: visit('masjid'), b: visit('warung') })[id] || null
  const one = conflict({ record: 'v', collection: 'visit', field: 'superseded_by', standing: 'a', other: 'b' })
  assert.deepEqual(differenceOf(one, { ...given, get }).sides.map(({ lines }) => lines), [
    [{ label: 'Patokan rumah', text: 'masjid', mark: null }], [{ label: 'Patokan rumah', text: 'warung', mark: null }]
  ])
  assert.deepEqual(decision(one, 'other', 'd').args, { visit: 'b' })
})

test('which photos of a paper stand is one question, with what was said of them, and one answer', () => {
  const about = (id, seq, field, standing, other, more = {}) => ({ ...conflict({ record: 'd', collection: 'document', field, standing, other, ...more }), id, seq })
  const photos = about('k1', 50, 'photos', ['a'], ['b', 'c'])
  const conflicts = [photos, about('k2', 51, 'photo_verdict', 'silau buram', 'jelas'), about('k3', 52, 'kept_reason', 'hanya_ini', null), about('k4', 53, 'copy', 'asli', 'fotokopi', { other_person: 'yeti' })]
  assert.deepEqual(openOnes(conflicts).map(({ id }) => id), ['k1', 'k4'], 'what another person said of it is a question of its own')
  const others = companions(photos, conflicts)
  const { label, sides } = differenceOf(photos, { ...given, others })
  assert.equal(label, 'Foto berkas')
  assert.deepEqual(sides.map(({ lines }) => [lines[0].photos, ...lines.slice(1).map(({ label, text }) => `${label}: ${text}`)]), [
    [['a'], 'Pemeriksaan foto: Ada pantulan cahaya, Tulisan kurang tajam', 'Alasan foto dipakai: Hanya ini yang ada di rumah'],
    [['b', 'c'], 'Pemeriksaan foto: Jelas', 'Alasan foto dipakai: dikosongkan']
  ])
  const [change, ...more] = decisions(photos, 'other', 'd', others)
  assert.deepEqual([setOf(change), more], [{ photos: [['b', 'c'], 50], photo_verdict: ['jelas', 51], kept_reason: [null, 52] }, []])
  assert.ok(others.every(one => isDecided(one, [{ change }])))
  assert.deepEqual(decisions(photos, 'leave', 'd', others).map(({ record }) => record), ['k1', 'k2', 'k3'])
})

test('two places are told by their numbers and how far they lie apart; codes of a paper and a year have words', () => {
  const { label, sides } = differenceOf(conflict({ field: 'location', standing: '-6.6 106.8 0 5', other: '-6.601 106.8 0 5' }), given)
  assert.deepEqual([label, ...sides.map(({ lines }) => lines[0].text)], ['Titik lokasi rumah, berjarak 111 meter', '-6,60000; 106,80000', '-6,60100; 106,80000'])
  const words = wordsFor(SURVEY)
  assert.deepEqual([words.value('copy', 'asli'), words.value('copy', 'fotokopi'), words.label('birth_year_estimate')], ['Asli', 'Fotokopi', 'Perkiraan tahun lahir'])
})
