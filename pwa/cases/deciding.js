// What an officer has decided and the server has not answered yet.
import { errorText, toast } from '../shell/frame.js'
import { enqueue, outbox } from '../store/outbox.js'

/**
 * Put decisions into the outbox; when this device cannot keep them it says so and nothing goes on.
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
export const isWaiting = id => outbox.value.some(({ change }) => change.record === id && 'do' in change)
