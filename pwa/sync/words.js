// The status line's sentences: what happened to an exchange, said so that a person knows what is safe and what comes next.
import { formatMoment, t } from '../text/text.js'
import { keepMeta, meta } from '../store/meta.js'
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
  if (sent) await keepMeta('last_sent', now)
  if (!sent || wrongClock() || await stopped()) await rest(now)
  else {
    status.value = { state: 'done', text: t('sync.selesai'), at: now }
    fade = setTimeout(() => rest(now), 5000)
  }
}

/** An exchange broke off: why, and for how long something waits already. @param {any} error what `request` threw */
export async function sayError (error) {
  clearTimeout(fade)
  const at = await meta('last_sync').catch(() => null) || null
  const oldest = Math.min(...outbox.value.map(({ at }) => Date.parse(at)))
  const days = Number.isFinite(oldest) ? Math.floor((Date.now() - oldest) / 86400000) : 0
  status.value = { at, ...(days >= LATE_DAYS ? late(named(error), days) : named(error)) }
}

/** What has waited for days: with no signal the way out is another, every other cause is said all the same. */
const late = ({ state, text }, n) => state === 'offline'
  ? { state: /** @type {const} */ ('late'), text: t('sync.lama', { n }) }
  : { state, text: `${text} ${t('sync.sudah_lama', { n })}` }

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

const wrongClock = () => Math.abs(clockAhead()) > CLOCK_LIMIT

async function rest (at) {
  const minutes = Math.round(Math.abs(clockAhead()) / 60000)
  if (wrongClock()) { status.value = { state: 'clock', text: t('jam.beda', { n: minutes }), at: at || null }; return }
  const held = await stopped()
  if (held) { status.value = { state: 'held', text: t('sync.perlu_perhatian', { n: held }), at: at || null }; return }
  const text = at ? t('sync.terakhir', { waktu: formatMoment(at, new Date()) }) : t('sync.belum_pernah')
  status.value = { state: 'idle', text, at: at || null }
}
