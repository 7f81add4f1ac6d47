// A part of the application could not be loaded: a kind page, never a blank one.
import { html } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { Icon, Page } from './frame.js'

/**
 * Something could not be loaded. What was filled in lies on the phone and is safe.
 * @param {{ retry: () => void, bare?: boolean }} props `bare`: nothing else of the application stands
 */
export const Broken = ({ retry, bare }) => {
  const body = html`<${Sorry} icon="warn" text=${t('galat.bagian')} action=${html`<button type="button" class="btn wide" onClick=${retry}>${t('galat.coba_lagi')}</button>`} />`
  return bare
    ? html`<div class="phone"><main>${body}</main></div>`
    : html`<${Page} title=${t('galat.bagian_judul')} back="/" status=${false}>${body}</${Page}>`
}

const Sorry = ({ icon, text, action }) => html`<div class="empty stack-l"><p><${Icon} name=${icon} xl /></p><p role="alert">${text}</p>${action}</div>`
