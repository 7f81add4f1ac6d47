// The status line's sentences: what happened to an exchange, said so that a person knows what is safe and what comes next.
import { formatMoment, t } from '../text/text.js'
import { meta } from '../store/meta.js'
import { outbox } from '../store/outbox.js'
import { stopped } from '../store/journal.js'
import { clockAhead } from './api.js'
import { status } from './status.js'

const CLOCK_LIMIT = 10 * 60000 // ms
const LATE_DAYS = 3

let fade = 0

/** The line before anything was tried. */
export async function sayResting () {
  await rest(await meta('last_sync'))
}

/** @param {number} i @param {number} n @param {string} [key] */
export function saySending (i, n, key = 'sync.mengirim') {
  clearTimeout(fade)
  status.value = { ...status.value, state: 'busy', text: t(key, { i, n }) }
}

/** The server has answered to the end. @param {number} sent how much it took, by its receipts; a mere look is not announced */
export async function sayDone (sent) {
  clearTimeout(fade)
  const now = new Date().toISOString()
  const minutes = Math.round(Math.abs(clockAhead()) / 60000)
  if (Math.abs(clockAhead()) > CLOCK_LIMIT) status.value = { state: 'clock', text: t('jam.beda', { n: minutes, menit: minutes }), at: now }
  else if (!sent || await stopped()) await rest(now)
  else {
    status.value = { state: 'done', text: t('sync.selesai'), at: now }
    fade = setTimeout(() => rest(now), 5000)
  }
}

/** An exchange broke off. @param {any} error what `request` threw */
export async function sayError (error) {
  clearTimeout(fade)
  const at = await meta('last_sync').catch(() => null) || null
  const days = outbox.value.length && at ? Math.floor((Date.now() - Date.parse(at)) / 86400000) : 0
  /** @type {import('./status.js').Status} */
  const next = { at, ...(days >= LATE_DAYS ? { state: /** @type {const} */ ('late'), text: t('sync.lama', { n: days }) } : named(error)) }
  status.value = next
}

/** This phone waits for an officer to confirm it. @param {string} code */
export function sayReturning (code) {
  status.value = { ...status.value, state: 'signed_out', text: t('sync.minta_sambung', { kode: code.slice(0, 3) + ' ' + code.slice(3) }) }
}

/** @returns {{ state: import('./status.js').State, text: string }} */
function named (error) {
  if (error.name === 'Offline') return { state: 'offline', text: t('sync.offline') }
  if (error.name === 'Portal') return { state: 'portal', text: t('sync.portal') }
  if (error.name === 'ServerDown') return { state: 'server_down', text: t('sync.server_berhenti') }
  if (error.name === 'Problem' && error.status === 401) return { state: 'signed_out', text: t('sync.sesi_habis') }
  if (error.name === 'StorageFull') return { state: 'late', text: t('galat.penuh') }
  return { state: 'late', text: t(error.name === 'Problem' ? 'sync.gagal' : 'galat.umum') }
}

async function rest (at) {
  const held = await stopped()
  if (held) { status.value = { state: 'held', text: t('sync.perlu_perhatian', { n: held }), at: at || null }; return }
  const text = at ? t('sync.terakhir', { waktu: formatMoment(at, new Date()) }) : t('sync.belum_pernah')
  status.value = { state: 'idle', text, at: at || null }
}
