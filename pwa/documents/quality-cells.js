// A photo made small: its luminance, and cells of 12 × 12 pixels with their colours; and where on them the paper lies. Pure.

export const CELL = 12

/**
 * @typedef {{ width: number, height: number, lum: Uint8Array, columns: number, rows: number, red: Float32Array, green: Float32Array, blue: Float32Array }} Picture
 *   lum: of each pixel; red, green, blue: mean of each cell, 0 to 255
 * @typedef {{ known: boolean, mask: Uint8Array, long: number, short: number, touching: number[] }} Outline
 *   mask: 1 where a cell is paper, all cells when nothing is known; long, short: its sides in pixels;
 *   touching: for top, right, bottom, left the share of that edge of the photo the paper runs over
 */

const EVERY = 3 // of the pixels of a cell's row and column one in so many is looked at

/** @param {{ data: Uint8ClampedArray | Uint8Array, width: number, height: number }} image RGBA @returns {Picture} */
export function pictureOf ({ data, width, height }) {
  const pixels = new Uint32Array(data.buffer, data.byteOffset, width * height)
  const lum = new Uint8Array(width * height)
  for (let at = 0; at < pixels.length; at++) {
    const pixel = pixels[at]
    lum[at] = (77 * (pixel & 255) + 151 * ((pixel >> 8) & 255) + 28 * ((pixel >> 16) & 255)) >> 8
  }
  const [columns, rows] = [Math.floor(width / CELL), Math.floor(height / CELL)]
  const [red, green, blue] = [0, 1, 2].map(() => new Float32Array(columns * rows))
  for (let cell = 0; cell < red.length; cell++) {
    const corner = Math.floor(cell / columns) * CELL * width + (cell % columns) * CELL
    let [r, g, b] = [0, 0, 0]
    for (let y = 0; y < CELL; y += EVERY) {
      for (let x = 0; x < CELL; x += EVERY) {
        const pixel = pixels[corner + y * width + x]
        r += pixel & 255
        g += (pixel >> 8) & 255
        b += (pixel >> 16) & 255
      }
    }
    const count = (CELL / EVERY) ** 2
    red[cell] = r / count
    green[cell] = g / count
    blue[cell] = b / count
  }
  return { width, height, lum, columns, rows, red, green, blue }
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
  const middle = pieceOf(closed, columns, rows, fromMiddle)
  const begin = liesThere(middle) ? fromMiddle : fromRim
  const found = begin === fromMiddle ? middle : pieceOf(closed, columns, rows, fromRim) || middle
  const longer = found && card && found.long / found.short > 1.75 // than a card is: a coloured band of it was taken for ground
  const whole = longer && pieceOf(closed, columns, rows, begin, true)
  return (whole && whole.long / whole.short < found.long / found.short && whole) || found ||
    { known: false, mask: new Uint8Array(columns * rows).fill(1), long: columns * CELL, short: rows * CELL, touching: [0, 0, 0, 0] }
}

/** Whether what the middle shows is a paper: it ends inside the photo. */
const liesThere = middle => middle && middle.touching.filter(share => share > 0.5).length < 3

