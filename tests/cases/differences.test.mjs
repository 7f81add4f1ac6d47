import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readFileSync } from 'node:fs'
import { loadText } from '../../pwa/text/text.js'
import { decision, differenceOf, isDecided, marked, wordsFor } from '../../pwa/cases/differences.js'

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
