// Who is called next, when their turn will be, what going first costs the others, who else may still come. Pure.
// The twin of server/servicedays/counters.py; tests/vectors/queue.json holds both together. Times are minutes since midnight.

/**
 * @typedef {{ number: string, came: number, minutes: number, appointment?: number | null, priority?: boolean, skipped?: number | null }} Waiting
 * @typedef {{ opens: string, closes: string, officers?: number, absent?: number }} Opening hours as "08.00"
 */

const REST = [720, 780] // officers rest from twelve to one

/** Minutes that must be left for somebody without an appointment to get a number today. */
export const LEAST_ROOM = 10

/** "08.20" in minutes since midnight. @param {string} text */
export const clock = text => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))

/** @param {number} minutes */
export const spoken = minutes => `${String(Math.floor(minutes / 60)).padStart(2, '0')}.${String(Math.floor(minutes % 60)).padStart(2, '0')}`

/** When the counters are open: the day without the officers' rest. @param {Opening} opening @returns {number[][]} */
export function sessions (opening) {
  const [start, end] = [clock(opening.opens), clock(opening.closes)]
  return [[start, Math.min(end, REST[0])], [Math.max(start, REST[1]), end]].filter(([from, until]) => from < until)
}

const isFirst = one => Boolean(one.priority) && one.skipped == null

function due (one) {
  if (one.skipped != null) return one.skipped
  return one.appointment == null ? one.came : Math.max(one.came, one.appointment)
}

/**
 * Who goes first goes first; all others, with or without an appointment, by the moment their turn counts from: their hour,
 * when they came if that was later, or when they did not answer their call.
 * @template {Waiting} T @param {T[]} waiting @returns {T[]}
 */
export const callingOrder = waiting => [...waiting].sort((a, b) =>
  Number(isFirst(b)) - Number(isFirst(a)) || due(a) - due(b) || (a.number < b.number ? -1 : 1))

/**
 * When each number's turn will be, if nothing unforeseen happens.
 * @param {Waiting[]} order @param {number[]} free when each counter that works will be free @param {Opening} opening
 * @returns {Record<string, number>}
 */
export function turns (order, free, opening) {
  const counters = [...free].sort((a, b) => a - b)
  /** @type {Record<string, number>} */
  const found = {}
  if (!counters.length) return found
  for (const one of order) {
    const begins = openAt(counters[0], opening)
    found[one.number] = begins
    counters[0] = begins + one.minutes
    counters.sort((a, b) => a - b)
  }
  return found
}

/**
 * What going first costs: how many go first, and by how many minutes the one who loses most waits longer.
 * @param {Waiting[]} waiting @param {number[]} free @param {Opening} opening @returns {[number, number]}
 */
export function delay (waiting, free, opening) {
  const first = waiting.filter(isFirst)
  if (!first.length || first.length === waiting.length) return [first.length, 0]
  const now = turns(callingOrder(waiting), free, opening)
  const alike = turns(callingOrder(waiting.map(one => ({ ...one, priority: false }))), free, opening)
  return [first.length, Math.max(...waiting.filter(one => !isFirst(one)).map(({ number }) => now[number] - alike[number]))]
}

/**
 * Minutes that the counters still have for people without an appointment until they close; never below nought.
 * @param {number} now @param {number[]} free @param {Waiting[]} waiting
 * @param {number} awaited promised minutes of those with a place who have not come yet @param {Opening} opening
 */
export function room (now, free, waiting, awaited, opening) {
  const left = free.reduce((sum, at) => sum + leftOf(Math.max(now, at), opening), 0)
  return Math.max(0, left - waiting.reduce((sum, one) => sum + one.minutes, 0) - awaited * (1 - (opening.absent || 0)))
}

/** The first moment from then on at which a counter is open; after closing, that moment itself. */
function openAt (moment, opening) {
  const next = sessions(opening).find(([, end]) => moment < end)
  return next ? Math.max(moment, next[0]) : moment
}

const leftOf = (moment, opening) => sessions(opening).reduce((sum, [start, end]) => sum + Math.max(0, end - Math.max(start, moment)), 0)