/** The largest piece of one of two colours, or with `any` of whatever is clearly no ground; null where it is no paper. */
function pieceOf (closed, columns, rows, begin, any = false) {
  const [paper, ground] = twoColours(closed, columns, rows, begin)
  if (Math.sqrt(apart(paper[0], paper[1], paper[2], ground)) < APART) return null
  const unground = any ? clearly(closed, columns, rows, ground) : Infinity
  const mask = new Uint8Array(columns * rows)
  for (let cell = 0; cell < mask.length; cell++) {
    const [r, g, b] = [closed[0][cell], closed[1][cell], closed[2][cell]]
    const far = apart(r, g, b, ground)
    mask[cell] = far > unground || apart(r, g, b, paper) < far ? 1 : 0
  }
  opened(mask, columns)
  largestPiece(mask, columns)
  const hull = hullOf(mask, columns, rows)
  let count = 0
  for (const one of mask) count += one
  if (count < mask.length * LEAST || count / areaOf(hull) < SOLID) return null
  const [long, short] = sidesOf(hull)
  fill(mask, hull, columns)
  return { known: true, mask, long: long * CELL, short: short * CELL, touching: touchingOf(mask, columns, rows) }
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

const apart = (r, g, b, colour) => (r - colour[0]) ** 2 + (g - colour[1]) ** 2 + (b - colour[2]) ** 2

const median = values => values.sort((a, b) => a - b)[values.length >> 1] || 0

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

/** Paper is what the middle shows, ground what is least like it on the rim. */
function fromMiddle (channels, columns, rows) {
  const paper = colourOf(channels, cellsWhere(columns, rows, (x, y) => Math.abs(x / columns - 0.5) < 0.12 && Math.abs(y / rows - 0.5) < 0.12))
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
function twoColours (channels, columns, rows, begin) {
  let [paper, ground] = begin(channels, columns, rows)
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

/** Thin bridges cut, and the cell that `withoutText` added around taken away: worn by two cells, grown back by one. */
function opened (mask, columns) {
  for (const want of [0, 0, 1]) {
    for (const step of [1, columns]) {
      const before = mask.slice()
      for (let cell = 0; cell < mask.length; cell++) {
        const x = cell % columns
        const first = step === 1 ? x > 0 : cell >= columns
        const last = step === 1 ? x < columns - 1 : cell + columns < mask.length
        if ((first && before[cell - step] === want) || (last && before[cell + step] === want)) mask[cell] = want
      }
    }
  }
}

/** All that hangs together with `seed`, where the mask is `value`, becomes `mark`; how many cells that is. */
function flood (mask, columns, seed, value, mark) {
  const stack = new Int32Array(mask.length)
  let top = 0
  let count = 0
  const take = cell => { if (mask[cell] === value) { mask[cell] = mark; stack[top++] = cell; count++ } }
  take(seed)
  while (top) {
    const cell = stack[--top]
    const x = cell % columns
    if (x > 0) take(cell - 1)
    if (x < columns - 1) take(cell + 1)
    if (cell >= columns) take(cell - columns)
    if (cell + columns < mask.length) take(cell + columns)
  }
  return count
}

/** Only the largest piece. */
function largestPiece (mask, columns) {
  let [largest, at] = [0, -1]
  for (let cell = 0; cell < mask.length; cell++) {
    if (mask[cell] !== 1) continue
    const count = flood(mask, columns, cell, 1, 2)
    if (count > largest) [largest, at] = [count, cell]
  }
  if (at >= 0) flood(mask, columns, at, 2, 3)
  for (let cell = 0; cell < mask.length; cell++) mask[cell] = mask[cell] === 3 ? 1 : 0
}

function touchingOf (mask, columns, rows) {
  const share = (length, first, step) => {
    let sum = 0
    for (let i = 0; i < length; i++) sum += mask[first + i * step]
    return sum / length
  }
  return [share(columns, 0, 1), share(rows, columns - 1, columns), share(columns, (rows - 1) * columns, 1), share(rows, 0, columns)]
}

/** The convex hull of the outermost cells of each row, corner points in cells. */
function hullOf (mask, columns, rows) {
  const points = []
  for (let y = 0; y < rows; y++) {
    const row = mask.subarray(y * columns, (y + 1) * columns)
    const [first, last] = [row.indexOf(1), row.lastIndexOf(1) + 1]
    if (first >= 0) points.push([first, y], [first, y + 1], [last, y], [last, y + 1])
  }
  points.sort((a, b) => a[0] - b[0] || a[1] - b[1])
  const turn = (o, a, b) => (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0])
  const half = list => list.reduce((hull, point) => {
    while (hull.length > 1 && turn(hull[hull.length - 2], hull[hull.length - 1], point) <= 0) hull.pop()
    hull.push(point)
    return hull
  }, /** @type {number[][]} */ ([])).slice(0, -1)
  return [...half(points), ...half(points.reverse())]
}

/** All of the hull becomes paper: a picture at the edge of a card is of the card. */
function fill (mask, hull, columns) {
  for (let first = 0; first < mask.length; first += columns) {
    const y = first / columns + 0.5
    let [left, right] = [-Infinity, Infinity] // where the row's line lies within every side of the hull
    for (let i = 0; i < hull.length; i++) {
      const [ax, ay] = hull[i]
      const [bx, by] = hull[(i + 1) % hull.length]
      const rise = by - ay
      const x = rise ? ax + (bx - ax) * (y - ay) / rise : 0
      if (rise > 0) right = Math.min(right, x)
      else if (rise < 0) left = Math.max(left, x)
      else if ((bx - ax) * (y - ay) < 0) right = -Infinity
    }
    for (let x = 0; x < columns; x++) mask[first + x] = x + 0.5 >= left && x + 0.5 <= right ? 1 : 0
  }
}

const areaOf = hull => Math.abs(hull.reduce((sum, [x, y], i) => {
  const [nx, ny] = hull[(i + 1) % hull.length]
  return sum + x * ny - nx * y
}, 0)) / 2

/** Long and short side of the smallest rectangle around a hull. */
function sidesOf (hull) {
  let best = [Infinity, Infinity]
  hull.forEach(([x, y], i) => {
    const [nx, ny] = hull[(i + 1) % hull.length]
    const length = Math.hypot(nx - x, ny - y) || 1
    const [ux, uy] = [(nx - x) / length, (ny - y) / length]
    const along = hull.map(([px, py]) => px * ux + py * uy)
    const across = hull.map(([px, py]) => py * ux - px * uy)
    const sides = [Math.max(...along) - Math.min(...along), Math.max(...across) - Math.min(...across)]
    if (sides[0] * sides[1] < best[0] * best[1]) best = sides
  })
  return best.sort((a, b) => b - a)
}
