// What officers see of their kader's work that is still under way: how much lies on whose phone, since when, and who was
// not heard of. As the phones said when they last spoke, with what the server itself knows.
import { html, useEffect, useState } from '../vendor/ui.js'
import { formatMoment, t } from '../text/text.js'
import { all } from '../store/records.js'
import { request } from '../sync/api.js'
import { now } from '../sync/clock.js'
import { Icon } from './frame.js'

/**
 * @typedef {{ person: string, name: string, visits: number, items: number | null, photos: number | null, drafts: number | null, since: string | null,
 *   heard: string | null, awaited: number, held: number }} Kader as GET /api/kader says
 */

const DAY = 86400000 // ms
const YOUNG = DAY / 2 // a draft that was begun today is no work left behind
const NAMED = 3 // in one line
const AGAIN = 120000 // ms

/**
 * Since when everybody should have been heard of: in the last day before the cut-off of a service day since that day began,
 * else within three days.
 * @param {string[]} cutoffs of open service days @param {number} at ms @returns {number} ms
 */
export function heardSince (cutoffs, at) {
  const next = Math.min(...cutoffs.map(Date.parse).filter(cutoff => cutoff > at))
  return next - DAY <= at ? next - DAY : at - 3 * DAY
}

/** Who has something that has not come, the oldest first. @param {Kader[]} list @param {number} at ms @returns {Kader[]} */
export const behind = (list, at) => list
  .filter(({ items, photos, drafts, since, awaited }) => items || photos || awaited || (drafts && since && Date.parse(since) < at - YOUNG))
  .sort((a, b) => (a.since || '9').localeCompare(b.since || '9'))

/** Who has a phone and was not heard of. @param {Kader[]} list @param {number} since ms @returns {Kader[]} */
export const silent = (list, since) => list.filter(({ heard }) => heard && Date.parse(heard) < since)

/** "3 kiriman, 2 foto, 1 draf" @param {Kader} row */
export const leftWords = ({ items, photos, drafts, awaited }) => Object.entries({ kiriman: items, foto: Math.max(photos || 0, awaited), draf: drafts })
  .filter(([, n]) => n).map(([what, n]) => t(`kader.n_${what}`, { n: n || 0 })).join(', ')

const sinceWords = ({ since }) => since ? t('kader.sejak', { kapan: formatMoment(since, now()) }) : ''

/** The kader as the server knows them, looked at again every other minute; what was known stays while it is away. @returns {Kader[]} */
export function useKader () {
  const [list, setList] = useState(known)
  useEffect(() => {
    const look = () => request('/api/kader').then(({ data }) => { known = data.kader; setList(known) }, () => {})
    look()
    const timer = setInterval(look, AGAIN)
    return () => clearInterval(timer)
  }, [])
  return list
}

/** @type {Kader[]} */
let known = []

/** Who was not heard of, and since when that is. @param {Kader[]} list */
export function unheard (list) {
  const since = heardSince(all('service_day').filter(({ body }) => body.state === 'buka' && body.cutoff).map(({ body }) => body.cutoff), now().getTime())
  return { since: new Date(since).toISOString(), who: silent(list, since) }
}

/** One quiet line above the inbox: whose work has not come. It leads to the list of people. */
export function UnsentLine () {
  const list = useKader()
  const left = behind(list, now().getTime())
  const { since, who } = unheard(list)
  if (!left.length && !who.length) return null
  return html`<p class="small"><a class="link" href="/orang"><${Icon} name="phone" /><span>${[
    left.length > 0 && t('kader.belum_sampai', { daftar: few(left, row => `${row.name} (${[leftWords(row), sinceWords(row)].filter(Boolean).join(' ')})`) }),
    who.length > 0 && t('kader.diam', { kapan: formatMoment(since, now()), daftar: few(who, ({ name }) => name) })
  ].filter(Boolean).join(' ')}</span></a></p>`
}

const few = (rows, say) => rows.slice(0, NAMED).map(say).join(', ') + (rows.length > NAMED ? ` ${t('kader.lagi', { n: rows.length - NAMED })}` : '')

/** What of one kader is still under way, in the list of people. @param {{ row: Kader | undefined }} props */
export function LeftOn ({ row }) {
  if (!row) return null
  const words = leftWords(row)
  return html`${words && html`<small><${Icon} name="phone" /> ${t('kader.masih', { apa: words })}${' '}${sinceWords(row)}</small>`}
    ${row.held > 0 && html`<small><a href="/betulkan">${t('kader.n_ditahan', { n: row.held })}</a></small>`}`
}
