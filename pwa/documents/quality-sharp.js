// How wide edges are: in a photo that is out of focus no edge is steep, in one that was shaken none that lies across the shake. Pure.

const BLOCK = 32
const CONTRAST = 30 // levels of grey: below, a block shows nothing to judge by
const MOST = 8 // pixels of a block that may be steeper than its steepest edge: noise
const FAR = 6 // pixels to either side within which an edge has risen whole
const SLANT = 4 // the same along a slant

const CLEAREST = 64 // blocks are enough

/**
 * The width of the steepest edges in pixels, in the worst of four directions; a shaken photo is sharp along the shake.
 * @param {import('./quality-grey.js').Grey} grey @param {(x: number, y: number) => boolean} inside whether a pixel is on the paper
 * @returns {{ width: number, blocks: number }} width: of one standard deviation, as of a Gaussian; blocks: how many had something to judge by
 */
export function edgeWidth (grey, inside) {
  const found = []
  for (let y = FAR; y + BLOCK + FAR <= grey.height; y += BLOCK) {
    for (let x = FAR + (y >> 5) % 2 * BLOCK; x + BLOCK + FAR <= grey.width; x += 2 * BLOCK) { // every other one, as on a chessboard
      if (!inside(x + BLOCK / 2, y + BLOCK / 2)) continue
      const contrast = contrastOf(grey, x, y)
      if (contrast >= CONTRAST) found.push({ x, y, contrast })
    }
  }
  if (found.length < 3) return { width: 0, blocks: found.length }
  found.sort((a, b) => b.contrast - a.contrast)
  const clear = found.slice(0, Math.min(CLEAREST, Math.max(6, Math.ceil(found.length * 0.5))))
  const steep = clear.map(({ x, y }) => steepest(grey, x, y))
  const shares = [0, 1, 2, 3].map(way => median(steep.map(rises => rises[way]).filter(share => share > 0)))
  return { width: widthOf(Math.min(...shares)), blocks: found.length }
}

/** The middle of a list, of less than three nothing. */
const median = list => list.length < 3 ? 1 : list.sort((a, b) => a - b)[list.length >> 1]

const levels = new Uint16Array(256)
const thinned = new Uint8Array((BLOCK / 2) ** 2)

/** From the darkest to the brightest of a block, a few pixels aside for noise; every fourth pixel is looked at. */
function contrastOf (grey, left, top) {
  levels.fill(0)
  grey.part(left, top, BLOCK / 2, BLOCK / 2, 2, thinned)
  for (let at = 0; at < thinned.length; at++) levels[thinned[at]]++
  return from(levels, 255, -1, 10) - from(levels, 0, 1, 10)
}

const WIDTH = BLOCK + 2 * FAR // with the neighbours of its pixels
const block = new Uint8Array(WIDTH * WIDTH)
const WAYS = [1, WIDTH, WIDTH + 1, WIDTH - 1] // across, down, and both slants: to the next pixel
const rises = new Uint16Array(256)

/** In each direction: the greatest rise over two pixels as a share of that over many; 0 where nothing in the block rises that way. */
function steepest (grey, left, top) {
  grey.part(left - FAR, top - FAR, WIDTH, WIDTH, 1, block)
  return WAYS.map((step, way) => {
    const most = greatest(step, 1, MOST)
    const whole = greatest(step * (way < 2 ? FAR : SLANT), 2, MOST / 4)
    return whole < CONTRAST ? 0 : most / whole
  })
}

/** The greatest difference between the pixels `reach` before and after one; of those of every so manieth row and column. */
function greatest (reach, every, most) {
  rises.fill(0)
  for (let y = FAR; y < FAR + BLOCK; y += every) {
    for (let at = y * WIDTH + FAR, end = at + BLOCK; at < end; at += every) rises[Math.abs(block[at + reach] - block[at - reach])]++
  }
  return from(rises, 255, -1, most)
}

/** The level reached after `count` pixels, counted from one end of a histogram. */
function from (histogram, at, step, count) {
  for (let left = count; at > 0 || step > 0; at += step) {
    left -= histogram[at]
    if (left <= 0 || at + step < 0 || at + step > 255) return at
  }
  return 0
}

/** A step blurred by a Gaussian of width s rises by erf(1/(s√2)) over two pixels. */
function widthOf (share) {
  if (share >= 0.98) return 0.4
  for (let s = 0.4; s < 8; s += 0.1) if (erf(1 / (s * Math.SQRT2)) <= share) return s
  return 8
}

/** Abramowitz and Stegun 7.1.26. */
function erf (x) {
  const t = 1 / (1 + 0.3275911 * x)
  return 1 - ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t * Math.exp(-x * x)
}
