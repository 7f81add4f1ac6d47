// When a paper is too old. Pure; the twin of `expired` in server/cases/rules.py, held together by tests/vectors/expiry.json.

const DAY = /^\d{4}-\d{2}-\d{2}$/

/**
 * Whether a paper is past its months today. They count from the day the server first heard of this photo or mark; an officer
 * who took it after they had run out looked at its date, so it stands.
 * @param {any} body of the document @param {number|null|undefined} months of validity, none: it does not expire @param {string} today YYYY-MM-DD
 */
export function expired (body, months, today) {
  if (!months || body.state !== 'ada' || !DAY.test(body.held_since || '')) return false
  const until = addMonths(body.held_since, months)
  const taken = body.verdict === 'diterima' ? String(body.verdict_at || '').slice(0, 10) : ''
  return today > until && taken <= until
}

/** How a paper stands today: as it is kept, or too old. @param {any} body of the document @param {number|null|undefined} months @param {string} today YYYY-MM-DD @returns {string} */
export const stateOn = (body, months, today) => expired(body, months, today) ? 'kedaluwarsa' : body.state

/** The same day so many months later, or the last of that month. @param {string} day @param {number} months */
function addMonths (day, months) {
  const [year, month, date] = day.split('-').map(Number)
  const at = year * 12 + month - 1 + months
  const last = new Date(Date.UTC(Math.floor(at / 12), at % 12 + 1, 0)).getUTCDate()
  return [String(Math.floor(at / 12)).padStart(4, '0'), String(at % 12 + 1).padStart(2, '0'), String(Math.min(date, last)).padStart(2, '0')].join('-')
}
