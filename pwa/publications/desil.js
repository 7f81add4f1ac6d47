// A list of DTSEN handed in: which column is which, what it would change, what is doubtful. Nothing is written before the last tap.
import { html, useState } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { mine } from '../store/me.js'
import { localToday } from '../sync/clock.js'
import { DeskPage } from '../shell/desk.js'
import { Icon, NoteBox } from '../shell/frame.js'
import { desilChange, desilWords } from '../shell/desil.js'
import { errorText } from '../shell/layers.js'
import { placeOf } from '../shell/people.js'
import { Drop } from './drop.js'
import { send } from './fetching.js'

const COLUMNS = ['kk', 'nik', 'desil']
const SHOWN = 100 // rows of what changes

/** @param {{ decide: (changes: any[], said: string, name: string, back: () => void) => Promise<boolean> }} props */
export function DesilScreen ({ decide }) {
  const [file, setFile] = useState(/** @type {File | null} */ (null))
  const [told, setTold] = useState(/** @type {any} */ (null))
  const [day, setDay] = useState('')
  const [state, setState] = useState({ busy: false, trouble: '', kept: 0 })
  const look = async (chosen, columns = {}) => {
    if (!chosen) return
    setFile(chosen)
    setState({ busy: true, trouble: '', kept: 0 })
    try {
      setTold((await send('/api/desil', chosen, columns)).data)
      setState({ busy: false, trouble: '', kept: 0 })
    } catch (error) {
      const { document } = /** @type {any} */ (error)
      setTold(null)
      setState({ busy: false, trouble: document && document.errors ? document.errors[0].message : errorText(error), kept: 0 })
    }
  }
  const choose = (name, place) => look(file, { ...Object.fromEntries(COLUMNS.map(one => [one, String(told[one])])), [name]: place })
  const write = async event => {
    event.preventDefault()
    const changes = told.changes.map(({ family, to, seen, list_seen: listSeen }) => desilChange(family, to, day, { desil: seen, desil_list: listSeen }))
    const said = t('desil.dicatat', { n: changes.length })
    const before = told
    if (!await decide(changes, said, said, () => { setTold(before); setState({ busy: false, trouble: '', kept: 0 }) })) return
    setTold(null)
    setState({ busy: false, trouble: '', kept: changes.length })
  }
  const head = html`<div class="page-h"><div class="line"><a class="ib" href="/survei" aria-label=${t('unggah.ke_survei')}><${Icon} name="back" /></a><div><h1>${t('desil.judul')}</h1><p class="dim">${t('desil.jelas')}</p></div></div></div>`
  return html`<${DeskPage} title=${t('desil.judul')} head=${head} name=${mine().name} desa=${mine().desa.name}><div class="stack">
    ${state.trouble && html`<div class="errsum flat" role="alert"><h2>${state.trouble}</h2><p>${t('desil.tidak_berubah')}</p></div>`}
    ${state.busy && html`<p role="status">${t('unggah.memeriksa', { berkas: file ? file.name : '' })}</p>`}
    ${state.kept > 0 && html`<${NoteBox} kind="ok" icon="done"><p>${t('desil.selesai', { n: state.kept })}</p></${NoteBox}>`}
    ${told && html`<${Columns} told=${told} onChoose=${choose} />
      <div class="panes try"><${Changes} told=${told} day=${day} onDay=${setDay} onWrite=${write} busy=${state.busy} /><${Doubts} told=${told} /></div>`}
    <${Drop} accept=".xlsx,.csv" kinds=${t('desil.jenis')} onFile=${look} again=${!!told} /></div></${DeskPage}>`
}

/** Whether it is not known yet where a number and the desil stand. */
const unmapped = ({ kk, nik, desil }) => desil < 0 || (kk < 0 && nik < 0)

function Columns ({ told, onChoose }) {
  return html`<section class="pane"><div class="pane-h"><h2>${t('desil.kolom')}</h2><span class="small dim">${t('desil.n_baris', { n: told.rows })}</span></div>
    ${unmapped(told) && html`<p class="pane-b b"><${Icon} name="warn" /> ${t('desil.pilih_kolom')}</p>`}
    <form class="filters pane-b" onSubmit=${event => event.preventDefault()}>${COLUMNS.map(name => html`<div key=${name}><label for=${'kolom-' + name}>${t('desil.kolom_' + name)}</label>
      <select class="in" id=${'kolom-' + name} onChange=${event => onChoose(name, event.target.value)}><option value="-1">${t('desil.tidak_ada')}</option>
        ${told.heads.map((word, place) => html`<option key=${place} value=${place} selected=${told[name] === place}>${word || t('desil.kolom_ke', { n: place + 1 })}</option>`)}</select></div>`)}</form></section>`
}

function Changes ({ told, day, onDay, onWrite, busy }) {
  const { changes, same, absent } = told
  return html`<section class="pane"><div class="pane-h"><h2>${t('desil.berubah', { n: changes.length })}</h2><span class="small dim">${t('desil.lainnya', { sama: same, absen: absent })}</span></div>
    ${changes.length === 0 ? html`<p class="pane-b dim">${t('desil.tidak_ada_perubahan')}</p>` : html`<table class="tbl"><caption class="hide">${t('desil.berubah', { n: changes.length })}</caption>
      <thead><tr>${['keluarga', 'sekarang', 'menjadi'].map(key => html`<th scope="col" key=${key}>${t('desil.t_' + key)}</th>`)}</tr></thead>
      <tbody>${changes.slice(0, SHOWN).map(one => html`<tr key=${one.family}><td><a href=${`/warga/${one.family}`}>${one.name || t('warga.tanpa_nama')}</a><small>${placeOf(one.area)}</small></td><td>${desilWords(one.before)}</td><td class="b">${desilWords(one.to)}</td></tr>`)}</tbody></table>
    ${changes.length > SHOWN && html`<p class="pane-b dim">${t('desil.masih', { n: changes.length - SHOWN })}</p>`}
    <form class="pane-b stack" onSubmit=${onWrite}><div class="q"><label for="tanggal-daftar">${t('desil.tanggal_daftar')}</label><p class="hint">${t('desil.tanggal_jelas')}</p>
        <input class="in" id="tanggal-daftar" type="date" required max=${localToday()} value=${day} onInput=${event => onDay(event.target.value)} /></div>
      <p><button class="btn" disabled=${busy || !day}><${Icon} name="check" />${t('desil.catat', { n: changes.length })}</button></p></form>`}</section>`
}

/** Rows that change nothing, by why. */
function Doubts ({ told }) {
  const { doubts, counts } = told
  const kinds = Object.keys(counts)
  return html`<section class="pane"><div class="pane-h"><h2>${t('desil.tidak_dipakai')}</h2><span></span></div>
    <div class="pane-b">${kinds.length === 0 && html`<p class="dim">${t(unmapped(told) ? 'desil.pilih_kolom' : 'desil.semua_jelas')}</p>`}${kinds.map(why => html`<details class="group" key=${why}><summary><b>${t('desil.ragu_' + why, { n: counts[why] })}</b></summary>
      <ul>${doubts.filter(one => one.why === why).map(one => html`<li class="small" key=${one.row}>${t('desil.baris', { n: (one.rows.length ? one.rows : [one.row]).join(', ') })}${one.about && `: ${one.about}`}</li>`)}</ul>
      ${counts[why] > doubts.filter(one => one.why === why).length && html`<p class="small dim">${t('desil.dan_lainnya')}</p>`}</details>`)}</div></section>`
}
