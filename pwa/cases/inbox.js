// The inbox: cases that wait for an officer before the coming Wednesday, the urgent and the oldest first.
import { html, useEffect, useMemo, useState } from '../vendor/ui.js'
import { formatDate, t } from '../text/text.js'
import { Chip, DeskPage, Icon, inboxCount } from '../shell/frame.js'
import { go } from '../shell/router.js'
import { all, bodyOf, get, of, version } from '../store/records.js'
import { mine } from '../store/me.js'
import { useCatalogue } from './catalogue.js'
import { now } from '../sync/clock.js'
import { useKeys } from './keys.js'
import { complete, papersOf } from './papers.js'
import { dayToFill } from './service-day.js'
import { usePhoto } from './viewer.js'
import { moment, namesOf } from './words.js'

const URGENCY = { darurat: 0, mendesak: 1, biasa: 2 }

export function InboxScreen () {
  const catalogue = useCatalogue()
  const [filter, setFilter] = useState({ text: '', rw: '', kader: '', service: '', status: 'terkirim' })
  const [at, setAt] = useState(0)
  const names = namesOf(catalogue)
  const everything = useMemo(() => all('case').map(record => rowOf(record)), [version.value])
  const waiting = everything.filter(row => row.status === 'terkirim')
  useEffect(() => { inboxCount.value = waiting.length }, [waiting.length])
  const rows = everything.filter(row => matches(row, filter)).sort((a, b) => (URGENCY[a.urgency] ?? 2) - (URGENCY[b.urgency] ?? 2) || a.since - b.since)
  const day = dayToFill(all('service_day'), now().getTime())
  const choose = step => setAt(i => Math.min(Math.max(i + step, 0), rows.length - 1))
  const here = rows[Math.min(at, rows.length - 1)]
  useKeys({
    ArrowDown: () => choose(1),
    ArrowUp: () => choose(-1),
    Enter: () => here && go(`/periksa/${here.id}`),
    '/': () => document.getElementById('cari')?.focus(),
    f: () => document.getElementById('f-rw')?.focus()
  })
  const set = key => event => { setFilter({ ...filter, [key]: event.target.value }); setAt(0) }
  const options = key => [...new Set(everything.map(row => row[key]).filter(Boolean))].sort()
  const done = everything.filter(row => row.status !== 'terkirim').length
  const head = html`<div class="page-h"><div>
      <h1>${day ? t('meja.menunggu_untuk', { n: waiting.length, tanggal: formatDate(day.body.date) }) : t('meja.menunggu', { n: waiting.length })}</h1>
      <p class="dim">${t('meja.sudah', { n: done, total: everything.length })}${day && day.body.cutoff ? ' ' + t('meja.batas', { kapan: moment(day.body.cutoff) }) : ''}</p></div>
    <div class="prow"><progress class="ok" max=${Math.max(everything.length, 1)} value=${done} aria-label=${t('meja.selesai_diperiksa')}></progress></div></div>`
  const hints = html`<span><kbd>↑</kbd> <kbd>↓</kbd> ${t('meja.k_pilih')}</span><span><kbd>Enter</kbd> ${t('meja.k_periksa')}</span><span><kbd>/</kbd> ${t('meja.k_cari')}</span><span><kbd>F</kbd> ${t('meja.k_saring')}</span>`
  return html`<${DeskPage} title=${t('desk.masuk')} head=${head} hints=${hints} name=${mine().name} desa=${mine().desa.name}>
    <form class="filters" onSubmit=${e => e.preventDefault()}>
      <div class="search"><${Icon} name="search" /><input class="in" id="cari" type="search" aria-label=${t('meja.cari')} placeholder=${t('meja.cari')} value=${filter.text} onInput=${set('text')} /></div>
      <${Select} id="f-status" label=${t('meja.f_status')} value=${filter.status} onChange=${set('status')} options=${[['terkirim', t('status.terkirim')], ['perlu_dilengkapi', t('status.perlu_dilengkapi')], ['siap', t('status.siap')], ['terjadwal', t('meja.terjadwal')], ['', t('meja.semua')]]} />
      <${Select} id="f-rw" label="RW" value=${filter.rw} onChange=${set('rw')} options=${[['', t('meja.semua_rw')], ...options('rw').map(rw => [rw, 'RW ' + rw])]} />
      <${Select} id="f-kader" label=${t('meja.f_kader')} value=${filter.kader} onChange=${set('kader')} options=${[['', t('meja.semua_kader')], ...options('kader').map(name => [name, name])]} />
      <${Select} id="f-layanan" label=${t('meja.f_layanan')} value=${filter.service} onChange=${set('service')} options=${[['', t('meja.semua_layanan')], ...options('service').map(code => [code, names.service(code)])]} />
    </form>
    ${rows.length === 0
      ? html`<div class="empty stack"><p><${Icon} name="done" xl /></p><p class="b">${everything.length ? t('meja.kosong') : t('meja.kosong_sama_sekali')}</p></div>`
      : html`<div class="panes cases gap-t">
          <section class="pane"><table class="tbl"><caption class="hide">${t('meja.tabel')}</caption>
            <thead><tr>${['pemohon', 'layanan', 'berkas', 'dilihat', 'kader', 'menunggu_sejak'].map(key => html`<th scope="col" key=${key}>${t('meja.t_' + key)}</th>`)}</tr></thead>
            <tbody>${rows.slice(0, 200).map((row, i) => html`<${Row} key=${row.id} row=${row} names=${names} current=${row === here} onPick=${() => setAt(i)} />`)}</tbody></table>
            ${rows.length > 200 && html`<p class="pane-b dim">${t('meja.masih_ada', { n: rows.length - 200 })}</p>`}</section>
          ${here && html`<${Preview} row=${here} names=${names} />`}
        </div>`}
  </${DeskPage}>`
}

