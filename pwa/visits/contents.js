// The list of sections over a page, and the way out of the visit.
import { html } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { Sheet } from '../shell/frame.js'

/** @param {{ Sections: any, onLater: () => void, onClose: () => void }} props the others are those of `Sections` */
export const Contents = ({ Sections, onLater, onClose, ...sections }) => html`<${Sheet} title=${t('survei.daftar_bagian')} onClose=${onClose}>
  <${Sections} ...${sections} />
  <button type="button" class="btn two wide" onClick=${onLater}>${t('kunjungan.lain_kali')}</button></${Sheet}>`
