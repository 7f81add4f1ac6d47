// A screen that has nothing to show: what it is looking for is not here, or something went wrong. Both lead on.
import { html } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { Empty, errorText, Icon, Page } from './frame.js'

const Home = () => html`<p><a class="btn two" href="/">${t('umum.ke_beranda')}</a></p>`

/** @param {{ text: string }} props one kind sentence */
export const Missing = ({ text }) => html`<${Page} title=${t('umum.tidak_ketemu')} back="/">
  <${Empty} icon="search" action=${html`<${Home} />`}>${text}</${Empty}></${Page}>`

/**
 * @param {{ error: Error, inline?: boolean, retry?: () => void, bare?: boolean }} props inline: a box on a screen that stays usable;
 *   retry: something did not load and may load now; bare: nothing else of the application stands
 */
export const Problem = ({ error, inline, retry, bare }) => {
  const box = html`<div class="note-box bad" role="alert"><span><${Icon} name="warn" /></span><p>${retry ? t('galat.bagian') : errorText(error)}</p></div>`
  if (inline) return box
  const again = retry && html`<p><button type="button" class="btn wide" onClick=${retry}>${t('galat.coba_lagi')}</button></p>`
  return bare ? html`<main class="stack-l">${box}${again}</main>` : html`<${Page} title=${t('galat.judul')} back="/">${box}${again}<${Home} /></${Page}>`
}
