// Shapes of cells: a mask is 1 where a cell belongs to a thing, row by row. Pure.

/** Thin bridges cut, and the cell that `withoutText` added around taken away: worn by two cells, grown back by one. */
export function opened (mask, columns) {
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
export function largestPiece (mask, columns) {
  let [largest, at] = [0, -1]
  for (let cell = 0; cell < mask.length; cell++) {
    if (mask[cell] !== 1) continue
    const count = flood(mask, columns, cell, 1, 2)
    if (count > largest) [largest, at] = [count, cell]
  }
  if (at >= 0) flood(mask, columns, at, 2, 3)
  for (let cell = 0; cell < mask.length; cell++) mask[cell] = mask[cell] === 3 ? 1 : 0
}

/** The convex hull of the outermost cells of each row, corner points in cells. */
export function hullOf (mask, columns, rows) {
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
export function fill (mask, hull, columns) {
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

/** Of a hull, in cells. */
export const areaOf = hull => Math.abs(hull.reduce((sum, [x, y], i) => {
  const [nx, ny] = hull[(i + 1) % hull.length]
  return sum + x * ny - nx * y
}, 0)) / 2

/** Long and short side of the smallest rectangle around a hull. */
export function sidesOf (hull) {
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
