// The report of a day: complete when they came, waits, by service. Worked out on this device, so it is there without a network.
import { html } from '../vendor/ui.js'
import { formatDate, t } from '../text/text.js'
import { DeskPage } from '../shell/desk.js'
import { Icon, NoteBox } from '../shell/frame.js'
import { Missing } from '../shell/trouble.js'
import { all, version } from '../store/records.js'
import { outbox } from '../store/outbox.js'
import { mine } from '../store/me.js'
import { linesOf } from './here.js'
import { csv, report } from './numbers.js'
import { useNames } from './services.js'

const minutes = value => value === null ? '-' : t('antre.menit', { n: Math.round(value) })
const percent = (part, whole) => whole ? `${Math.round(100 * part / whole)} %` : '-'

/** @param {{ date: string }} props "2026-11-25" */
export function ReportScreen ({ date }) {
  version.value // eslint-disable-line no-unused-expressions
  const names = useNames()
  const day = all('service_day').find(({ body }) => body.date === date)
  if (!day) return html`<${Missing} text=${t('hari.tidak_dikenal')} to="/rabu" word=${t('antre.ke_hari')} />`
  const told = report(linesOf(day), day.body, names.of)
  const waiting = outbox.value.some(({ change }) => change.record === day.id)
  const facts = factsOf(told)
  const save = () => download(`pelayanan-${date}.csv`, csv(tableOf(day, told, facts)))
  const head = html`<div class="page-h"><div class="line"><a class="ib no-print" href="/rabu" aria-label=${t('antre.ke_hari')}><${Icon} name="back" /></a><div><h1>${t('antre.laporan_judul', { tanggal: formatDate(date) })}</h1>
      <p class="dim">${t('cetak.kantor', { desa: mine().desa.name })}. ${t('antre.laporan_jelas')}</p></div></div>
    <div class="line no-print"><button class="btn two" onClick=${() => print()}><${Icon} name="print" />${t('cetak.cetak')}</button><button class="btn" onClick=${save}>${t('antre.unduh')}</button></div></div>`
  return html`<${DeskPage} title=${t('antre.laporan')} head=${head} name=${mine().name} desa=${mine().desa.name}><div class="stack">
    ${waiting && html`<${NoteBox} kind="warn" icon="clock"><p>${t('antre.laporan_menunggu')}</p></${NoteBox}>`}
    <div class="stats left">${[['lengkap', percent(told.complete, told.judged)], ['selesai', String(told.served)], ['tunggu', minutes(told.wait.median)], ['p90', minutes(told.wait.p90)]].map(([key, value]) => html`<p class="stat" key=${key}><b>${value}</b><span>${t('antre.angka_' + key)}</span></p>`)}</div>
    <div class="panes halves"><section class="pane"><div class="pane-h"><h2>${t('antre.laporan_orang')}</h2></div><div class="pane-b"><dl class="data wide">${facts.map(([word, value]) => html`<dt key=${word}>${word}</dt><dd>${value}</dd>`)}</dl></div></section>
    <section class="pane"><div class="pane-h"><h2>${t('antre.laporan_layanan')}</h2></div>${told.services.length
      ? html`<table class="tbl"><thead><tr>${['layanan', 'dilayani', 'lengkap', 'tunggu', 'lama'].map(key => html`<th scope="col" key=${key}>${t('antre.t_' + key)}</th>`)}</tr></thead>
        <tbody>${told.services.map(one => html`<tr key=${one.service}><td><b>${one.service}</b></td><td>${one.served}</td><td>${percent(one.complete, one.served)}</td><td>${minutes(one.wait.median)}</td><td>${minutes(one.minutes)}</td></tr>`)}</tbody></table>`
      : html`<p class="pane-b dim">${t('antre.kosong_selesai')}</p>`}</section></div></div></${DeskPage}>`
}

/** @returns {[string, number | string][]} */
const factsOf = told => [
  [t('antre.l_terjadwal'), told.expected],
  [t('antre.l_tanpa_janji'), told.walkIns],
  [t('antre.l_datang'), told.came],
  [t('antre.l_dilayani'), told.served],
  [t('antre.l_lengkap'), told.judged ? `${told.complete} / ${told.judged}` : '-'],
  [t('antre.l_dirujuk'), told.referred],
  [t('antre.l_tidak_hadir'), told.absent],
  [t('antre.l_belum_dilayani'), told.notReached],
  [t('antre.l_pulang'), told.left],
  [t('antre.l_dua_kali'), told.twice],
  [t('antre.l_tunggu'), `${minutes(told.wait.median)} / ${minutes(told.wait.p90)}`],
  [t('antre.l_lama'), minutes(told.minutes)]
]

const tableOf = (day, told, facts) => [
  [t('antre.laporan_judul', { tanggal: formatDate(day.body.date) }), mine().desa.name],
  ...facts,
  [],
  ['layanan', 'dilayani', 'lengkap', 'tunggu', 'lama'].map(key => t('antre.t_' + key)),
  ...told.services.map(one => [one.service, one.served, one.complete, one.wait.median, one.minutes])
]

function download (name, text) {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  const link = Object.assign(document.createElement('a'), { href: url, download: name })
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10000)
}
