// The answers of the desa as a file, and who took which before.
import { html, useEffect, useState } from '../vendor/ui.js'
import { formatMoment, longDay, t } from '../text/text.js'
import { now } from '../sync/clock.js'
import { request } from '../sync/api.js'
import { Dialog, errorText, toast } from '../shell/layers.js'
import { download } from './fetching.js'
import { titleOf } from './words.js'

const ENDING = { xlsx: 'xlsx', csv: 'zip' }

/** @param {{ asking: import('./words.js').Version | null, onClose: () => void }} props the survey whose answers are asked for */
export function Answers ({ asking, onClose }) {
  const [taken, setTaken] = useState(/** @type {any[]} */ ([]))
  const load = () => request('/api/exports').then(({ data }) => setTaken(data), () => {})
  useEffect(() => { load() }, [])
  return html`${taken.length > 0 && html`<section class="pane"><div class="pane-h"><h2>${t('ekspor.riwayat')}</h2></div>
      <table class="tbl"><caption class="hide">${t('ekspor.riwayat')}</caption>
        <thead><tr>${['siapa', 'kapan', 'apa', 'jumlah'].map(key => html`<th scope="col" key=${key}>${t('ekspor.t_' + key)}</th>`)}</tr></thead>
        <tbody>${taken.slice(0, 10).map(one => html`<tr key=${one.id}><td>${one.person_name}</td><td>${formatMoment(one.at, now())}</td>
          <td>${one.survey} · ${one.format.toUpperCase()}<small>${days(one)}</small></td><td>${t('ekspor.n_kunjungan', { n: one.visits })}</td></tr>`)}</tbody></table></section>`}
    ${asking && html`<${Ask} survey=${asking} onClose=${onClose} onDone=${() => { onClose(); load() }} />`}`
}

const days = ({ since, until }) => since || until
  ? t('ekspor.rentang', { dari: since ? longDay(since) : '…', sampai: until ? longDay(until) : '…' })
  : t('ekspor.semua')

const Choice = ({ name, value, now: chosen, onPick, children }) => html`<label class="choice"><input type="radio" name=${name} checked=${chosen === value} onChange=${() => onPick(value)} /><span class="box"><span>${children}</span></span></label>`

function Ask ({ survey, onClose, onDone }) {
  const [format, setFormat] = useState('xlsx')
  const [labels, setLabels] = useState(false)
  const [split, setSplit] = useState(false)
  const [between, setBetween] = useState({ since: '', until: '' })
  const [state, setState] = useState({ busy: false, trouble: '' })
  const take = () => {
    setState({ busy: true, trouble: '' })
    const asked = { survey: survey.code, format, labels, split, since: between.since || null, until: between.until || null }
    download('/api/exports', `${survey.code}.${ENDING[format]}`, asked).then(() => { toast(t('ekspor.sudah')); onDone() }, error => setState({ busy: false, trouble: errorText(error) }))
  }
  const day = key => html`<div class="q"><label for=${'ekspor-' + key}>${t('ekspor.' + key)}</label>
    <input class="in" id=${'ekspor-' + key} type="date" value=${between[key]} onInput=${event => setBetween({ ...between, [key]: event.target.value })} /></div>`
  return html`<${Dialog} title=${t('ekspor.judul', { survei: titleOf(survey) })} onClose=${onClose} footer=${close => html`<p class="line right">
      <button type="button" class="btn two" onClick=${close}>${t('umum.batal')}</button><button type="button" class="btn" disabled=${state.busy} onClick=${take}>${t('ekspor.ambil')}</button></p>`}>
    <div class="stack"><p>${t('ekspor.jelas')}</p>
      <fieldset class="q"><legend>${t('ekspor.bentuk')}</legend><${Choice} name="bentuk" value="xlsx" now=${format} onPick=${setFormat}>${t('ekspor.xlsx')}</${Choice}>
        <${Choice} name="bentuk" value="csv" now=${format} onPick=${setFormat}>${t('ekspor.csv')}</${Choice}></fieldset>
      <fieldset class="q"><legend>${t('ekspor.isi')}</legend><${Choice} name="isi" value=${false} now=${labels} onPick=${setLabels}>${t('ekspor.kode')}</${Choice}>
        <${Choice} name="isi" value=${true} now=${labels} onPick=${setLabels}>${t('ekspor.tulisan')}</${Choice}>
        <label class="choice"><input type="checkbox" checked=${split} onChange=${event => setSplit(event.target.checked)} /><span class="box"><span>${t('ekspor.pisah')}</span></span></label></fieldset>
      <div class="two-c">${day('since')}${day('until')}</div>
      ${state.trouble && html`<p class="err" role="alert">${state.trouble}</p>`}</div></${Dialog}>`
}
