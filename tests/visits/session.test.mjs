import assert from 'node:assert/strict'
import { resolveObjectURL } from 'node:buffer'
import { test } from 'node:test'
import '../pwa/place.mjs'
import { newPhone } from '../pwa/phone.mjs'
import { draft, saveDraft } from '../../pwa/store/drafts.js'
import { keepList, keepPublication } from '../../pwa/store/publications.js'
import { shrink } from '../../pwa/documents/shrink.js'
import { errorText } from '../../pwa/shell/layers.js'
import { mediaOf } from '../../pwa/visits/media.js'
import { photo, photoRows, thumbUrl } from '../../pwa/store/photos.js'
import { onePhoto } from '../../pwa/survey/widgets/signature.js'
import { openSession, Session } from '../../pwa/visits/session.js'
import { sheetOf } from '../../pwa/visits/sheet.js'

globalThis.scrollTo = () => {}
globalThis.history = /** @type {any} */ ({ pushState: () => {}, replaceState: () => {} })

const survey = { nodes: [{ kind: 'group', name: 'identitas', path: '/data/identitas', children: [{ kind: 'question', name: 'nama_kepala', path: '/data/identitas/nama_kepala', type: 'text' }] }] }

/** A form of one answer. */
function form () {
  const answers = {}
  return { set: (path, value) => { answers[path] = value }, get: path => answers[path], answers: () => answers, get name () { return `${answers['/data/identitas/nama_kepala'] || ''} RT 002` }, progress: () => ({ filled: Object.keys(answers).length, total: 61 }) }
}

test('a draft says at once whose it is and how far it is', async () => {
  await newPhone()
  const session = new Session(/** @type {any} */ ({ id: 'd1', area: '004/002/b' }), survey, form())
  await session.keep({})
  const empty = await draft('d1')
  assert.deepEqual([empty.title, empty.name], ['', ''], 'what the survey calls it says nothing yet')
  await session.answer('/data/identitas/nama_kepala', 'Suryati')
  const kept = await draft('d1')
  assert.deepEqual([kept.title, kept.name], ['Suryati', 'Suryati RT 002'])
  assert.deepEqual(kept.progress, { filled: 1, total: 61 })
})

test('a draft opens with the survey it was begun with, whatever is in force since', async () => {
  await newPhone()
  const [before, now] = [['old', '1', '2026-01-01'], ['new', '2', '2026-11-01']].map(([hash, version, day]) => (
    { kind: /** @type {const} */ ('survey'), code: 'kelayakan', hash, version, in_force: day }))
  await keepList([before, now])
  await keepPublication(before, { ...survey, version: '1' })
  await keepPublication(now, { version: '2', nodes: [] })
  await saveDraft({ id: 'd2', kind: 'visit', survey: 'old', area: '004/002/b', mode: 'lengkap', answers: { identitas: { nama_kepala: 'Suryati' } } })
  const session = await openSession('d2', (body, { answers }) => /** @type {any} */ ({ body, get: () => answers, set: () => {} }))
  assert.equal(session?.survey.version, '1')
  assert.equal(session?.survey.nodes.length, 1)
})

test('what cannot be kept says so itself, also from within a survey', async () => {
  await newPhone()
  const media = mediaOf({ draft: { id: 'd1' } }, shrink)
  const saysOf = kept => kept.then(() => 'kept', errorText)
  const huge = /** @type {any} */ ({ size: 31 * 1024 * 1024 })
  assert.equal(await saysOf(media.keep(huge)), 'Foto ini terlalu besar. Ambil lagi dengan kamera di sini ya.')
  assert.match(await saysOf(media.keepFile(/** @type {any} */ (new Blob(['x'], { type: 'text/html' })))), /^File ini tidak bisa dikirim/)
})

test('a row that could not be kept is said, like an answer', async () => {
  await newPhone()
  const members = { kind: 'repeat', name: 'anggota', path: '/data/anggota', children: [] }
  const unkept = { ...form(), name: '', answers: () => ({ rows: 1n }), rows: () => ['/data/anggota[0]'], node: () => members, pages: [members], addRow: () => 0 }
  const told = await new Promise(resolve => {
    const session = new Session(/** @type {any} */ ({ id: 'd2', area: '004/002/b' }), survey, unkept)
    sheetOf(/** @type {any} */ ({ session, open: null, at: 0, touched: new Set(), onTrouble: resolve })).addRow('/data/anggota')
  })
  assert.match(told.message, /BigInt/)
})

test('a signature of several strokes is one photo, the last; begun anew it is another', async () => {
  await newPhone()
  const pictures = ['one', 'two', 'three', 'again'].map(text => new Blob([text]))
  const media = mediaOf({ draft: { id: 'd1' } }, async blob => ({ blob, thumb: blob }))
  const answers = []
  const sign = onePhoto(media.keep, id => answers.push(id), reason => assert.equal(reason, null))
  await sign.keep(pictures[0])
  await thumbUrl(answers[0])
  await Promise.all(pictures.slice(1, 3).map(sign.keep))
  assert.equal(await (await photo(answers[0])).blob.text(), 'three')
  assert.equal(await (await resolveObjectURL(await thumbUrl(answers[0]))).text(), 'three', 'nor is its small picture the old one')
  const late = sign.keep(pictures[0])
  sign.drop()
  await late
  await sign.keep(pictures[3])
  assert.deepEqual((await photoRows()).map(row => row.id), answers)
  assert.equal(answers.length, 2)
})
