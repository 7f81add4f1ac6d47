// Operations on values that are known: those of the survey's own evaluator. server/catalogue/plain.py is the twin.

import { readDay } from '../survey/engine/dates.js'
import { FUNCTIONS } from '../survey/engine/functions.js'
import { ARITHMETIC, compare, toNumber } from '../survey/engine/values.js'

const COMPARISONS = ['=', '!=', '<', '<=', '>', '>=']
const NUMBERS = ['integer', 'decimal', 'range']
const DAYS = ['date', 'dateTime', 'datetime', 'start', 'end', 'today']

/** Whether nothing is answered. */
export const isEmpty = content => content === undefined || content === null || content === '' ||
  (Array.isArray(content) && !content.length)

/** An answer as a value of expressions: text, number or day. */
export const typed = (content, type) => {
  if (NUMBERS.includes(type) || typeof content === 'number') return toNumber(content)
  return (DAYS.includes(type) && readDay(String(content))) || String(content)
}

/** The value of an operator or function of known values. It throws when that takes too many steps. */
export const call = (name, values, env) => {
  if (COMPARISONS.includes(name)) return compare(name, values[0], values[1])
  if (name in ARITHMETIC) return ARITHMETIC[name](toNumber(values[0]), toNumber(values[1]))
  if (name === 'neg') return -toNumber(values[0])
  env.steps = 0
  return FUNCTIONS[name](values, env)
}
