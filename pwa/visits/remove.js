// Asking before a member leaves the list.
import { html } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { Sheet } from '../shell/frame.js'

/** @param {{ name: string, onRemove: () => void, onClose: () => void }} props */
export const RemoveRow = ({ name, onRemove, onClose }) => html`<${Sheet} title=${t('kunjungan.hapus_anggota')} icon="trash" tone="warn" onClose=${onClose}>
  ${close => html`<p>${t('kunjungan.hapus_jelas', { nama: name })}</p>
    <button class="btn bad wide" onClick=${() => { close(); onRemove() }}>${t('kunjungan.hapus_ya')}</button>
    <button class="btn two wide" onClick=${close}>${t('umum.batal')}</button>`}
</${Sheet}>`
