// The inbox: cases that wait for an officer before the coming Wednesday, the urgent and the oldest first.
import { html, useMemo, useState } from '../vendor/ui.js'
import { formatDate, shortDate, t } from '../text/text.js'
import { DeskPage } from '../shell/desk.js'
import { Chip, Icon } from '../shell/frame.js'
import { Key, useKeys } from '../shell/keys.js'
import { UnsentLine } from '../shell/unsent.js'
import { go } from '../shell/router.js'
import { decidedNow, outbox } from '../store/outbox.js'
import { all, get, of, version } from '../store/records.js'
import { mine } from '../store/me.js'
import { Arriving } from './arriving.js'
import { useCatalogue } from './catalogue.js'
import { now } from '../sync/clock.js'
import { undo } from './deciding.js'
import { detailsOf, EVERYTHING, looked, lookedFor, rowsOf, WAITING } from './rows.js'
import { dayToFill } from './service-day.js'
import { usePhoto } from './viewer.js'
import { AFTER } from './steps.js'
import { Withdrawn } from './withdrawn.js'
import { moment, namesOf, statusOfMany, statusWords } from './words.js'

const STORE = { get, of }
const SHOWN = 200 // rows; more are asked for by narrowing
const HOUR = 3600000 // ms

export function InboxScreen () {
  const catalogue = useCatalogue()
  const [filter, setFilter] = useState(looked.filter)
  const [at, setAt] = useState(0)
  const names = namesOf(catalogue)
  const everything = useMemo(() => rowsOf(all('case'), STORE, decidedNow()), [version.value, outbox.value])
  const waiting = everything.filter(row => row.status === 'terkirim')
  const { rows, beyond, wide } = useMemo(() => lookedFor(everything, filter, STORE, now().getTime()), [everything, filter])
  const day = dayToFill(all('service_day'), now().getTime())
  const choose = step => setAt(i => Math.min(Math.max(i + step, 0), rows.length - 1))
  const here = rows[Math.min(at, rows.length - 1)]
  useKeys({
    ArrowDown: () => choose(1),
    ArrowUp: () => choose(-1),
    Enter: () => here && go(`/periksa/${here.id}`),
    u: undo,
    f: () => document.getElementById('f-status')?.focus()
  })
  const narrow = next => { looked.filter = { ...filter, ...next }; setFilter(looked.filter); setAt(0) }
  const options = key => [...new Set(everything.map(row => row[key]).filter(Boolean))].sort()
  const narrowed = Object.keys(WAITING).some(key => key !== 'text' && filter[key] !== WAITING[key])
  const done = everything.filter(row => row.status !== 'terkirim').length
  const head = html`<div class="page-h"><div>
      <h1>${day ? t('meja.menunggu_untuk', { n: waiting.length, tanggal: formatDate(day.body.date) }) : t('meja.menunggu', { n: waiting.length })}</h1>
      <p class="dim">${t('meja.sudah', { n: done, total: everything.length })}${day && day.body.cutoff ? ' ' + t('meja.batas', { kapan: moment(day.body.cutoff) }) : ''}</p></div>
    <div class="prow"><progress class="ok" max=${Math.max(everything.length, 1)} value=${done} aria-label=${t('meja.selesai_diperiksa')}></progress></div></div>`
  const keys = ['pilih', 'periksa', 'saring', 'urungkan'].map((does, i) => [['↑ ↓', 'Enter', 'F', 'U'][i], t('meja.k_' + does)])
  return html`<${DeskPage} title=${t('desk.masuk')} head=${head} keys=${keys} name=${mine().name} desa=${mine().desa.name}>
    <${Withdrawn} families=${all('family')} at=${now().getTime()} />
    <${Arriving} arrivals=${all('arrival')} families=${all('family')} decided=${id => outbox.value.some(({ change }) => change.record === id)} at=${now().getTime()} />
    <${UnsentLine} />
    <${Filters} filter=${filter} onChange=${narrow} options=${options} names=${names} narrowed=${narrowed} />
    <p role="status" class=${wide || beyond ? 'gap-t' : ''}>${wide && html`<b>${t('meja.di_luar')}</b>`}</p>
    ${beyond > 0 && html`<button type="button" class="link" onClick=${() => narrow({ ...EVERYTHING, text: filter.text })}>${t('meja.di_luar_n', { n: beyond })}</button>`}
    ${rows.length === 0
      ? html`<div class="empty stack"><p><${Icon} name="done" xl /></p><p class="b">${everything.length ? t(filter.text.trim() ? 'meja.tidak_ketemu' : 'meja.kosong') : t('meja.kosong_sama_sekali')}</p></div>`
      : html`<div class="panes cases gap-t">
          <section class="pane"><table class="tbl"><caption class="hide">${t('meja.tabel')}</caption>
            <thead><tr>${['pemohon', 'layanan', 'berkas', 'dilihat', 'kader', 'menunggu_sejak'].map(key => html`<th scope="col" key=${key}>${t('meja.t_' + key)}</th>`)}</tr></thead>
            <tbody>${rows.slice(0, SHOWN).map((row, i) => html`<${Row} key=${row.id} row=${row} names=${names} current=${row === here} onPick=${() => setAt(i)} />`)}</tbody></table>
            ${rows.length > SHOWN && html`<p class="pane-b dim">${t('meja.masih_ada', { n: rows.length - SHOWN })}</p>`}</section>
          ${here && html`<${Preview} row=${here} names=${names} />`}
        </div>`}
  </${DeskPage}>`
}

