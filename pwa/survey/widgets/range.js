// A number between two ends: each value a box to tap where they are few, else a slider with the value beside it.
import { html } from '../../vendor/ui.js'
import { t } from '../../text/text.js'
import { Group } from './field.js'

const FEW = 11

export function RangeField ({ id, node, state, words, error, describedBy, onAnswer }) {
  const [start, end, step] = node.range
  const count = step ? Math.floor(Math.abs(end - start) / Math.abs(step) + 1e-9) + 1 : 0
  const places = (String(Math.abs(step)).split('.')[1] || '').length
  const at = n => Number((start + n * (end < start ? -Math.abs(step) : Math.abs(step))).toFixed(places))
  const written = value => String(value).replace('.', ',')
  return html`<${Group} id=${id} state=${state} words=${words} error=${error}>
    ${count <= FEW
      ? html`<div class="scale">${Array.from({ length: count }, (_, n) => at(n)).map(value => html`<label class="choice" key=${value}>
          <input type="radio" name=${id} checked=${state.value === value} disabled=${state.readOnly} aria-describedby=${describedBy} onChange=${() => onAnswer(value)} />
          <span class="box"><span>${written(value)}</span></span></label>`)}</div>`
      : html`<p class="ends b"><span>${written(start)}</span><output for=${id + 'r'}>${state.value === '' ? t('survei.belum_dijawab') : written(state.value)}</output><span>${written(end)}</span></p>
        <input class="slide" type="range" id=${id + 'r'} min="0" max=${count - 1} step="1" disabled=${state.readOnly} aria-label=${state.label} aria-valuetext=${written(state.value)}
          value=${state.value === '' ? 0 : Math.round((state.value - start) / (at(1) - start))} onInput=${e => onAnswer(at(Number(e.target.value)))} />`}
    ${state.value !== '' && !state.required && !state.readOnly && html`<button type="button" class="link" onClick=${() => onAnswer('')}>${t('survei.kosongkan')}</button>`}
  </${Group}>`
}
