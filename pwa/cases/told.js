// What a visit was told, page by page; what was not asked folded away with its reason.
import { html } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { Causes } from '../shell/causes.js'
import { answersOf } from './answers.js'
import { Attachment } from './attachment.js'

const FEW = 3 // questions without an answer that a page without any says one by one

/** @param {{ survey: any, visit: any }} props */
export function Answers ({ survey, visit }) {
  if (!survey || !visit) return html`<p class="dim">${t('periksa.jawaban_belum')}</p>`
  return html`${visit.body.name && html`<p class="b">${visit.body.name}</p>`}${answersOf(survey, visit.body.answers, visit.body).sections().map(section => html`<${Told} key=${section.key} section=${section} />`)}`
}

/** @param {{ section: import('./answers.js').Section }} props */
function Told ({ section: { label, rows, unasked } }) {
  const isBare = rows.length > FEW && rows.every(({ said }) => !said)
  return html`<div class="stack-s"><h3>${label}</h3>
    ${isBare
      ? html`<details class="group"><summary>${t('periksa.n_tidak_dijawab', { n: rows.length })}</summary><ul class="plain">${rows.map(row => html`<li key=${row.key}>${row.label}</li>`)}</ul></details>`
      : rows.length > 0 && html`<dl class="data told">${rows.map(row => html`<dt key=${row.key + 'l'}>${row.label}</dt><dd key=${row.key}><${Said} row=${row} /></dd>`)}</dl>`}
    ${unasked.length > 0 && html`<details class="group"><summary>${t('periksa.n_tidak_ditanyakan', { n: unasked.reduce((n, one) => n + one.n, 0) })}</summary>
      <ul>${unasked.map(({ labels, because }, i) => html`<li key=${i} class="cond"><span class="dim">–</span><span>${labels.join('; ')}
        <small>${because.length ? html`${t('periksa.tidak_ditanyakan_karena')} <${Causes} of=${because} />` : t('periksa.tidak_ditanyakan')}</small></span></li>`)}</ul></details>`}</div>`
}

function Said ({ row }) {
  if (row.file) return html`<${Attachment} id=${row.file} label=${row.label} />`
  return row.said || html`<span class="dim">${t('periksa.tidak_dijawab')}</span>`
}
