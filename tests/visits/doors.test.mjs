import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import '../pwa/place.mjs'
import { newPhone } from '../pwa/phone.mjs'
import { openForm } from '../../pwa/survey/engine/form.js'
import { doorsOf } from '../../pwa/visits/doors.js'
import { stepClass } from '../../pwa/visits/places.js'

const ask = (page, name, more) => ({ kind: 'question', name, path: `/data/${page}/${name}`, type: 'text', label: name, required: ['true'], ...more })
const page = (name, ...children) => ({ kind: 'group', name, path: `/data/${name}`, type: 'group', label: name, children })
const survey = {
  format: 1, id: 's', version: '1', title: 'S', languages: ['id'], default_language: 'id', choices: {}, order: [], entities: [], impure: [],
  nodes: [page('a', ask('a', 'hasil_akhir', { required: undefined })), page('b', ask('b', 'alamat'), ask('b', 'jumlah', { type: 'integer' }), ask('b', 'nama')), page('c', ask('c', 'luas', { type: 'integer' }))]
}
const MESSAGES = { required: 'belum', integer: 'bulat' }

/** A visit with that result: on page b the second answer is wrong and the others are empty, on page c the one is wrong. */
function visit (result) {
  const form = openForm(/** @type {any} */ (survey), { answers: { a: { hasil_akhir: result }, b: { jumlah: 'dua' }, c: { luas: 'besar' } }, today: '2026-11-21', now: '2026-11-21T09:00:00+07:00', messages: MESSAGES })
  const problems = form.problems('/data')
  const found = { problems, asks: [], household: [{ path: '/data/b/nama', kind: 'kepala', words: {} }], missing: [{ label: 'KK' }], nameOf: () => '', askWords: () => '' }
  return { form, problems, doors: doorsOf({ form, survey, draft: { id: 'd' } }, found) }
}

before(() => newPhone())

test('what a page still needs comes in the order of the page', () => {
  assert.deepEqual(visit('terisi').problems.map(({ ipath, message }) => [ipath, message]),
    [['/data/b/alamat', 'belum'], ['/data/b/jumlah', 'bulat'], ['/data/b/nama', 'belum'], ['/data/c/luas', 'bulat']])
})

test('what holds a visit back stands apart from what may go along, and by another icon', () => {
  const { doors } = visit('terisi')
  assert.equal(doors.n, 4)
  assert.deepEqual(doors.first.map(door => [door.question, door.icon]), [['/data/b/jumlah', 'stop'], ['/data/c/luas', 'stop'], ['/data/b/alamat', 'stop']])
  assert.deepEqual(doors.open.map(door => [door.to, door.icon]), [['/kunjungan/d/1', 'warn'], ['/kunjungan/d/berkas', 'page']])
})

test('nothing holds a visit back that is filled in part', () => {
  const { doors } = visit('sebagian')
  assert.deepEqual([doors.first.length, doors.open.length], [0, 5])
  assert.ok(!doors.open.some(({ icon }) => icon === 'stop'))
})

test('a page with a wrong answer is marked from wherever one is', () => {
  const { form } = visit('terisi')
  assert.deepEqual([0, 1, 2].map(i => stepClass(form, form.pages[i], i, 0)), ['now', 'warn', 'warn'])
})
