// The frame every widget sits in: a fieldset with its legend, or a label with its input.
import { html } from '../../vendor/ui.js'
import { t } from '../../text/text.js'
import { marked } from '../marked.js'

const classes = (words, error) => 'q' + (words.why ? ' then' : '') + (error ? ' bad' : '')

const Before = ({ state, words, hintId }) => html`
  ${state.image && html`<img class="pic" src=${state.image} alt="" />`}
  ${state.hint && html`<p class="hint" id=${hintId}>${marked(state.hint)}</p>`}
  ${state.guidance && html`<details class="hint"><summary>${t('survei.panduan')}</summary><p>${marked(state.guidance)}</p></details>`}
  ${words.source && html`<p class="hint nila-t">${words.source}</p>`}
  ${words.newer && html`<p class="hint warn-t">${words.newer}</p>`}
  ${words.error}`

/** A question answered by several controls (choices, dates, pictures). */
export const Group = ({ id, state, words, error, children }) => html`
  <fieldset class=${classes(words, error)} id=${id} tabindex="-1">
    <legend>${words.why && html`<span class="why">${words.why}</span>`}${marked(state.rich)}</legend>
    <${Before} state=${state} words=${words} hintId=${id + '-h'} />
    ${children}
    ${words.asks}
  </fieldset>`

/** A question answered by one control whose id is `id`. */
export const Single = ({ id, state, words, error, children }) => html`
  <div class=${classes(words, error)}>
    <label for=${id}>${words.why && html`<span class="why">${words.why}</span>`}${marked(state.rich)}</label>
    <${Before} state=${state} words=${words} hintId=${id + '-h'} />
    ${children}
    ${words.asks}
  </div>`
