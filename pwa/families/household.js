// What does not fit together in what is known of a family: numbers, roster, head, ages. server/families/household.py is the twin.
// Each is a question to somebody, never an obstacle: a card may be wrong and a family unusual. Pure.
import { alike } from './names.js'

const HERE = ['', 'tinggal', 'baru'] // who counts as living there
const SCHOOL_AGES = { paud: [2, 8], sd: [5, 16], smp: [10, 19], sma: [13, 23], smk: [13, 23] }
const SCHOOL = [7, 18] // years in which a child is expected at school
const PREGNANT = [11, 55]
const GENERATION = 12 // years at least between parent and child

/**
 * @typedef {Record<string, any>} Person properties as the survey's column `save_to` names them; of a member with `id`
 * @typedef {{ kind: string, member: string|null, property: string, about: string }} Doubt
 *   member: whose, null for the family; property: what to look at; about: what it is compared with
 */

/** What to ask, in the order of the roster. @param {Person} family @param {Person[]} members @param {string} today @returns {Doubt[]} */
export function doubts (family, members, today) {
  const here = members.filter(one => HERE.includes(text(one, 'presence')))
  return [...numbers(family, members), ...heads(family, here), ...count(family, here), ...ages(here, today)]
}

const doubt = (kind, member, property, about = '') => ({ kind, member, property, about })

function numbers (family, members) {
  const card = text(family, 'kk_number')
  const found = []
  if (/^[0-9]{16}$/.test(card) && card.slice(6, 8) >= '41' && card.slice(6, 8) <= '71') found.push(doubt('kk_seperti_nik', null, 'kk_number')) // only a NIK adds forty to the day
  const seen = new Map()
  for (const one of members) {
    const nik = text(one, 'nik')
    if (!nik) continue
    if (nik === card) found.push(doubt('kk_sama_nik', one.id, 'nik', text(one, 'full_name')))
    if (seen.has(nik)) found.push(doubt('nik_ganda', one.id, 'nik', seen.get(nik)))
    else seen.set(nik, text(one, 'full_name'))
  }
  return found
}

function heads (family, here) {
  const found = []
  const those = here.filter(one => one.relation === 'kepala')
  const said = text(family, 'head_name')
  if (here.some(one => one.relation) && those.length !== 1) found.push(doubt(those.length ? 'kepala_lebih' : 'kepala_tidak_ada', those.length ? those[1].id : null, 'relation'))
  if (those.length === 1 && said && text(those[0], 'full_name')) {
    const how = alike(said, those[0].full_name)
    if (how !== 'sama') found.push(doubt(how === 'mirip' ? 'kepala_ejaan' : 'kepala_beda', those[0].id, 'full_name', said))
  }
  return found
}

/** @param {any} family @param {Person[]} here */
const count = ({ member_count: said }, here) => Number.isInteger(said) && here.length && said !== here.length ? [doubt('jumlah_beda', null, 'member_count', String(here.length))] : []

function ages (here, today) {
  const those = here.filter(one => one.relation === 'kepala')
  const born = those.length === 1 ? yearOf(those[0]) : null
  return here.flatMap(one => [...generations(one, those[0], born), ...school(one, ageOf(one, today))])
}

function generations (one, head, born) {
  const year = yearOf(one)
  if (born === null || year === null) return []
  if (one.relation === 'anak' && year - born < GENERATION) return [doubt('umur_anak', one.id, 'birth_date', text(head, 'full_name'))]
  return one.relation === 'ortu_mertua' && born - year < GENERATION ? [doubt('umur_orang_tua', one.id, 'birth_date', text(head, 'full_name'))] : []
}

function school (one, age) {
  if (age === null) return []
  const found = []
  const [low, high] = SCHOOL_AGES[text(one, 'school_level')] || [0, 200]
  const status = text(one, 'school_status')
  if (status === 'masih' && (age < low || age > high)) found.push(doubt('umur_sekolah', one.id, 'school_level', String(age)))
  if (['belum', 'tidak_lagi'].includes(status) && age >= SCHOOL[0] && age <= SCHOOL[1]) found.push(doubt('tidak_sekolah', one.id, 'school_status', String(age)))
  if (one.pregnant && (one.sex === 'l' || age < PREGNANT[0] || age > PREGNANT[1])) found.push(doubt('umur_hamil', one.id, one.sex === 'l' ? 'sex' : 'birth_date', String(age)))
  return found
}

const text = (person, name) => typeof person[name] === 'string' ? person[name].trim() : ''

function yearOf (person) {
  if (text(person, 'birth_date')) return Number(person.birth_date.slice(0, 4))
  const year = [person.birth_year, person.birth_year_estimate].find(Number.isInteger)
  return year === undefined ? null : year
}

function ageOf (person, today) {
  const year = yearOf(person)
  if (year === null) return null
  const day = text(person, 'birth_date')
  return Number(today.slice(0, 4)) - year - (day && today.slice(5) < day.slice(5) ? 1 : 0)
}
