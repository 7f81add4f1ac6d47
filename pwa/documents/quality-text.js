// The letters in a photo: how high they are, which way their lines run, and whether they stand on their feet. Pure.

/**
 * @typedef {{ left: number, top: number, right: number, bottom: number }} Box the pixels of one connected mark, ends included
 * @typedef {{ letters: number, height: number, along: number, feet: number, pairs: number, begun: number, lines: number }} Text
 *   letters: how many marks look like letters; height: their median, in pixels; along: share of neighbours that stand beside each other
 *   and not above; feet: -1 to 1, whether neighbours share their lower ends (1) or their upper ends, over `pairs`;
 *   begun: -1 to 1, whether lines share their beginnings or their ends, over `lines`
 */

/**
 * @param {import('./quality-grey.js').Grey} grey @param {{ left: number, top: number, right: number, bottom: number }} where to look, right and bottom not included
 * @param {(x: number, y: number) => boolean} inside whether a pixel is on the paper
 * @returns {Text}
 */
export function textOf (grey, { left, top, right, bottom }, inside) {
  const [width, height] = [right - left, bottom - top]
  const ink = inkOf(grey.part(left, top, width, height), width, height, (x, y) => inside(x + left, y + top))
  const boxes = marks(ink, width, height)
  const letters = boxes.filter(box => {
    const [w, h] = [box.right - box.left + 1, box.bottom - box.top + 1]
    return h >= 4 && w >= 2 && h <= 64 && w <= 64 && Math.max(w, h) >= 5 && h < w * 6 && w < h * 6
  })
  const heights = letters.map(box => Math.min(64, box.bottom - box.top + 1)).sort((a, b) => a - b)
  const near = neighbours(letters, width)
  return { letters: letters.length, height: heights[heights.length >> 1] || 0, ...direction(near), ...feetOf(near), ...beginningsOf(letters, near) }
}

const REACH = 12 // pixels around a pixel whose mean it must be darker than

/** 1 where a pixel is clearly darker than what is around it: sums of columns slide down, their sum slides along. */
function inkOf (lum, width, height, inside) {
  const ink = new Uint8Array(width * height)
  const side = 2 * REACH + 1
  const share = 0.91 / (side * side)
  const sums = new Uint32Array(width)
  for (let y = 0; y < side - 1; y++) for (let x = 0, at = y * width; x < width; x++) sums[x] += lum[at++]
  for (let y = REACH; y < height - REACH; y++) {
    for (let x = 0, add = (y + REACH) * width; x < width; x++) sums[x] += lum[add++]
    let sum = 0
    for (let x = 0; x < side - 1; x++) sum += sums[x]
    for (let x = REACH, at = y * width + REACH; x < width - REACH; x++, at++) {
      sum += sums[x + REACH]
      if (lum[at] + 10 < sum * share && inside(x, y)) ink[at] = 1
      sum -= sums[x - REACH]
    }
    for (let x = 0, take = (y - REACH) * width; x < width; x++) sums[x] -= lum[take++]
  }
  return ink
}

/** Connected marks of ink, by runs of each row joined to those above. @returns {Box[]} */
function marks (ink, width, height) {
  const parent = []
  const boxes = []
  const root = one => { while (parent[one] !== one) one = parent[one] = parent[parent[one]]; return one }
  let [above, here] = [new Int32Array(width * 3), new Int32Array(width * 3)] // runs of a row: first, last, name
  let count = 0
  for (let y = 0; y < height; y++) {
    let [first, runs] = [0, 0]
    const end = (y + 1) * width
    for (let at = ink.indexOf(1, y * width); at >= 0 && at < end; at = ink.indexOf(1, at)) {
      const start = at - y * width
      while (at < end && ink[at]) at++
      const last = at - y * width - 1
      let name = -1
      while (first < count && above[first * 3 + 1] < start - 1) first++
      for (let i = first; i < count && above[i * 3] <= last + 1; i++) {
        const other = root(above[i * 3 + 2])
        if (name < 0) name = other
        else if (name !== other) { parent[other] = name; join(boxes[name], boxes[other]) }
      }
      if (name < 0) {
        name = parent.length
        parent.push(name)
        boxes.push({ left: start, top: y, right: last, bottom: y })
      } else {
        const box = boxes[name]
        if (start < box.left) box.left = start
        if (last > box.right) box.right = last
        box.bottom = y
      }
      here[runs * 3] = start
      here[runs * 3 + 1] = last
      here[runs * 3 + 2] = name
      runs++
    }
    ;[above, here, count] = [here, above, runs]
  }
  return boxes.filter((_, name) => parent[name] === name)
}

