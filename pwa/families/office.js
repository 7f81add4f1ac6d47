// What only officers do with a whole family: move it, close it, make it one with another, take it apart, erase it.
import { html, useState } from '../vendor/ui.js'
import { formatMoment, t } from '../text/text.js'
import { Closed, isClosed } from '../shell/closed.js'
import { DeskPage } from '../shell/desk.js'
import { Dialog, errorText, Icon, NoteBox, toast } from '../shell/frame.js'
import { Missing } from '../shell/trouble.js'
import { DesilRow } from '../shell/desil.js'
import { placeOf } from '../shell/people.js'
import { Release } from './release.js'
import { get, version } from '../store/records.js'
import { actionChange, enqueue, outbox } from '../store/outbox.js'
import { mine } from '../store/me.js'

const UNDO = 30 * 86400000 // ms
const CLOSED = ['pindah', 'meninggal', 'bergabung', 'tidak_ditemukan']
const AGAIN = ['berubah', 'salah']
const ERASED = ['permintaan', 'tarik_persetujuan', 'salah_orang']

/** Have something done to a family, as every decision of an officer: by the outbox. @param {string} name @param {any} family @param {any} args */
export const act = (name, family, args) => enqueue([actionChange(name, family.id, args)], { title: family.body.head_name || '' })
  .then(() => { toast(t('periksa.tercatat')); return true }, error => { toast(errorText(error)); return false })

/** @param {{ id: string }} props */
export function FamilyOfficeScreen ({ id }) {
  version.value // eslint-disable-line no-unused-expressions
  const family = get(id)
  if (!family || family.collection !== 'family') return html`<${Missing} text=${t('warga.tidak_ada')} />`
  const name = family.body.head_name || t('warga.tanpa_nama')
  const head = html`<div class="page-h"><div class="line"><a class="ib" href=${`/warga/${id}`} aria-label=${t('umum.kembali')}><${Icon} name="back" /></a><div><h1>${name}</h1><p class="dim">${placeOf(family.area)}</p></div></div></div>`
  return html`<${DeskPage} title=${name} head=${head} name=${mine().name} desa=${mine().desa.name}><div class="narrow stack"><${FamilyOffice} family=${family} /></div></${DeskPage}>`
}

/** @param {{ family: any }} props */
function FamilyOffice ({ family }) {
  const [asking, setAsking] = useState('')
  const { body } = family
  const waits = outbox.value.some(({ change }) => change.record === family.id && 'do' in change)
  const done = (name, args) => act(name, family, args).then(kept => { if (kept) setAsking('') })
  const undoable = (body.twins || []).filter(({ at }) => Date.now() - Date.parse(at) < UNDO)
  return html`<section class="stack"><h2>${t('kantor.judul')}</h2>
    <${Closed} body=${body} />
    <${Release} family=${family} act=${done} />
    ${waits && html`<p class="small dim">${t('beda.menunggu_kirim')}</p>`}
    ${undoable.map(twin => html`<div class="split" key=${twin.family}><p>${t('kantor.digabung', { nama: twin.name || t('warga.tanpa_nama'), siapa: twin.by, kapan: formatMoment(twin.at, new Date()) })}</p>
      <button type="button" class="btn two s" onClick=${() => done('family.apart', { family: twin.family })}>${t('kantor.pisahkan')}</button></div>`)}
    <dl class="data"><${DesilRow} family=${family.id} /></dl>
    <p class="line"><button type="button" class="btn two s" onClick=${() => setAsking('pindah')}><${Icon} name="pin" />${t('kantor.pindah')}</button>
      ${isClosed(body) ? html`<button type="button" class="btn two s" onClick=${() => done('family.reopen', {})}>${t('kantor.buka_lagi')}</button>`
        : html`<button type="button" class="btn two s" onClick=${() => setAsking('tutup')}>${t('kantor.tutup')}</button>`}
      <button type="button" class="btn two s" onClick=${() => setAsking('hapus')}>${t('kantor.hapus')}</button></p>
    ${body.withdrawn_due && html`<div class="split"><p>${t('setuju.dicabut')}</p><button type="button" class="btn two s" onClick=${() => setAsking('lagi')}>${t('kantor.lagi')}</button></div>`}
    ${asking === 'lagi' && html`<${ChoiceDialog} title=${t('kantor.lagi_judul', { nama: body.head_name || '' })} text=${t('kantor.lagi_jelas')} word=${t('kantor.lagi')} codes=${AGAIN} say=${code => t(`kantor.lagi_${code}`)}
      onDone=${code => done('family.consent_again', { reason: t(`kantor.lagi_${code}`) })} onClose=${() => setAsking('')} />`}
    ${asking === 'pindah' && html`<${MoveDialog} family=${family} onDone=${area => done('family.move', { area })} onClose=${() => setAsking('')} />`}
    ${asking === 'tutup' && html`<${ChoiceDialog} title=${t('kantor.tutup_judul', { nama: body.head_name || '' })} text=${t('kantor.tutup_jelas')} word=${t('kantor.tutup')} codes=${CLOSED} say=${code => t(`kantor.tutup_${code}`)} more=${code => code === 'pindah' ? t('pindahan.setelah_tutup') : ''} note
      onDone=${(reason, note) => done('family.close', { reason, note: note || null })} onClose=${() => setAsking('')} />`}
    ${asking === 'hapus' && html`<${ChoiceDialog} title=${t('kantor.hapus_judul', { nama: body.head_name || '' })} text=${t('kantor.hapus_jelas')} word=${t('kantor.hapus')} codes=${ERASED} say=${code => t(`kantor.hapus_${code}`)} bad
      onDone=${reason => done('family.erase', { reason })} onClose=${() => setAsking('')} />`}</section>`
}

