// select_one and select_multiple: native radios and checkboxes over whole rows; a search field from 12 choices.
import { html, useState } from '../../vendor/ui.js'
import { t } from '../../text/text.js'
import { Group } from './field.js'

const SEARCH_FROM = 12

export function ChoiceField ({ id, node, state, words, error, onAnswer }) {
  const [wanted, setWanted] = useState('')
  const many = node.type === 'select_multiple'
  const choices = state.choices || []
  const chosen = new Set(String(state.value ?? '').split(' ').filter(Boolean))
  const shown = wanted ? choices.filter(c => fold(c.label).includes(fold(wanted)) || chosen.has(c.name)) : choices
  const toggle = name => {
    if (!many) return onAnswer(name)
    const next = new Set(chosen)
    next.has(name) ? next.delete(name) : next.add(name)
    onAnswer(choices.filter(c => next.has(c.name)).map(c => c.name).join(' '))
  }
  const rows = shown.map(choice => html`
    <label class="choice" key=${choice.name}>
      <input type=${many ? 'checkbox' : 'radio'} name=${id} checked=${chosen.has(choice.name)}
        aria-describedby=${error ? id + '-e' : undefined} onChange=${() => toggle(choice.name)} />
      <span class="box"><span>${breakable(choice.label)}</span></span>
    </label>`)
  const pair = !many && choices.length === 2 && choices.every(c => String(c.label).length <= 12)
  return html`<${Group} id=${id} state=${state} words=${words} error=${error}>
    ${choices.length >= SEARCH_FROM && html`<input class="in" type="search" value=${wanted}
      aria-label=${t('survei.cari_pilihan')} placeholder=${t('survei.cari_pilihan')} onInput=${e => setWanted(e.target.value)} />`}
    ${pair ? html`<div class="pair-c">${rows}</div>` : rows}
    ${!many && !state.required && chosen.size > 0 && html`
      <button type="button" class="link" onClick=${() => onAnswer('')}>${t('survei.kosongkan')}</button>`}
  </${Group}>`
}

const fold = text => String(text).toLowerCase()

/** Lets a long label break after a slash. @param {string} label */
const breakable = label => String(label).split('/').flatMap((part, i, all) => i < all.length - 1 ? [part + '/', html`<wbr />`] : [part])
