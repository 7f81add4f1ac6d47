// A photo as it is judged: its pixels, and cells of 12 × 12 of them with their colours; and where on them the paper lies. Pure.

import { areaOf, fill, hullOf, largestPiece, opened, sidesOf } from './quality-shape.js'

export const CELL = 12

/**
 * @typedef {{ width: number, height: number, pixels: Uint32Array, columns: number, rows: number, red: Float32Array, green: Float32Array, blue: Float32Array }} Picture
 *   pixels: RGBA; red, green, blue: mean of each cell, 0 to 255
 * @typedef {{ known: boolean, mask: Uint8Array, long: number, short: number, touching: number[] }} Outline
 *   mask: 1 where a cell is paper, all cells when nothing is known; long, short: its sides in pixels, short 0 when nothing is known;
 *   touching: for top, right, bottom, left the share of that edge of the photo the paper runs over
 */

const EVERY = 3 // of the pixels of a cell's row and column one in so many is looked at

/** @param {{ data: Uint8ClampedArray | Uint8Array, width: number, height: number }} image RGBA @returns {Picture} */
export function pictureOf ({ data, width, height }) {
  const pixels = new Uint32Array(data.buffer, data.byteOffset, width * height)
  const [columns, rows] = [Math.floor(width / CELL), Math.floor(height / CELL)]
  const [red, green, blue] = [0, 1, 2].map(() => new Float32Array(columns * rows))
  const count = (CELL / EVERY) ** 2
  for (let cell = 0; cell < red.length; cell++) {
    const corner = Math.floor(cell / columns) * CELL * width + (cell % columns) * CELL
    let [r, g, b] = [0, 0, 0]
    for (let y = 0; y < CELL; y += EVERY) {
      for (let at = corner + y * width, end = at + CELL; at < end; at += EVERY) {
        const pixel = pixels[at]
        r += pixel & 255
        g += (pixel >> 8) & 255
        b += (pixel >> 16) & 255
      }
    }
    red[cell] = r / count
    green[cell] = g / count
    blue[cell] = b / count
  }
  return { width, height, pixels, columns, rows, red, green, blue }
}

const APART = 26 // colour distance below which paper and ground are not told apart
const SOLID = 0.8 // a paper fills its convex hull
const LEAST = 0.006 // of the photo

/**
 * Where the paper lies: what is like the middle and unlike the rim, in one piece; or what is least like the rim.
 * @param {Picture} picture @param {boolean} card of the size of a KTP @returns {Outline}
 */
export function outlineOf (picture, card) {
  const { columns, rows } = picture
  const closed = withoutText(picture)
  const blown = blownOf(closed)
  const fall = evened(closed, columns, rows)
  const pieceFrom = (begin, any = false) => pieceOf(picture, closed, blown, fall, begin, any)
  const middle = pieceFrom(fromMiddle)
  const begin = liesThere(middle) ? fromMiddle : fromRim
  const found = begin === fromMiddle ? middle : pieceFrom(fromRim) || middle
  const longer = found && card && found.long / found.short > 1.75 // than a card is: a coloured band of it was taken for ground
  const whole = longer && pieceFrom(begin, true)
  return (whole && whole.long / whole.short < found.long / found.short && whole) || found ||
    { known: false, mask: new Uint8Array(columns * rows).fill(1), long: columns * CELL, short: 0, touching: [0, 0, 0, 0] }
}

/** Whether what the middle shows is a paper: it ends inside the photo. */
const liesThere = middle => middle && middle.touching.filter(share => share > 0.5).length < 3

/** The largest piece of one of two colours, or with `any` of whatever is clearly no ground; null where it is no paper. */
function pieceOf (picture, closed, blown, fall, begin, any) {
  const { columns, rows } = picture
  const [paper, ground] = twoColours(closed, blown, columns, rows, begin)
  if (Math.sqrt(apart(paper[0], paper[1], paper[2], ground)) < APART) return null
  const unground = any ? clearly(closed, columns, rows, ground) : Infinity
  const [r, g, b] = paper.map((value, i) => value - ground[i])
  const half = paper.reduce((sum, value, i) => sum + value ** 2 - ground[i] ** 2, 0) / 2 // beyond it a colour is nearer to the paper's
  const isPaper = colour => apart(colour[0], colour[1], colour[2], ground) > unground || r * colour[0] + g * colour[1] + b * colour[2] > half
  const [red, green, blue] = closed
  const mask = new Uint8Array(columns * rows)
  for (let cell = 0; cell < mask.length; cell++) {
    const near = r * red[cell] + g * green[cell] + b * blue[cell] > half
    mask[cell] = near || (any && apart(red[cell], green[cell], blue[cell], ground) > unground) ? 1 : 0
  }
  opened(mask, columns)
  largestPiece(mask, columns)
  const hull = hullOf(mask, columns, rows)
  let count = 0
  for (const one of mask) count += one
  if (count < mask.length * LEAST || count / areaOf(hull) < SOLID) return null
  const [long, short] = sidesOf(hull)
  fill(mask, hull, columns)
  return { known: true, mask, long: long * CELL, short: short * CELL, touching: touchingOf(picture, mask, fall, isPaper) }
}

