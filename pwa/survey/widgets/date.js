// A date as three numeric fields, read back in words. A half-typed date is kept as it is.
import { html } from '../../vendor/ui.js'
import { formatDate, longDay, t } from '../../text/text.js'
import { localToday } from '../../sync/clock.js'
import { Group } from './field.js'

export function DateField ({ id, node, state, words, error, describedBy, onAnswer, onLeave }) {
  const whole = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(String(state.value ?? ''))
  return html`<${Group} id=${id} state=${state} words=${words} error=${error}>
    <${DateCells} id=${id} node=${node} value=${state.value} error=${error} describedBy=${describedBy} readOnly=${state.readOnly} onDate=${onAnswer} onLeave=${onLeave} />
    ${whole && !error && html`<p class="hint">${isBirth(node) ? `${longDay(state.value)}, ${age(state.value, localToday())}` : formatDate(state.value)}</p>`}
  </${Group}>`
}

/** Day, month and year; with the appearances `month-year` and `year` the first day of what is asked is meant. */
export function DateCells ({ id, node, value, error, describedBy, readOnly, onDate, onLeave }) {
  const asks = / (month-year|year) /.exec(` ${node.appearance || ''} `)
  const [year, month, day] = parts(value)
  const [m1, d1] = [asks && asks[1] === 'year' ? '01' : '', asks ? '01' : '']
  const change = (y, m, d) => onDate(y || (m && !m1) || (d && !d1) ? join(y, m1 || m, d1 || d) : '')
  const cell = (name, shown, size, set) => html`<div>
    <label for=${id + name}>${t('survei.' + name)}</label>
    <input class="in" id=${id + name} inputmode="numeric" maxlength=${size} value=${shown} autocomplete="off" readOnly=${readOnly}
      aria-invalid=${error ? 'true' : undefined} aria-describedby=${describedBy}
      onInput=${e => set(e.target.value.replace(/[^0-9]/g, ''))} onBlur=${() => onLeave(year || month || day ? padded(year, m1 || month, d1 || day) : '')} /></div>`
  return html`<div class="date">
    ${!d1 && cell('tanggal', day, 2, v => change(year, month, v))}
    ${!m1 && cell('bulan', month, 2, v => change(year, v, day))}
    ${cell('tahun', year, 4, v => change(v, month, day))}
  </div>`
}

const isBirth = node => Boolean(node.save) && node.save[1] === 'birth_date'

/** "umur 41 tahun", "umur 5 bulan" @param {string} born @param {string} today both "YYYY-MM-DD" */
function age (born, today) {
  const [y, m, d] = born.split('-').map(Number)
  const [year, month, day] = today.split('-').map(Number)
  const months = (year - y) * 12 + month - m - (day < d ? 1 : 0)
  return months < 12 ? t('survei.umur_bulan_baca', { n: Math.max(0, months) }) : t('survei.umur_baca', { n: Math.floor(months / 12) })
}

const parts = value => {
  const [y = '', m = '', d = ''] = String(value ?? '').split('-')
  return [y, m, d]
}

/** While typing nothing is padded, so that "1" can become "12". */
const join = (y, m, d) => {
  if (!y && !m && !d) return ''
  return y.length === 4 && m.length === 2 && d.length === 2 ? `${y}-${m}-${d}` : [y, m, d].join('-')
}

const padded = (y, m, d) => y.length === 4 && m && d ? `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}` : join(y, m, d)
