// What must be caught before anything is drawn: an invitation in the address, the key that another page of ours had a moment
// ago, the browser's offer to install, the fate of the storage.
import { signal } from '../vendor/ui.js'
import { keyInUse, useKey } from '../store/vault.js'
import { storage } from '../sync/exchange.js'

const LENT = 60000 // ms at most; a worker that rests forgets sooner
const PATIENCE = 1000 // ms for its answer

/** The secret of the invitation this page was opened with. @type {{ value: string | null }} */
export const secret = signal(null)

/** The browser's offer to install, kept for a tap. @type {{ value: any }} */
export const installable = signal(null)

/** Take an invitation out of the address before anything else can see it there. @returns {boolean} whether there was one */
export function takeInvitation () {
  const found = /^#undang=([\w-]+)$/.exec(location.hash)
  if (!found) return secret.value !== null
  history.replaceState(history.state, '', location.pathname)
  secret.value = found[1]
  return true
}

/** Catch the browser's offer; called before anything is shown. */
export function watchInstall () {
  addEventListener('beforeinstallprompt', event => { event.preventDefault(); installable.value = event })
  addEventListener('appinstalled', () => { installable.value = null })
}

/** Ask that what lies here is not thrown away, and remember the answer for the exchange. @returns {Promise<boolean>} */
export async function askPersistence () {
  try {
    storage.persistent = navigator.storage && navigator.storage.persist ? await navigator.storage.persist() : false
  } catch { storage.persistent = false }
  return storage.persistent === true
}

const worker = () => navigator.serviceWorker ? navigator.serviceWorker.controller : null

/** The worker holds the key for a moment, in memory only: a reload or a second window within it needs no PIN. @param {string} enrolment */
export function lendKey (enrolment) {
  const key = keyInUse()
  const to = key && worker()
  if (to) to.postMessage({ keep: enrolment, key, until: Date.now() + LENT })
}

/** @param {string} enrolment @returns {Promise<boolean>} whether the vault is open now */
export async function takeKey (enrolment) {
  const from = worker()
  if (!from) return false
  const { port1, port2 } = new MessageChannel()
  const key = await new Promise(resolve => {
    port1.onmessage = ({ data }) => resolve(data)
    setTimeout(resolve, PATIENCE, null)
    from.postMessage({ give: enrolment }, [port2])
  })
  port1.close()
  if (key) useKey(key)
  return Boolean(key)
}

/** Locked: the worker keeps nothing either. */
export function forgetKey () {
  const to = worker()
  if (to) to.postMessage('forget key')
}
