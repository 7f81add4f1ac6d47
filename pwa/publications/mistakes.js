// What is wrong in a workbook, cell by cell, with what to do.
import { html } from '../vendor/ui.js'
import { t } from '../text/text.js'

/** @typedef {{ sheet: string, row: number, column: string, position: number, message: string, cell: string, text: string }} Mistake */

/** @param {{ mistakes: Mistake[] }} props */
export const Mistakes = ({ mistakes }) => html`<section class="pane"><table class="tbl"><caption class="hide">${t('unggah.salah_per_sel')}</caption>
  <thead><tr>${['lembar', 'sel', 'kolom', 'isi', 'perbaiki'].map(key => html`<th scope="col" key=${key}>${t('unggah.t_' + key)}</th>`)}</tr></thead>
  <tbody>${mistakes.map((one, at) => html`<tr key=${at}><td>${one.sheet || t('unggah.seluruh')}</td>
    <td><b>${one.cell || (one.row ? t('unggah.baris', { n: one.row }) : '')}</b></td><td>${one.column}</td>
    <td>${one.column && html`<${Cell} ...${one} />`}</td><td>${one.message}</td></tr>`)}</tbody></table></section>`

/** What stands in the cell, the place of the fault marked. */
function Cell ({ text, position }) {
  if (!text) return html`<code><mark class="bad">${t('unggah.kosong')}</mark></code>`
  if (!position || position > text.length) return html`<code>${text}</code>`
  const [word] = /^[\w.${}-]+|^./.exec(text.slice(position - 1)) || ['']
  return html`<code>${text.slice(0, position - 1)}<mark class="bad">${word}</mark>${text.slice(position - 1 + word.length)}</code>`
}
