// Nobody met, not agreed, or moved: a polite end. Nothing but the house, the date, the result and the reason is kept.
import { html } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { Kept } from '../shell/kept.js'
import { Actions, EmergencyButton, Icon, Page } from '../shell/frame.js'

/** @param {{ result: string, busy: boolean, onBack: () => void, onDone: () => void }} props */
export function Refused ({ result, busy, onBack, onDone }) {
  const footer = html`<${Actions}><button class="btn wide" disabled=${busy} onClick=${onDone}>${t('kunjungan.tutup')}</button></${Actions}>`
  return html`
    <${Page} title=${t('kunjungan.berakhir')} back=${onBack} under=${html`<${Kept} />`} footer=${footer}>
      <div class="mid stack">
        <p class="nila-t"><${Icon} name="help" xl /></p>
        <h2>${result === 'menolak' ? t('setuju.ditolak') : t('kunjungan.tidak_bertemu')}</h2>
      </div>
      <div class="note-box"><span><${Icon} name="lock" /></span><p>${t('kunjungan.tanpa_data_pribadi')}</p></div>
      <${EmergencyButton} />
    </${Page}>`
}
