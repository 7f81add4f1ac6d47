// What is said of the rows of a repeat and of how far a page is, whatever the survey.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import '../pwa/place.mjs'
import { loadText } from '../../pwa/text/text.js'
import { openForm } from '../../pwa/survey/engine/form.js'
import { Filled } from '../../pwa/survey/filled.js'
import { rowWords } from '../../pwa/survey/roster.js'

await loadText(async () => JSON.parse(readFileSync(new URL('../../pwa/text/id.json', import.meta.url), 'utf8')))

const q = (path, type, label, more = {}) => ({ kind: 'question', type, path, name: path.split('/').pop(), label, ...more })
const repeat = (path, label, children, more = {}) => ({ kind: 'repeat', type: 'repeat', path, name: path.split('/').pop(), label, children, ...more })
const survey = (nodes, order = []) => ({ title: 'S', default_language: 'id', languages: ['id'], impure: [], order, nodes, choices: { j: [{ name: 't', label: 'Kamar tidur' }, { name: 'd', label: 'Dapur' }] } })
const open = (nodes, answers = {}, order = []) => openForm(survey(nodes, order), { answers, now: '2026-11-20T10:00:00+07:00', today: '2026-11-20', fresh: !Object.keys(answers).length })
const ROOM = [q('/data/r/foto', 'image', 'Foto'), q('/data/r/lebar', 'integer', 'Lebar?'), q('/data/r/jenis', 'select_one', 'Jenis', { list: 'j' })]

test('rows are called as their repeat is, and a sentence is no name for one of them', () => {
  const words = label => { const { title, place, save, remove } = rowWords(open([repeat('/data/r', label, ROOM)], { r: [{}, {}] }), '/data/r[0]'); return [title, place, save, remove] }
  assert.deepEqual(words('Anak'), ['Anak 1', 'Anak 1 dari 2', 'Simpan, ke daftar anak', 'Hapus anak ini'])
  assert.deepEqual(words('C. Daftar KTP lama'), ['KTP lama 1', 'KTP lama 1 dari 2', 'Simpan, ke daftar KTP lama', 'Hapus KTP lama ini'])
  assert.deepEqual(words('Siapa saja yang tidur di rumah ini?'), ['Baris 1', 'Baris 1 dari 2', 'Simpan, ke daftar', 'Hapus baris ini'])
  const people = [q('/data/r/id_anggota', 'hidden', ''), q('/data/r/nama', 'text', 'Nama')]
  const { title, place } = rowWords(open([repeat('/data/r', 'Anggota keluarga', people)], { r: [{}] }), '/data/r[0]')
  assert.deepEqual([title, place], ['Belum bernama', 'Anggota 1 dari 1'])
})

test('a row without a name is told by its first answers', () => {
  const form = open([repeat('/data/r', 'Kamar', [...ROOM, q('/data/r/milik', 'text', 'Milik'), q('/data/r/lain', 'text', 'Lain')])], { r: [{ foto: 'x', lebar: 3, jenis: 't' }, { lebar: 3, jenis: 'd', milik: 'Ujang', lain: '-' }] })
  assert.deepEqual(['[0]', '[1]'].map(row => { const { title, about } = rowWords(form, '/data/r' + row); return [title, about] }), [['Kamar 1', 'Lebar: 3 · Jenis: Kamar tidur'], ['Ujang', 'Lebar: 3 · Jenis: Dapur']])
})

test('a row that another answer counts stays', () => {
  const form = open([q('/data/n', 'integer', 'N'), repeat('/data/r', 'Anak', ROOM, { count: ['ref', '/data/n', 0] })], {}, ['/data/r'])
  form.set('/data/n', 2)
  form.removeRow('/data/r', 0)
  assert.equal(form.rows('/data/r').length, 2)
  assert.equal(rowWords(form, '/data/r[0]').isFixed, true)
})

test('complete is only what has nothing left, and what is wrong is not called unanswered', () => {
  const page = { kind: 'group', type: 'group', path: '/data/g', name: 'g', label: 'G', children: [
    q('/data/g/a', 'text', 'A', { required: ['=', ['n', 1], ['n', 1]] }), q('/data/g/b', 'integer', 'B'), q('/data/g/c', 'text', 'C', { default: 'tetap', read_only: ['=', ['n', 1], ['n', 1]] })
  ] }
  const form = open([page, { ...page, path: '/data/h', name: 'h', children: [q('/data/h/x', 'text', 'X'), q('/data/h/y', 'text', 'Y')] }])
  const words = (path, isCounted = false) => { const chip = Filled({ form, path, isCounted }); return chip && [chip.props.kind, String(chip.props.children)] }
  assert.deepEqual(form.progress(), { filled: 0, total: 4 }, 'nobody answered what cannot be changed')
  assert.deepEqual(words('/data/g'), ['info', '1 belum diisi'])
  form.set('/data/g/b', 'x')
  assert.deepEqual(words('/data/g'), ['warn', '1 perlu diperbaiki'])
  form.set('/data/g/b', '')
  form.set('/data/g/a', 'a')
  assert.deepEqual(words('/data/g'), ['ok', 'Yang wajib terisi'])
  form.set('/data/g/b', 5)
  assert.deepEqual(words('/data/g'), ['ok', 'Lengkap'])
  assert.deepEqual([words('/data/h'), words('/data/h', true)], [['info', 'Belum diisi'], null])
  form.set('/data/h/x', 'x')
  assert.deepEqual([words('/data/h'), words('/data/h', true)], [['info', '1 dari 2 terisi'], null])
})
