// Dates: read from text by date() only, counted in days, written by format-date(). The language's own Date is not used, so
// both languages have the same years and an impossible date (2026-02-30) is none in both. The twin: server/surveys/date_functions.py.
import { Day, first, toNumber, toText } from './values.js'

const DATE = /^([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,3})[0-9]*)?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?$/
const TIME = /^([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,3})[0-9]*)?)?(?:Z|[+-][0-9]{2}:[0-9]{2})?$/
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'Mei', 'Jun', 'Jul', 'Agu', 'Sep', 'Okt', 'Nov', 'Des']
const WEEKDAYS = ['Min', 'Sen', 'Sel', 'Rab', 'Kam', 'Jum', 'Sab']
const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const FIRST = -719162 // 0001-01-01
const LAST = 2932896 // 9999-12-31
const DAY = 86400000

const two = number => String(number).padStart(2, '0')

/** The date, or date with time, that a text writes; null if it writes none or an impossible one. @param {string} text */
export function readDay (text) {
  const found = DATE.exec(text)
  if (!found) return null
  const [year, month, day] = found.slice(1, 4).map(Number)
  if (!(year && month >= 1 && month <= 12 && day >= 1 && day <= monthLength(year, month))) return null
  const days = daysOf(year, month, day)
  if (found[4] === undefined) return new Day(days, text)
  const fraction = timeOf(found.slice(4, 8))
  return fraction === null ? null : new Day(days + fraction, text)
}

/** Whether a text writes a time of day: 06:30, 06:30:00.000+07:00. @param {string} text */
export function isTime (text) {
  const found = TIME.exec(text)
  return found !== null && timeOf(found.slice(1, 5)) !== null
}

/** @param {string[]} parts hour, minute, second, thousandth @returns {number|null} part of a day */
function timeOf ([hour, minute, second = '0', thousandth = '0']) {
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null
  return (((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000 + Number(thousandth.padEnd(3, '0'))) / DAY
}

function monthLength (year, month) {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return month === 2 && leap ? 29 : LENGTHS[month - 1]
}

/** Days since 1970-01-01, by whole numbers (Hinnant, chrono-compatible low-level date algorithms). */
function daysOf (year, month, day) {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yoe = y - era * 400
  const doy = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  return era * 146097 + yoe * 365 + Math.floor(yoe / 4) - Math.floor(yoe / 100) + doy - 719468
}

/** Year, month and day of a count of days since 1970-01-01. */
function dateOf (days) {
  const z = days + 719468
  const era = Math.floor(z / 146097)
  const doe = z - era * 146097
  const yoe = Math.floor((doe - Math.floor(doe / 1460) + Math.floor(doe / 36524) - Math.floor(doe / 146096)) / 365)
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100))
  const mp = Math.floor((5 * doy + 2) / 153)
  const month = mp < 10 ? mp + 3 : mp - 9
  return [yoe + era * 400 + (month <= 2 ? 1 : 0), month, doy - Math.floor((153 * mp + 2) / 5) + 1]
}

function dayText (days) {
  const [year, month, day] = dateOf(days)
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`
}

/** What a function that wants a date makes of a value: a date, a text that writes one, a number of days. @returns {Day|null} */
function asDay (value) {
  const one = first(value)
  if (one instanceof Day) return one
  if (typeof one === 'string') return readDay(one)
  const number = toNumber(one)
  return number >= FIRST && number < LAST + 1 ? moment(number) : null
}

function moment (number) {
  const days = Math.floor(number)
  const ms = Math.floor((number - days) * DAY + 0.5)
  if (ms === 0 || ms === DAY) {
    const whole = days + (ms ? 1 : 0)
    return new Day(whole, dayText(whole))
  }
  const seconds = Math.floor(ms / 1000)
  const time = [seconds / 3600, seconds / 60 % 60, seconds % 60].map(part => two(Math.floor(part))).join(':')
  return new Day(days + ms / DAY, `${dayText(days)}T${time}.${String(ms % 1000).padStart(3, '0')}`)
}

/** The date of a value, without its time; empty if it is none. */
export function date (value) {
  const day = asDay(value)
  return day ? new Day(Math.floor(day.days), day.text.slice(0, 10)) : ''
}

export const dateTime = value => asDay(value) || ''

export function decimalDateTime (value) {
  const day = asDay(value)
  return day ? day.days : NaN
}

/** The time of day as a fraction of the day: 06:00:00 is 0.25. */
export function decimalTime (value) {
  const one = first(value)
  const found = typeof one === 'string' ? TIME.exec(one) : null
  if (found) {
    const fraction = timeOf(found.slice(1, 5))
    return fraction === null ? NaN : fraction
  }
  const day = asDay(one)
  return day ? day.days - Math.floor(day.days) : NaN
}

/** %Y %y %m %n %b %d %e %a %H %h %M %S %3; names of months and days are Indonesian; empty for no date. */
export function formatDate (value, pattern) {
  const day = asDay(value)
  if (!day) return ''
  const whole = Math.floor(day.days)
  const [year, month, number] = dateOf(whole)
  const ms = Math.floor((day.days - whole) * DAY + 0.5)
  const hour = Math.floor(ms / 3600000)
  const parts = {
    Y: String(year).padStart(4, '0'),
    y: two(year % 100),
    m: two(month),
    n: String(month),
    b: MONTHS[month - 1],
    d: two(number),
    e: String(number),
    a: WEEKDAYS[(((whole + 4) % 7) + 7) % 7],
    H: two(hour),
    h: String(hour),
    M: two(Math.floor(ms / 60000) % 60),
    S: two(Math.floor(ms / 1000) % 60),
    3: String(ms % 1000).padStart(3, '0'),
    '%': '%'
  }
  return toText(pattern).replace(/%([^])/gu, (all, letter) => letter in parts ? parts[letter] : all)
}
