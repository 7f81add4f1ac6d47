// A change that lies in quarantine: whose it is, why, what it says; repair and take it, carry it away, or put it away alone.
import { html, useState } from '../vendor/ui.js'
import { formatMoment, hasText, t } from '../text/text.js'
import { Dialog, errorText, Icon, toast } from '../shell/frame.js'
import { placeOf } from '../shell/people.js'
import { detailOf, fieldOf } from '../shell/trouble.js'
import { bodyOf, get } from '../store/records.js'
import { mine } from '../store/me.js'
import { inForce } from '../store/publications.js'
import { request } from '../sync/api.js'
import { syncNow } from '../sync/exchange.js'
import { usePublication } from './catalogue.js'
import { wordsFor } from './differences.js'
import { waitingFor } from './waiting.js'

const REFERENCES = new Set(['exists', 'family', 'member', 'building', 'subject', 'visit', 'survey', 'supersedes'])

const ID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/
const NEVER_KEPT = { 'family.attach_card': ['pin'] } // what the server puts into no quarantine: to be said anew

/** The fields of a held change with what they should become; of an action what it was asked with. @param {any} sent @returns {{ name: string, to: any }[]} */
export function fieldsOf (sent) {
  const { set, do: action, args } = sent || {}
  if (action) return [...Object.entries(args || {}).map(([name, to]) => ({ name, to })).filter(({ to }) => !ID.test(to)), ...(NEVER_KEPT[action] || []).map(name => ({ name, to: undefined }))]
  return Object.entries(set || {}).map(([name, wish]) => ({ name, to: wish && typeof wish === 'object' ? wish.to : undefined })).filter(({ name }) => !REFERENCES.has(name))
}

/** Whose data it is: a name in it, or of the family it hangs on. @param {any} row */
export function heldTitle ({ sent }) {
  const said = name => { const wish = ((sent && sent.set) || {})[name]; return wish && typeof wish.to === 'string' ? wish.to : '' }
  const known = get(sent && sent.record) || get(said('family')) || get(said('subject'))
  const family = known && known.collection !== 'family' ? bodyOf(known.body.family || '') : {}
  return said('full_name') || said('head_name') || (known && (known.body.full_name || known.body.head_name)) || family.head_name || kindOf(sent)
}

/** Why it is held, said to an officer. @param {any} problem */
export function heldReason (problem) {
  const word = `betulkan.sebab_${String((problem || {}).type || '').split('/').pop()?.replace(/-/g, '_')}`
  return hasText(word) ? t(word) : (problem || {}).title || t('galat.umum')
}

function kindOf (sent) {
  const word = `kiriman.jenis.${String((sent && (sent.collection || sent.do)) || '').replace('.', '_')}`
  return hasText(word) ? t(word) : t('kiriman.jenis.lain')
}

/** @param {{ row: any, rows: any[], onDone: () => any }} props */
export function HeldPane ({ row, rows, onDone }) {
  const words = wordsFor(usePublication('survey', (inForce('survey', 'kelayakan') || { hash: null }).hash))
  const [edits, setEdits] = useState(/** @type {Record<string, string>} */ ({}))
  const [area, setArea] = useState('')
  const [asking, setAsking] = useState(false)
  const [trouble, setTrouble] = useState('')
  const { sent, problem } = row
  const bad = fieldOf(problem)
  const detail = detailOf(problem, words.label)
  const waitsFor = row.waits_for && rows.find(other => other.sent && other.sent.record === row.waits_for && other !== row)
  const fields = fieldsOf(sent)
  const anew = (NEVER_KEPT[sent && sent.do] || []).some(name => !/^[0-9]{4}$/.test((edits[name] || '').trim()))
  const accept = () => {
    if (anew) return setTrouble(t('tertahan.angka_dulu'))
    const wishes = Object.fromEntries(Object.entries(edits).map(([name, text]) => [name, text.trim() === '' ? null : valueOf(text, fields.find(field => field.name === name)?.to)]))
    const json = { ...(Object.keys(wishes).length ? { [sent.do ? 'args' : 'set']: wishes } : {}), ...(area ? { area } : {}) }
    return request(`/api/quarantine/${row.change}/accept`, { method: 'POST', json }).then(({ data }) => {
      if (data.status === 'refused' || data.status === 'held') { setTrouble(t('tertahan.masih')); return onDone() } // the reason stands above
      toast(t('betulkan.diterima'))
      syncNow()
      return onDone()
    }, error => setTrouble(errorText(error)))
  }
  const discard = (reason, waiting) => request(`/api/quarantine/${row.change}/discard`, { method: 'POST', json: { reason, waiting }, read: 'none' })
    .then(() => { setAsking(false); toast(t('betulkan.disingkirkan')); syncNow(); return onDone() }, error => { setAsking(false); setTrouble(errorText(error)) })
  return html`<section class="pane" aria-labelledby="th"><div class="pane-h"><h2 id="th">${heldTitle(row)}</h2><span class="small dim nowrap">${kindOf(sent)}</span></div>
    <div class="pane-b stack">
      <div class="note-box warn"><span><${Icon} name="warn" /></span><div><p class="b">${heldReason(problem)}</p>
        ${detail && html`<p>${detail}</p>`}
        ${row.again && html`<p>${t('betulkan.sudah_lagi_jelas', { nama: row.by || t('kiriman.jenis.lain') })}</p>`}
        ${waitsFor && html`<p>${t('tertahan.menunggu', { nama: heldTitle(waitsFor) })}</p>`}</div></div>
      <p class="small dim">${t('betulkan.dari', { nama: row.by || t('kiriman.jenis.lain'), kapan: formatMoment(row.at, new Date()) })}</p>
      ${trouble && html`<p class="err" role="alert"><${Icon} name="warn" /> ${trouble}</p>`}
      ${sent && sent.area !== undefined && html`<div class="q"><label for="h-area">${t('betulkan.wilayah')}</label>
        <select class="in" id="h-area" onChange=${event => setArea(event.target.value)}><option value="">${typeof sent.area === 'string' ? placeOf(sent.area) : t('isian.kosong')}</option>
          ${places().map(one => html`<option key=${one} value=${one}>${placeOf(one)}</option>`)}</select></div>`}
      ${fields.map(field => html`<${Field} key=${field.name} field=${field} label=${words.label(field.name)} shown=${words.value(field.name, field.to)} bad=${field.name === bad || (NEVER_KEPT[sent.do] || []).includes(field.name)} hint=${t(field.name === 'pin' ? 'tertahan.angka_baru' : 'betulkan.kosongkan')}
        text=${edits[field.name]} onText=${text => setEdits({ ...edits, [field.name]: text })} />`)}
      ${!fields.length && !(sent && sent.do) && html`<pre class="small raw">${JSON.stringify(sent, null, 1)}</pre>`}
      <div class="line right"><button type="button" class="btn two s" onClick=${() => carry(row)}>${t('betulkan.unduh')}</button>
        <button type="button" class="btn two s" onClick=${() => setAsking(true)}>${t('betulkan.singkirkan')}</button>
        <button type="button" class="btn" onClick=${accept}>${t(Object.keys(edits).length || area ? 'tertahan.betulkan' : 'betulkan.terima')}</button></div></div>
    ${asking && html`<${DiscardDialog} title=${heldTitle(row)} waiting=${waitingFor(row, rows).length} onDiscard=${discard} onClose=${() => setAsking(false)} />`}</section>`
}

