// What is put right once the application is open and nobody waits: what an earlier version left unsealed, the server's keys.
import { keepWarrant } from '../store/carry.js'
import { bearer, currentEnrolment, enrolments, keepSetting, rememberEnrolment, setting } from '../store/device.js'
import { sealStore } from '../store/migrate.js'
import { sealParcels } from '../store/outbox.js'
import { learnServerKeys } from '../sync/keys.js'
import { shortName } from './greeting.js'

export async function settleIn () {
  await sealStore()
  await shortenNames()
  await learnServerKeys().catch(() => {}) // without signal: the next time
  await sealParcels()
  await readyToCarry()
  if ((await enrolments()).length > 1) deliverOthers()
}

/** What is not sent can be saved as a file from now on, without the PIN too. */
export async function readyToCarry () {
  const [one, token] = [await currentEnrolment(), await bearer()]
  if (one && token) await keepWarrant(one.id, token)
}

/** What others who use this phone have finished goes while I work. */
function deliverOthers () {
  const ask = () => navigator.serviceWorker && navigator.serviceWorker.controller && navigator.serviceWorker.controller.postMessage('deliver')
  ask()
  addEventListener('online', ask)
}

/** Earlier versions wrote down more of a person than the lock screen says. */
async function shortenNames () {
  const last = await setting('enrolment')
  for (const one of await enrolments()) if ('roles' in one) await rememberEnrolment({ ...one, name: shortName(one.name) })
  await keepSetting('enrolment', last)
}