function Row ({ row, names, current, onPick }) {
  return html`<tr class=${current ? 'cur' : ''} onClick=${onPick}>
    <td><a href=${`/periksa/${row.id}`}>${row.name}</a><small><span>${t('wilayah.rtrw', { rt: row.rt, rw: row.rw })}</span>${row.number && html`<span>${row.number}</span>`}</small></td>
    <td>${names.service(row.service)}</td>
    <td>${papersChip(row)}</td>
    <td>${row.look.length ? row.look.join(', ') : html`<span class="dim" aria-hidden="true">-</span>`}</td>
    <td class="nowrap">${row.kader}</td><td class="nowrap">${waited(row.since)}</td></tr>`
}

function papersChip (row) {
  return row.here === row.firm
    ? html`<${Chip} kind="ok" icon="done">${t('meja.n_dari', { ada: row.here, n: row.firm })}</${Chip}>`
    : html`<${Chip} kind="warn" icon="warn">${t('meja.n_dari', { ada: row.here, n: row.firm })}</${Chip}>`
}

function Preview ({ row, names }) {
  return html`<section class="pane" aria-labelledby="pv"><div class="pane-h"><h2 id="pv">${row.name}</h2><span class="small dim nowrap">${row.number}</span></div>
    <div class="pane-b stack">
      ${row.urgency !== 'biasa' && html`<p class="wrap"><${Chip} kind="bad" icon="clock">${t('urgensi.' + row.urgency)}</${Chip}></p>`}
      ${row.photos.ids.length > 0 && html`<div class="thumbs">${row.photos.ids.slice(0, 4).map(id => html`<${Small} key=${id} id=${id} />`)}</div>`}
      ${row.note && html`<p>“${row.note}”<br /><span class="small dim">${row.kader}</span></p>`}
      <ul>${row.papers.map(p => html`<li class="cond" key=${p.key}><span class=${p.state === 'diterima' ? 'ok-t' : p.state === 'belum_dilihat' ? 'nila-t' : 'warn-t'}>
        <${Icon} name=${p.state === 'diterima' ? 'done' : p.state === 'belum_dilihat' ? 'clock' : 'warn'} /></span><span>${names.paper(p.paper)}${p.memberName ? `, ${p.memberName}` : ''}<small>${t('paper_state.' + p.state)}</small></span></li>`)}</ul>
      <a class="btn wide" href=${`/periksa/${row.id}`}>${t('meja.periksa')} <kbd>Enter</kbd></a></div></section>`
}

/** A photo as a small picture; nothing while it is on its way. */
function Small ({ id }) {
  const [url] = usePhoto(id, true)
  return html`<span class=${url ? 'thumb' : 'thumb none'}>${url ? html`<img src=${url} alt="" />` : html`<${Icon} name="page" />`}</span>`
}

const Select = ({ id, label, value, onChange, options }) => html`<div><label for=${id}>${label}</label>
  <select class="in" id=${id} value=${value} onChange=${onChange}>${options.map(([code, words]) => html`<option key=${code} value=${code} selected=${code === value}>${words}</option>`)}</select></div>`

/** What the inbox shows of a case. @param {any} record */
function rowOf (record) {
  const { body } = record
  const family = get(body.family)
  const visit = get(body.visit)
  const [rw = '', rt = ''] = (record.area || (family && family.area) || '').split('/')
  const papers = papersOf(body, of('document', 'family', body.family), id => bodyOf(id).full_name || '')
  const firm = papers.filter(p => p.required && !p.later)
  const marks = (visit && visit.body.marks) || []
  return {
    id: record.id,
    name: (family && family.body.head_name) || t('kunjungan.keluarga_baru'),
    number: body.number || '',
    rw,
    rt,
    service: body.service,
    status: body.status,
    urgency: body.urgency || 'biasa',
    note: body.note,
    kader: (body.by && body.by.name) || '',
    since: madeAt(record.id),
    papers,
    firm: firm.length,
    here: firm.filter(p => p.state === 'belum_dilihat' || p.state === 'diterima').length,
    photos: { ids: papers.flatMap(p => p.document ? (p.document.body.photos || []).slice(-1) : []) },
    look: [
      body.urgency && body.urgency !== 'biasa' && t('urgensi.' + body.urgency),
      marks.length > 0 && t('meja.n_tanda', { n: marks.length }),
      body.status === 'terkirim' && firm.length > 0 && complete(papers) && t('meja.siap_diterima')
    ].filter(Boolean)
  }
}

function matches (row, { text, rw, kader, service, status }) {
  const wanted = text.trim().toLowerCase()
  return (!status || row.status === status) && (!rw || row.rw === rw) && (!kader || row.kader === kader) && (!service || row.service === service) &&
    (!wanted || `${row.name} ${row.number} ${nikTails(row)}`.toLowerCase().includes(wanted))
}

/** The last digits of the family's NIKs and KK, for searching by them. */
function nikTails (row) {
  const { family } = bodyOf(row.id)
  const ids = [family, ...of('member', 'family', family).map(m => m.id)]
  return ids.flatMap(id => of('identity', 'subject', id)).map(i => i.body.nik || i.body.kk_number || '').join(' ')
}

/** The moment in a UUIDv7, ms. */
const madeAt = id => parseInt(id.replace(/-/g, '').slice(0, 12), 16)

const HOUR = 3600000
const waited = since => {
  const hours = Math.max(0, Math.floor((Date.now() - since) / HOUR))
  return hours < 48 ? t('meja.n_jam', { n: hours }) : t('meja.n_hari', { n: Math.floor(hours / 24) })
}
