// Turning one paper down, and sending a case back: why, what to do, and what will go out to whom.
import { html, useState } from '../vendor/ui.js'
import { formatDate, formatTime, t, dayName, dayMonth } from '../text/text.js'
import { Dialog, Icon } from '../shell/frame.js'
import { Key, lettersOff } from '../shell/keys.js'
import { all } from '../store/records.js'
import { now } from '../sync/clock.js'
import { dayToFill } from './service-day.js'
import { moment, REASONS, reasonWords } from './words.js'

/** @param {{ title: string, onReject: (reason: string, note: string) => void, onClose: () => void }} props */
export function RejectDialog ({ title, onReject, onClose }) {
  const [reason, setReason] = useState('')
  const [note, setNote] = useState('')
  const send = event => { event.preventDefault(); if (reason) onReject(reason, note) }
  const keys = event => {
    if (event.key === 'Enter' && event.ctrlKey) send(event)
    else if (/^[1-6]$/.test(event.key) && !lettersOff() && event.target.tagName !== 'TEXTAREA') setReason(REASONS[Number(event.key) - 1])
  }
  return html`<${Dialog} title=${t('periksa.tolak_kenapa', { berkas: title })} onClose=${onClose} onKey=${keys} footer=${close => html`<p class="line right">
      <button class="btn two" onClick=${close}>${t('umum.batal')} <${Key} of="Esc" /></button><button class="btn bad" form="tolak" disabled=${!reason}>${t('periksa.tolak_berkas')}</button></p>`}>
    <form class="stack" id="tolak" onSubmit=${send}>
      <fieldset class="q"><legend>${t('periksa.alasan')}</legend><div class="reason">${REASONS.map((code, i) => html`<label class="choice" key=${code}>
        <input type="radio" name="alasan" checked=${reason === code} onChange=${() => setReason(code)} /><span class="box"><span>${reasonWords(code)} <${Key} of=${i + 1} /></span></span></label>`)}</div></fieldset>
      <div class="q"><label for="tolak-c">${t('periksa.catatan')}</label><textarea class="in" id="tolak-c" value=${note} onInput=${e => setNote(e.target.value)}></textarea></div>
    </form></${Dialog}>`
}

/** @param {{ record: any, family: any, papers: any[], names: any, onSend: (args: any) => void, onClose: () => void }} props */
export function SendBackDialog ({ record, family, papers, names, onSend, onClose }) {
  const lacking = papers.filter(p => p.state === 'ditolak' || (p.required && !p.later && p.state !== 'diterima' && p.state !== 'belum_dilihat'))
  const [chosen, setChosen] = useState(() => new Set(lacking.map(p => p.key)))
  const [note, setNote] = useState('')
  const day = dayToFill(all('service_day'), now().getTime())
  const due = day && day.body.cutoff
  const missing = papers.filter(p => chosen.has(p.key))
  const send = event => {
    event.preventDefault()
    if (!missing.length) return
    onSend({ missing: missing.map(p => ({ paper: p.paper, member: p.member, document: p.document ? p.document.id : null, reason: reasonOf(p) })), note: note || null, due: due || null })
  }
  const keys = event => { if (event.key === 'Enter' && event.ctrlKey) send(event) }
  const toggle = key => { const next = new Set(chosen); next.has(key) ? next.delete(key) : next.add(key); setChosen(next) }
  const label = p => [names.paper(p.paper), p.memberName].filter(Boolean).join(', ')
  return html`<${Dialog} title=${t('periksa.kembalikan')} onClose=${onClose} onKey=${keys} footer=${close => html`<p class="split"><span class="dim small">${day ? t('periksa.sebelum_hari', { tanggal: formatDate(day.body.date) }) : ''}</span>
      <span class="line"><button class="btn two" onClick=${close}>${t('umum.batal')} <${Key} of="Esc" /></button><button class="btn" form="balik" disabled=${!missing.length}>${t('periksa.kembalikan_pendek')} <${Key} of="Ctrl" /> <${Key} of="Enter" /></button></span></p>`}>
    <div class="two-c"><form class="stack" id="balik" onSubmit=${send}>
      <fieldset class="q"><legend>${t('periksa.yang_kurang')}</legend>${papers.filter(p => p.state !== 'belum_dilihat' && p.state !== 'diterima').map(p => html`<label class="choice" key=${p.key}>
        <input type="checkbox" checked=${chosen.has(p.key)} onChange=${() => toggle(p.key)} /><span class="box"><span>${label(p)}<small>${whyWords(p)}</small></span></span></label>`)}</fieldset>
      <div class="q"><label for="balik-c">${t('periksa.catatan')}</label><p class="hint">${t('periksa.catatan_hint')}</p>
        <textarea class="in" id="balik-c" value=${note} onInput=${e => setNote(e.target.value)}></textarea></div></form>
    <div class="stack"><h2>${t('periksa.akan_terkirim')}</h2>
      <${Bubble} icon="phone" who=${t('periksa.tugas_di', { nama: (record.body.by || {}).name || '' })}>${missing.length > 0 ? html`<b>${missing.map(label).join('; ')}</b><br />${[family.head_name, ...new Set(missing.map(whyWords)), due && t('periksa.sampai', { kapan: moment(due) })].filter(Boolean).join('. ')}.` : t('periksa.pilih_dulu')}</${Bubble}>
      <${Bubble} icon="bell" who=${t('periksa.ke_warga')}>${t('push.kurang_netral', { batas: due ? t('wa.paling_lambat', { kapan: `${dayName(due)}, ${dayMonth(due)}, ${t('umum.pukul', { jam: formatTime(due) })}` }) : '' })}</${Bubble}>
      <p class="small dim">${t('periksa.wa_disiapkan')}</p></div></div></${Dialog}>`
}

const Bubble = ({ icon, who, children }) => html`<div class="stack-s"><p class="small dim"><${Icon} name=${icon} /> ${who}</p><p class="bubble">${children}</p></div>`

/** A paper that was turned down says why; the others are not there. */
const reasonOf = ({ state, why }) => (state === 'ditolak' && why) || 'belum_ada'

const whyWords = ({ state, why }) => state === 'ditolak' && why ? reasonWords(why) : t('paper_state.' + state)
