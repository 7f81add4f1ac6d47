// How things stand with a family, in one chip: what needs somebody comes first.
import { serviceDay, t } from '../text/text.js'

const ORDER = ['perlu_dilengkapi', 'terkirim', 'diperiksa', 'siap', 'terjadwal', 'hadir', 'dipanggil', 'dilayani', 'diproses', 'musdes', 'dirujuk', 'menunggu_hasil', 'belum_disetujui', 'disetujui', 'tidak_hadir', 'selesai', 'dibatalkan']
const TONE = {
  perlu_dilengkapi: ['warn', 'warn'], terkirim: ['', 'clock'], diperiksa: ['info', 'search'], siap: ['ok', 'done'], terjadwal: ['info', 'cal'],
  disetujui: ['ok', 'done'], selesai: ['ok', 'done'], tidak_hadir: ['warn', 'warn']
}

/**
 * @param {any} record of a case
 * @returns {{ kind: string, icon: string, text: string }}
 */
export function caseChip ({ body }) {
  const [kind, icon] = TONE[body.status] || ['info', 'page']
  const text = body.status ? t(`status.${body.status}`, { tanggal: body.service_day ? serviceDay(body.service_day) : '', instansi: body.agency || t('status.instansi') }) : t('trail.hp')
  return { kind, icon, text }
}

/** The case that says most about a family. @param {any[]} cases */
export const telling = cases => cases.slice().sort((a, b) => ORDER.indexOf(a.body.status) - ORDER.indexOf(b.body.status))[0] || null
