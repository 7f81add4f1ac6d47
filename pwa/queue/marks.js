// The two letters of a device, by which devices number apart while they cannot see each other. Pure.
// The twin of `mark` in server/accounts/marks.py, which makes enrolments so that no two of a desa have the same letters.

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ'

/** @param {string} enrolment id */
export function markOf (enrolment) {
  const value = parseInt(enrolment.slice(-4), 16) % LETTERS.length ** 2
  return LETTERS[Math.floor(value / LETTERS.length)] + LETTERS[value % LETTERS.length]
}

/**
 * How this device's numbers at a counter begin after B or P. The plain ones, `1`, belong to the device that the server knew
 * first at that counter this day, for all of the day; every other one, and one that nobody has confirmed yet, adds its letters.
 * @param {any} day body @param {number} counter @param {string} enrolment of this device
 */
export function seriesOf (day, counter, enrolment) {
  const seat = (day.counters || {})[counter]
  return counter + (seat && (seat.first || seat.enrolment) === enrolment ? '' : markOf(enrolment))
}

/** Who else sits at this device's counter; null while nobody does. @param {any} day body @param {number} counter @param {string} enrolment */
export function alsoAt (day, counter, enrolment) {
  const seat = (day.counters || {})[counter]
  return seat && seat.enrolment !== enrolment ? seat.name : null
}
