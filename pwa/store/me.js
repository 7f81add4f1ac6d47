// Who I am to the server: name, roles, areas, the desa and the people I may need.
import { signal } from '../vendor/ui.js'
import { transact } from './db.js'
import { open, seal } from './vault.js'

/**
 * @typedef {{ id: string, name: string, roles: string[], areas: string[], phone: string | null }} Person
 * @typedef {{ person: string, name: string, phone?: string | null, roles: string[], areas: string[],
 *   desa: { code: string, name: string, kecamatan: string, short: string },
 *   regions: { dusun: string, rw: string, rts: string[] }[], people: Person[], hash: string }} Me
 */

const OFFICE = ['petugas_fo', 'petugas_bo', 'koordinator', 'kesra', 'operator_siks']

const FIELD = ['kader_dasawisma', 'kader_pkk', 'kader_posyandu', 'psm']

/** @type {{ value: Me | null }} */
export const me = signal(null)

/** Me, on the screens that only signed-in people see. @returns {Me} */
export const mine = () => /** @type {Me} */ (me.value)

/** Read what was last known; done before the first screen. */
export async function loadMe () {
  const row = await transact('readonly', ['meta'], store => store.get('me'))
  me.value = row ? await open(row.sealed) : null
}

/** @param {Me} next */
export async function keepMe (next) {
  const sealed = await seal(next)
  await transact('readwrite', ['meta'], store => store.put({ key: 'me', sealed }))
  me.value = next
}

/**
 * Which application a person gets. Mirrors the rights in sync/scope.py: the office and the field write visits, heads of
 * RT and RW read families and how their cases stand, an admin has people and surveys, Dinas Sosial numbers and surveys, all
 * others numbers.
 * @param {{ roles: string[] } | null} [person] me, when nobody is named
 * @returns {'office' | 'kader' | 'admin' | 'dinas' | 'ketua' | 'numbers'}
 */
export function seat (person = me.value) {
  const holds = roles => !!person && person.roles.some(role => roles.includes(role))
  if (holds(OFFICE)) return 'office'
  if (!person || holds(FIELD)) return 'kader'
  if (holds(['admin'])) return 'admin'
  if (holds(['dinsos'])) return 'dinas'
  return holds(['ketua_rt', 'ketua_rw']) ? 'ketua' : 'numbers'
}

/** @param {{ roles: string[] } | null} [person] */
export const isOffice = (person = me.value) => seat(person) === 'office'

/** Whether somebody works at a desk, with its wide screens. @param {{ roles: string[] } | null} [person] */
export const isDesk = (person = me.value) => ['office', 'admin', 'dinas'].includes(seat(person))

/** Whether somebody goes from house to house. @param {{ roles: string[] } | null} [person] */
export const isField = (person = me.value) => !!person && person.roles.some(role => FIELD.includes(role))

/** Whether somebody may write visits. @param {{ roles: string[] } | null} [person] */
export const canVisit = (person = me.value) => ['office', 'kader'].includes(seat(person))

/** Whether a visit may be corrected by me who made it: it counts, and its answers are here. @param {any} body of the visit */
export const mayCorrect = body => canVisit() && !body.superseded_by && Boolean(body.answers) && body.by?.person === me.value?.person

/**
 * Whether an area path lies in one of the areas.
 * @param {string} area "004/002/<building>"
 * @param {string[]} [areas] mine, when none are given
 */
export const inArea = (area, areas = me.value ? me.value.areas : []) =>
  areas.some(prefix => prefix === '' || area === prefix || area.startsWith(prefix + '/'))

/**
 * The RT of my areas, for choosing where a house stands. Areas are chosen from here and never typed.
 * @returns {{ rw: string, rt: string, area: string }[]}
 */
export function myRts () {
  const all = (me.value ? me.value.regions : []).flatMap(({ rw, rts }) => rts.map(rt => ({ rw, rt, area: `${rw}/${rt}` })))
  const mine = me.value ? me.value.areas : []
  return all.filter(({ area }) => inArea(area) || mine.some(prefix => prefix.startsWith(area + '/')))
}
