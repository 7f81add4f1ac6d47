// How wide edges are: in a photo that is out of focus or was shaken, no edge is steep. Pure.

const BLOCK = 32
const CONTRAST = 30 // levels of grey: below, a block shows nothing to judge by

/**
 * The width of the steepest edges in pixels, the worse of the two directions; a shaken photo is sharp along the shake.
 * @param {Uint8Array} lum @param {number} width @param {number} height @param {(x: number, y: number) => boolean} inside whether a block is on the paper
 * @returns {{ width: number, blocks: number }} width: of one standard deviation, as of a Gaussian; blocks: how many had something to judge by
 */
export function edgeWidth (lum, width, height, inside) {
  const found = []
  for (let y = 0; y + BLOCK <= height; y += BLOCK) {
    for (let x = (y / BLOCK) % 2 * BLOCK; x + BLOCK <= width; x += 2 * BLOCK) { // every other one, as on a chessboard
      if (!inside(x + BLOCK / 2, y + BLOCK / 2)) continue
      const block = steepest(lum, width, x, y, Math.min(x + BLOCK, width - 1), Math.min(y + BLOCK, height - 1))
      if (block.contrast >= CONTRAST) found.push(block)
    }
  }
  if (found.length < 3) return { width: 0, blocks: found.length }
  found.sort((a, b) => b.contrast - a.contrast)
  const clear = found.slice(0, Math.max(6, Math.ceil(found.length * 0.5)))
  const side = direction => upper(clear.map(block => block[direction] / block.contrast))
  return { width: widthOf(Math.min(side('across'), side('down'))), blocks: found.length }
}

/** The upper part of a list: above three quarters of it. */
const upper = list => list.sort((a, b) => a - b)[Math.floor(list.length * 0.75)]

/** Greatest difference over two pixels in a block, each direction, and its contrast; both as the mean of the eight greatest, for noise. */
function steepest (lum, width, left, top, right, bottom) {
  const across = new Uint16Array(256)
  const down = new Uint16Array(256)
  const level = new Uint16Array(256)
  for (let y = Math.max(1, top); y < bottom; y++) {
    for (let x = Math.max(1, left), at = y * width + x; x < right; x++, at++) {
      level[lum[at]]++
      across[Math.abs(lum[at + 1] - lum[at - 1])]++
      down[Math.abs(lum[at + width] - lum[at - width])]++
    }
  }
  return { across: from(across, 255, -1, 8), down: from(down, 255, -1, 8), contrast: from(level, 255, -1, 40) - from(level, 0, 1, 40) }
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
