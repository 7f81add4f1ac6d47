// What a conflict is about and what its two values say, in the words of the survey that asked; and the change that ends it. Pure.
import { formatMoment, localIso, longDay, t } from '../text/text.js'
import { uuid7 } from '../sync/uuid.js'
import { asked } from '../shell/tasks.js'
import { placeIn } from '../shell/walk.js'
import { answersOf } from './answers.js'
import { choiceLabels, labelText } from './labels.js'

/** @typedef {'standing' | 'other' | 'leave'} Pick */

const FOURS = new Set(['nik', 'kk_number', 'phone'])
const OWN_WORDS = new Set(['photo_verdict', 'birth_year_estimate', 'location',
  'number', 'order', 'state', 'copy', 'kept_reason', 'photos', 'urgency', 'note', 'desil', 'desil_list',
  'card', 'pin', 'reason', 'area', 'missing', 'due', 'day', 'date', 'to', 'wish', 'counter', 'at', 'opens', 'closes', 'officers', 'agency', 'name', 'to_desa', 'agreed_by'])

/** The question that feeds each property, by property. */
function questionsOf (survey) {
  const found = new Map()
  const walk = nodes => { for (const node of nodes) { if (node.save && node.label) found.set(node.save[1], node); if (node.children) walk(node.children) } }
  if (survey) walk(survey.nodes)
  return found
}

/**
 * How fields and their values are called.
 * @param {any} survey compiled, or null while it is not here
 */
export function wordsFor (survey) {
  const questions = questionsOf(survey)
  return {
    /** @param {string} field */
    label: field => questions.has(field) ? labelText(survey, questions.get(field).label) : OWN_WORDS.has(field) ? t(`isian.${field}`) : t('isian.lain', { nama: field }),
    /** @param {string} field @param {any} value */
    value: (field, value) => {
      if (value === null || value === undefined || value === '') return t('isian.kosong')
      const node = questions.get(field)
      if (node && node.list) return choiceLabels(survey, node.list, value)
      if (Array.isArray(value) && field !== 'photos') return t('isian.n_hal', { n: value.length })
      if (field === 'photos') return t('isian.n_foto', { n: value.length })
      if (field === 'state') return t(`berkas.${value}`)
      if (field === 'location' && placeIn(value)) return placeIn(value)?.map(degrees => degrees.toFixed(5).replace('.', ',')).join('; ')
      if (field === 'copy') return t(value === 'fotokopi' ? 'berkas.fotokopi_pendek' : 'isian.asli')
      if (field === 'photo_verdict') return String(value).split(' ').map(code => t(code === 'jelas' ? 'isian.foto_jelas' : `foto_judul.${code}`)).join(', ')
      if (field === 'kept_reason') return t(`foto_alasan.${value}`)
      if (field === 'urgency') return t(`urgensi.${value}`)
      if (typeof value === 'boolean') return t(value ? 'isian.ya' : 'isian.tidak')
      if (/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(value)) return longDay(value)
      const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
      return FOURS.has(field) ? text.replace(/^\+62/, '0').replace(/([0-9]{4})(?=[0-9])/g, '$1 ') : text
    }
  }
}

/** Open conflicts, those that wait longest first; what is asked together stands once. @param {any[]} conflicts records @returns {any[]} */
export const openOnes = conflicts => asked(conflicts).filter(({ body }) => !body.closed).sort((a, b) => (a.id < b.id ? -1 : 1))

/** Whether a decision about it waits for the server. @param {any} conflict @param {{ change: any }[]} waiting */
export const isDecided = (conflict, waiting) => waiting.some(({ change }) => change.record === conflict.id ||
  (change.record === conflict.body.record && 'set' in change && (change.set[conflict.body.field] || {}).seen === conflict.seq))

/**
 * The question, and its two answers with who gave them and when.
 * @param {any} conflict record
 * @param {{ survey: any, get: (id: string) => any, me: string, now: Date, others?: any[] }} given `me`: the person who looks; `others`: conflicts asked together with it
 * @returns {{ label: string, family: string, member: string, sides: { pick: Pick, mine: boolean, by: string, at: string, lines: { label: string, text: string, mark: string[] | null, photos?: string[] }[] }[] }}
 */
