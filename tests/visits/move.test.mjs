// A survey changes while visits are open and while visits wait to be sent: all can be finished, and moving loses nothing.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openForm } from '../../pwa/survey/engine/form.js'
import { carry } from '../../pwa/survey/versions.js'
import { movedBack, movedDraft } from '../../pwa/visits/move.js'

const OPTIONS = { today: '2026-11-21', now: '2026-11-21T09:00:00+07:00', messages: {} }
const question = (path, type, label, more = {}) => ({ name: path.split('/').pop(), path, kind: 'question', type, label, quick: false, ...more })
const survey = (version, nodes, choices) => ({
  format: 1, id: 'rumah', version, title: 'Rumah', languages: ['id'], default_language: 'id', choices, order: [], entities: [], impure: [], nodes
})
const choices = codes => codes.map(code => ({ name: code, label: code }))

const OLD = survey('1', [
  question('/data/lantai', 'select_one', 'Lantai', { list: 'lantai' }),
  question('/data/jumlah', 'integer', 'Jumlah orang'),
  question('/data/hp', 'text', 'HP', { save: ['family', 'phone'] })
], { lantai: choices(['tanah', 'ubin']) })
/** A choice is gone, a question is called otherwise, and one has a constraint. */
const NEW = survey('2', [
  question('/data/lantai', 'select_one', 'Lantai', { list: 'lantai' }),
  question('/data/jumlah', 'integer', 'Jumlah orang', { constraint: ['<', ['self'], ['n', 5]] }),
  question('/data/telepon', 'text', 'Telepon', { save: ['family', 'phone'] })
], { lantai: choices(['ubin', 'keramik']) })

const draft = () => ({
  id: 'd1', survey: 'old', answers: { lantai: 'tanah', jumlah: 9, hp: '0812' }, page: 0, papers: { kk: {} }, confirmed: [],
  prefilled: { answers: {}, versions: { '/data/hp': { value: '0812', seq: 3 } }, known: {} }
})

test('a visit that was begun with the old version is finished with it, whole', () => {
  const form = openForm(OLD, { answers: draft().answers, ...OPTIONS })
  const { answers, errors } = form.finish({ evaluatedAt: OPTIONS.now })
  assert.deepEqual([answers, errors], [draft().answers, []])
})

test('moved to the new one it keeps what fits, says what does not, and asks about what the new one limits', () => {
  const moved = movedDraft(draft(), 'new', carry(OLD, NEW, draft().answers))
  assert.deepEqual([moved.survey, moved.answers], ['new', { jumlah: 9, telepon: '0812' }])
  assert.deepEqual(moved.left.map(({ label, value }) => [label, value]), [['Lantai', 'tanah']])
  assert.deepEqual(Object.keys(moved.prefilled.versions), ['/data/telepon'])
  assert.deepEqual(moved.papers, { kk: {} })
  const form = openForm(NEW, { answers: moved.answers, ...OPTIONS })
  assert.deepEqual(form.errors('/data').map(({ ipath }) => ipath), ['/data/jumlah'])
  assert.equal(form.finish({ evaluatedAt: OPTIONS.now }).answers.telepon, '0812')
})

test('moved back it is what it was, with what was typed since', () => {
  const moved = movedDraft(draft(), 'new', carry(OLD, NEW, draft().answers))
  moved.answers = { ...moved.answers, jumlah: 4 }
  const back = movedBack(moved, carry(NEW, OLD, moved.answers))
  assert.deepEqual([back.survey, back.answers, back.before], ['old', { lantai: 'tanah', jumlah: 4, hp: '0812' }, null])
  assert.deepEqual(Object.keys(back.prefilled.versions), ['/data/hp'])
})

test('a row of a repeat that moved into a group keeps where its answers came from', () => {
  const from = { ...draft(), prefilled: { versions: { '/data/anggota[1]/nama': { value: 'Siti', seq: 1 } } } }
  const paths = { '/data/anggota': '/data/roster/anggota', '/data/anggota/nama': '/data/roster/anggota/nama' }
  assert.deepEqual(Object.keys(movedDraft(from, 'new', { answers: {}, left: [], paths }).prefilled.versions), ['/data/roster/anggota[1]/nama'])
})
