// What the review of a visit leads to: what must be mended before it is sent, and what may stay as it is. Pure.
import { t } from '../text/text.js'
import { answered, ASKED, NOT_HELD } from './meaning.js'
import { placeOf } from './places.js'

/** The result of a visit that goes on another day: its gaps may stay. */
const PARTLY = 'sebagian'

/**
 * @typedef {{ key: string, icon: string, title: string, about: string, to: string, question: string|null }} Door
 *   to: an address; question: instance path of the question it opens at
 */

/**
 * @param {any} session
 * @param {{ problems: { ipath: string, label: string, message: string, kind?: string }[], asks: any[], household: any[], missing: { label: string }[],
 *   nameOf: (row: string) => string, askWords: Function }} found
 * @returns {{ first: Door[], open: Door[], n: number }} first: what holds the visit back, `n` questions; open: what may go along as it is
 */
export function doorsOf (session, { problems, asks, household, missing, nameOf, askWords }) {
  const result = String(answered(session.survey, session.form.answers(), ASKED.result))
  const holds = result !== PARTLY && !NOT_HELD.has(result) && problems.length > 0
  const at = (question, place = question) => ({ question, to: placeOf(session, place) })
  const wrong = problems.filter(({ kind }) => kind)
    .map(one => ({ key: one.ipath, icon: holds ? 'stop' : 'warn', title: one.label, about: one.message, ...at(one.ipath) }))
  const gaps = emptyOnes(problems.filter(({ kind }) => !kind), holds, at)
  const soft = [
    ...asks.map(ask => ({ key: ask.path + ask.kind, icon: 'warn', title: t('tanya.chip_' + ask.kind), about: `${nameOf(ask.row)}. ${askWords(ask)}`, ...at(ask.place, ask.path) })),
    ...household.map(ask => ({ key: ask.path + ask.kind, icon: 'warn', title: t('ragu_judul.' + ask.kind), about: t('ragu.' + ask.kind, ask.words), ...at(ask.path) }))
  ]
  const papers = missing.length === 0 ? [] : [{
    key: 'berkas', icon: 'page', title: t('berkas.kurang', { n: missing.length }), about: missing.map(({ label }) => label).join('; '),
    to: `/kunjungan/${session.draft.id}/berkas`, question: null
  }]
  return holds
    ? { first: [...wrong, ...gaps], open: [...soft, ...papers], n: problems.length }
    : { first: [], open: [...wrong, ...soft, ...gaps, ...papers], n: 0 }
}

const NAMED = 3

/** One door to all questions without an answer: it leads to the first. */
function emptyOnes (gaps, holds, at) {
  if (gaps.length === 0) return []
  const labels = [...new Set(gaps.map(({ label }) => label.replace(/ ?[?:]$/, '')))]
  const about = labels.slice(0, NAMED).join('; ') + (labels.length > NAMED ? '; …' : '')
  return [{ key: 'kosong', icon: holds ? 'stop' : 'ask', title: t('kunjungan.n_kosong', { n: gaps.length }), about, ...at(gaps[0].ipath) }]
}
