// Labels with their marks, as nodes: never as HTML.
import { html } from '../vendor/ui.js'
import { pieces } from './engine/marks.js'

/** @param {string} text of a label or hint @returns {any} what goes between tags */
export const marked = text => pieces(String(text)).map(drawn)

/** @param {import('./engine/marks.js').Piece} piece @returns {any} */
const drawn = ({ kind, text, href, parts }) => {
  if (kind === 'text') return text
  if (kind === 'link') return html`<a href=${href} target="_blank" rel="noreferrer">${text}</a>`
  const inside = (parts || []).map(drawn)
  if (kind === 'em') return html`<em>${inside}</em>`
  return kind === 'strong' ? html`<strong>${inside}</strong>` : html`<strong class="head">${inside}</strong>`
}
