// What an officer has decided: it stays here for ten seconds, in which it can be taken back, and then waits for the server.
import { html } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { errorText, toast } from '../shell/frame.js'
import { Key } from '../shell/keys.js'
import { decidedNow, doorbell, enqueue, outbox, takeBack } from '../store/outbox.js'

const STAYS = 10000 // ms

/** The last decision, while it can be taken back. @type {{ ids: string[], name: string, back: () => void, until: number } | null} */
let last = null

/**
 * Put decisions into the outbox and offer to take them back; when this device cannot keep them it says so and nothing goes on.
 * What was decided before about the same records, and has not left yet, is replaced.
 * @param {any[]} changes @param {string} said what the toast confirms @param {string} name of whom it is about
 * @param {() => void} [back] where to go once it was taken back
 * @returns {Promise<boolean>} whether they are kept
 */
export async function decide (changes, said, name, back = () => {}) {
  const until = Date.now() + STAYS
  const about = new Set(changes.map(({ record }) => record))
  const before = outbox.value.filter(({ change, sealed }) => 'do' in change && !sealed && about.has(change.record))
  try {
    if (before.length) await takeBack(before.map(({ change }) => change.id))
    await enqueue(changes, { until })
  } catch (error) {
    toast(errorText(error))
    return false
  }
  last = { ids: changes.map(({ id }) => id), name, back, until }
  setTimeout(doorbell.notify, STAYS + 100)
  toast(said, undo, STAYS, html`${t('umum.urungkan')} <${Key} of="U" />`)
  return true
}

/** Take the last decision back, if it is still here. */
export async function undo () {
  const mine = last
  last = null
  if (!mine || mine.until < Date.now()) return
  const taken = await takeBack(mine.ids).catch(() => false)
  toast(t(taken ? 'periksa.diurungkan' : 'periksa.sudah_terkirim', { nama: mine.name }))
  if (taken) mine.back()
}

/**
 * Put decisions into the outbox that go at once; when this device cannot keep them it says so and nothing goes on.
 * @param {any[]} changes @returns {Promise<boolean>} whether they are kept
 */
export const keep = changes => enqueue(changes).then(() => true, error => { toast(errorText(error)); return false })

/** Verdicts on papers that wait for the server, by document. @returns {Map<string, { state: string, reason?: string }>} */
export function waitingVerdicts () {
  const verdicts = new Map()
  for (const { change } of outbox.value) {
    if (!('do' in change)) continue
    if (change.do === 'document.accept') verdicts.set(change.record, { state: 'diterima' })
    if (change.do === 'document.reject') verdicts.set(change.record, { state: 'ditolak', reason: change.args.reason })
  }
  return verdicts
}

/** Whether a decision on this case waits for the server. @param {string} id */
export const isWaiting = id => decidedNow().has(id)
