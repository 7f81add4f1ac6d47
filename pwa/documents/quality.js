// Whether the photo of a paper will do, judged at once on the phone: what is wrong with it, worst first. Pure; numbers below were
// set on pictures drawn by tests/papers/drawn.py and are tested on others.
import { CELL, outlineOf, pictureOf } from './quality-cells.js'
import { greyOf } from './quality-grey.js'
import { edgeWidth } from './quality-sharp.js'
import { textOf } from './quality-text.js'
import { brightOf, colourOf, glareOf } from './quality-light.js'

/**
 * @typedef {'gelap' | 'kecil' | 'terpotong' | 'buram' | 'silau' | 'menyamping' | 'terbalik' | 'fotokopi'} Fault
 * @typedef {{ card: boolean, coloured: boolean }} Expected card: of the size of a KTP, else a sheet; coloured: the original has colours
 */

const SIDES = { card: [85.6, 54], sheet: [297, 210] } // mm
const FEW = 3 // blocks with something on them: on a paper without, all is blurred
const ANY = 0.8 // pixels: the width of the edges of a photo that is sharp
export const LIMITS = {
  dark: 104, // brightness of paper
  glare: 0.012, // of the paper
  blinding: 0.3,
  cut: 0.09, // of an edge of the photo
  small: { card: 0.33, sheet: 0.46 }, // of the photo's long side
  blur: { card: 0.22, sheet: 0.3 }, // mm, one standard deviation, beyond what every photo has
  grey: { spread: 9, tint: 12 }
}

/**
 * @param {{ data: Uint8ClampedArray | Uint8Array, width: number, height: number }} image RGBA, as large as it is kept
 * @param {Expected} expected
 * @returns {{ faults: Fault[], measures: Record<string, number> }}
 */
export function judge (image, { card, coloured }) {
  const picture = pictureOf(image)
  const outline = outlineOf(picture, card)
  const kind = card ? 'card' : 'sheet'
  const step = card ? 2 : 1 // cards fill the photo, and their letters are large enough
  const grey = greyOf(picture, card)
  const inside = (x, y) => {
    const [column, row] = [Math.floor(x * step / CELL), Math.floor(y * step / CELL)]
    return column < picture.columns && row < picture.rows && outline.mask[row * picture.columns + column] === 1
  }
  const edges = edgeWidth(grey, inside)
  const text = textOf(grey, middleOf(outline, picture, grey, step), inside)
  const colour = colourOf(picture, outline)
  const perMm = Math.max(outline.long / SIDES[kind][0], outline.short / SIDES[kind][1]) // one side may leave the photo
  const measures = {
    bright: brightOf(picture, outline),
    glare: glareOf(picture, outline),
    known: outline.known ? 1 : 0,
    size: outline.long / Math.max(image.width, image.height),
    touching: Math.max(...outline.touching),
    sides: outline.touching.filter(share => share > 0.8).length,
    blur: Math.sqrt(Math.max(0, edges.width ** 2 - ANY ** 2)) * step / perMm,
    blocks: edges.blocks,
    letters: text.letters,
    height: text.height * step,
    along: text.along,
    feet: text.feet,
    pairs: text.pairs,
    begun: text.begun,
    lines: text.lines,
    upright: uprightOf(text),
    colour: colour.spread,
    tint: colour.tint
  }
  return { faults: faultsOf(measures, kind, coloured), measures }
}

/** What is wrong, worst first. Where there is too little light or paper to go by, no more is said. @returns {Fault[]} */
function faultsOf (m, kind, coloured) {
  const dark = m.bright < LIMITS.dark
  const small = m.known === 1 && m.size < LIMITS.small[kind]
  const blinded = m.glare > LIMITS.blinding
  const cut = m.known === 1 && m.sides < 4 && m.touching > LIMITS.cut
  const blurred = !dark && !small && !blinded && (m.blocks < FEW ? m.known === 1 : m.blur > LIMITS.blur[kind])
  const found = {
    gelap: dark,
    kecil: small,
    terpotong: cut,
    buram: blurred,
    silau: m.glare > LIMITS.glare,
    menyamping: !blurred && !small && m.letters >= 30 && m.along < 0.38,
    terbalik: !blurred && !small && m.along > 0.6 && m.upright < -0.5,
    fotokopi: coloured && !blurred && !dark && !blinded && !small && !cut && m.known === 1 && m.colour < LIMITS.grey.spread && m.tint < LIMITS.grey.tint
  }
  return /** @type {Fault[]} */ (Object.keys(found).filter(fault => found[fault]))
}

/** From -1, on its head, to 1: letters' feet and lines' beginnings, each by how much there is of it. */
const uprightOf = ({ feet, pairs, begun, lines }) => feet * Math.min(1, pairs / 40) + begun * Math.min(1, lines / 8)

const ENOUGH = 240000 // pixels: so much of a photo tells how its text runs
const MARGIN = 12 // pixels around the paper, with which its outermost are compared

/** The rows of the middle of the paper that are looked at for text, as far as the paper goes. */
function middleOf ({ mask }, { columns, rows }, { width, height }, step) {
  const first = Math.floor(mask.indexOf(1) / columns)
  const last = Math.floor(mask.lastIndexOf(1) / columns) + 1
  let [leftmost, rightmost] = [columns, 0]
  for (let row = first; row < last; row++) {
    const cells = mask.subarray(row * columns, (row + 1) * columns)
    const left = cells.indexOf(1)
    if (left < 0) continue
    leftmost = Math.min(leftmost, left)
    rightmost = Math.max(rightmost, cells.lastIndexOf(1) + 1)
  }
  const [top, bottom] = [first * CELL / step, Math.min(height, last === rows ? height : last * CELL / step)]
  const spare = Math.max(0, (bottom - top) - ENOUGH / width) / 2
  return {
    left: Math.max(0, leftmost * CELL / step - MARGIN),
    right: Math.min(width, rightmost * CELL / step + MARGIN),
    top: Math.floor(top + spare),
    bottom: Math.floor(bottom - spare)
  }
}
