// How a case and its papers are spoken of, the same on the phone and at the desk.
import { html } from '../vendor/ui.js'
import { formatDate, serviceDay, t } from '../text/text.js'
import { Chip } from '../shell/frame.js'

const LOOK = {
  terkirim: ['info', 'clock'],
  perlu_dilengkapi: ['warn', 'warn'],
  siap: ['ok', 'done'],
  terjadwal: ['ok', 'done'],
  disetujui: ['ok', 'done'],
  selesai: ['ok', 'done'],
  dibatalkan: ['hollow', 'minus'],
  tidak_hadir: ['warn', 'warn']
}

/** @param {{ body: any }} props of a case record */
export function StatusChip ({ body }) {
  const [kind, icon] = LOOK[body.status] || ['info', 'clock']
  return html`<${Chip} kind=${kind} icon=${icon}>${statusWords(body)}</${Chip}>`
}

/** "Terjadwal Rabu 25 November, A-007" @param {any} body of a case */
export const statusWords = body => {
  const words = t('status.' + (body.status || 'terkirim'), { tanggal: body.service_day ? serviceDay(body.service_day) : '', instansi: body.agency || t('kasus.instansi') })
  return body.queue_number && body.status === 'terjadwal' ? `${words}, ${body.queue_number}` : words
}

/** Of many cases: without a day, and without one agency. @param {string} status */
export const statusOfMany = status => status === 'terjadwal' ? t('meja.terjadwal') : t('status.' + status, { instansi: t('status.instansi') })

/** What an officer may say of a paper that will not do, in the order of the keys 1 to 6. */
export const REASONS = ['buram', 'terpotong', 'nama_berbeda', 'kedaluwarsa', 'bukan_berkas', 'perlu_asli']

/** @param {string} reason */
export const reasonWords = reason => t('alasan_berkas.' + reason)

/** "Rabu, 25 November 2026 pukul 12.00" @param {string} iso with offset */
export const moment = iso => `${formatDate(iso.slice(0, 10))} ${t('umum.pukul', { jam: iso.slice(11, 16).replace(':', '.') })}`

/** Names of services and papers, of the catalogue that holds. */
export const namesOf = catalogue => ({
  service: code => (catalogue && catalogue.services.find(s => s.code === code) || { name: code }).name,
  paper: code => (catalogue && catalogue.papers.find(p => p.code === code) || { name: code }).name
})

/** What the phone saw wrong with the photos of a paper, and why the kader kept them; '' when there is nothing to say. @param {any} body of a document */
export function photoWords (body) {
  const faults = String(body.photo_verdict || '').split(' ').filter(code => code && code !== 'jelas').map(code => t('foto_judul.' + code))
  const kept = body.kept_reason && t('foto_alasan.' + body.kept_reason)
  return [faults.length > 0 && t('periksa.menurut_hp', { cacat: faults.join(', ') }), kept && t('periksa.kata_kader', { alasan: kept })].filter(Boolean).join('. ')
}
