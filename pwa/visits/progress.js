// How far a visit is: a segment a page, and how many questions are answered. Counted after the answer is painted, never before.
import { html, useEffect, useState } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { Kept } from '../shell/kept.js'
import { stepClass } from './places.js'

const SOON = 200 // ms; who answers quickly is counted once, and nothing waits for it

/** @param {{ form: any, pages: { path: string }[], at: number, inRow: boolean }} props */
export function Progress ({ form, pages, at, inRow }) {
  const [said, setSaid] = useState({ filled: -1, total: -1, steps: /** @type {string[]} */ ([]) })
  useEffect(() => {
    const count = () => setSaid({ ...form.progress(), steps: inRow ? [] : pages.map((page, i) => stepClass(form, page, i, at)) })
    let timer = setTimeout(count, SOON)
    const stop = form.subscribe(() => { clearTimeout(timer); timer = setTimeout(count, SOON) })
    return () => { stop(); clearTimeout(timer) }
  }, [form, pages.length, at, inRow])
  const steps = !inRow && html`<ol class="steps" aria-hidden="true">${pages.map((page, i) => html`<li key=${page.path} class=${i === at ? 'now' : said.steps[i] || ''}></li>`)}</ol>`
  return html`<${Kept} above=${steps}>${said.total < 0 ? '' : t('kunjungan.kemajuan', { terisi: said.filled, total: said.total })}</${Kept}>`
}
