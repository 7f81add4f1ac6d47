// What an officer reads of a visit, whatever the shape of its survey.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answersOf } from '../../pwa/cases/answers.js'
import { loadText } from '../../pwa/text/text.js'
import { Causes, tellingFirst } from '../../pwa/shell/causes.js'

const question = (name, label, more = {}) => ({ kind: 'question', type: 'text', name, label, ...more })
const SURVEY = {
  title: 'Rumah', default_language: 'id', languages: ['su', 'id'], order: [], impure: [],
  choices: { warna: [{ name: 'm', label: { id: 'Merah', su: 'Beureum' } }] },
  nodes: [
    { ...question('nama', 'Siapa **namanya**?'), path: '/data/nama' },
    { kind: 'group', name: 'g', path: '/data/g', label: 'Halaman', children: [{ ...question('suara', 'Suara', { type: 'audio' }), path: '/data/g/suara' }] },
    { kind: 'repeat', name: 'r', path: '/data/r', label: 'Orang', children: [{ ...question('cat', 'Cat', { type: 'select_multiple', list: 'warna' }), path: '/data/r/cat' }, { ...question('surat', 'Surat', { type: 'file' }), path: '/data/r/surat' }] }
  ]
}
const ANSWERS = { nama: 'Icih', g: { suara: 'b1' }, r: [{ cat: 'm' }, { surat: 'b2' }] }

await loadText(async () => ({ 'periksa.kosong': 'belum dijawab', 'periksa.n_pertanyaan': '{bagian} ({n})', 'periksa.cek_cepat': 'cek berkas cepat', 'periksa.satu_berkas': 'file', 'periksa.halaman_lain': 'Halaman lain' }))

test('questions in no group and rows of a repeat on its own are read like all others', () => {
  assert.deepEqual(answersOf(SURVEY, ANSWERS).sections().map(({ key, label, rows }) => [key, label, rows.filter(row => row.said).map(row => [row.key, row.label])]), [
    ['/data', 'Rumah', [['/data/nama', 'Siapa namanya?']]],
    ['/data/g', 'Halaman', [['/data/g/suara', 'Suara']]],
    ['/data/r[0]', 'Orang 1', [['/data/r[0]/cat', 'Cat']]],
    ['/data/r[1]', 'Orang 2', [['/data/r[1]/surat', 'Surat']]]
  ])
})

test('a visit whose time is none is read all the same', () => {
  for (const time of ['bukan waktu', null, '']) assert.ok(answersOf(HOUSE, {}, { evaluated_at: time }).sections())
})

test('recordings and files name what is kept beside the visit; photos are those of pictures only', () => {
  const answers = answersOf(SURVEY, ANSWERS)
  assert.deepEqual(answers.sections().flatMap(({ rows }) => rows.map(row => row.file).filter(Boolean)), ['b1', 'b2'])
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

const is = (path, code, bound = 0) => ['=', ['ref', path, bound], ['t', code]]
const at = (path, label, more = {}) => ({ ...question(path.split('/').pop(), label, more), path })
const YES = [{ name: 'ya', label: { su: 'Muhun', id: 'Ya' } }, { name: 'tidak', label: { su: 'Henteu', id: 'Tidak' } }]
const yes = (path, label, more = {}) => at(path, label, { type: 'select_one', list: 'ya', ...more })
const HOUSE = {
  title: 'Rumah', default_language: 'id', languages: ['su', 'id'], impure: [], choices: { ya: YES },
  order: ['/data/g/umur', '/data/g/sewa', '/data/p', '/data/r', '/data/r/hamil', '/data/r/dalam'],
  nodes: [
    { kind: 'group', name: 'g', path: '/data/g', label: 'Awal', quick: true, children: [
      at('/data/g/nama', 'Nama', { quick: true }), yes('/data/g/boleh', { su: 'Kénging?', id: ['Boleh, ', ['ref', '/data/g/nama', 0], '?'] }, { quick: true }), at('/data/g/lahir', 'Lahir'),
      at('/data/g/umur', '', { type: 'calculate', calculate: ['if', is('/data/g/lahir', ''), ['t', ''], ['-', ['n', 2026], ['ref', '/data/g/lahir', 0]]] }),
      at('/data/g/sewa', 'Sewa', { relevant: ['and', ['not', is('/data/g/boleh', 'ya')], ['>', ['ref', '/data/g/umur', 0], ['n', 17]]] })
    ] },
    { kind: 'group', name: 'p', path: '/data/p', label: 'Panjang', relevant: is('/data/g/boleh', 'ya'), children: [at('/data/p/a', 'A'), at('/data/p/b', 'B'), at('/data/p/c', '', { type: 'note' })] },
    { kind: 'repeat', name: 'r', path: '/data/r', label: 'Orang', count: ['ref', '/data/g/nama', 0], children: [
      at('/data/r/nama', 'Nama'), yes('/data/r/hamil', 'Hamil?', { relevant: is('/data/r/nama', 'Siti', 1) }),
      { kind: 'group', name: 'dalam', path: '/data/r/dalam', label: 'Dalam', relevant: is('/data/r/hamil', 'ya', 1), children: [at('/data/r/dalam/x', 'X'), at('/data/r/dalam/y', 'Y')] }
    ] }
  ]
}
const told = (answers, visit = {}) => answersOf(HOUSE, answers, { evaluated_at: '2026-11-20T10:00:00+07:00', ...visit }).sections()
  .map(({ label, rows, unasked }) => [label, rows.map(row => `${row.label} ${row.said || '-'}`), unasked.map(one => [one.labels, one.n, ...one.because])])

test('what was not asked says which answer it was for, a group once; what was asked and not answered is another thing', () => {
  assert.deepEqual(told({ g: { nama: '2', boleh: 'tidak', lahir: '2012' }, r: [{ nama: 'Siti', hamil: 'tidak' }, { nama: 'Ujang' }] }), [
    ['Awal', ['Nama 2', 'Boleh, 2? Tidak', 'Lahir 2012'], [[['Sewa'], 1, 'Lahir: 2012']]],
    ['Orang 1 · Siti', ['Nama Siti', 'Hamil? Tidak'], [[['Dalam (2)'], 2, 'Hamil: Tidak']]],
    ['Orang 2 · Ujang', ['Nama Ujang'], [[['Hamil?', 'Dalam (2)'], 3, 'Nama: Ujang']]],
    ['Halaman lain', [], [[['Panjang (2)'], 2, 'Boleh, 2: Tidak']]]
  ])
  assert.deepEqual(told({ g: { nama: '0', boleh: 'ya' } }), [
    ['Awal', ['Nama 0', 'Boleh, 0? Ya', 'Lahir -'], [[['Sewa'], 1, 'Boleh, 0: Ya']]],
    ['Panjang', ['A -', 'B -'], []],
    ['Orang', [], [[['Orang'], 4, 'Nama: 0']]]
  ])
})

test('a short visit says that it was one; an answer no rule asked for is read all the same', () => {
  assert.deepEqual(told({ g: { nama: '1', sewa: '9' } }, { mode: 'cepat' }).slice(0, 1), [['Awal', ['Nama 1', 'Boleh, 1? -', 'Sewa 9'], [[['Lahir', 'Sewa'], 2, 'cek berkas cepat']]]])
})

test('a visit whose answers were erased says nothing, and what an answer feeds is still called by name', () => {
  const erased = answersOf(HOUSE, 'dihapus')
  assert.deepEqual([erased.sections(), erased.photos(), erased.labelOf('/data/r[0]/hamil')], [[], [], 'Hamil?'])
})
