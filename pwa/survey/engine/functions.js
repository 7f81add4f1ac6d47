// Every function by its name, for values that are known: call('selected', [value, code], env).
// What needs to see the form itself (if, position, references) is in evaluate.js. The twin is server/surveys/functions.py.
import { date, dateTime, decimalDateTime, decimalTime, formatDate, readDay } from './dates.js'
import * as angles from './angles.js'
import * as numbers from './numbers.js'
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

/** Arguments one by one; a set gives each of its members. @param {any[]} values @returns {any[]} */
const members = values => values.flatMap(value => value instanceof Nodes ? [...value] : [value])

function joined (parts, between, env) {
  const text = members(parts).map(toText).join(between)
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

function uuid () {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6] & 0x0f) | 0x40
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  const hex = [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

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
  'selected-at': ([a, b]) => texts.selectedAt(a, b),
  'count-selected': ([a]) => texts.words(a).length,
  'jr:choice-name': choiceName,
  count: values => members(values).length,
  'count-non-empty': values => members(values).filter(value => value !== '').length,
  sum: numbers.sum,
  min: numbers.least,
  max: numbers.greatest,
  number: ([a]) => toNumber(a),
  int: ([a]) => Math.trunc(toNumber(a)) + 0, // + 0: there is no -0 among whole numbers
  round: ([a, b]) => numbers.round(a, b),
  floor: ([a]) => Math.floor(toNumber(a)) + 0,
  ceiling: ([a]) => Math.ceil(toNumber(a)) + 0,
  abs: ([a]) => Math.abs(toNumber(a)),
  pow: ([a, b]) => numbers.power(a, b),
  sqrt: ([a]) => Math.sqrt(toNumber(a)),
  exp: ([a]) => numbers.exp(toNumber(a)),
  exp10: ([a]) => numbers.power(10, a),
  log: ([a]) => numbers.log(toNumber(a)),
  log10: ([a]) => numbers.log10(toNumber(a)),
  sin: ([a]) => angles.sin(a),
  cos: ([a]) => angles.cos(a),
  tan: ([a]) => angles.tan(a),
  asin: ([a]) => angles.asin(a),
  acos: ([a]) => angles.acos(a),
  atan: ([a]) => angles.atan(a),
  atan2: ([a, b]) => angles.atan2(a, b),
  distance: angles.distance,
  pi: () => Math.PI,
  random: () => Math.random(),
  string: ([a]) => toText(a),
  concat: (values, env) => joined(values, '', env),
  join: ([between, ...values], env) => joined(values, toText(between), env),
  substr: ([a, b, c]) => texts.substr(a, b, c),
  substring: ([a, b, c]) => texts.substring(a, b, c),
  'substring-before': ([a, b]) => texts.substringBefore(a, b),
  'substring-after': ([a, b]) => texts.substringAfter(a, b),
  contains: ([a, b]) => toText(a).includes(toText(b)),
  'starts-with': ([a, b]) => toText(a).startsWith(toText(b)),
  'ends-with': ([a, b]) => toText(a).endsWith(toText(b)),
  'string-length': ([a]) => [...toText(a)].length,
  'normalize-space': ([a]) => texts.words(a).join(' '),
  translate: ([a, b, c]) => texts.translate(a, b, c),
  regex,
  uuid,
  today: (_, env) => env.today,
  now: (_, env) => env.now,
  date: ([a]) => date(a),
  'date-time': ([a]) => dateTime(a),
  'decimal-date-time': ([a]) => decimalDateTime(a),
  'decimal-time': ([a]) => decimalTime(a),
  'format-date': ([a, b]) => formatDate(a, b),
  'format-date-time': ([a, b]) => formatDate(a, b)
}

/**
 * The value of one function for known arguments. `regex` takes value, pattern and program; `jr:choice-name` value and list.
 * @param {string} name @param {any[]} values @param {Env} env
 */
export const call = (name, values, env) => FUNCTIONS[name](values, env)
