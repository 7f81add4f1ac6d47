// The words people read, and how dates, times and money are said. The words themselves lie in id.json;
// the server gives each device those that its screens can say (text/id.json, text/desk.json).

const DAYS = ['Minggu', 'Senin', 'Selasa', 'Rabu', 'Kamis', 'Jumat', 'Sabtu']
const MONTHS = ['Januari', 'Februari', 'Maret', 'April', 'Mei', 'Juni', 'Juli', 'Agustus', 'September', 'Oktober',
  'November', 'Desember']

const AT_DESK = '@meja'

/** @type {Record<string, string>} */
let table = {}

/**
 * Add to the table: first what every screen says, for officers what only theirs say.
 * @param {() => Promise<Record<string, string>>} load gives the texts; handed in, because only sync/ and tests can fetch.
 */
export async function loadText (load) {
  table = { ...table, ...await load() }
}

/** From now on a text is said as at a desk, where nobody holds a phone, if the table has it so: under its key and `@meja`. */
export function speakAtDesk () {
  for (const key of Object.keys(table)) if (key.endsWith(AT_DESK)) table[key.slice(0, -AT_DESK.length)] = table[key]
}

/**
 * The text for a key, with `{name}` replaced. An unknown key is shown as itself, so that a gap is seen and nothing breaks.
 * @param {string} key
 * @param {Record<string, string | number>} [vars]
 * @returns {string}
 */
export function t (key, vars) {
  const text = table[key]
  if (text === undefined) return key
  return vars ? text.replace(/\{(\w+)\}/g, (whole, name) => vars[name] === undefined ? whole : String(vars[name])) : text
}

/** @param {string} key @returns {boolean} whether the table has this text */
export const hasText = key => key in table

/** How a version is said: one that was completed from a broader one bears both numbers, its own comes first. @param {string} version */
export const shortVersion = version => String(version).split('+')[0]

/** A failure that can say for itself what happened and what to do next. */
export class Worded extends Error {
  /** @param {string} key of its text */
  constructor (key) {
    super(t(key))
    this.key = key
  }
}

/**
 * A day as a local date. A bare date is that calendar day everywhere; a moment is the day it is on this phone.
 * @param {string | number | Date} day
 * @returns {Date}
 */
export function toDate (day) {
  const bare = typeof day === 'string' && /^(\d{4})-(\d\d)-(\d\d)$/.exec(day)
  return bare ? new Date(Number(bare[1]), Number(bare[2]) - 1, Number(bare[3])) : new Date(day)
}

/** "Rabu, 25 November 2026" @param {string | number | Date} day */
export function formatDate (day) {
  const date = toDate(day)
  return `${DAYS[date.getDay()]}, ${date.getDate()} ${MONTHS[date.getMonth()]} ${date.getFullYear()}`
}

/** "25 November" @param {string | number | Date} day */
export const dayMonth = day => `${toDate(day).getDate()} ${MONTHS[toDate(day).getMonth()]}`

/** "25 November 2026" @param {string | number | Date} day */
export const longDay = day => `${dayMonth(day)} ${toDate(day).getFullYear()}`

/** "25 Nov 2026" @param {string | number | Date} day */
export function shortDate (day) {
  const date = toDate(day)
  return `${date.getDate()} ${MONTHS[date.getMonth()].slice(0, 3)} ${date.getFullYear()}`
}

/** "Rab" @param {string | number | Date} day */
export const shortDay = day => DAYS[toDate(day).getDay()].slice(0, 3)

/** "Rabu" @param {string | number | Date} day */
export const dayName = day => DAYS[toDate(day).getDay()]

/** "Rabu 25 November" @param {string | number | Date} day */
export const serviceDay = day => `${dayName(day)} ${dayMonth(day)}`

/** "09.20" @param {string | number | Date} moment */
export function formatTime (moment) {
  const date = toDate(moment)
  return `${String(date.getHours()).padStart(2, '0')}.${String(date.getMinutes()).padStart(2, '0')}`
}

/** "2026-11-25" of the calendar on this phone. @param {string | number | Date} moment */
export function isoDay (moment) {
  const date = toDate(moment)
  const two = number => String(number).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

/**
 * A moment beside now: "hari ini pukul 09.20", "kemarin pukul 15.40", "20 November pukul 08.00".
 * @param {string | number | Date} moment
 * @param {Date} now
 */
export function formatMoment (moment, now) {
  const days = Math.round((toDate(isoDay(now)).getTime() - toDate(isoDay(moment)).getTime()) / 86400000)
  const day = days === 0 ? t('waktu.hari_ini') : days === 1 ? t('waktu.kemarin') : days === -1 ? t('waktu.besok') : dayMonth(moment)
  return t('waktu.pukul', { hari: day, jam: formatTime(moment) })
}

/** "Rp1.500.000" @param {number} amount in rupiah */
export const rupiah = amount => 'Rp' + Math.round(amount).toString().replace(/\B(?=(\d{3})+$)/g, '.')

/** "310 KB", "1,1 MB" @param {number} bytes */
export function formatSize (bytes) {
  if (bytes < 1000000) return `${Math.max(bytes ? 1 : 0, Math.round(bytes / 1000))} KB`
  const mega = bytes / 1000000
  return `${mega < 10 ? mega.toFixed(1).replace('.', ',') : Math.round(mega)} MB`
}

/** A moment with the offset of this phone's clock. @param {Date} date */
export function localIso (date) {
  const offset = -date.getTimezoneOffset()
  const two = number => String(Math.floor(Math.abs(number))).padStart(2, '0')
  const local = new Date(date.getTime() + offset * 60000).toISOString().slice(0, 19)
  return `${local}${offset < 0 ? '-' : '+'}${two(offset / 60)}:${two(offset % 60)}`
}
