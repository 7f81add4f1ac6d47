// The values of expressions and how one kind becomes another: docs/expressions.md, Values.
// A value is a text ('' for an empty answer), a number, a boolean, a Day, or Nodes. The twin is server/surveys/values.py.

/** Rows looked at, regex states tried and characters joined by one expression. */
export const STEPS = 20000
/** The same for all conditions and calculations that one answer, or the opening of a form, brings about. */
export const STEPS_OF_ALL = 300000
/** Characters of a text that an expression makes. */
export const LONGEST = 10000

/** An expression went beyond its steps, or made a text that is too long. */
export class LimitReached extends Error {}

/** A date, or a date with a time on the wall clock of the place: days since 1970-01-01, and the text it is written as. */
export class Day {
  /** @param {number} days @param {string} text */
  constructor (days, text) {
    this.days = days
    this.text = text
  }
}

/** Values of one question in several rows, or the rows themselves; in document order. */
export class Nodes extends Array {}

/** @typedef {string|number|boolean|Day|Nodes} Value */

const NUMBER = /^[ \t\r\n]*(-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+))[ \t\r\n]*$/

/** The single value that stands for a set: its first, or the empty text. @param {any} value */
export const first = value => value instanceof Nodes ? (value.length ? value[0] : '') : value

/** @param {any} value @returns {string} */
export function toText (value) {
  const one = first(value)
  if (typeof one === 'string') return one
  if (typeof one === 'number') return numberText(one)
  return one instanceof Day ? one.text : String(one)
}

/** The shortest text that reads back as the number, never with an exponent; -0 is 0. @param {number} number */
export function numberText (number) {
  const text = String(number)
  const found = /^(-?)([0-9])(?:\.([0-9]+))?e([+-][0-9]+)$/.exec(text)
  if (!found) return text
  const [, sign, whole, fraction = '', exponent] = found
  const digits = whole + fraction
  const point = 1 + Number(exponent)
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`
  return sign + (digits.length <= point ? digits + '0'.repeat(point - digits.length) : `${digits.slice(0, point)}.${digits.slice(point)}`)
}

/** @param {any} value @returns {number} */
export function toNumber (value) {
  const one = first(value)
  if (typeof one === 'number') return one
  if (typeof one === 'boolean') return one ? 1 : 0
  if (one instanceof Day) return one.days
  const found = NUMBER.exec(one)
  return found ? Number(found[1]) : NaN
}

/** @param {any} value @returns {boolean} */
export function toBoolean (value) {
  if (typeof value === 'boolean') return value
  if (typeof value === 'number') return value === value && value !== 0 // eslint-disable-line no-self-compare
  return value instanceof Day || value.length > 0
}

/**
 * `= != < <= > >=` as XPath 1.0 has them; for a set of answers, whether one of them compares.
 * @param {string} operator @param {any} left @param {any} right @returns {boolean}
 */
export function compare (operator, left, right) {
  if (!(left instanceof Nodes || right instanceof Nodes)) return compareOne(operator, left, right)
  if (typeof left === 'boolean' || typeof right === 'boolean') return compareOne(operator, toBoolean(left), toBoolean(right))
  const lefts = left instanceof Nodes ? left : [left]
  const rights = right instanceof Nodes ? right : [right]
  return lefts.some(one => rights.some(other => compareOne(operator, one, other)))
}

function compareOne (operator, left, right) {
  if (operator === '=') return equal(left, right)
  if (operator === '!=') return !equal(left, right)
  const a = toNumber(left)
  const b = toNumber(right)
  if (operator === '<') return a < b
  if (operator === '<=') return a <= b
  return operator === '>' ? a > b : a >= b
}

function equal (left, right) {
  if (typeof left === 'boolean' || typeof right === 'boolean') return toBoolean(left) === toBoolean(right)
  if (typeof left === 'number' || typeof right === 'number') return toNumber(left) === toNumber(right)
  if (left instanceof Day && right instanceof Day) return left.days === right.days
  return toText(left) === toText(right)
}

/** `+ - * div mod` on doubles; what has no result is NaN or Infinity. @type {Record<string, (a: number, b: number) => number>} */
export const ARITHMETIC = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  div: (a, b) => a / b,
  mod: (a, b) => a % b
}

/** @param {string} operator @param {any} left @param {any} right @returns {number} */
export const arithmetic = (operator, left, right) => ARITHMETIC[operator](toNumber(left), toNumber(right))
