// Text and numbers. What is typed is kept as typed; NIK, KK and phones are put in order when the field is left.
import { html, useState } from '../../vendor/ui.js'
import { longDay, t } from '../../text/text.js'
import { Icon } from '../../shell/frame.js'
import { localToday } from '../../sync/clock.js'
import { normalise, readNik } from '../normalise.js'
import { Single } from './field.js'

export function TextField ({ id, node, state, words, error, describedBy, onAnswer, onLeave }) {
  const [typing, setTyping] = useState(/** @type {string|null} */ (null))
  const kind = kindOf(node)
  const shown = typing ?? kind.show(state.value ?? '')
  const change = event => { setTyping(event.target.value); onAnswer(kind.read(event.target.value)) }
  const leave = () => {
    if (typing !== null) onLeave(kind.tidy(kind.read(typing)))
    else onLeave(state.value ?? '')
    setTyping(null)
  }
  const input = {
    id,
    class: 'in' + (kind.fours ? ' nik' : ''),
    value: shown,
    inputMode: kind.keypad,
    autoComplete: 'off',
    readOnly: state.readOnly,
    'aria-invalid': error ? 'true' : undefined,
    'aria-describedby': [state.hint && id + '-h', describedBy].filter(Boolean).join(' ') || undefined,
    onInput: change,
    onBlur: leave
  }
  const shownState = kind.unit ? { ...state, rich: String(state.rich).replace(/ ?\([^()]*\)$/, '') } : state
  return html`<${Single} id=${id} state=${shownState} words=${words} error=${error}>
    ${kind.lines ? html`<textarea rows=${kind.lines} ...${input}></textarea>` : kind.unit ? html`<div class=${kind.unit === 'Rp' ? 'unit before' : 'unit'}><span>${kind.unit}</span><input type="text" ...${input} /></div>` : html`<input type="text" ...${input} />`}
    ${kind.fours && node.name.startsWith('nik') && html`<${NikReading} value=${state.value} />`}
  </${Single}>`
}

/** What the number says about itself, read back so that a slip is seen at once. */
function NikReading ({ value }) {
  const said = readNik(String(value ?? ''), localToday())
  if (!said) return null
  return html`<p class="hint b"><${Icon} name="check" /> ${t('survei.nik_terbaca', { jk: t('jk.' + said.sex), tanggal: said.date ? longDay(said.date) : t('survei.nik_tanpa_tanggal') })}</p>`
}

/** The unit of a number is the last word in brackets of its label: "Luas lantai (meter persegi)". @param {any} node */
const unitOf = node => (typeof node.label === 'string' && /\(([^()]{1,16})\)$/.exec(node.label) || [])[1] || ''

const asTyped = { unit: '', show: String, read: text => text, tidy: value => value, keypad: 'text', fours: false, lines: 0 }

function kindOf (node) {
  const appearance = ' ' + (node.appearance || '') + ' '
  if (node.type === 'integer' || node.type === 'decimal') {
    const grouped = appearance.includes(' thousands-sep ')
    return {
      ...asTyped,
      unit: unitOf(node),
      keypad: node.type === 'integer' ? 'numeric' : 'decimal',
      show: value => grouped ? groupThousands(value) : String(value).replace('.', ','),
      read: text => toNumber(grouped ? text.replace(/\./g, '') : text)
    }
  }
  if (appearance.includes(' normalisasi-nik ')) {
    return { ...asTyped, keypad: 'numeric', fours: true, show: inFours, tidy: value => normalise('nik', value) }
  }
  if (appearance.includes(' normalisasi-hp ')) return { ...asTyped, keypad: 'tel', tidy: value => normalise('hp', value) }
  return { ...asTyped, keypad: appearance.includes(' numbers ') ? 'numeric' : 'text', lines: Math.min(20, Number((node.parameters || {}).rows)) || (appearance.includes(' multiline ') ? 2 : 0) }
}

/** A number where the text is one, else the text itself: nothing typed is dropped. @param {string} text */
const toNumber = text => {
  const plain = text.trim().replace(',', '.')
  return /^-?[0-9]+(\.[0-9]+)?$/.test(plain) ? Number(plain) : text
}

const groupThousands = value => /^[0-9]+$/.test(String(value)) ? String(value).replace(/(?=(?:[0-9]{3})+$)(?!^)/g, '.') : String(value)

const inFours = value => /^[0-9]{16}$/.test(String(value)) ? String(value).replace(/(.{4})(?=.)/g, '$1 ') : String(value)
