// Beranda: how many days to Wednesday, and what this kader has to do, the most urgent first.
import { html, useEffect, useState } from '../vendor/ui.js'
import { dayMonth, dayName, formatTime, isoDay, shortDay, t, toDate } from '../text/text.js'
import { draftsVersion, drafts } from '../store/drafts.js'
import { items, outbox } from '../store/outbox.js'
import { all, bodyOf, get, of, version } from '../store/records.js'
import { inArea, me } from '../store/me.js'
import { current, listed } from '../store/publications.js'
import { now } from '../sync/clock.js'
import { Chip, EmergencyButton, GoRow, Icon, Page } from './frame.js'
import { placeOf } from './people.js'
import { asked, tasksOf } from './tasks.js'
import { serviceWeek } from './week.js'
import { greeting } from './greeting.js'

/** How tasks are ordered, kept while one looks at one of them. */
const kept = { order: 'waktu' }

export function Home () {
  const [order, setOrder] = useState(kept.order)
  kept.order = order
  const [way, setWay] = useState(/** @type {typeof import('./walk.js') | null} */ (null))
  useEffect(() => { if (order === 'jalan') import('./walk.js').then(setWay, () => setOrder('waktu')) }, [order])
  const [open, setOpen] = useState(/** @type {any[]} */ ([]))
  useEffect(() => { drafts().then(setOpen, () => {}) }, [draftsVersion.value])
  version.value // eslint-disable-line no-unused-expressions -- look again when a record changes
  const today = isoDay(now())
  const week = serviceWeek(all('service_day'), today)
  const cases = all('case')
  const conflicts = asked(all('conflict')).filter(({ id, seq, body }) => !body.closed && !body.left && [body.standing_person, body.other_person].includes(me.value?.person || '') &&
    !outbox.value.some(({ change }) => change.record === id || (change.record === body.record && 'set' in change && change.set[body.field]?.seen === seq)))
  const lately = new Date(now().getTime() - 7 * 86400000).toISOString()
  const arrived = all('family').filter(({ body: { moved, came } }) => moved ? moved.at > lately && !inArea(moved.from) : came && came.at > lately)
  const tasks = tasksOf({ conflicts, arrived, stopped: items.value.filter(({ state, photos }) => state === 'tertahan' || photos.lost), cases, drafts: open, notices: all('notice'), visits: all('visit'), get, me: me.value, today, cutoff: week.cutoff, paperName: usePaperNames(), living: house => of('family', 'building', house) })
  const houses = tasks.filter(({ house, area }) => house && area)
  return html`<${Page} title=${greeting(me.value, now())} tabs name=${t('nav.beranda')}>
    <${Week} week=${week} today=${today} cases=${cases} />
    <a class="btn wide" href="/mulai"><${Icon} name="plus" />${t('kunjungan.mulai')}</a>
    <section class="stack"><div class="apart"><h2>${t('beranda.tugas_saya')} ${tasks.length > 0 && html`<span class="count">${tasks.length}</span>`}</h2>
      ${houses.length > 2 && html`<p class="cols auto" role="group" aria-label=${t('beranda.urutan')}>${['waktu', 'jalan'].map(one => html`<button type="button" key=${one} class=${`btn s${order === one ? '' : ' two'}`} aria-pressed=${order === one} onClick=${() => setOrder(one)}>${t('beranda.urut_' + one)}</button>`)}</p>`}</div>
      ${tasks.length
        ? order === 'waktu' || !way ? html`<${Rows} tasks=${tasks} />` : html`${inOrder(way, houses).map(({ area, stops }) => html`<section class="stack-s" key=${area}><h3>${placeOf(area)}</h3><${Rows} tasks=${stops} /></section>`)}
          ${tasks.length > houses.length && html`<section class="stack-s"><h3>${t('beranda.tanpa_rumah')}</h3><${Rows} tasks=${tasks.filter(task => !houses.includes(task))} /></section>`}`
        : html`<div class="empty card"><p><${Icon} name="done" xl /></p><p class="b">${t('beranda.kosong')}</p></div>`}</section>
    <${EmergencyButton} /></${Page}>`
}

const Rows = ({ tasks }) => html`<ul class="list">${tasks.map(task => html`<${GoRow} key=${task.key} href=${task.href} icon=${task.icon} tone=${task.tone} title=${task.title} more=${task.lines.map((line, index) => html`${index > 0 && html`<br />`}${line}`)} />`)}</ul>`

/** Tasks RT by RT, in the best order to walk. */
const inOrder = ({ placeIn, walked }, tasks) => walked(tasks.map(task => {
  const family = bodyOf(task.house)
  const building = bodyOf(family.building)
  return { ...task, at: placeIn(family.location) || placeIn(building.location), house: family.house_number || building.number || '' }
}))

/** What papers are called, by code; '' until the catalogue is read. @returns {(code: string) => string} */
export function usePaperNames () {
  const [names, setNames] = useState(/** @type {Record<string, string>} */ ({}))
  useEffect(() => {
    current('catalogue').then(found => found && setNames(Object.fromEntries(found.body.papers.map(({ code, name }) => [code, name]))), () => {})
  }, [listed.value])
  return code => names[code] || ''
}

/** The days that are left, and how many of my families are ready. */
function Week ({ week, today, cases }) {
  const ready = cases.filter(({ body }) => body.status === 'siap' || (body.status === 'terjadwal' && body.service_day === week.date)).length
  const lacking = cases.filter(({ body }) => body.status === 'perlu_dilengkapi').length
  const left = Math.round((toDate(week.date).getTime() - toDate(today).getTime()) / 86400000)
  return html`<section class="card stack"><div class="apart"><h2>${t('beranda.pelayanan', { hari: dayName(week.date) })}<br />${dayMonth(week.date)}</h2>
      <p class="right"><b>${left === 0 ? t('waktu.hari_ini') : left === 1 ? t('waktu.besok') : t('beranda.sisa_hari', { n: left })}</b></p></div>
    <ol class="week" aria-label=${t('beranda.minggu')}>${week.days.map(day => html`
      <li class=${day === week.date ? 'rabu' : day === today ? 'now' : day < today ? 'past' : ''}><span>${shortDay(day)}</span><b>${toDate(day).getDate()}</b>${day === today && html`<span class="hide">${t('waktu.hari_ini')}</span>`}</li>`)}</ol>
    ${week.moved && html`<p class="small warn-t"><${Icon} name="cal" /> ${t('beranda.libur', { hari: dayName(week.moved.from), tanggal: dayMonth(week.moved.from), nama_libur: week.moved.reason, tanggal_ganti: dayMonth(week.date) })}</p>`}
    ${week.cutoff && html`<p class="small"><${Icon} name="clock" /> ${t('beranda.batas')} <b class="nowrap">${until(week.cutoff, today)}</b></p>`}
    ${(ready > 0 || lacking > 0) && html`<p class="wrap">${ready > 0 && html`<${Chip} kind="ok" icon="done">${t('beranda.n_siap', { n: ready })}</${Chip}>`}${lacking > 0 && html`<${Chip} kind="warn" icon="warn">${t('beranda.n_kurang', { n: lacking })}</${Chip}>`}</p>`}</section>`
}

/** "besok 12.00", "Selasa 12.00" */
export function until (moment, today) {
  const left = Math.round((toDate(isoDay(moment)).getTime() - toDate(today).getTime()) / 86400000)
  const day = left === 0 ? t('waktu.hari_ini') : left === 1 ? t('waktu.besok') : dayName(moment)
  return left < 0 ? t('beranda.lewat') : `${day} ${formatTime(moment)}`
}
