// A rank: choices are tapped in order; each chosen one shows its number and can be moved or taken out.
import { html } from '../../vendor/ui.js'
import { t } from '../../text/text.js'
import { Icon } from '../../shell/frame.js'
import { Group } from './field.js'

export function RankField ({ id, state, words, error, onAnswer }) {
  const choices = state.choices || []
  const order = String(state.value ?? '').split(' ').filter(Boolean)
  const labelOf = code => (choices.find(choice => choice.name === code) || { label: code }).label
  const say = next => onAnswer(next.join(' '))
  const up = at => say(order.map((code, i) => i === at - 1 ? order[at] : i === at ? order[at - 1] : code))
  return html`<${Group} id=${id} state=${state} words=${words} error=${error}>
    ${order.length > 0 && html`<ol class="rank">${order.map((code, at) => html`<li key=${code}><span>${labelOf(code)}</span>
      ${at > 0 && !state.readOnly && html`<button type="button" class="ib" aria-label=${t('survei.naikkan', { apa: labelOf(code) })} onClick=${() => up(at)}><${Icon} name="back" /></button>`}
      ${!state.readOnly && html`<button type="button" class="ib" aria-label=${t('survei.keluarkan', { apa: labelOf(code) })} onClick=${() => say(order.filter(other => other !== code))}><${Icon} name="x" /></button>`}</li>`)}</ol>`}
    ${choices.filter(choice => !order.includes(choice.name)).map(choice => html`<button type="button" class="btn two wide" key=${choice.name} disabled=${state.readOnly}
      onClick=${() => say([...order, choice.name])}><${Icon} name="plus" />${choice.label}</button>`)}
  </${Group}>`
}
