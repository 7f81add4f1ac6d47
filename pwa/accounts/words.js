// Roles and areas in words.
import { t } from '../text/text.js'

export const ROLES = ['kader_pkk', 'kader_posyandu', 'kader_dasawisma', 'psm', 'ketua_rt', 'ketua_rw', 'petugas_fo', 'petugas_bo', 'koordinator', 'kesra', 'operator_siks', 'kades']

/** What a form still needs, to stand beside its closed button; '' when nothing. @param {Record<string, any>} given by the names of `orang.kurang_` */
export function lacking (given) {
  const names = Object.keys(given).filter(name => !given[name]).map(name => t('orang.kurang_' + name))
  return names.length ? t('orang.kurang', { daftar: names.join(', ') }) : ''
}

/** @param {string[]} roles */
export const roleWords = roles => roles.map(role => t('peran.' + role)).join(', ')

/** "RW 004; RT 002/RW 006, 1 rumah" @param {string[]} areas prefixes */
export const areaWords = areas => areas.length === 0 ? '-' : [...new Set(areas.map(one))].join('; ')

function one (area) {
  if (area === '') return t('orang.seluruh_desa')
  const [rw, rt, building] = area.split('/')
  const place = rt ? t('wilayah.rtrw', { rt, rw }) : `RW ${rw}`
  return building ? t('orang.rumah_di', { tempat: place }) : place
}