export function differenceOf (conflict, { survey, get, me, now, others = [] }) {
  const { body } = conflict
  const words = wordsFor(survey)
  const family = ((get(body.family || '') || { body: {} }).body.head_name) || body.title || t('warga.tanpa_nama')
  const side = (pick, lines) => ({ pick, mine: body[`${pick}_person`] === me, by: body[`${pick}_by`] || t('riwayat.server'), at: body[`${pick}_at`] ? formatMoment(body[`${pick}_at`], now) : '', lines })
  const about = { family, member: body.title && body.title !== family ? body.title : '' }
  if (body.field === 'superseded_by') {
    const [one, two] = revisionLines(get(body.standing), get(body.other), survey)
    return { ...about, label: t('beda.kunjungan'), sides: [side('standing', one), side('other', two)] }
  }
  if (body.field === 'exists') {
    return { ...about, label: t('beda.dihapus'), sides: [side('standing', existence(body.standing, words)), side('other', existence(body.other, words))] }
  }
  if (body.field === 'photos') {
    const said = pick => others.map(other => ({ label: words.label(other.body.field), text: words.value(other.body.field, other.body[pick]), mark: null }))
    const shown = pick => side(pick, [{ label: '', text: words.value('photos', body[pick]), mark: null, photos: body[pick] || [] }, ...said(pick)])
    return { ...about, label: words.label('photos'), sides: [shown('standing'), shown('other')] }
  }
  const [one, two] = [words.value(body.field, body.standing), words.value(body.field, body.other)]
  return {
    ...about,
    label: words.label(body.field) + (body.field === 'location' ? apart(placeIn(body.standing), placeIn(body.other)) : ''),
    sides: [side('standing', [{ label: '', text: one, mark: marked(one, two) }]), side('other', [{ label: '', text: two, mark: marked(two, one) }])]
  }
}

/** How far two places lie from each other. */
const apart = (one, two) => one && two ? t('isian.jarak', { n: Math.round(111320 * Math.hypot(one[0] - two[0], (one[1] - two[1]) * Math.cos(one[0] * Math.PI / 180))) }) : ''

/** What one side of "deleted here, edited there" says. */
function existence (value, words) {
  if (value === false) return [{ label: '', text: t('beda.hapus'), mark: null }]
  const edits = Object.entries(value === true ? {} : value).filter(([field]) => field !== 'exists')
  return [{ label: '', text: t('beda.tetap'), mark: null }, ...edits.map(([field, one]) => ({ label: words.label(field), text: words.value(field, one), mark: null }))]
}

/** Question by question where two revisions of a visit differ. */
function revisionLines (one, two, survey) {
  const rows = record => new Map(survey && record ? answersOf(survey, record.body.answers || {}, record.body).sections().flatMap(section => section.rows).filter(row => row.said).map(row => [row.key, row]) : [])
  const [mine, theirs] = [rows(one), rows(two)]
  const keys = [...new Set([...mine.keys(), ...theirs.keys()])].filter(key => (mine.get(key) || {}).said !== (theirs.get(key) || {}).said)
  const lines = (own, other) => keys.map(key => ({ label: (own.get(key) || other.get(key)).label, text: (own.get(key) || {}).said || t('isian.kosong'), mark: null }))
  const same = [{ label: '', text: t('beda.kunjungan_sama'), mark: null }]
  return keys.length ? [lines(mine, theirs), lines(theirs, mine)] : [same, same]
}

/** A text cut into what is the same at its beginning, what differs, and what is the same at its end; null where all of it differs. */
export function marked (text, other) {
  const [own, theirs] = [text.split(' '), other.split(' ')]
  let from = 0
  while (from < own.length && from < theirs.length && own[from] === theirs[from]) from++
  let end = 0
  while (end < own.length - from && end < theirs.length - from && own[own.length - 1 - end] === theirs[theirs.length - 1 - end]) end++
  if (!from && !end) return null
  const upto = own.length - end
  return [own.slice(0, from).join(' ') + (from ? ' ' : ''), own.slice(from, upto).join(' '), (end ? ' ' : '') + own.slice(upto).join(' ')]
}

/**
 * The changes that decide a conflict and those asked together with it: one, save where they are left to the officers.
 * @param {any} conflict record @param {Pick} pick @param {string} desa @param {any[]} others
 */
export function decisions (conflict, pick, desa, others) {
  const all = [conflict, ...others].map(one => decision(one, pick, desa))
  return pick === 'leave' || !others.length ? all : [{ ...all[0], set: Object.assign({}, ...all.map(({ set }) => set)) }]
}

/**
 * The change that says which value it shall be, having seen both.
 * @param {any} conflict record @param {Pick} pick @param {string} desa
 */
export function decision (conflict, pick, desa) {
  const { id, seq, body } = conflict
  const act = (name, args) => ({ id: uuid7(), do: name, record: id, desa, seen: seq, args, made_at: localIso(new Date()) })
  if (pick === 'leave') return act('conflict.leave', {})
  const value = body[pick]
  if (body.field === 'superseded_by') return act('visit.choose', { visit: value })
  const fields = body.field !== 'exists' ? { [body.field]: value } : value && typeof value === 'object' ? { ...value, exists: true } : { exists: value !== false }
  const set = Object.fromEntries(Object.entries(fields).map(([field, to]) => [field, { to, seen: seq }]))
  return { id: uuid7(), collection: body.collection, record: body.record, desa, made_at: localIso(new Date()), set }
}
