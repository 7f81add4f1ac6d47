// One counter: whom it has, what it may do with them, and their papers. Other counters are only shown.
import { html, useState } from '../vendor/ui.js'
import { formatTime, t } from '../text/text.js'
import { Chip, Dialog, Icon, NoteBox } from '../shell/frame.js'
import { Key } from '../shell/keys.js'
import { bodyOf, of } from '../store/records.js'
import { atCounter, minuteOf } from './board.js'
import { counter, rival, sitAt } from './here.js'

const AGENCIES = ['dinas_sosial', 'puskesmas', 'rumah_sakit', 'disdukcapil', 'bpjs_kesehatan', 'kecamatan']

export function CounterPane ({ number, day, lines, names, calls, papersOf, moment, next }) {
  const line = atCounter(lines, number)
  const isMine = counter.value === number
  const seat = (day.body.counters || {})[number]
  const since = line && line.status === 'dilayani'
    ? t('antre.dilayani_menit', { n: Math.max(0, Math.round(moment - minuteOf(line.served))) })
    : line ? t('antre.dipanggil_kali', { n: Math.max(1, line.calls) }) : ''
  return html`<section class=${`pane${isMine ? ' fresh' : ''}`} aria-labelledby=${`l${number}`}>
    <div class="pane-h"><h2 id=${`l${number}`}>${t('antre.loket', { n: number })} ${seat && html`<span class="reg dim">· ${seat.name}</span>`}</h2><span class="small dim nowrap">${since}</span></div>
    <div class="pane-b stack">${isMine && rival(day) && html`<${NoteBox} kind="warn" icon="two"><p>${t('antre.loket_berdua', { n: number, nama: rival(day) })}</p></${NoteBox}>`}${line
      ? html`<${Calling} line=${line} names=${names} />${isMine && html`<${Doings} line=${line} calls=${calls} />`}`
      : html`<p class="dim">${t(isMine ? 'antre.loket_kosong' : seat ? 'antre.loket_lain_kosong' : 'antre.loket_tak_dipakai')}</p>
        ${isMine && next && html`<button class="btn wide" onClick=${calls.next}>${t('antre.panggil_nomor', { nomor: next.number })} <${Key} of="N" /></button>`}`}
      ${!isMine && !line && html`<button class=${counter.value ? 'link' : 'btn wide'} onClick=${() => sitAt(day, number)}>${t(counter.value ? 'antre.pindah_ke' : 'antre.pakai', { n: number })}</button>`}
    </div></section>
    ${isMine && line && html`<${Papers} line=${line} names=${names} papersOf=${papersOf} />`}
    ${isMine && calls.refers && html`<${Refer} line=${calls.refers} calls=${calls} />`}`
}

function Calling ({ line, names }) {
  return html`<div class="calling"><span class=${`big-no nila-t${line.number.length > 5 ? ' long' : ''}`}>${line.number}</span><div class="stack-s"><p class="who">${line.name || t('antre.tanpa_nama')}</p><p class="dim">${names.of(line).join('; ')}</p></div></div>
    <p class="wrap">${line.complete ? html`<${Chip} kind="ok" icon="done">${t('antre.lengkap')}</${Chip}>` : html`<${Chip} kind="warn" icon="warn">${t('antre.belum_lengkap')}</${Chip}>`}
      ${line.first && html`<${Chip} kind="info" icon="elder">${line.reasons.length ? line.reasons.map(reason => t('antre.dulu_' + reason)).join(', ') : t('hari.didahulukan')}</${Chip}>`}
      ${line.walkIn && html`<${Chip} kind="info" icon="person">${t('antre.tanpa_janji')}</${Chip}>`}
      <${Twice} line=${line} /></p>`
}

/** Who was served at two counters while they could not see each other. */
export function Twice ({ line }) {
  const served = line.twice.filter(({ did }) => did !== 'dipanggil')
  return served.length > 0 && html`<${Chip} kind="warn" icon="two">${t('antre.dua_kali', { n: served[0].counter, jam: formatTime(served[0].at) })}</${Chip}>`
}