function join (box, other) {
  box.left = Math.min(box.left, other.left)
  box.top = Math.min(box.top, other.top)
  box.right = Math.max(box.right, other.right)
  box.bottom = Math.max(box.bottom, other.bottom)
}

const BUCKET = 32

/** The nearest letter to the right of each and below it, where they overlap by half. */
function neighbours (letters, width) {
  const columns = Math.ceil(width / BUCKET) + 6 // two to the left and four to the right of each that has letters
  const bucketOf = (row, column) => (row + 2) * columns + column + 2
  const last = letters.reduce((most, box) => Math.max(most, box.top >> 5), 0)
  const first = new Int32Array((last + 7) * columns).fill(-1)
  const next = new Int32Array(letters.length) // in the same bucket
  for (let i = letters.length - 1; i >= 0; i--) {
    const bucket = bucketOf(letters[i].top >> 5, letters[i].left >> 5)
    next[i] = first[bucket]
    first[bucket] = i
  }
  return letters.map(box => {
    let [right, below, gapRight, gapBelow] = [-1, -1, 65, 65]
    const [row, column] = [box.top >> 5, box.left >> 5]
    for (let r = row - 2; r <= row + 4; r++) {
      for (let c = column - 2; c <= column + 4; c++) {
        for (let i = first[bucketOf(r, c)]; i >= 0; i = next[i]) {
          const other = letters[i]
          if (other === box) continue
          const across = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top) + 1
          const down = Math.min(box.right, other.right) - Math.max(box.left, other.left) + 1
          const gapX = other.left - box.right
          const gapY = other.top - box.bottom
          if (gapX > 0 && gapX < gapRight && across * 2 >= Math.min(box.bottom - box.top, other.bottom - other.top) + 1) [right, gapRight] = [i, gapX]
          if (gapY > 0 && gapY < gapBelow && down * 2 >= Math.min(box.right - box.left, other.right - other.left) + 1) [below, gapBelow] = [i, gapY]
        }
      }
    }
    return { box, right: right < 0 ? null : letters[right], below: below < 0 ? null : letters[below], gapRight, gapBelow }
  })
}

function direction (near) {
  let beside = 0
  let under = 0
  for (const { right, below, gapRight, gapBelow } of near) {
    if (!right && !below) continue
    if (gapRight * 1.2 < gapBelow) beside++
    else if (gapBelow * 1.2 < gapRight) under++
  }
  return { along: beside + under < 12 ? 0.5 : beside / (beside + under) }
}

/** Letters that stand beside each other share their lower ends more often than their upper ends: b, d, k rise more often than g, y fall. */
function feetOf (near) {
  let stand = 0
  let hang = 0
  for (const { box, right, gapRight } of near) {
    if (!right) continue
    const height = Math.max(box.bottom - box.top, right.bottom - right.top) + 1
    const lesser = Math.min(box.bottom - box.top, right.bottom - right.top) + 1
    if (gapRight > height || lesser < height * 0.5) continue
    const upper = Math.abs(box.top - right.top)
    const lower = Math.abs(box.bottom - right.bottom)
    const same = Math.max(1, height * 0.1)
    const other = Math.max(2, height * 0.17)
    if (lower <= same && upper >= other) stand++
    else if (upper <= same && lower >= other) hang++
  }
  return { feet: stand + hang ? (stand - hang) / (stand + hang) : 0, pairs: stand + hang }
}

/** Lines begin under each other, and end where they end. */
function beginningsOf (letters, near) {
  const line = new Map(letters.map(box => [box, { ...box, count: 1, of: null }]))
  const root = one => { while (one.of) one = one.of; return one }
  for (const { box, right, gapRight } of near) {
    if (!right || gapRight > 1.6 * Math.max(box.bottom - box.top + 1, right.bottom - right.top + 1)) continue
    const [one, other] = [root(line.get(box)), root(line.get(right))]
    if (one === other) continue
    join(one, other)
    one.count += other.count
    other.of = one
  }
  const lines = [...line.values()].filter(one => !one.of && one.count >= 3).sort((a, b) => a.top - b.top)
  let starts = 0
  let ends = 0
  for (let i = 0; i < lines.length; i++) {
    for (let j = i + 1; j < lines.length; j++) {
      const [one, other] = [lines[i], lines[j]]
      const height = Math.min(one.bottom - one.top, other.bottom - other.top) + 1
      if (other.top - one.top > 4 * height) break
      if (other.top < one.bottom - height * 0.3) continue
      const near = Math.max(2, height * 0.5)
      const start = Math.abs(one.left - other.left) <= near
      const end = Math.abs(one.right - other.right) <= near
      if (start && !end) starts++
      if (end && !start) ends++
    }
  }
  return { begun: starts + ends ? (starts - ends) / (starts + ends) : 0, lines: starts + ends }
}
