// Asking before a row leaves its list.
import { html } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { Sheet } from '../shell/frame.js'

/** @param {{ name: string, row: { remove: string, isPerson: boolean }, onRemove: () => void, onClose: () => void }} props */
export const RemoveRow = ({ name, row, onRemove, onClose }) => html`<${Sheet} title=${`${row.remove}?`} icon="trash" tone="warn" onClose=${onClose}>
  ${close => html`<p>${t(row.isPerson ? 'kunjungan.hapus_jelas' : 'kunjungan.hapus_baris_jelas', { nama: name })}</p>
    <button class="btn bad wide" onClick=${() => { close(); onRemove() }}>${t('kunjungan.hapus_ya')}</button>
    <button class="btn two wide" onClick=${close}>${t('umum.batal')}</button>`}
</${Sheet}>`
