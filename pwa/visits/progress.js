// How far a visit is: a segment a page, and how many questions are answered. Counted after the answer is painted, never before.
import { html, useEffect, useState } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { Icon } from '../shell/frame.js'
import { stepClass } from './places.js'

const SOON = 50 // ms; who answers quickly is counted once

/** @param {{ form: any, pages: { path: string }[], at: number, inRow: boolean, turn: number }} props turn: another with each answer */
export function Progress ({ form, pages, at, inRow, turn }) {
  const [said, setSaid] = useState({ filled: -1, total: -1, steps: /** @type {string[]} */ ([]) })
  useEffect(() => {
    const count = () => setSaid({ ...form.progress(), steps: inRow ? [] : pages.map((page, i) => stepClass(form, page, i, at)) })
    const timer = setTimeout(count, SOON)
    return () => clearTimeout(timer)
  }, [form, at, inRow, turn])
  return html`<div class="prog">
    ${!inRow && html`<ol class="steps" aria-hidden="true">${pages.map((page, i) => html`<li key=${page.path} class=${i === at ? 'now' : said.steps[i] || ''}></li>`)}</ol>`}
    <p class="apart small"><span>${said.total < 0 ? '' : t('kunjungan.kemajuan', { terisi: said.filled, total: said.total })}</span><span class="ok-t b"><${Icon} name="check" /> ${t('kunjungan.tersimpan')}</span></p>
  </div>`
}
