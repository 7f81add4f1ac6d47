// Every function by its name, for values that are known: call('selected', [value, code], env).
// What needs to see the form itself (if, position, references) is in evaluate.js. The twin is server/surveys/functions.py.
import { date, dateTime, decimalDateTime, decimalTime, formatDate, readDay } from './dates.js'
import * as angles from './angles.js'
import { exp, greatest, least, log, log10, pow, round, sum } from './numbers.js'
import * as texts from './texts.js'
import { Day, first, LimitReached, LONGEST, Nodes, STEPS, toBoolean, toNumber, toText } from './values.js'

/** What an expression sees beside the answers. */
export class Env {
  /**
   * @param {string} now ISO time with offset, or a date
   * @param {Record<string, Record<string, string>>} [labels] list to code to label, in the default language
   * @param {(name: string) => Record<string, string>[]} [table] rows of a choice list or CSV file
   */
  constructor (now, labels = {}, table = () => []) {
    const at = readDay(now)
    if (!at) throw new RangeError(now)
    this.now = at
    this.today = new Day(Math.floor(at.days), at.text.slice(0, 10))
    this.labels = labels
    this.table = table
    this.steps = 0
    /** @type {any} the row an expression started in, while a predicate looks at others */
    this.current = null
  }

  /** @param {number} steps */
  spend (steps) {
    this.steps += steps
    if (this.steps > STEPS) throw new LimitReached()
  }
}

/** @param {string} now @param {Record<string, Record<string, string>>} [labels] */
export const moment = (now, labels) => new Env(now, labels)

/** Arguments one by one: a set gives each of its members. */
function joined (parts, between, env) {
  const text = parts.flat().map(toText).join(between)
  const length = [...text].length
  env.spend(Math.floor(length / 100))
  if (length > LONGEST) throw new LimitReached()
  return text
}

/** @param {any[]} values @param {Env} env */
function regex ([value, , program], env) {
  const [found, tried] = texts.matches(toText(value), program)
  env.spend(tried)
  return found
}

/** @param {any[]} values */
function coalesce ([one, other]) {
  return toText(one) !== '' ? first(one) : first(other)
}

/** @param {number} count @param {any[]} bounds */
const between = (count, [low, high]) =>
  (toNumber(low) === -1 || count >= toNumber(low)) && (toNumber(high) === -1 || count <= toNumber(high))

function weighted (values) {
  let count = 0
  for (let at = 2; at + 1 < values.length; at += 2) if (toBoolean(values[at])) count += toNumber(values[at + 1])
  return between(count, values)
}

/** @param {any[]} values @param {Env} env */
function choiceName ([value, list], env) {
  const labels = env.labels[list] || {}
  const code = toText(value)
  return Object.prototype.hasOwnProperty.call(labels, code) ? labels[code] : ''
}

/** Of version 4. */
const uuid = () => 'xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx'.replace(/x/g, () => (crypto.getRandomValues(new Uint8Array(1))[0] % 16).toString(16))

/** Functions that take their arguments one by one, each as long as some steps. */
const spread = (functions, steps) => Object.fromEntries(Object.entries(functions).map(([name, run]) => [name, (values, env) => {
  env.spend(steps)
  return run(...values)
}]))

/** @type {Record<string, (values: any[], env: Env) => any>} */
export const FUNCTIONS = {
  coalesce,
  true: () => true,
  false: () => false,
  not: ([a]) => !toBoolean(a),
  boolean: ([a]) => toBoolean(a),
  'boolean-from-string': ([a]) => ['true', '1'].includes(toText(a)),
  checklist: values => between(values.slice(2).filter(toBoolean).length, values),
  'weighted-checklist': weighted,
  selected: ([a, b]) => texts.selected(a, b),
  'count-selected': ([a]) => texts.words(a).length,
  'jr:choice-name': choiceName,
  count: values => values.flat().length,
  'count-non-empty': values => values.flat().filter(value => value !== '').length,
  sum,
  min: least,
  max: greatest,
  number: ([a]) => toNumber(a),
  int: ([a]) => Math.trunc(toNumber(a)) + 0, // + 0: there is no -0 among whole numbers
  round: ([a, b]) => round(a, b),
  floor: ([a]) => Math.floor(toNumber(a)) + 0,
  ceiling: ([a]) => Math.ceil(toNumber(a)) + 0,
  abs: ([a]) => Math.abs(toNumber(a)),
  sqrt: ([a]) => Math.sqrt(toNumber(a)),
  ...spread({ ...angles, pow, exp, exp10: a => pow(10, a), log, log10 }, 50),
  ...spread({
    'selected-at': texts.selectedAt,
    substr: texts.substr,
    substring: texts.substring,
    'substring-before': texts.substringBefore,
    'substring-after': texts.substringAfter,
    translate: texts.translate,
    'date-time': dateTime,
    'decimal-date-time': decimalDateTime,
    'decimal-time': decimalTime,
    'format-date': formatDate,
    'format-date-time': formatDate
  }, 0),
  distance: angles.distance,
  pi: () => Math.PI,
  random: () => Math.random(),
  string: ([a]) => toText(a),
  concat: (values, env) => joined(values, '', env),
  join: ([between, ...values], env) => joined(values, toText(between), env),
  contains: ([a, b]) => toText(a).includes(toText(b)),
  'starts-with': ([a, b]) => toText(a).startsWith(toText(b)),
  'ends-with': ([a, b]) => toText(a).endsWith(toText(b)),
  'string-length': ([a]) => [...toText(a)].length,
  'normalize-space': ([a]) => texts.words(a).join(' '),
  regex,
  uuid,
  today: (_, env) => env.today,
  now: (_, env) => env.now,
  date: ([a]) => date(a)
}

/**
 * The value of one function for known arguments. `regex` takes value, pattern and program; `jr:choice-name` value and list.
 * @param {string} name @param {any[]} values @param {Env} env
 */
export const call = (name, values, env) => FUNCTIONS[name](values, env)
