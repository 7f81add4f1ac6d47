// Wednesday: who comes when, who is here, who is served. Thin: one list, and the steps of the day as buttons.
import { html, useEffect, useState } from '../vendor/ui.js'
import { formatDate, t } from '../text/text.js'
import { Chip, DeskPage, errorText, Icon, toast } from '../shell/frame.js'
import { all, bodyOf, version } from '../store/records.js'
import { actionChange, enqueue, outbox } from '../store/outbox.js'
import { inForce, listed, publication } from '../store/publications.js'
import { mine } from '../store/me.js'
import { localToday } from '../sync/clock.js'
import { dayList } from './day-list.js'

const STEPS = { terjadwal: ['case.arrive', 'hari.hadir'], hadir: ['case.call', 'hari.panggil'], dipanggil: ['case.serve', 'hari.mulai'], dilayani: ['case.finish', 'hari.selesai'] }
const keep = changes => enqueue(changes).catch(error => toast(errorText(error)))

const TABS = { terjadwal: ['terjadwal'], hadir: ['hadir', 'dipanggil', 'dilayani'], selesai: ['diproses', 'selesai', 'tidak_hadir'] }

export function DayScreen () {
  version.value // eslint-disable-line no-unused-expressions
  const days = all('service_day').map(d => d.body).sort((a, b) => a.date.localeCompare(b.date))
  const today = localToday()
  const coming = days.find(d => d.state === 'buka' && d.date >= today)
  const [date, setDate] = useState(coming ? coming.date : '')
  const [tab, setTab] = useState('terjadwal')
  const services = useServices()
  const day = days.find(d => d.date === date) || coming
  const lines = day ? dayList(all('case'), day.date, id => bodyOf(id).head_name || '') : []
  const inTab = name => lines.filter(line => TABS[name].includes(line.status))
  const moving = new Set(outbox.value.filter(({ change }) => 'do' in change).map(({ change }) => change.record))
  const step = line => {
    const [action] = STEPS[line.status]
    return keep(line.cases.filter(c => c.body.status === line.status).map(c => actionChange(action, c.id, {})))
  }
  const absent = line => keep(line.cases.filter(c => c.body.status === 'terjadwal').map(c => actionChange('case.no_show', c.id, {})))
  const head = html`<div class="page-h"><div><h1>${day ? formatDate(day.date) : t('desk.rabu')}</h1>
      <p class="dim">${day ? day.state === 'buka' ? t('hari.buka', { dari: day.opens, sampai: day.closes }) : t('hari.tutup', { alasan: day.reason || '' }) : t('hari.belum_ada')}</p></div>
    <div class="line">
      <div class="filters"><div><label for="hari">${t('hari.pilih')}</label><select class="in" id="hari" onChange=${e => setDate(e.target.value)}>
        ${days.map(d => html`<option key=${d.date} value=${d.date} selected=${day && d.date === day.date}>${formatDate(d.date)}${d.state === 'buka' ? '' : ` (${t('hari.tutup_pendek')})`}</option>`)}</select></div></div>
      ${day && html`<a class="btn two" href=${`/rabu/cetak/${day.date}`}><${Icon} name="print" />${t('hari.cetak')}</a>`}</div></div>`
  return html`<${DeskPage} title=${t('desk.rabu')} head=${head} name=${mine().name} desa=${mine().desa.name}>
    <section class="pane"><div class="pane-h"><div class="subtabs" role="tablist" aria-label=${t('hari.antrean')}>
      ${Object.keys(TABS).map(name => html`<button key=${name} role="tab" aria-selected=${tab === name ? 'true' : 'false'} onClick=${() => setTab(name)}>${t('hari.tab_' + name, { n: inTab(name).length })}</button>`)}</div>
      <span class="small dim">${t('hari.n_keluarga', { n: lines.length })}</span></div>
      ${inTab(tab).length === 0
        ? html`<div class="empty stack"><p><${Icon} name="people" xl /></p><p class="b">${t('hari.kosong_' + tab)}</p></div>`
        : html`<table class="tbl"><caption class="hide">${t('hari.antrean')}</caption>
            <thead><tr>${['nomor', 'jam', 'warga', 'layanan', 'langkah'].map(key => html`<th scope="col" key=${key}>${t('hari.t_' + key)}</th>`)}</tr></thead>
            <tbody>${inTab(tab).map(line => html`<tr key=${line.family}>
              <td class="qno">${line.number}</td><td class="nowrap">${line.arrival}</td>
              <td><a href=${`/periksa/${line.cases[0].id}`}>${line.name}</a>${line.priority && html`<small><${Chip} kind="info" icon="elder">${t('hari.didahulukan')}</${Chip}></small>`}</td>
              <td>${line.cases.map(c => services(c.body.service)).join('; ')}</td>
              <td class="nowrap">${STEPS[line.status]
                ? html`<button class="btn two s" disabled=${line.cases.some(c => moving.has(c.id))} onClick=${() => step(line)}>${t(STEPS[line.status][1])}</button>
                  ${line.status === 'terjadwal' && html` <button class="link" disabled=${line.cases.some(c => moving.has(c.id))} onClick=${() => absent(line)}>${t('hari.tidak_hadir')}</button>`}`
                : t('status.' + line.status, { instansi: '' })}</td></tr>`)}</tbody></table>`}
    </section></${DeskPage}>`
}

/** Names of services, of the catalogue in force. @returns {(code: string) => string} */
function useServices () {
  const [body, setBody] = useState(/** @type {any} */ (null))
  const found = (inForce('catalogue') || { hash: null }).hash
  useEffect(() => { if (found) publication(found).then(setBody) }, [found, listed.value])
  return code => (body && body.services.find(s => s.code === code) || { name: code }).name
}
