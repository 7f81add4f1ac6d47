// Light and colour of a photo: how bright the paper is, where it shines, whether it is only shades of grey. Pure.

/** @typedef {import('./quality-cells.js').Picture} Picture @typedef {import('./quality-cells.js').Outline} Outline */

const FINE = 8 // steps of a level that are told apart

/** How many cells have which value, 0 to 300, of what `valueOf` gives; -1 leaves a cell out. */
function counted (mask, valueOf) {
  const counts = new Uint32Array(301 * FINE)
  let length = 0
  for (let cell = 0; cell < mask.length; cell++) {
    const value = valueOf(cell)
    if (value === -1) continue
    counts[Math.floor(value * FINE)]++
    length++
  }
  return { counts, length }
}

/** The value below which that share of the cells lies. */
function part ({ counts, length }, share) {
  let left = Math.floor(length * share)
  for (let at = 0; at < counts.length; at++) if ((left -= counts[at]) < 0) return at / FINE
  return 0
}

const brightness = ({ red, green, blue }, cell) => (77 * red[cell] + 151 * green[cell] + 28 * blue[cell]) / 256

/** How bright the bright parts of the paper are, 0 to 255. @param {Picture} picture @param {Outline} outline */
export function brightOf (picture, { mask }) {
  return part(counted(mask, cell => mask[cell] ? brightness(picture, cell) : -1), 0.85)
}

const WHITE = 240 // least of the three colours of a cell that may be a mirrored light

/**
 * The largest spot of light on the paper, as a share of it: white in all colours, brighter than the paper, with a soft rim.
 * @param {Picture} picture @param {Outline} outline
 */
export function glareOf (picture, { mask }) {
  const { columns, rows, red, green, blue } = picture
  const least = cell => Math.min(red[cell], green[cell], blue[cell])
  const inside = counted(mask, cell => mask[cell] ? least(cell) : -1)
  const usual = part(inside, part(inside, 0.4) > 245 ? 0.1 : 0.4) // a great light covers most of a card
  const white = Math.min(250, Math.max(WHITE, usual + (255 - usual) * 0.5))
  if (part(inside, 0.75) > white && part(inside, 0.2) > white - 12) return 0 // the whole paper is as white: nothing shines on it
  const seen = new Uint8Array(mask.length)
  let largest = 0
  for (let cell = 0; cell < mask.length; cell++) {
    if (seen[cell] || !mask[cell] || least(cell) < white) continue
    const spot = [cell]
    seen[cell] = 1
    for (let i = 0; i < spot.length; i++) {
      for (const next of besides(spot[i], columns, rows)) {
        if (!seen[next] && mask[next] && least(next) >= white) { seen[next] = 1; spot.push(next) }
      }
    }
    if (spot.length > largest && softRim(spot, seen, columns, rows, least, usual, white)) largest = spot.length
  }
  return largest / (inside.length || 1)
}

/** Whether the light fades: next to the spot it is still brighter than the paper usually is. */
function softRim (spot, seen, columns, rows, least, usual, white) {
  const rim = new Set()
  for (const cell of spot) for (const next of besides(cell, columns, rows)) if (!seen[next]) rim.add(next)
  const levels = [...rim].map(least).sort((a, b) => a - b)
  const middle = levels[levels.length >> 1] || 0
  return middle > usual + (white - usual) * 0.35
}

function besides (cell, columns, rows) {
  const x = cell % columns
  const y = Math.floor(cell / columns)
  return [x > 0 ? cell - 1 : -1, x < columns - 1 ? cell + 1 : -1, y > 0 ? cell - columns : -1, y < rows - 1 ? cell + columns : -1].filter(next => next >= 0)
}

/**
 * How much colour there is on the paper beside the tint of the light: the spread of the shares of red and blue over its cells, in hundredths of
 * an equal share; and how much bluer than redder it is as a whole.
 * A copy in shades of grey has one tint everywhere.
 * @param {Picture} picture @param {Outline} outline
 */
export function colourOf ({ columns, red, green, blue }, { mask }) {
  const deep = cell => mask[cell] && mask[cell - 2 * columns] && mask[cell + 2 * columns] && mask[cell - 2] && mask[cell + 2]
  const clear = cell => deep(cell) && Math.max(red[cell], green[cell], blue[cell]) >= 50 && Math.min(red[cell], green[cell], blue[cell]) <= 245
  const share = channel => counted(mask, cell => clear(cell) ? 300 * channel[cell] / (red[cell] + green[cell] + blue[cell]) : -1)
  const [reds, blues] = [share(red), share(blue)]
  if (reds.length < 40) return { spread: 0, tint: 0 }
  const spread = list => part(list, 0.985) - part(list, 0.015)
  return { spread: Math.max(spread(reds), spread(blues)), tint: part(blues, 0.5) - part(reds, 0.5) }
}
