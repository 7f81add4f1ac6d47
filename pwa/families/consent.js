// The family takes its consent back: said to a kader at the door, or to an officer; and what then stands on its page.
import { html, useState } from '../vendor/ui.js'
import { formatDate, formatTime, t } from '../text/text.js'
import { errorText, Icon, NoteBox, Sheet, toast } from '../shell/frame.js'
import { actionChange, enqueue } from '../store/outbox.js'

/** @param {{ family: any }} props record of the family */
export function Consent ({ family }) {
  const [asking, setAsking] = useState(false)
  const due = family.body.withdrawn_due
  if (due) return html`<${NoteBox} kind="warn" icon="lock"><p><b>${t('setuju.dicabut')}</b> ${t('setuju.hapus_sebelum', { kapan: t('waktu.pukul', { hari: formatDate(due), jam: formatTime(due) }) })}</p></${NoteBox}>`
  const withdraw = close => enqueue([actionChange('family.withdraw_consent', family.id)], { title: family.body.head_name }).then(() => { close(); toast(t('setuju.dicatat')) }, error => toast(errorText(error)))
  return html`<p><button type="button" class="link" onClick=${() => setAsking(true)}><${Icon} name="lock" />${t('setuju.cabut')}</button></p>
    ${asking && html`<${Sheet} title=${t('setuju.cabut_tanya', { nama: family.body.head_name || t('warga.tanpa_nama') })} icon="lock" tone="warn" onClose=${() => setAsking(false)}>${close => html`
      <ul class="stack-s">${['berhenti', 'permohonan', 'pengingat', 'batas'].map(key => html`<li class="cond" key=${key}><${Icon} name="info" /><span>${t('warga.cabut_' + key)}</span></li>`)}</ul>
      <button type="button" class="btn bad wide" onClick=${() => withdraw(close)}>${t('setuju.cabut')}</button>
      <button type="button" class="btn two wide" onClick=${close}>${t('umum.batal')}</button>`}</${Sheet}>`}`
}