/** What narrows the list, in one line at the desk. */
function Filters ({ filter, onChange, options, names, narrowed }) {
  const set = key => event => onChange({ [key]: event.target.value })
  const of = (key, all, words = code => code) => [['', all], ...options(key).map(code => [code, words(code)])]
  const statuses = ['terkirim', 'perlu_dilengkapi', 'siap', 'terjadwal', 'tidak_hadir', ...AFTER].map(code => [code, statusOfMany(code)])
  return html`<form class="filters many" onSubmit=${event => event.preventDefault()}>
    <div class="search"><${Icon} name="search" /><input class="in" id="cari" type="search" aria-label=${t('meja.cari')} placeholder=${t('meja.cari')} value=${filter.text} onInput=${set('text')} /></div>
    <${Select} id="f-status" label=${t('meja.f_status')} value=${filter.status} onChange=${set('status')} options=${[...statuses, ['', t('meja.semua')]]} />
    <${Select} id="f-hari" label=${t('meja.f_hari')} value=${filter.day} onChange=${day => onChange({ day: day.target.value, status: day.target.value ? '' : filter.status })} options=${of('day', t('meja.semua_hari'), shortDate)} />
    <${Select} id="f-tunggu" label=${t('meja.f_tunggu')} value=${filter.waits} onChange=${set('waits')} options=${[['', t('meja.semua')], ...['1', '3', '7'].map(n => [n, t('meja.lebih_hari', { n })])]} />
    <${Select} id="f-rw" label="RW" value=${filter.rw} onChange=${set('rw')} options=${of('rw', t('meja.semua_rw'), rw => 'RW ' + rw)} />
    <${Select} id="f-kader" label=${t('meja.f_kader')} value=${filter.kader} onChange=${set('kader')} options=${of('kader', t('meja.semua_kader'))} />
    <${Select} id="f-layanan" label=${t('meja.f_layanan')} value=${filter.service} onChange=${set('service')} options=${of('service', t('meja.semua_layanan'), names.service)} />
    ${narrowed && html`<button type="button" class="link" onClick=${() => onChange({ ...WAITING, text: filter.text })}>${t('meja.hapus_saringan')}</button>`}
  </form>`
}

function Row ({ row, names, current, onPick }) {
  const details = detailsOf(row, STORE)
  const look = [details.urgent && t('urgensi.' + row.urgency), details.marks > 0 && t('meja.n_tanda', { n: details.marks }), details.acceptable && t('meja.siap_diterima')].filter(Boolean)
  return html`<tr class=${current ? 'cur' : ''} onClick=${onPick}>
    <td><a href=${`/periksa/${row.id}`}>${nameOf(row)}</a><small><span>${t('wilayah.rtrw', { rt: row.rt, rw: row.rw })}</span>${row.number && html`<span>${row.number}</span>`}${row.status !== 'terkirim' && row.status === row.record.body.status && html`<span>${statusWords(row.record.body)}</span>`}</small></td>
    <td>${names.service(row.service)}</td>
    <td>${papersChip(details)}</td>
    <td>${look.length ? look.join(', ') : html`<span class="dim" aria-hidden="true">-</span>`}</td>
    <td class="nowrap">${row.kader}</td><td class="nowrap">${waited(row.since)}</td></tr>`
}

const nameOf = row => row.name || t('kunjungan.keluarga_baru')

const papersChip = ({ here, firm }) => here === firm
  ? html`<${Chip} kind="ok" icon="done">${t('meja.n_dari', { ada: here, n: firm })}</${Chip}>`
  : html`<${Chip} kind="warn" icon="warn">${t('meja.n_dari', { ada: here, n: firm })}</${Chip}>`

const waited = since => {
  const hours = Math.max(0, Math.floor((now().getTime() - since) / HOUR))
  return hours < 48 ? t('meja.n_jam', { n: hours }) : t('meja.n_hari', { n: Math.floor(hours / 24) })
}

function Preview ({ row, names }) {
  const { photos, note, papers } = detailsOf(row, STORE)
  return html`<section class="pane" aria-labelledby="pv"><div class="pane-h"><h2 id="pv">${nameOf(row)}</h2><span class="small dim nowrap">${row.number}</span></div>
    <div class="pane-b stack">
      ${row.urgency !== 'biasa' && html`<p class="wrap"><${Chip} kind="bad" icon="clock">${t('urgensi.' + row.urgency)}</${Chip}></p>`}
      ${photos.length > 0 && html`<div class="thumbs">${photos.slice(0, 4).map(id => html`<${Small} key=${id} id=${id} />`)}</div>`}
      ${note && html`<p>“${note}”<br /><span class="small dim">${row.kader}</span></p>`}
      <ul>${papers.map(p => html`<li class="cond" key=${p.key}><span class=${p.state === 'diterima' ? 'ok-t' : p.state === 'belum_dilihat' ? 'nila-t' : 'warn-t'}>
        <${Icon} name=${p.state === 'diterima' ? 'done' : p.state === 'belum_dilihat' ? 'clock' : 'warn'} /></span><span>${names.paper(p.paper)}${p.memberName ? `, ${p.memberName}` : ''}<small>${t('paper_state.' + p.state)}</small></span></li>`)}</ul>
      <a class="btn wide" href=${`/periksa/${row.id}`}>${t('meja.periksa')} <${Key} of="Enter" /></a></div></section>`
}

/** A photo as a small picture; nothing while it is on its way. */
function Small ({ id }) {
  const [url] = usePhoto(id, true)
  return html`<span class=${url ? 'thumb' : 'thumb none'}>${url ? html`<img src=${url} alt="" />` : html`<${Icon} name="page" />`}</span>`
}

const Select = ({ id, label, value, onChange, options }) => html`<div><label for=${id}>${label}</label>
  <select class="in" id=${id} value=${value} onChange=${onChange}>${options.map(([code, words]) => html`<option key=${code} value=${code} selected=${code === value}>${words}</option>`)}</select></div>`
