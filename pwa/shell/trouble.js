// A screen that has nothing to show: what it is looking for is not here, or something went wrong. Both lead on.
import { html } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { Empty, errorText, Icon, Page } from './frame.js'

const Home = () => html`<p><a class="btn two" href="/">${t('umum.ke_beranda')}</a></p>`

/** @param {{ text: string }} props one kind sentence */
export const Missing = ({ text }) => html`<${Page} title=${t('umum.tidak_ketemu')} back="/">
  <${Empty} icon="search" action=${html`<${Home} />`}>${text}</${Empty}></${Page}>`

/** @param {{ error: Error, inline?: boolean }} props inline: a box on a screen that stays usable */
export const Problem = ({ error, inline }) => {
  const box = html`<div class="note-box bad" role="alert"><span><${Icon} name="warn" /></span><p>${errorText(error)}</p></div>`
  return inline ? box : html`<${Page} title=${t('galat.judul')} back="/">${box}<${Home} /></${Page}>`
}
