// An answer as a person would say it: the choices' labels, dates in words, numbers with dots.
import { longDay } from '../text/text.js'

/**
 * @param {any} form
 * @param {string} ipath
 * @returns {string} '' when there is no answer
 */
export function said (form, ipath) {
  const { value, choices } = form.state(ipath)
  if (value === undefined || value === null || value === '') return ''
  if (choices && choices.length) return labels(choices, String(value))
  if (/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(String(value))) return longDay(value)
  return typeof value === 'number' ? String(value).replace('.', ',') : String(value)
}

const labels = (choices, value) => value.split(' ')
  .map(code => (choices.find(c => c.name === code) || { label: code }).label)
  .join(', ')
