// What must be caught before anything is drawn: an invitation in the address, the browser's offer to install, the fate of the storage.
import { signal } from '../vendor/ui.js'
import { storage } from '../sync/exchange.js'

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
