// Numbers as people write them, in the one form that is stored; and what a NIK says about its bearer.
// The twin is server/surveys/normalise.py; both read tests/vectors/normalise.json.
import { readDay } from './engine/dates.js'

/**
 * @param {'nik'|'hp'} kind @param {string} text as typed
 * @returns {string} the normalised text; what cannot be normalised keeps its letters, and the question's constraint speaks
 */
export const normalise = (kind, text) => kind === 'nik' ? normaliseNik(text) : normaliseHp(text)

/** The kind of a question by its appearance, null for none. @param {{ appearance?: string }} node @returns {'nik'|'hp'|null} */
export function normaliserOf (node) {
  const found = /(?:^|\s)normalisasi-(nik|hp)(?:\s|$)/.exec(node.appearance || '')
  return found ? /** @type {'nik'|'hp'} */ (found[1]) : null
}

/** White space, dots, hyphens and slashes go; letters stay. @param {string} text */
export const normaliseNik = text => text.replace(/[ \t\r\n\u00a0./-]/g, '')

const PREFIXES = [['+620', '+62'], ['+62', '+62'], ['620', '+62'], ['62', '+62'], ['0', '+62'], ['8', '+628']]
const MOBILE = /^[+]628[0-9]{8,12}$/
const LANDLINE = /^[+]62[2-79][0-9]{7,10}$/

/** White space, dots, hyphens and parentheses go; then +62 comes before it, if that makes a number. @param {string} text */
export function normaliseHp (text) {
  const cleaned = text.replace(/[ \t\r\n\u00a0.()-]/g, '')
  const found = PREFIXES.find(([prefix]) => cleaned.startsWith(prefix))
  if (!found) return cleaned
  const number = found[1] + cleaned.slice(found[0].length)
  return MOBILE.test(number) || LANDLINE.test(number) ? number : cleaned
}

/** Whether WhatsApp and SMS reach a normalised number. @param {string} number */
export const isMobile = number => MOBILE.test(number)

/**
 * What a NIK says: sex, date of birth (day + 40 for women), and what does not fit with the other answers. Warnings only: an
 * official NIK may be wrong.
 * @param {string} nik normalised @param {string} [today] local date
 * @param {{ birth_date?: string|null, birth_year?: number|null, age?: number|null, sex?: string|null }} [said] age: a guess
 * @returns {{ sex: 'l'|'p', date: string|null, warnings: string[] }|null} null unless it has 16 digits
 */
export function readNik (nik, today = localDate(), said = {}) {
  if (!/^[0-9]{16}$/.test(nik)) return null
  const written = Number(nik.slice(6, 8))
  const sex = written > 40 ? 'p' : 'l'
  const day = String(written > 40 ? written - 40 : written).padStart(2, '0')
  const date = birthDate(`${nik.slice(8, 10)}-${day}`, Number(nik.slice(10, 12)), today, yearSaid(today, said))
  const warnings = date === null ? ['tanggal_tidak_ada'] : differences(date, today, said)
  if (said.sex && said.sex !== sex) warnings.push('jk_beda')
  return { sex, date, warnings }
}

/** The year of birth that other answers give, null if none does. */
function yearSaid (today, said) {
  if (said.birth_date) return Number(said.birth_date.slice(0, 4))
  if (said.birth_year) return said.birth_year
  return typeof said.age === 'number' ? Number(today.slice(0, 4)) - said.age : null
}

/** A NIK has two digits of the year: the century nearest to what was said, or the last one that makes an age of 0 to 110. */
function birthDate (monthDay, year, today, said) {
  const dates = [2000 + year, 1900 + year].map(full => `${full}-${monthDay}`).filter(date => readDay(date) && date <= today)
  const fitting = said !== null ? dates : dates.filter(date => Number(today.slice(0, 4)) - Number(date.slice(0, 4)) <= 110)
  const away = date => Math.abs(Number(date.slice(0, 4)) - said)
  return (said === null ? fitting[0] : fitting.sort((a, b) => away(a) - away(b))[0]) || null
}

function differences (date, today, said) {
  const year = Number(date.slice(0, 4))
  if (said.birth_date) return date === said.birth_date ? [] : ['tanggal_beda']
  if (said.birth_year) return year === said.birth_year ? [] : ['tahun_beda']
  const age = typeof said.age === 'number' ? said.age : null
  return age !== null && Math.abs(Number(today.slice(0, 4)) - age - year) > 5 ? ['umur_beda'] : []
}

function localDate () {
  const now = new Date()
  return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, '0')}-${String(now.getDate()).padStart(2, '0')}`
}