/** Each cell as bright as the brightest of its neighbours: text goes, paper stays. */
function withoutText ({ columns, rows, red, green, blue }) {
  const brightest = (near, other) => green[other] + red[other] > green[near] + red[near] ? other : near
  const row = new Uint32Array(columns * rows)
  const out = [0, 1, 2].map(() => new Float32Array(columns * rows))
  for (let cell = 0; cell < row.length; cell++) {
    const x = cell % columns
    let best = cell
    if (x > 0) best = brightest(best, cell - 1)
    if (x < columns - 1) best = brightest(best, cell + 1)
    row[cell] = best
  }
  for (let cell = 0; cell < row.length; cell++) {
    let best = row[cell]
    if (cell >= columns) best = brightest(best, row[cell - columns])
    if (cell + columns < row.length) best = brightest(best, row[cell + columns])
    out[0][cell] = red[best]
    out[1][cell] = green[best]
    out[2][cell] = blue[best]
  }
  return out
}

const BLOWN = 246 // all three colours: so bright that what is there cannot be seen

/** 1 where nothing is seen but light. */
function blownOf (channels) {
  const [red, green, blue] = channels
  const blown = new Uint8Array(red.length)
  for (let cell = 0; cell < blown.length; cell++) if (Math.min(red[cell], green[cell], blue[cell]) >= BLOWN) blown[cell] = 1
  return blown
}

const FAR = 8 // cells between two whose light is compared
const STEEPEST = 0.012 // of the light, from one cell to the next

/**
 * Makes the colours what they were if the light fell off to no side. Papers and patterns begin and end, light changes everywhere alike.
 * @returns {(cell: number) => number} how much brighter a cell became
 */
function evened (channels, columns, rows) {
  const across = fallOf(channels, columns, rows, FAR, 0)
  const down = fallOf(channels, columns, rows, 0, FAR)
  const right = Float32Array.from({ length: columns }, (_, x) => Math.exp(across * (columns / 2 - x)))
  const below = Float32Array.from({ length: rows }, (_, y) => Math.exp(down * (rows / 2 - y)))
  for (const channel of channels) {
    for (let y = 0, cell = 0; y < rows; y++) for (let x = 0; x < columns; x++, cell++) channel[cell] *= right[x] * below[y]
  }
  return cell => right[cell % columns] * below[Math.floor(cell / columns)]
}

/** By how much, as a logarithm, a cell is usually brighter than the one before it: the middle of all pairs `right` and `below` from each other. */
function fallOf ([red, green, blue], columns, rows, right, below) {
  const ratios = new Float32Array(columns * rows)
  let count = 0
  for (let y = 0; y + below < rows; y += 2) {
    for (let x = 0; x + right < columns; x += 2) {
      const [one, other] = [y * columns + x, (y + below) * columns + x + right]
      ratios[count++] = (red[other] + green[other] + blue[other] + 1) / (red[one] + green[one] + blue[one] + 1)
    }
  }
  const middle = ratios.subarray(0, count).sort()[count >> 1]
  return middle ? Math.max(-STEEPEST, Math.min(STEEPEST, Math.log(middle) / FAR)) : 0
}

const apart = (r, g, b, colour) => (r - colour[0]) ** 2 + (g - colour[1]) ** 2 + (b - colour[2]) ** 2

const median = values => Float32Array.from(values).sort()[values.length >> 1] || 0

/** The square of the distance from the ground beyond which a colour is another thing. */
function clearly (channels, columns, rows, ground) {
  const rim = cellsWhere(columns, rows, (x, y) => isRim(x, y, columns, rows))
  return Math.max(45, 3 * Math.sqrt(median(rim.map(cell => apart(channels[0][cell], channels[1][cell], channels[2][cell], ground))))) ** 2
}

const isRim = (x, y, columns, rows) => x < 2 || y < 2 || x >= columns - 2 || y >= rows - 2

/** Cells where `test` holds. */
function cellsWhere (columns, rows, test) {
  const found = []
  for (let cell = 0; cell < columns * rows; cell++) if (test(cell % columns, Math.floor(cell / columns))) found.push(cell)
  return found
}

