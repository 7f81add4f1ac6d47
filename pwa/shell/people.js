// How roles and areas are said.
import { t } from '../text/text.js'

/** "Kader PKK, PSM" @param {string[]} roles @param {boolean} [short] an officer with many hats is just "petugas" */
export function rolesOf (roles, short = false) {
  const office = roles.filter(role => OFFICE.includes(role))
  const shown = short && office.length > 1 ? ['petugas', ...roles.filter(role => !OFFICE.includes(role))] : roles
  return shown.map(role => t(`peran.${role}`)).join(', ')
}

const OFFICE = ['petugas_fo', 'petugas_bo', 'koordinator', 'kesra', 'operator_siks']

/** "RT 002/RW 004", "RW 004", "seluruh desa" @param {string[]} areas */
export const placesOf = areas => Array.from(new Set((areas || []).map(placeOf))).join(', ')

/** @param {string} area a path: "", "004", "004/002", "004/002/<building>" */
export function placeOf (area) {
  const [rw, rt] = area.split('/')
  return !rw ? t('orang.seluruh_desa') : rt ? t('wilayah.rtrw', { rt, rw }) : t('orang.rw', { rw })
}

/** "RT 002", as said inside one RW @param {string} area */
export const rtOf = area => area.split('/')[1] ? t('wilayah.rt', { rt: area.split('/')[1] }) : placeOf(area)
