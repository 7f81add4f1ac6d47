// The numbers of the desa for who watches over the work: cases by status and by RW, without anybody's name.
import { html, useEffect, useState } from '../vendor/ui.js'
import { formatDate, formatMoment, isoDay, t } from '../text/text.js'
import { keepMeta, meta } from '../store/meta.js'
import { all, version } from '../store/records.js'
import { now } from '../sync/clock.js'
import { request } from '../sync/api.js'
import { EmergencyButton, Empty, Icon, NoteBox, Page, errorText } from '../shell/frame.js'
import { serviceWeek } from '../shell/week.js'
import { statusOfMany } from './words.js'

/** @typedef {{ rw: string, status: string, count: number }} Count */

const WITH_KADER = ['terkirim', 'diperiksa', 'perlu_dilengkapi'] // no officer has found the papers complete yet
const ENDED = 'dibatalkan'

/**
 * @param {Count[]} rows
 * @returns {{ total: number, complete: number, statuses: { status: string, count: number }[], rws: { rw: string, total: number, complete: number }[] }}
 *   `complete`: of a hundred that were not cancelled, so many whose papers an officer found complete
 */
export function summary (rows) {
  const rws = Array.from(new Set(rows.map(({ rw }) => rw))).sort()
  const statuses = Array.from(new Set(rows.map(({ status }) => status)))
  return {
    total: sum(rows),
    complete: complete(rows),
    statuses: statuses.map(status => ({ status, count: sum(rows.filter(row => row.status === status)) })).sort((a, b) => b.count - a.count),
    rws: rws.map(rw => rows.filter(row => row.rw === rw)).map(part => ({ rw: part[0].rw, total: sum(part), complete: complete(part) }))
  }
}

const sum = rows => rows.reduce((total, { count }) => total + count, 0)

function complete (rows) {
  const alive = rows.filter(({ status }) => status !== ENDED)
  return alive.length ? Math.round(100 * sum(alive.filter(({ status }) => !WITH_KADER.includes(status))) / sum(alive)) : 0
}

export function NumbersScreen () {
  const [known, setKnown] = useState(/** @type {{ rows: Count[], at: string } | null} */ (null))
  const [trouble, setTrouble] = useState('')
  useEffect(() => { load(setKnown).catch(error => setTrouble(errorText(error))) }, [])
  version.value // eslint-disable-line no-unused-expressions -- the calendar may come later
  const week = serviceWeek(all('service_day'), isoDay(now()))
  return html`<${Page} title=${t('angka.judul')} tabs>
    <${NoteBox}><p class="small">${t('angka.jelas')}</p></${NoteBox}>
    <p><${Icon} name="cal" /> ${t('angka.pelayanan', { tanggal: formatDate(week.date) })}</p>
    ${known ? html`<${Tables} known=${known} />` : trouble && html`<${Empty} icon="nosignal">${t('angka.belum')}</${Empty}>`}
    ${known && trouble && html`<p class="small warn-t" role="status">${trouble}</p>`}
    <${EmergencyButton} /></${Page}>`
}

/** What was known last, then what the server says. */
async function load (show) {
  const before = await meta('numbers')
  if (before) show(before)
  const { data } = await request('/api/cases/numbers')
  const known = { rows: data.rows, at: now().toISOString() }
  show(known)
  await keepMeta('numbers', known)
}

function Tables ({ known }) {
  const { total, complete: whole, statuses, rws } = summary(known.rows)
  if (!total) return html`<p class="b">${t('angka.kosong')}</p>`
  return html`<section class="card stack-s"><h2>${t('angka.jumlah', { n: total })}</h2><p>${t('angka.lengkap', { n: whole })}</p>
      <p class="small dim">${t('angka.per', { waktu: formatMoment(known.at, now()) })}</p></section>
    <section class="pane"><table class="tbl"><caption class="pane-b b">${t('angka.per_status')}</caption>
      <thead><tr><th scope="col">${t('angka.t_status')}</th><th scope="col">${t('angka.t_jumlah')}</th></tr></thead>
      <tbody>${statuses.map(({ status, count }) => html`<tr key=${status}><td>${statusOfMany(status)}</td><td>${count}</td></tr>`)}</tbody></table></section>
    <section class="pane"><table class="tbl"><caption class="pane-b b">${t('angka.per_rw')}</caption>
      <thead><tr><th scope="col">${t('angka.t_rw')}</th><th scope="col">${t('angka.t_jumlah')}</th><th scope="col">${t('angka.t_lengkap')}</th></tr></thead>
      <tbody>${rws.map(one => html`<tr key=${one.rw}><td>${one.rw}</td><td>${one.total}</td><td>${t('angka.persen', { n: one.complete })}</td></tr>`)}</tbody></table></section>`
}
