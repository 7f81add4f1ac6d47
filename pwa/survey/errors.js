// The summary of what a page still needs: takes the focus, each line jumps to its field.
import { html, useEffect, useRef } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { fieldId } from './paths.js'

const MOST = 5 // lines: more would push the page out of sight

/** @param {{ problems: { ipath: string, label: string, message: string }[], turn: number }} props turn: counts the checks, so that each takes the focus anew; at 0 nobody asked for one */
export function ErrorSummary ({ problems, turn }) {
  const box = useRef(/** @type {HTMLElement|null} */ (null))
  useEffect(() => { if (turn && box.current) { pageOf(box.current).defaultView?.scrollTo(0, 0); box.current.focus({ preventScroll: true }) } }, [turn])
  if (!problems.length) return null
  return html`<div class="errsum" role="alert" tabindex="-1" ref=${box}>
    <h2>${t('survei.perlu_diperiksa', { n: problems.length })}</h2>
    <ul>${problems.slice(0, MOST).map(({ ipath, label, message }) => html`<li key=${ipath}><a href=${'#' + fieldId(ipath)} onClick=${jump(ipath)}>${label.replace(/[?:]$/, '')}: ${lower(message)}</a></li>`)}</ul>
    ${problems.length > MOST && html`<p class="b bad-t">${t('survei.dan_lagi', { n: problems.length - MOST })}</p>`}
  </div>`
}

const lower = text => text.charAt(0).toLowerCase() + text.slice(1)

const jump = ipath => event => { event.preventDefault(); jumpTo(ipath, pageOf(event.currentTarget)) }

/** The page something stands on: at the desk a form is seen in a frame. */
const pageOf = element => element.ownerDocument

/** Bring a question into view and the focus into its field. @param {string} ipath @param {Document} [page] */
export function jumpTo (ipath, page = document) {
  const field = page.getElementById(fieldId(ipath))
  if (!field) return
  field.scrollIntoView({ block: 'center' })
  const target = /** @type {HTMLElement} */ (field.matches('input, textarea') ? field : field.querySelector('input, button, textarea') || field)
  target.focus({ preventScroll: true })
}
