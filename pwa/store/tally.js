// "Minggu ini n kunjungan, m sampai": how many visits I made, and how many have come, by receipts and by what was pulled.
// The server counts the same (server/visits/kader.py); the table for both is tests/vectors/tally.json. Pure.

/** @typedef {{ made: number, came: number }} Tally of this week; a correction is no visit of its own */

const TAKEN = ['accepted', 'merged', 'conflict', 'duplicate']

/** Monday and Sunday of a day's week. @param {string} today "2026-11-25" @returns {[string, string]} */
export function weekOf (today) {
  const day = Date.parse(today)
  const monday = day - (new Date(day).getUTCDay() + 6) % 7 * 86400000
  return [iso(monday), iso(monday + 6 * 86400000)]
}

const iso = time => new Date(time).toISOString().slice(0, 10)

/**
 * @param {{ waiting: { change: any }[], settled: { change: any, receipt: any }[], visits: any[], person: string, today: string }} stored
 *   `visits`: as they look now
 * @returns {Tally}
 */
export function tallyOf ({ waiting, settled, visits, person, today }) {
  const [first, last] = weekOf(today)
  const known = new Map(visits.map(({ id, body }) => [id, body]))
  const counts = ({ date, supersedes }) => !supersedes && String(date).slice(0, 10) >= first && String(date).slice(0, 10) <= last
  const made = new Set()
  const came = new Set()
  for (const { id, body } of visits) if (body.by?.person === person && counts(body)) { made.add(id); came.add(id) }
  for (const { change, receipt } of [...settled, ...waiting.map(({ change }) => ({ change, receipt: null }))]) {
    if (change.collection !== 'visit' || !change.set?.exists?.to) continue
    if (!counts(known.get(change.record) || { date: change.set.date?.to, supersedes: change.set.supersedes?.to })) continue
    made.add(change.record)
    if (receipt && TAKEN.includes(receipt.status)) came.add(change.record)
  }
  return { made: made.size, came: came.size }
}
