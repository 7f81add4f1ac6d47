// The best order to walk: RT by RT, and in each the shortest way from house to house. Pure.

/** @typedef {{ area: string, at: [number, number] | null, house: string }} Stop `at`: latitude, longitude; `house`: its number */

/**
 * @template {Stop} T
 * @param {T[]} stops
 * @returns {{ area: string, stops: T[] }[]} by RT, from the one with the smallest number on to the nearest that is left
 */
export function walked (stops) {
  /** @type {Map<string, T[]>} */
  const byRt = new Map()
  for (const stop of stops) {
    const area = stop.area.split('/').slice(0, 2).join('/')
    byRt.set(area, [...(byRt.get(area) || []), stop])
  }
  const left = [...byRt.keys()].sort()
  const way = []
  /** @type {[number, number] | null} */
  let here = null
  while (left.length) {
    const area = here ? nearest(left, byRt, here) : left[0]
    left.splice(left.indexOf(area), 1)
    const stops = inRt(byRt.get(area) || [], here)
    way.push({ area, stops })
    here = [...stops].reverse().map(({ at }) => at).find(Boolean) || here
  }
  return way
}

/** Houses whose place is known on the shortest way, then the others by their numbers. */
function inRt (stops, from) {
  const known = stops.filter(({ at }) => at)
  const others = stops.filter(({ at }) => !at).sort((a, b) => a.house.localeCompare(b.house, 'id', { numeric: true }))
  return [...shortest(known, from), ...others]
}

/** From the best of its outermost houses (or from where one stands): always to the nearest, then straightened where ways cross. */
function shortest (stops, from) {
  let best = stops
  let least = Infinity
  for (const first of from ? [null] : outermost(stops)) {
    const way = straightened(greedy(stops, first, from), from)
    const length = lengthOf(way, from)
    if (length < least) { best = way; least = length }
  }
  return best
}

function outermost (stops) {
  const ends = side => { const sorted = [...stops].sort((a, b) => a.at[side] - b.at[side]); return [sorted[0], sorted[sorted.length - 1]] }
  return new Set([...ends(0), ...ends(1)])
}

function greedy (stops, first, from) {
  const left = stops.filter(stop => stop !== first)
  const way = first ? [first] : []
  while (left.length) {
    const here = way.length ? way[way.length - 1].at : from
    left.sort((a, b) => apart(here, a.at) - apart(here, b.at))
    way.push(left.shift())
  }
  return way
}

/** Turn parts of the way round as long as that makes it shorter (2-opt). */
function straightened (way, from) {
  for (let better = true; better;) {
    better = false
    for (let i = 0; i < way.length - 1; i++) {
      for (let j = i + 1; j < way.length; j++) {
        const turned = [...way.slice(0, i), ...way.slice(i, j + 1).reverse(), ...way.slice(j + 1)]
        if (lengthOf(turned, from) < lengthOf(way, from) - 1e-9) { way = turned; better = true }
      }
    }
  }
  return way
}

const lengthOf = (way, from) => way.reduce(([sum, last], { at }) => [sum + (last ? apart(last, at) : 0), at], [0, from])[0]

const COS = 0.992 // of the latitude of Java: how much shorter a degree of longitude is

const apart = (a, b) => Math.hypot(a[0] - b[0], (a[1] - b[1]) * COS)

/** The RT with the house nearest to `here`; by number where no place is known. */
function nearest (areas, byRt, here) {
  const far = area => Math.min(...byRt.get(area).map(({ at }) => at ? apart(here, at) : Infinity))
  return [...areas].sort((a, b) => far(a) === far(b) ? a.localeCompare(b) : far(a) - far(b))[0]
}

/** "-6.55 106.7 210 5", as a survey keeps a place. @param {any} text @returns {[number, number] | null} */
export function placeIn (text) {
  const [latitude, longitude] = typeof text === 'string' ? text.split(' ').map(Number) : []
  return Number.isFinite(latitude) && Number.isFinite(longitude) ? [latitude, longitude] : null
}
