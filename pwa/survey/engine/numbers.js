// Functions on numbers. The libraries' own pow, exp and log differ in the last digit: here they are counted in whole numbers of
// 2^-128, which both languages do alike, and only the result is a double. The twin is server/surveys/number_functions.py.
import { toNumber } from './values.js'

const MOST_PLACES = 30
export const P = 128n
const ONE = 1n << P

/** A double in 2^-128. @param {number} x */
export const exact = x => (BigInt(Math.trunc(x)) << P) + BigInt(Math.trunc(x % 1 * 2 ** 128))
/** The double nearest to a number of 2^-128. */
export const near = n => Number(n) / 2 ** 128

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

export function pow (base, exponent) {
  const x = toNumber(base)
  const y = toNumber(exponent)
  if (!Number.isFinite(y)) return NaN
  if (Number.isInteger(y)) return wholePower(x, y)
  return x > 0 && x < Infinity ? raised(exact(y) * ln(x) >> P) : exp(y * log(x))
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

/** Twice the series of the area tangent of s: the logarithm of (1 + s) / (1 - s). All in 2^-128. @param {bigint} s */
function area (s) {
  let total = 0n
  for (let term = s, n = 1n; term; n += 2n, term = (term * s >> P) * s >> P) total += term / n
  return 2n * total
}

const LN2 = area(ONE / 3n)

/** The natural logarithm in 2^-128: x = m * 2^k with m from 1 to 2, then the series of atanh. @param {number} x */
function ln (x) {
  let k = 0n
  for (; x >= 2; k++) x /= 2
  for (; x < 1; k--) x *= 2
  const m = exact(x)
  return area((m - ONE << P) / (m + ONE)) + k * LN2
}

const logarithm = of => value => {
  const x = toNumber(value)
  return x > 0 && x < Infinity ? near(of(ln(x))) : Math.log(x)
}
export const log = logarithm(n => n)
export const log10 = logarithm(n => (n << P) / ln(10))

export function exp (value) {
  const x = toNumber(value)
  return Number.isFinite(x) ? raised(exact(x)) : x < 0 ? 0 : x
}

/** e to the power of x in 2^-128: x = k ln 2 + r, then the series of exp. @param {bigint} x */
function raised (x) {
  const r = (x % LN2 + LN2) % LN2
  const k = Number((x - r) / LN2)
  let total = 0n
  for (let term = ONE, n = 1n; term; term = (term * r >> P) / n++) total += term
  const half = Math.floor(k / 2)
  return near(total) * wholePower(2, half) * wholePower(2, k - half)
}

/** The numbers of answers that are given; a set counts with all its members. @param {any[]} values @returns {number[]} */
const filled = values => values.flat().filter(one => one !== '').map(one => toNumber(one))

export const sum = values => filled(values).reduce((total, number) => total + number, 0)

export const least = values => extreme(values, (a, b) => a < b)
export const greatest = values => extreme(values, (a, b) => a > b)

function extreme (values, better) {
  const numbers = filled(values)
  if (!numbers.length || numbers.some(Number.isNaN)) return NaN
  return numbers.reduce((best, number) => better(number, best) ? number : best)
}
