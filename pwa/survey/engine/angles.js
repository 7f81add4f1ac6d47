// Angles and distances, counted like the logarithms of numbers.js. The twin is server/surveys/angle_functions.py.
import { exact, near, P } from './numbers.js'
import { words } from './texts.js'
import { toNumber, toText } from './values.js'

const PI = Math.PI
const TURN = 2138057168129933495719360746323741566601n // 2 pi in 2^-128
const SMALL = 1e-15 // below it the sine of x is x
const RADIUS = 6378100 // metres of the globe

/** Cosine and sine of an angle in 2^-128, by their series. @param {number} x @returns {[bigint, bigint]} */
function circle (x) {
  const r = (exact(x) % TURN + TURN) % TURN
  /** @type {[bigint, bigint]} */
  const parts = [0n, 0n]
  for (let term = 1n << P, n = 0; term; n++, term = (term * r >> P) / BigInt(n)) parts[n % 2] += n & 2 ? -term : term
  return parts
}

const turned = of => value => {
  const x = toNumber(value)
  return Number.isFinite(x) ? of(...circle(x), x) : NaN
}
export const sin = turned((c, s, x) => Math.abs(x) < SMALL ? x : near(s))
export const cos = turned(near)
export const tan = turned((c, s, x) => Math.abs(x) < SMALL ? x : near((s << P) / c))

/** The library's angle, which may be wrong in its last digit, made right by its cosine and sine: a / b of `of` is missing. */
const arc = (name, limit, of) => value => {
  const x = toNumber(value)
  const angle = Math[name](x)
  if (angle === x || !(Math.abs(x) < limit)) return angle
  const [a, b] = of(...circle(angle), exact(x))
  return angle + Number(a) / Number(b)
}
export const asin = arc('asin', 1, (c, s, x) => [x - s, c])
export const acos = arc('acos', 1, (c, s, x) => [c - x, s])
export const atan = arc('atan', Infinity, (c, s, x) => [c - (s << P) / x, s + (c << P) / x])

/** The angle of the point (x, y). */
export function atan2 (y, x) {
  const up = toNumber(y)
  const right = toNumber(x)
  if (right > 0) return atan(up / right)
  if (right < 0) return atan(up / right) + (up >= 0 ? PI : -PI)
  if (Number.isNaN(up + right)) return NaN
  return up > 0 ? PI / 2 : up < 0 ? -PI / 2 : 0
}

/** Metres along points, each "lat lon …"; one text may hold several, with ; between. NaN for what is no point. */
export function distance (values, env) {
  const points = values.flat().flatMap(value => toText(value).split(';').map(words)).filter(one => one.length)
    .map(([lat, lon]) => [toNumber(lat), toNumber(lon)])
  env.spend(200 * points.length)
  return points.slice(1).reduce((total, point, at) => total + between(points[at], point), 0)
}

/** By the haversine. */
function between ([lat, lon], [toLat, toLon]) {
  const degree = PI / 180
  const up = sin((toLat - lat) * degree / 2)
  const along = sin((toLon - lon) * degree / 2)
  const part = up * up + cos(lat * degree) * cos(toLat * degree) * along * along
  return 2 * RADIUS * atan2(Math.sqrt(part), Math.sqrt(Math.max(0, 1 - part)))
}
