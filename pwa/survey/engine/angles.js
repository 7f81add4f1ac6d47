// Angles and distances, written out in plain double arithmetic: the libraries' own sines differ in the last digit.
// The twin is server/surveys/angle_functions.py.
import { Nodes, toNumber, toText } from './values.js'

const PI = Math.PI
const TURN = 2 * PI
const RADIUS = 6378100 // metres of the globe
const NUMBER = /^-?([0-9]+(\.[0-9]*)?|\.[0-9]+)$/

/** The same angle between minus and plus half a turn. */
function within (x) {
  const rest = x % TURN
  return rest > PI ? rest - TURN : rest < -PI ? rest + TURN : rest
}

/** The series of sine and cosine. */
function series (x, total, from) {
  let term = total
  for (let n = from; n < 40; n += 2) {
    term *= -x * x / (n * (n + 1))
    total += term
  }
  return total
}

export function sin (value) {
  const x = within(toNumber(value))
  return series(x, x, 2)
}

export const cos = value => series(within(toNumber(value)), 1, 1)

export const tan = value => sin(value) / cos(value)

/** Halved twice, then by its series. @param {any} value @returns {number} */
export function atan (value) {
  let x = toNumber(value)
  if (x > 1) return PI / 2 - atan(1 / x)
  if (x < -1) return -PI / 2 - atan(1 / x)
  for (let i = 0; i < 2; i++) x = x / (1 + Math.sqrt(1 + x * x))
  let total = 0
  let term = x
  for (let n = 1; n < 40; n += 2) {
    total += term / n
    term *= -x * x
  }
  return 4 * total
}

/** The angle of the point (x, y). */
export function atan2 (y, x) {
  const up = toNumber(y)
  const right = toNumber(x)
  if (right > 0) return atan(up / right)
  if (right < 0) return atan(up / right) + (up >= 0 ? PI : -PI)
  if (Number.isNaN(up + right)) return NaN
  return up > 0 ? PI / 2 : up < 0 ? -PI / 2 : 0
}

const side = x => Math.sqrt((1 - x) * (1 + x)) // NaN beyond 1

export function asin (value) {
  const x = toNumber(value)
  return atan2(x, side(x))
}

export function acos (value) {
  const x = toNumber(value)
  return atan2(side(x), x)
}

/** Metres along points, each "lat lon …"; one text may hold several, with ; between. NaN for what is no point. */
export function distance (values) {
  const points = values.flatMap(value => value instanceof Nodes ? [...value] : [value])
    .flatMap(value => toText(value).split(';')).filter(part => words(part).length)
    .map(part => words(part).length > 1 ? words(part).slice(0, 2).map(word => NUMBER.test(word) ? Number(word) : NaN) : [NaN, NaN])
  return points.slice(1).reduce((total, point, at) => total + between(points[at], point), 0)
}

const words = text => text.split(/[ \t\r\n]+/).filter(Boolean)

/** By the haversine. */
function between ([lat, lon], [toLat, toLon]) {
  const degree = PI / 180
  const up = sin((toLat - lat) * degree / 2)
  const along = sin((toLon - lon) * degree / 2)
  const part = up * up + cos(lat * degree) * cos(toLat * degree) * along * along
  return 2 * RADIUS * atan2(Math.sqrt(part), Math.sqrt(Math.max(0, 1 - part)))
}