function MoveDialog ({ family, onDone, onClose }) {
  const [area, setArea] = useState('')
  const places = mine().regions.flatMap(({ rw, rts }) => rts.map(rt => `${rw}/${rt}`)).filter(one => !family.area.startsWith(one))
  return html`<${Dialog} title=${t('kantor.pindah_judul', { nama: family.body.head_name || '' })} onClose=${onClose} footer=${close => html`<p class="line right">
      <button type="button" class="btn two" onClick=${close}>${t('umum.batal')}</button><button type="button" class="btn" disabled=${!area} onClick=${() => onDone(area)}>${t('kantor.pindah')}</button></p>`}>
    <p>${t('kantor.pindah_jelas', { dari: placeOf(family.area) })}</p>
    <div class="q"><label for="k-area">${t('kantor.ke')}</label><select class="in" id="k-area" onChange=${event => setArea(event.target.value)}><option value="">${t('kantor.pilih')}</option>
      ${places.map(one => html`<option key=${one} value=${one}>${placeOf(one)}</option>`)}</select></div></${Dialog}>`
}

/** One of some reasons, and perhaps a note. @param {{ title: string, text: string, word: string, codes: string[], say: (code: string) => string, more?: (code: string) => string, note?: boolean, bad?: boolean, onDone: (code: string, note: string) => any, onClose: () => void }} props `more`: what to know about the one that is chosen */
export function ChoiceDialog ({ title, text, word, codes, say, more = () => '', note = false, bad = false, onDone, onClose }) {
  const [code, setCode] = useState('')
  const [words, setWords] = useState('')
  return html`<${Dialog} title=${title} onClose=${onClose} footer=${close => html`<p class="line right">
      <button type="button" class="btn two" onClick=${close}>${t('umum.batal')}</button><button type="button" class=${`btn${bad ? ' bad' : ''}`} disabled=${!code} onClick=${() => onDone(code, words.trim())}>${word}</button></p>`}>
    <div class="stack"><p>${text}</p>
    <fieldset class="q"><legend>${t('kantor.alasan')}</legend>${codes.map(one => html`<label class="choice" key=${one}><input type="radio" name="k-alasan" checked=${code === one} onChange=${() => setCode(one)} /><span class="box"><span>${say(one)}</span></span></label>`)}</fieldset>
    ${more(code) && html`<${NoteBox} kind="info"><p class="small" role="status">${more(code)}</p></${NoteBox}>`}
    ${note && html`<div class="q"><label for="k-catatan">${t('kantor.catatan')}</label><input class="in" id="k-catatan" value=${words} onInput=${event => setWords(event.target.value)} /></div>`}</div></${Dialog}>`
}

