// What a publication is called, where and since when it holds.
import { isoDay, longDay, t } from '../text/text.js'
import { mine } from '../store/me.js'
import { now } from '../sync/clock.js'

/** @typedef {{ hash: string, kind: string, code: string, version: string, title: string, scope: string, in_force: string,
 *   scope_name: string, published_by_name: string, published_at: string, file_name: string, holds: boolean }} Version */

const LEVELS = { 0: 'indonesia', 2: 'provinsi', 5: 'kabupaten', 8: 'kecamatan', 13: 'desa' }
const PUBLISHERS = ['koordinator', 'dinsos', 'admin']

/** Those of a kind that officers publish. */
export const KINDS = { survei: 'survey', katalog: 'catalogue' }

/** @param {string} scope wilayah code @param {string} [name] of it, as the server knows it */
export function scopeName (scope, name) {
  if (scope === mine().desa.code) return t('unggah.cakupan.desa_ini', { desa: mine().desa.name })
  if (name && LEVELS[scope.length] === 'kabupaten') return name // "Kabupaten Bogor", "Kota Bogor"
  return t(`unggah.cakupan.${LEVELS[scope.length] || 'desa'}`, { nama: name || scope })
}

/** @param {Version} version */
export const titleOf = ({ kind, title, code }) => kind === 'catalogue' ? t('unggah.katalog') : title || code

/** Where I may publish, the narrowest first. Mirrors refuse_publisher on the server. @returns {string[]} */
export function scopesOfMine () {
  const { roles, desa } = mine()
  if (!roles.some(role => PUBLISHERS.includes(role))) return []
  return roles.includes('dinsos') ? [desa.code, desa.code.slice(0, 8), desa.code.slice(0, 5)] : [desa.code]
}

export const mayPublish = () => scopesOfMine().length > 0

export const today = () => isoDay(now())

/** 'holds' now, 'later', or 'old'. @param {Version} version */
export const standing = version => version.holds ? 'holds' : version.in_force > today() ? 'later' : 'old'

/** "berlaku sejak 21 November 2026" @param {Version} version */
export const since = version => t(standing(version) === 'later' ? 'unggah.mulai' : 'unggah.sejak', { tanggal: longDay(version.in_force) })
