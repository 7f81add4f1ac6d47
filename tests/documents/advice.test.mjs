import assert from 'node:assert/strict'
import { test } from 'node:test'
import '../pwa/place.mjs'
import { newPhone } from '../pwa/phone.mjs'
import { aloud } from '../../pwa/documents/aloud.js'
import { causeOf } from '../../pwa/documents/cause.js'
import { openForm } from '../../pwa/survey/engine/form.js'
import { draft } from '../../pwa/store/drafts.js'
import { placeOf } from '../../pwa/visits/places.js'
import { Session } from '../../pwa/visits/session.js'

const question = (path, label, quick) => ({ kind: 'question', type: 'text', name: path.split('/').pop(), path, label, quick })
const group = (path, quick, children) => ({ kind: 'group', type: 'group', name: path.split('/').pop(), path, label: path, quick, children })
const survey = {
  default_language: 'default', languages: ['default'], choices: {}, entities: [], title: 'T',
  order: [], nodes: [group('/data/a', true, [question('/data/a/nama', 'Nama', true)]), group('/data/g', false, [question('/data/g/desil', 'Desil menurut Cek Bansos?', false)])]
}
const catalogue = { services: [{ code: 'pkh', name: 'PKH', conditions: [{ code: 'desil', kind: 'syarat', group: '' }, { code: 'nama', kind: 'syarat', group: '' }] }] }
const unknown = (code, path) => ({ code, outcome: 'belum_diketahui', because: [{ path, row: null }] })
const open = row => new Session(row, survey, openForm(survey, { answers: row.answers, mode: row.mode, today: '2026-11-22', now: '2026-11-22T08:00:00.000+07:00' }))
const cause = (path, session) => /** @type {any} */ (causeOf({ path, row: null }, { said: () => '', placeOf }, session))

test('what the short visit does not ask is no link, and a way on asks it with all answers kept', async () => {
  await newPhone()
  const short = open(/** @type {any} */ ({ id: 'd1', area: '004/002/b', mode: 'cepat', answers: { a: { nama: 'Nuraeni' } } }))
  assert.deepEqual(['/data/a/nama', '/data/g/desil'].map(path => cause(path, short).asked), [true, false])
  await short.complete('/data/g/desil')
  const kept = /** @type {any} */ (await draft('d1'))
  const whole = cause('/data/g/desil', open(kept))
  assert.deepEqual([kept.mode, kept.answers.a.nama, kept.question, kept.sought, whole.asked, whole.place],
    ['lengkap', 'Nuraeni', '/data/g/desil', true, true, '/kunjungan/d1/1'])
})

test('what is still to be answered is read aloud with the papers', async () => {
  await newPhone()
  const result = { advice: 'belum_dinilai', papers: [], conditions: [unknown('desil', '/data/g/desil'), unknown('nama', '/data/a/nama')] }
  const labels = causes => causes.map(({ path }) => path)
  const said = aloud(catalogue, ['pkh'], /** @type {any} */ ({ services: { pkh: result } }), [], labels)
  assert.match(said, /^PKH: masih perlu dijawab: \/data\/g\/desil; \/data\/a\/nama\. Berkas/)
})
