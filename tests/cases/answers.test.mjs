// What an officer reads of a visit, whatever the shape of its survey.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answersOf } from '../../pwa/cases/answers.js'
import { Causes, tellingFirst } from '../../pwa/shell/causes.js'

const question = (name, label, more = {}) => ({ kind: 'question', type: 'text', name, label, ...more })
const SURVEY = {
  title: 'Rumah',
  choices: { warna: [{ name: 'm', label: { id: 'Merah', su: 'Beureum' } }] },
  nodes: [
    { ...question('nama', 'Siapa **namanya**?'), path: '/data/nama' },
    { kind: 'group', name: 'g', path: '/data/g', label: 'Halaman', children: [{ ...question('suara', 'Suara', { type: 'audio' }), path: '/data/g/suara' }] },
    { kind: 'repeat', name: 'r', path: '/data/r', label: 'Orang', children: [{ ...question('cat', 'Cat', { type: 'select_multiple', list: 'warna' }), path: '/data/r/cat' }, { ...question('surat', 'Surat', { type: 'file' }), path: '/data/r/surat' }] }
  ]
}
const ANSWERS = { nama: 'Icih', g: { suara: 'b1' }, r: [{ cat: 'm' }, { surat: 'b2' }] }

test('questions in no group and rows of a repeat on its own are read like all others', () => {
  assert.deepEqual(answersOf(SURVEY, ANSWERS).sections().map(({ key, label, rows }) => [key, label, rows.map(row => [row.key, row.label])]), [
    ['/data', 'Rumah', [['/data/nama', 'Siapa namanya?']]],
    ['/data/g', 'Halaman', [['/data/g/suara', 'Suara']]],
    ['/data/r[0]', 'Orang 1', [['/data/r[0]/cat', 'Cat']]],
    ['/data/r[1]', 'Orang 2', [['/data/r[1]/surat', 'Surat']]]
  ])
})

test('recordings and files name what is kept beside the visit; photos are those of pictures only', () => {
  const answers = answersOf(SURVEY, ANSWERS)
  assert.deepEqual(answers.sections().flatMap(({ rows }) => rows.map(row => row.file)), [null, 'b1', null, 'b2'])
  assert.deepEqual(answers.photos(), [])
})

const shown = node => Array.isArray(node) ? node.map(shown).join('') : node && node.props ? shown(node.props.children) : typeof node === 'string' ? node : ''

test('what the rule asks about comes before what only says whom it is about, and none is left out', () => {
  const causes = [{ path: '/data/r/lahir', row: 0 }, { path: '/data/r/lahir', row: 1 }, { path: '/data/r/kerja', row: 2 }]
  assert.deepEqual(tellingFirst(causes, ['!=', ['ref', '/data/r/kerja', 1], ['t', 'asn']]).map(({ row }) => row), [2, 0, 1])
  assert.deepEqual(tellingFirst(causes, null), causes)
  const of = n => Array.from({ length: n }, (_, i) => `J${i + 1}`)
  assert.equal(shown(Causes({ of: of(4) })), 'J1; J2; J3; J4')
  assert.equal(shown(Causes({ of: of(5) })), 'J1; J2; J3cek.dan_jawabanJ4; J5')
})

test('an answer of one of several people says whose it is', () => {
  const people = { ...SURVEY, entities: [{ list: 'member', repeat: '/data/r' }], nodes: [...SURVEY.nodes.slice(0, 2), { ...SURVEY.nodes[2], children: [...SURVEY.nodes[2].children, { ...question('nama', 'Nama'), path: '/data/r/nama' }] }] }
  const { labelOf } = answersOf(people, { r: [{ nama: 'Ujang' }, { nama: 'Nani' }] })
  assert.deepEqual([labelOf('/data/r/cat', 1), labelOf('/data/r/cat')], ['Nani, Cat', 'Cat'])
})