/** A field that may be written anew when it is what is wrong, or when the officer opens it. */
function Field ({ field, label, shown, bad, hint, text, onText }) {
  const [open, setOpen] = useState(bad)
  const id = `h-${field.name}`
  if (!open) return html`<div class="split"><p><span class="small dim">${label}</span><br /><b>${shown}</b></p><button type="button" class="link" onClick=${() => setOpen(true)}>${t('umum.ubah')}<span class="hide"> ${label}</span></button></div>`
  const was = typeof field.to === 'string' || typeof field.to === 'number' ? String(field.to) : field.to === null || field.to === undefined ? '' : JSON.stringify(field.to)
  return html`<div class="q"><label for=${id}>${label}</label><input class="in" id=${id} aria-invalid=${bad} value=${text === undefined ? was : text} onInput=${event => onText(event.target.value)} />
    <p class="hint">${hint}</p></div>`
}

/** A typed text as the kind of value that stood there. */
function valueOf (text, was) {
  if (typeof was === 'number' && /^-?[0-9]+([.,][0-9]+)?$/.test(text.trim())) return Number(text.trim().replace(',', '.'))
  return text.trim()
}

function DiscardDialog ({ title, waiting, onDiscard, onClose }) {
  const [reason, setReason] = useState('')
  const [all, setAll] = useState(waiting > 0)
  return html`<${Dialog} title=${t('betulkan.singkirkan_judul', { nama: title })} onClose=${onClose} footer=${close => html`<p class="line right">
      <button type="button" class="btn two" onClick=${close}>${t('umum.batal')}</button><button type="button" class="btn bad" disabled=${!reason.trim()} onClick=${() => onDiscard(reason.trim(), all)}>${t('betulkan.singkirkan')}</button></p>`}>
    <div class="stack"><p>${t('betulkan.singkirkan_jelas')}</p>
    ${waiting > 0 && html`<label class="choice"><input type="checkbox" checked=${all} onChange=${event => setAll(event.target.checked)} /><span class="box"><span>${t('betulkan.singkirkan_semua', { n: waiting })}<small>${t('betulkan.singkirkan_sendiri')}</small></span></span></label>`}
    <div class="q"><label for="h-alasan">${t('betulkan.alasan')}</label><input class="in" id="h-alasan" value=${reason} onInput=${event => setReason(event.target.value)} /></div></div></${Dialog}>`
}

const places = () => mine().regions.flatMap(({ rw, rts }) => rts.map(rt => `${rw}/${rt}`))

/** A held change as a file: whole, as it was sent, with why it is held. @param {any} row */
export const heldFile = row => new Blob([JSON.stringify(row, null, 1)], { type: 'application/json' })

/** Hand a held change over. */
function carry (row) {
  const url = URL.createObjectURL(heldFile(row))
  const link = document.createElement('a')
  link.href = url
  link.download = `tertahan-${row.change}.json`
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10000)
}
