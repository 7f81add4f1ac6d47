// A screen that has nothing to show: what it is looking for is not here, or something went wrong. Both lead on.
import { html } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { mine } from '../store/me.js'
import { desk, Empty, errorText, Icon, OwnPage, Page } from './frame.js'

const Home = () => html`<p><a class="btn two" href="/">${t('umum.ke_beranda')}</a></p>`

/** @param {{ text: string, to?: string, word?: string }} props one kind sentence; where at the desk it goes on, and what that is called */
export const Missing = ({ text, to = '/', word = t('umum.ke_depan') }) => desk.Page
  ? html`<${desk.Page} title=${t('umum.tidak_ketemu')} head=${html`<div class="page-h"><h1>${t('umum.tidak_ketemu')}</h1></div>`} name=${mine().name} desa=${mine().desa.name}>
      <${Empty} icon="search" action=${html`<p><a class="btn" href=${to}>${word}</a></p>`}>${text}</${Empty}></${desk.Page}>`
  : html`<${Page} title=${t('umum.tidak_ketemu')} back="/"><${Empty} icon="search" action=${html`<${Home} />`}>${text}</${Empty}></${Page}>`

/** The field that a problem means, by its own name. @param {any} problem of a receipt @returns {string} '' when it means none */
export const fieldOf = problem => String(problem?.field || '').replace(/^(set|args)\./, '').split('.')[0]

/**
 * What a problem says besides its title, with the field called as people call it.
 * @param {any} problem of a receipt
 * @param {(field: string) => string} label of a field; '' where there is no word for it
 * @returns {string} '' when it says nothing more, or nothing in words
 */
export function detailOf (problem, label) {
  const { title, detail, field } = problem || {}
  if (!detail || detail === title) return ''
  if (!field || !detail.includes(field)) return detail
  const word = label(fieldOf(problem))
  return word && detail.replace(field, () => `“${word}”`)
}

/**
 * @param {{ error: Error, inline?: boolean, retry?: () => void, bare?: boolean, away?: boolean }} props inline: a box on a screen that stays usable;
 *   retry: something did not load and may load now; bare: nothing else of the application stands; away: it comes by the network alone
 */
export const Problem = ({ error, inline, retry, bare, away }) => {
  const words = away ? t('galat.perlu_sambungan') : retry ? t('galat.bagian') : errorText(error)
  const box = html`<div class=${away ? 'note-box warn' : 'note-box bad'} role="alert"><span><${Icon} name=${away ? 'nosignal' : 'warn'} /></span><p>${words}</p></div>`
  if (inline) return box
  const again = retry && html`<p><button type="button" class="btn wide" onClick=${retry}>${t('galat.coba_lagi')}</button></p>`
  if (bare) return html`<main class="stack-l">${box}${again}</main>`
  const title = t(away ? 'galat.belum_bisa' : 'galat.judul')
  return html`<${OwnPage} title=${title} back="/">${box}${again}${!desk.Page && html`<${Home} />`}</${OwnPage}>`
}
