// How bright the pixels of a photo are, read only where somebody looks. Pure.

/**
 * @typedef {{ width: number, height: number, part: (left: number, top: number, width: number, height: number, every?: number, into?: Uint8Array) => Uint8Array }} Grey
 *   part: 0 to 255, row by row, of a rectangle; with `every`, of each so manieth pixel and row from its corner; `into` is written if given
 */

/**
 * @param {import('./quality-cells.js').Picture} picture @param {boolean} half half as large, each pixel the mean of four
 * @returns {Grey}
 */
export function greyOf ({ pixels, width, height }, half) {
  return half
    ? { width: width >> 1, height: height >> 1, part: halved.bind(null, pixels, width) }
    : { width, height, part: whole.bind(null, pixels, width) }
}

/** @param {Uint32Array} pixels @param {number} across pixels in a row @param {number} left @param {number} top @param {number} width @param {number} height @param {number} [every] @param {Uint8Array} [part] @returns {Uint8Array} */
function whole (pixels, across, left, top, width, height, every = 1, part = new Uint8Array(width * height)) {
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0, at = (top + y * every) * across + left; x < width; x++, at += every) {
      const pixel = pixels[at]
      part[to++] = (77 * (pixel & 255) + 151 * ((pixel >> 8) & 255) + 28 * ((pixel >> 16) & 255)) >> 8
    }
  }
  return part
}

const ODD = 0xff00ff // red and blue, added in one number

/** The same of a photo half as large. @param {Uint32Array} pixels @param {number} across @param {number} left @param {number} top @param {number} width @param {number} height @param {number} [every] @param {Uint8Array} [part] @returns {Uint8Array} */
function halved (pixels, across, left, top, width, height, every = 1, part = new Uint8Array(width * height)) {
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0, at = 2 * ((top + y * every) * across + left); x < width; x++, at += 2 * every) {
      const [a, b, c, d] = [pixels[at], pixels[at + 1], pixels[at + across], pixels[at + across + 1]]
      const odd = (a & ODD) + (b & ODD) + (c & ODD) + (d & ODD)
      const green = ((a >> 8) & 255) + ((b >> 8) & 255) + ((c >> 8) & 255) + ((d >> 8) & 255)
      part[to++] = (77 * (odd & 0xffff) + 151 * green + 28 * (odd >> 16) + 512) >> 10
    }
  }
  return part
}
