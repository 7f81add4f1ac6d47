// select_one and select_multiple: native radios and checkboxes over whole rows; a search field from 12 choices. `minimal` folds
// one of many into the phone's own list; `likert` and `columns` set short choices side by side.
import { html, useState } from '../../vendor/ui.js'
import { t } from '../../text/text.js'
import { marked } from '../marked.js'
import { Group, Single } from './field.js'

const SEARCH_FROM = 12
const SIDE_BY_SIDE = /(?:^|\s)(?:columns|likert|horizontal|compact|no-buttons)/
const SHORT = 14 // letters of a choice that fits beside another, and of each of its words
const WORD = 9
const longest = label => Math.max(...String(label).split(/[\s/-]+/).map(word => word.length))

export function ChoiceField (props) {
  const { node, state } = props
  const words = ` ${node.appearance || ''} `
  const folded = words.includes(' minimal ') && node.type === 'select_one' && (state.choices || []).every(choice => !choice.image)
  return folded && !words.includes('earch ') && !words.includes('autocomplete') ? html`<${Folded} ...${props} />` : html`<${Rows} ...${props} appearance=${words} />`
}

/** One of many in the phone's own list. */
function Folded ({ id, state, words, error, describedBy, onAnswer, onLeave }) {
  return html`<${Single} id=${id} state=${state} words=${words} error=${error}>
    <select class="in" id=${id} disabled=${state.readOnly} aria-invalid=${error ? 'true' : undefined} aria-describedby=${describedBy}
      onChange=${e => { onAnswer(e.target.value); onLeave(e.target.value) }}>
      <option value="" selected=${!state.value}>${t('survei.pilih')}</option>
      ${state.choices.map(choice => html`<option key=${choice.name} value=${choice.name} selected=${choice.name === state.value}>${choice.label}</option>`)}
    </select>
  </${Single}>`
}

function Rows ({ id, node, state, words, error, onAnswer, picture, appearance }) {
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
      <input type=${many ? 'checkbox' : 'radio'} name=${id} checked=${chosen.has(choice.name)} disabled=${state.readOnly}
        aria-describedby=${error ? id + '-e' : undefined} onChange=${() => toggle(choice.name)} />
      <span class="box"><span>${choice.image && html`<img class="pic" src=${picture(choice.image)} alt="" />`}${choice.rich ? marked(choice.rich) : breakable(choice.label)}</span></span>
    </label>`)
  const short = choices.every(c => String(c.label).length <= SHORT && longest(c.label) <= WORD)
  const pair = (!many && choices.length === 2 && choices.every(c => String(c.label).length <= 12)) || (short && SIDE_BY_SIDE.test(appearance))
  const searched = choices.length >= SEARCH_FROM || /search|autocomplete/.test(appearance)
  return html`<${Group} id=${id} state=${state} words=${words} error=${error}>
    ${searched && html`<input class="in" type="search" value=${wanted}
      aria-label=${t('survei.cari_pilihan')} placeholder=${t('survei.cari_pilihan')} onInput=${e => setWanted(e.target.value)} />`}
    ${pair ? html`<div class=${choices.every(c => String(c.label).length <= 5) ? 'pair-c short' : 'pair-c'}>${rows}</div>` : rows}
    ${!many && !state.required && !state.readOnly && chosen.size > 0 && html`
      <button type="button" class="link" onClick=${() => onAnswer('')}>${t('survei.kosongkan')}</button>`}
  </${Group}>`
}

const fold = text => String(text).toLowerCase()

/** Lets a long label break after a slash. @param {string} label */
const breakable = label => String(label).split('/').flatMap((part, i, all) => i < all.length - 1 ? [part + '/', html`<wbr />`] : [part])
