// "Tersimpan di HP ini", in the place of the status line: inside a visit nothing is on its way anywhere.
import { html } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { Icon } from './frame.js'

/** @param {{ above?: any, children?: any }} props above: what stands over the line; children: what stands at its left */
export const Kept = ({ above, children }) => html`<div class="prog">${above}
  <p class="apart small"><span>${children}</span><span class="ok-t b"><${Icon} name="check" /> ${t('kunjungan.tersimpan')}</span></p></div>`

/** The same with how many questions of a visit are answered. @param {{ form: any }} props */
export function KeptVisit ({ form }) {
  const { filled, total } = form.progress()
  return html`<${Kept}>${t('kunjungan.kemajuan', { terisi: filled, total })}</${Kept}>`
}