function Doings ({ line, calls }) {
  if (line.status === 'dipanggil') {
    return html`<div class="cols auto"><button class="btn" onClick=${calls.begin}>${t('antre.mulai')} <${Key} of="M" /></button>
      <button class="btn two" onClick=${calls.again}>${t('antre.panggil_lagi')} <${Key} of="P" /></button>
      <button class="btn two" onClick=${calls.skip}>${t('antre.lewati')} <${Key} of="L" /></button></div>`
  }
  const { said, say } = calls
  const complete = said.complete === null ? line.complete : said.complete
  return html`<label class="choice"><input type="checkbox" checked=${complete} onChange=${e => say({ complete: e.target.checked })} /><span class="box"><span>${t('antre.lengkap_datang')}</span></span></label>
    <div class="q"><label for="catatan">${t('antre.catatan')}</label><input class="in" id="catatan" value=${said.note} maxlength="1000" onInput=${e => say({ note: e.target.value })} /></div>
    <div class="cols"><button class="btn" onClick=${calls.finish}>${t('antre.selesai')} <${Key} of="S" /></button><button class="btn two" onClick=${calls.refer}>${t('antre.rujuk')} <${Key} of="R" /></button></div>`
}

function Papers ({ line, names, papersOf }) {
  const papers = line.cases.flatMap(({ body }) => papersOf(body, of('document', 'family', body.family), id => bodyOf(id).full_name || ''))
  const shown = Array.from(new Map(papers.map(paper => [paper.key, paper])).values())
  const first = line.cases[0]
  return html`<section class="pane"><div class="pane-h"><h2>${t('antre.berkas', { nomor: line.number })}</h2>
      ${first ? html`<a href=${`/periksa/${first.id}`}>${t('antre.buka_kasus')}</a>` : line.family && html`<a href=${`/warga/${line.family}`}>${t('antre.buka_keluarga')}</a>`}</div>
    <div class="pane-b">${shown.length
      ? html`<ul>${shown.map(paper => { const good = paper.state === 'diterima'; return html`<li class="cond" key=${paper.key}><span class=${good ? 'ok-t' : 'warn-t'}><${Icon} name=${good ? 'done' : 'warn'} /></span>
          <span>${names.paper(paper.paper)}${paper.memberName ? `, ${paper.memberName}` : ''} <small>${t('paper_state.' + paper.state)}</small></span></li>` })}</ul>`
      : html`<p class="dim">${t(first ? 'antre.tanpa_berkas' : 'antre.tanpa_kasus')}</p>`}
      <p class="small dim">${t('antre.tersimpan_di_sini')}</p></div></section>`
}

function Refer ({ line, calls }) {
  const [agency, setAgency] = useState('')
  const go = event => { event.preventDefault(); if (agency.trim()) calls.referTo(agency.trim()) }
  return html`<${Dialog} title=${t('antre.rujuk_judul', { nomor: line.number })} onClose=${calls.stopRefer}
    footer=${close => html`<button class="btn" form="rujuk" disabled=${!agency.trim()}>${t('antre.rujuk_kirim')}</button> <button class="btn two" onClick=${close}>${t('umum.batal')}</button>`}>
    <form id="rujuk" class="stack" onSubmit=${go}><div class="q"><label for="instansi">${t('antre.rujuk_ke')}</label>
      <input class="in" id="instansi" list="instansi-daftar" maxlength="120" value=${agency} autocomplete="off" onInput=${e => setAgency(e.target.value)} />
      <datalist id="instansi-daftar">${AGENCIES.map(code => html`<option key=${code} value=${t('antre.instansi_' + code)}></option>`)}</datalist>
      <p class="hint">${t('antre.rujuk_jelas')}</p></div></form></${Dialog}>`
}
