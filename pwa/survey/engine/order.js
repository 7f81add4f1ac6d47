// In which order choices are shown, and where the numbers of a range stand.

const MOST = 2147483647

/**
 * The same random order whenever the seed is the same: a linear congruential generator (Park and Miller) and a shuffle (Fisher and
 * Yates, inside out), as the field's other tools do it.
 * @template T @param {T[]} list @param {number} seed what is no number counts as 0 @returns {T[]}
 */
export function shuffled (list, seed) {
  let state = Math.trunc(Number.isFinite(seed) ? seed : 0) % MOST
  if (state <= 0) state += MOST - 1
  /** @type {T[]} */
  const mixed = []
  list.forEach((one, place) => {
    state = state * 16807 % MOST
    const at = Math.floor((state - 1) / (MOST - 1) * (place + 1))
    mixed[place] = mixed[at]
    mixed[at] = one
  })
  return mixed
}

/** Whether a range has this value: between its ends, a whole number of steps away from the start. @param {number} value @param {number[]} range */
export function within (value, [start, end, step]) {
  if (value < Math.min(start, end) || value > Math.max(start, end)) return false
  const steps = step ? (value - start) / step : 0
  return Math.abs(steps - Math.floor(steps + 0.5)) < 1e-9
}
