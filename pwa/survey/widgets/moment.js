// A time of day, or a date with a time: the phone's own clock field beside the three fields of a date.
import { html } from '../../vendor/ui.js'
import { t } from '../../text/text.js'
import { localNow } from '../../sync/clock.js'
import { DateCells } from './date.js'
import { Group, Single } from './field.js'

const clockOf = text => (/^[0-9]{2}:[0-9]{2}/.exec(text) || [''])[0]

const Clock = ({ id, value, error, describedBy, readOnly, onTime, onLeave }) => html`<input class="in hour" type="time" id=${id} value=${value} readOnly=${readOnly}
  aria-invalid=${error ? 'true' : undefined} aria-describedby=${describedBy} onInput=${e => onTime(e.target.value)} onBlur=${onLeave} />`

export function TimeField ({ id, state, words, error, describedBy, onAnswer, onLeave }) {
  return html`<${Single} id=${id} state=${state} words=${words} error=${error}>
    <${Clock} id=${id} value=${clockOf(String(state.value ?? ''))} error=${error} describedBy=${describedBy} readOnly=${state.readOnly}
      onTime=${onAnswer} onLeave=${() => onLeave(state.value ?? '')} />
  </${Single}>`
}

export function DateTimeField ({ id, node, state, words, error, describedBy, onAnswer, onLeave }) {
  const [day, rest = ''] = String(state.value ?? '').split('T')
  const joined = (date, time) => date && time ? `${date}T${time}:00.000${localNow().slice(-6)}` : date || (time && `T${time}`)
  const time = clockOf(rest)
  return html`<${Group} id=${id} state=${state} words=${words} error=${error}>
    <${DateCells} id=${id} node=${node} value=${day} error=${error} describedBy=${describedBy} readOnly=${state.readOnly}
      onDate=${date => onAnswer(joined(date, time))} onLeave=${date => onLeave(joined(date, time))} />
    <label class="b" for=${id + 'jam'}>${t('survei.jam')}</label>
    <${Clock} id=${id + 'jam'} value=${time} error=${error} describedBy=${describedBy} readOnly=${state.readOnly}
      onTime=${clock => onAnswer(joined(day, clock))} onLeave=${() => onLeave(state.value ?? '')} />
  </${Group}>`
}
