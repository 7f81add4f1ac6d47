// Locks the application by itself: when nobody touches it, and when it was left. Its settings belong to the device.
import { effect } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { setting } from '../store/device.js'
import { drafts } from '../store/drafts.js'
import { isDesk } from '../store/me.js'
import { isOpen } from '../store/vault.js'
import { keepMeta, meta } from '../store/meta.js'
import { orders } from '../sync/exchange.js'
import { status } from '../sync/status.js'
import { lendKey } from './arrival.js'
import { toast } from './layers.js'

const MINUTE = 60000
const WARNING = 30000 // ms before locking, in which a word is said
const PICKING = 10 * MINUTE // a photo is taken with another application: its picture is waited for
const AFTER_PICKING = 15000

/** Minutes to choose from; the first of each is what holds until somebody chooses. */
export const IDLE = { kader: [5, 1, 15], desk: [15, 5, 30] }
export const AWAY = [1, 0, 5]

/** How long nothing may happen, and how long the application may be left, in ms. */
async function limits () {
  const [idle, away] = await Promise.all([setting('lock_idle'), setting('lock_away')])
  return { idle: (idle ?? IDLE[isDesk() ? 'desk' : 'kader'][0]) * MINUTE, away: (away ?? AWAY[0]) * MINUTE }
}

/** @type {(value?: any) => void} */
let letGo = () => {}

/** Locked: the worker may deliver from now on. */
export const stopWatch = () => letGo()

/** Lock by a tap, everywhere; set when the watch begins. */
export let lockNow = () => {}

/**
 * Begin to watch, once the vault is open.
 * @param {string} enrolment @param {(everywhere: boolean) => void} lock `everywhere`: the other windows too
 */
export function keepWatch (enrolment, lock) {
  lockNow = () => lock(true)
  // as long as this is held the worker leaves this person's work to us
  if (navigator.locks) navigator.locks.request(`siaga-open-${enrolment.slice(-8)}`, { mode: 'shared' }, () => new Promise(resolve => { letGo = resolve }))
  let touched = Date.now()
  let left = 0
  let picking = 0
  const alive = () => { touched = Date.now() }
  for (const kind of ['pointerdown', 'keydown', 'scroll', 'input']) addEventListener(kind, alive, { capture: true, passive: true })
  addEventListener('click', ({ target }) => { if (target instanceof HTMLInputElement && target.type === 'file') picking = Date.now() + PICKING }, { capture: true })
  addEventListener('change', ({ target }) => { if (target instanceof HTMLInputElement && target.type === 'file') picking = Date.now() + AFTER_PICKING }, { capture: true })
  addEventListener('pagehide', () => lendKey(enrolment))
  document.addEventListener('visibilitychange', async () => {
    if (document.visibilityState === 'hidden') { left = Date.now(); lendKey(enrolment); check(); return }
    if (picking > Date.now()) picking = Math.min(picking, Date.now() + AFTER_PICKING)
    await check()
    left = 0
    alive()
  })
  effect(() => { if (orders.value.length) ordered(lock) })
  effect(() => { if (status.value.state === 'signed_out') shutOut(lock) })
  const others = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(`siaga-lock-${enrolment.slice(-8)}`)
  if (others) others.onmessage = () => lock(false)
  const check = async () => {
    const now = Date.now()
    if (picking > now || !isOpen()) return
    const { idle, away } = await limits()
    if (left && now - left >= away) { lock(false); return }
    const rest = touched + idle - now
    if (rest <= 0) { lock(true); return }
    if (rest <= WARNING && !left) toast(t('kunci.segera', { n: Math.ceil(rest / 1000) }), alive, 6000, t('kunci.lanjut'))
  }
  setInterval(check, 5000)
}

/** The server wants this phone emptied. That is the worker's, once it is locked; who has drafts left may finish them first. */
async function ordered (lock) {
  const stops = orders.value.every(({ text }) => text.includes('berhenti'))
  if (stops && (await drafts()).length) toast(t('perangkat.berhenti'), null, 12000)
  else lock(true)
}

/** The server does not let this browser in any more: it locks, once for each time, and keeps everything. Its owner can open it and work on. */
async function shutOut (lock) {
  const answered = await meta('last_sync') || 'never'
  if (await meta('shut_out') === answered) return
  await keepMeta('shut_out', answered)
  lock(true)
}

/** Tell the other windows that this enrolment is locked now. @param {string} enrolment */
export function lockOthers (enrolment) {
  if (typeof BroadcastChannel === 'undefined') return
  const others = new BroadcastChannel(`siaga-lock-${enrolment.slice(-8)}`)
  others.postMessage('lock')
  others.close()
}
