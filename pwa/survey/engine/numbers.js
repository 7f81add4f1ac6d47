// Functions on numbers, written out in plain double arithmetic, which both languages do to the last bit alike; the
// libraries' own pow, exp and log differ in the last digit. The twin is server/surveys/number_functions.py.
import { Nodes, toNumber } from './values.js'

const LN2 = 0.6931471805599453
const LN10 = 2.302585092994046
const MOST_PLACES = 30

/** Half goes up (towards plus infinity), judged on the decimal text: round(1.005, 2) is 1.01, round(-2.5) is -2. */
export function round (value, places = 0) {
  const number = toNumber(value)
  const wanted = toNumber(places)
  if (Number.isNaN(wanted)) return NaN
  if (!Number.isFinite(number)) return number
  const digits = Math.trunc(Math.max(-MOST_PLACES, Math.min(MOST_PLACES, wanted)))
  const [, sign, whole, fraction = '', power = '0'] = /** @type {string[]} */ (/^(-?)([0-9]+)(?:\.([0-9]+))?(?:e([+-][0-9]+))?$/.exec(String(number)))
  const scale = fraction.length - Number(power)
  if (scale <= digits) return number
  const unit = 10n ** BigInt(scale - digits)
  const above = 2n * BigInt(sign + whole + fraction) + unit
  const below = 2n * unit
  const rounded = above / below - (above % below < 0n ? 1n : 0n)
  return Number(`${rounded}e${-digits}`)
}

export function power (base, exponent) {
  const x = toNumber(base)
  const y = toNumber(exponent)
  if (!Number.isFinite(y)) return NaN
  if (Number.isInteger(y)) return wholePower(x, y)
  return x >= 0 ? exp(y * log(x)) : NaN
}

function wholePower (x, y) {
  let result = 1
  let factor = x
  for (let left = Math.min(Math.abs(y), 2 ** 53); left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result *= factor
    factor *= factor
  }
  return y < 0 ? 1 / result : result
}

/** The natural logarithm: x = m * 2^k with m near 1, then the series of atanh. */
export function log (x) {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN
  if (x === Infinity) return x
  let k = 0
  for (; x > 1.4142135623730951; k++) x /= 2
  for (; x < 0.7071067811865476; k--) x *= 2
  const s = (x - 1) / (x + 1)
  let total = 0
  let term = s
  for (let n = 1; n < 40; n += 2) {
    total += term / n
    term *= s * s
  }
  return 2 * total + k * LN2
}

export const log10 = x => log(x) / LN10

/** e to the power of x: x = k ln 2 + r, then the series of exp. */
export function exp (x) {
  if (Number.isNaN(x) || x > 710) return Number.isNaN(x) ? x : Infinity
  if (x < -750) return 0
  const k = Math.floor(x / LN2 + 0.5)
  const r = x - k * LN2
  let total = 1
  let term = 1
  for (let n = 1; n < 25; n++) {
    term *= r / n
    total += term
  }
  const step = k > 0 ? 2 : 0.5
  for (let i = Math.abs(k); i > 0; i--) total *= step
  return total
}

/** The numbers of answers that are given; a set counts with all its members. @param {any[]} values @returns {number[]} */
function filled (values) {
  const found = []
  for (const value of values) {
    for (const one of value instanceof Nodes ? value : [value]) if (one !== '') found.push(toNumber(one))
  }
  return found
}

export const sum = values => filled(values).reduce((total, number) => total + number, 0)

export const least = values => extreme(values, (a, b) => a < b)
export const greatest = values => extreme(values, (a, b) => a > b)

function extreme (values, better) {
  const numbers = filled(values)
  if (!numbers.length || numbers.some(Number.isNaN)) return NaN
  return numbers.reduce((best, number) => better(number, best) ? number : best)
}