const colourOf = (channels, cells) => channels.map(channel => median(cells.map(cell => channel[cell])))

/** Of `cells` the eighth that is least like `colour`. */
function unlike (channels, cells, colour) {
  const far = Float32Array.from(cells, cell => apart(channels[0][cell], channels[1][cell], channels[2][cell], colour))
  const limit = Float32Array.from(far).sort()[Math.floor(far.length * 0.875)]
  return cells.filter((_, i) => far[i] >= limit)
}

/** Paper is what the middle shows, or what is seen nearest to it beside a light; ground what is least like it on the rim. */
function fromMiddle (channels, columns, rows, blown) {
  const within = part => cellsWhere(columns, rows, (x, y) => Math.abs(x / columns - 0.5) < part && Math.abs(y / rows - 0.5) < part)
  const middle = within(0.12)
  let seen = middle
  for (const part of [0.12, 0.2, 0.3]) {
    const all = part === 0.12 ? middle : within(part)
    const clear = all.filter(cell => !blown[cell])
    if (clear.length * 2 > all.length) { seen = clear; break }
  }
  const paper = colourOf(channels, seen)
  const rim = cellsWhere(columns, rows, (x, y) => isRim(x, y, columns, rows))
  return [paper, colourOf(channels, unlike(channels, rim, paper))]
}

/** Ground is what the rim shows, paper what is least like it inside: a paper that is small, or lies aside. */
function fromRim (channels, columns, rows) {
  const ground = colourOf(channels, cellsWhere(columns, rows, (x, y) => isRim(x, y, columns, rows)))
  const inside = cellsWhere(columns, rows, (x, y) => !isRim(x, y, columns, rows))
  return [colourOf(channels, unlike(channels, unlike(channels, inside, ground), ground)), ground]
}

/** The colours of paper and ground: where they begin, then the means of what is nearer to each. */
function twoColours (channels, blown, columns, rows, begin) {
  let [paper, ground] = begin(channels, columns, rows, blown)
  for (let turn = 0; turn < 4; turn++) {
    const sums = new Float64Array(8)
    for (let cell = 0; cell < columns * rows; cell += 3) {
      const [r, g, b] = [channels[0][cell], channels[1][cell], channels[2][cell]]
      const at = apart(r, g, b, paper) < apart(r, g, b, ground) ? 0 : 4
      sums[at] += r
      sums[at + 1] += g
      sums[at + 2] += b
      sums[at + 3]++
    }
    if (!sums[3] || !sums[7]) break
    paper = [sums[0] / sums[3], sums[1] / sums[3], sums[2] / sums[3]]
    ground = [sums[4] / sums[7], sums[5] / sums[7], sums[6] / sums[7]]
  }
  return [paper, ground]
}

/** The share of each edge of the photo whose outermost pixels are of the paper. */
function touchingOf ({ pixels, width, height, columns, rows }, mask, fall, isPaper) {
  const share = (length, cellOf, first, along, inward) => {
    let [sum, run, shines] = [0, 0, false]
    for (let i = 0; i <= length; i++) {
      const cell = i < length ? cellOf(i) : -1
      const colour = cell >= 0 && mask[cell] ? outermost(pixels, first + i * CELL * along, along, inward) : null
      const blown = colour !== null && Math.min(...colour) >= BLOWN
      if (colour && (blown || isPaper(colour.map(value => value * fall(cell))))) {
        run++
        shines = shines || blown
      } else {
        if (!shines) sum += run // where a light is mirrored at the edge, nobody sees how far the paper goes
        ;[run, shines] = [0, false]
      }
    }
    return sum / length
  }
  return [
    share(columns, i => i, 0, 1, width),
    share(rows, i => (i + 1) * columns - 1, width - 1, width, -1),
    share(columns, i => (rows - 1) * columns + i, (height - 1) * width, 1, -width),
    share(rows, i => i * columns, 0, width, 1)
  ]
}

/** The colour of the outermost pixels of a cell at the edge of the photo, of the brighter half of them: the others may be text. */
function outermost (pixels, first, along, inward) {
  const edge = new Uint32Array(CELL)
  for (let i = 0; i < CELL; i++) edge[i] = pixels[first + i * along + (i % 3) * inward]
  const bright = pixel => (pixel & 255) + ((pixel >> 8) & 255) + ((pixel >> 16) & 255)
  const half = Array.from(edge).sort((a, b) => bright(b) - bright(a)).slice(0, CELL / 2)
  return [0, 8, 16].map(shift => half.reduce((sum, pixel) => sum + ((pixel >> shift) & 255), 0) / half.length)
}
