// Two versions of a survey: what is told of their difference, and that no answer is lost on the way from one to the other.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { carry, differences } from '../../pwa/survey/versions.js'
import { changeWords } from '../../pwa/shell/changes.js'
import { loadText } from '../../pwa/text/text.js'

await loadText(async () => ({ 'versi.apa.label': 'tulisan', 'versi.apa.choices': 'pilihan', 'versi.tadinya': 'Tadinya {tulisan}', 'versi.pilihan_baru': 'Baru {daftar}', 'versi.pilihan_hilang': 'Hilang {daftar}' }))

const question = (path, type, label, more = {}) => ({ name: path.split('/').pop(), path, kind: 'question', type, label, quick: false, ...more })
const group = (path, label, children) => ({ name: path.split('/').pop(), path, kind: 'group', type: 'group', label, children })
const repeat = (path, label, children) => ({ ...group(path, label, children), kind: 'repeat', type: 'repeat' })
const choices = codes => codes.map(code => ({ name: code, label: code.toUpperCase() }))
const survey = (nodes, lists = {}) => ({ id: 's', title: 'S', default_language: 'id', choices: lists, nodes })

const OLD = survey([
  question('/data/id', 'hidden', undefined),
  group('/data/rumah', 'Rumah', [
    question('/data/rumah/lantai', 'select_one', 'Lantai', { list: 'lantai' }),
    question('/data/rumah/air', 'select_multiple', 'Air', { list: 'air' }),
    question('/data/rumah/kayu', 'text', 'Kayu bakar'),
    question('/data/rumah/luas', 'decimal', 'Luas'),
    question('/data/rumah/hp', 'text', 'Nomor HP', { save: ['family', 'phone'] })
  ]),
  repeat('/data/anggota', 'Anggota', [question('/data/anggota/nama', 'text', 'Nama'), question('/data/anggota/kerja', 'text', 'Kerja')])
], { lantai: choices(['tanah', 'ubin']), air: choices(['sumur', 'pam', 'sungai']) })

const FRESH = survey([
  question('/data/id', 'hidden', undefined),
  group('/data/rumah', 'Rumah', [
    question('/data/rumah/lantai', 'select_one', 'Lantai terluas', { list: 'lantai' }),
    question('/data/rumah/air', 'select_multiple', 'Air', { list: 'air', required: ['t', '1'] }),
    question('/data/rumah/luas', 'integer', 'Luas'),
    question('/data/rumah/telepon', 'text', 'Telepon', { save: ['family', 'phone'] }),
    question('/data/rumah/atap', 'text', 'Atap')
  ]),
  group('/data/roster', 'Anggota', [
    repeat('/data/roster/anggota', 'Anggota', [question('/data/roster/anggota/nama', 'text', 'Nama'), question('/data/roster/anggota/kerja', 'text', 'Kerja')])
  ])
], { lantai: choices(['ubin', 'keramik']), air: choices(['sumur', 'pam']) })

const ANSWERS = {
  id: 'x',
  rumah: { lantai: 'tanah', air: 'sumur sungai', kayu: 'ya', luas: 20.5, hp: '0812' },
  anggota: [{ nama: 'Siti', kerja: 'tani' }, {}, { nama: 'Ujang' }]
}

test('what is new, gone and different is told with its page', () => {
  const found = differences(OLD, FRESH)
  assert.deepEqual(found.added.map(({ name, page }) => [name, page]), [['atap', 'Rumah']])
  assert.deepEqual(found.removed.map(({ name }) => name), ['kayu'])
  assert.deepEqual(found.changed.map(({ name, what }) => [name, what]), [
    ['lantai', ['label', 'choices']], ['air', ['choices', 'required']], ['luas', ['type']], ['telepon', ['label']]
  ])
  assert.deepEqual(found.changed[0].choices, { added: ['KERAMIK'], removed: ['TANAH'] })
  assert.equal(changeWords(found.changed[0]), 'tulisan, pilihan. Tadinya Lantai. Baru KERAMIK. Hilang TANAH')
})

test('a survey differs in nothing from itself', () => {
  assert.deepEqual(differences(OLD, structuredClone(OLD)), { added: [], removed: [], changed: [], rules: 0 })
})

test('a calculation that changed is counted, not shown', () => {
  const one = formula => survey([question('/data/k', 'calculate', undefined, { calculate: formula })])
  assert.equal(differences(one(['n', 1]), one(['n', 2])).rules, 1)
})

test('answers go over by path, by what they feed, or by name; rows stay in their order', () => {
  const { answers, paths } = carry(OLD, FRESH, ANSWERS)
  assert.deepEqual(answers, {
    id: 'x',
    rumah: { air: 'sumur', telepon: '0812' },
    roster: { anggota: [{ nama: 'Siti', kerja: 'tani' }, {}, { nama: 'Ujang' }] }
  })
  assert.equal(paths['/data/rumah/hp'], '/data/rumah/telepon')
  assert.equal(paths['/data/anggota'], '/data/roster/anggota')
})

test('what has no place in the new version is told with its words', () => {
  assert.deepEqual(carry(OLD, FRESH, ANSWERS).left.map(({ label, value }) => [label, value]), [
    ['Lantai', 'TANAH'], ['Air', 'SUNGAI'], ['Kayu bakar', 'ya'], ['Luas', '20.5']
  ])
})

test('to the same version and back nothing changes', () => {
  assert.deepEqual(carry(OLD, structuredClone(OLD), ANSWERS), { answers: ANSWERS, left: [], paths: {} })
})

test('an answer that is out of all repeats now is told, not guessed', () => {
  const flat = survey([question('/data/nama', 'text', 'Nama')])
  const { answers, left } = carry(OLD, flat, ANSWERS)
  assert.deepEqual(answers, {})
  assert.ok(left.some(({ label, value }) => label === 'Nama' && value === 'Siti'))
})
