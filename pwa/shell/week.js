// The next service day and the seven days that lead to it. Pure.
import { isoDay, toDate } from '../text/text.js'

const WEDNESDAY = 3

/**
 * @param {{ body: any }[]} days records of service days
 * @param {string} today "2026-11-23"
 * @returns {{ date: string, days: string[], cutoff: string | null, moved: { reason: string, from: string } | null }}
 *   `moved`: a day before it is closed, or it is held instead of another one, and why
 */
export function serviceWeek (days, today) {
  const coming = days.map(({ body }) => body).filter(({ date }) => date >= today).sort((a, b) => a.date.localeCompare(b.date))
  const open = coming.find(({ state }) => state === 'buka')
  const date = open ? open.date : nextWednesday(today)
  const closed = coming.find(day => day.state === 'tutup' && day.date < date)
  return {
    date,
    days: Array.from({ length: 7 }, (_, index) => shift(date, index - 6)),
    cutoff: open && open.cutoff ? open.cutoff : null,
    moved: closed ? { reason: closed.reason || '', from: closed.date } : instead(open, today) ? { reason: open.reason || '', from: open.moved_from } : null
  }
}

const instead = (day, today) => Boolean(day && day.moved_from && day.moved_from !== day.date && day.moved_from >= today)

function nextWednesday (today) {
  return shift(today, (WEDNESDAY - toDate(today).getDay() + 7) % 7)
}

/** @param {string} day @param {number} by days */
function shift (day, by) {
  const date = toDate(day)
  date.setDate(date.getDate() + by)
  return isoDay(date)
}
