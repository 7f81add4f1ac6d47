// Who uses this browser: its enrolments, and the settings that belong to the device and to nobody.
import { transactDevice, useEnrolment, transact } from './db.js'

export { enrolmentInUse } from './db.js'
import { open, seal } from './vault.js'

/**
 * @typedef {{ id: string, person: string, name: string, desa: string, created_at: string }} Enrolment
 *   `name`: what the lock screen calls its owner; nothing else of a person lies here, for this database is sealed for nobody
 */

/** @returns {Promise<Enrolment[]>} oldest first */
export const enrolments = () => transactDevice('readonly', ['enrolments'], store => store.getAll())

/** The enrolment last used here, or null on a browser that is not enrolled. @returns {Promise<Enrolment | null>} */
export async function currentEnrolment () {
  const [all, last] = [await enrolments(), await setting('enrolment')]
  return all.find(({ id }) => id === last) || all[all.length - 1] || null
}

/**
 * Remember a new enrolment, make it the current one, and keep its bearer sealed in its own database, whose vault is open.
 * @param {Enrolment} enrolment
 * @param {string} bearer
 */
export async function keepEnrolment (enrolment, bearer) {
  useEnrolment(enrolment.id)
  const sealed = await seal(bearer)
  await transact('readwrite', ['meta'], meta => meta.put({ key: 'bearer', sealed }))
  await rememberEnrolment(enrolment)
}

/** Write down whose enrolment this is, and that it was used last. @param {Enrolment} enrolment */
export const rememberEnrolment = ({ id, person, name, desa, created_at }) =>
  transactDevice('readwrite', ['enrolments', 'settings'], (rows, settings) => {
    rows.put({ id, person, name, desa, created_at })
    settings.put({ key: 'enrolment', value: id })
  })

/** The token that lets this enrolment read; null while there is none. @returns {Promise<string | null>} */
export async function bearer () {
  const row = await transact('readonly', ['meta'], meta => meta.get('bearer'))
  return row ? open(row.sealed) : null
}

/** @param {string} key @returns {Promise<any>} */
export const setting = async key => (await transactDevice('readonly', ['settings'], store => store.get(key)))?.value

/** @param {string} key @param {any} value */
export const keepSetting = (key, value) => transactDevice('readwrite', ['settings'], store => { store.put({ key, value }) })
