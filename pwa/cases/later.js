// What becomes of a case after it was served, and the end of one before it: said by an officer, with the reason.
import { html, useState } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { Dialog } from '../shell/frame.js'
import { rolesOf } from '../shell/people.js'
import { mine } from '../store/me.js'
import { actionChange } from '../store/outbox.js'
import { isLater, RESULTS, rolesFrom, stepsFrom } from './steps.js'
import { statusWords } from './words.js'

/** Who does it, said where somebody else looks. @param {string} status of a case */
export const notMine = status => t('langkah.bukan_peran', { peran: rolesOf(rolesFrom(status)) })

/**
 * @param {{ record: any, name: string, onStep: (change: any) => void, onClose: () => void }} props `record`: of the case; `name`: of the family's head
 */
export function LaterDialog ({ record, name, onStep, onClose }) {
  const steps = stepsFrom(record.body.status, mine().roles)
  const [to, setTo] = useState(steps.length === 1 ? steps[0] : '')
  const [note, setNote] = useState('')
  const [agency, setAgency] = useState(record.body.agency || '')
  const result = RESULTS.includes(to)
  const said = to && (!result || note.trim()) && (to !== 'dirujuk' || agency.trim())
  const send = event => {
    event.preventDefault()
    if (said) onStep(actionChange('case.step', record.id, { to, note: note.trim() || null, ...(to === 'dirujuk' ? { agency: agency.trim() } : {}) }))
  }
  return html`<${Dialog} title=${t('langkah.judul', { nama: name })} onClose=${onClose} footer=${close => html`<p class="line right">
      <button type="button" class="btn two" onClick=${close}>${t('umum.batal')}</button><button class="btn" form="langkah" disabled=${!said}>${t('langkah.catat')}</button></p>`}>
    <form class="stack" id="langkah" onSubmit=${send}><p>${t('langkah.sekarang', { status: statusWords(record.body) })}</p>
      <fieldset class="q"><legend>${t('langkah.pilih')}</legend>${steps.map(step => html`<label class="choice" key=${step}>
        <input type="radio" name="langkah" checked=${to === step} onChange=${() => setTo(step)} /><span class="box"><span>${t('langkah.' + step)}</span></span></label>`)}</fieldset>
      ${to === 'dirujuk' && html`<div class="q"><label for="l-instansi">${t('langkah.instansi')}</label><input class="in" id="l-instansi" maxlength="120" value=${agency} onInput=${event => setAgency(event.target.value)} /></div>`}
      <div class="q"><label for="l-catatan">${t(result ? 'langkah.bukti' : 'langkah.catatan')}</label>${result && html`<p class="hint" id="l-bukti">${t('langkah.bukti_jelas')}</p>`}
        <textarea class="in" id="l-catatan" maxlength="1000" aria-describedby=${result ? 'l-bukti' : undefined} value=${note} onInput=${event => setNote(event.target.value)}></textarea></div></form></${Dialog}>`
}

/** @param {{ record: any, name: string, onCancel: (change: any) => void, onClose: () => void }} props */
export function CancelDialog ({ record, name, onCancel, onClose }) {
  const [reason, setReason] = useState('')
  const send = event => { event.preventDefault(); if (reason.trim()) onCancel(actionChange('case.cancel', record.id, { reason: reason.trim() })) }
  return html`<${Dialog} title=${t('langkah.batal_judul', { nama: name })} onClose=${onClose} footer=${close => html`<p class="line right">
      <button type="button" class="btn two" onClick=${close}>${t('langkah.tidak_jadi')}</button><button class="btn bad" form="batalkan" disabled=${!reason.trim()}>${t('langkah.batal')}</button></p>`}>
    <form class="stack" id="batalkan" onSubmit=${send}><p>${t(isLater(record.body.status) ? 'langkah.batal_kemudian' : 'langkah.batal_jelas')}</p>
      <div class="q"><label for="b-alasan">${t('langkah.batal_alasan')}</label><textarea class="in" id="b-alasan" maxlength="500" value=${reason} onInput=${event => setReason(event.target.value)}></textarea></div></form></${Dialog}>`
}
