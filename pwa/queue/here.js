// This counter: which one it is, what it has done lately, and whether it stands alone.
import { signal } from '../vendor/ui.js'
import { all, bodyOf, seqOf } from '../store/records.js'
import { actionChange, enqueue, outbox } from '../store/outbox.js'
import { enrolmentInUse } from '../store/device.js'
import { keepMeta, meta } from '../store/meta.js'
import { mine } from '../store/me.js'
import { corrected, localNow, now } from '../sync/clock.js'
import { status } from '../sync/status.js'
import { errorText, toast } from '../shell/frame.js'
import { board, nextNumber } from './board.js'
import { alsoAt, seriesOf } from './marks.js'

const LATELY = 3000 // ms for which a step that was answered is still laid on top, unless its ticket has come meanwhile
const CONNECTED = ['idle', 'done', 'held', 'clock']

/** The counter of this device, null until somebody says so. @type {{ value: number | null }} */
export const counter = signal(null)

/** Since when the server has not answered, by the corrected clock, ISO; null while it does. @type {{ value: string | null }} */
export const aloneSince = signal(null)

/** @typedef {import('./board.js').Step & { id: string, left: number, seq: number }} Taken */
/** @type {Map<string, Taken>} */
const lately = new Map()

/** The last number that this device gave of each series today: none is given again, whatever became of its ticket. */
const given = signal(/** @type {Record<string, string>} */ ({}))

/** Read which counter this is on that day, and which numbers it has given. @param {string} date */
export async function sitDown (date) {
  const [known, numbers] = [await meta('counter'), await meta('numbers')]
  given.value = numbers && numbers.date === date ? numbers.given : {}
  counter.value = known && known.date === date ? known.counter : null
}

/** The next number without an appointment. @param {any} day record @param {import('./board.js').Line[]} lines @param {boolean} first */
export const numberFor = (day, lines, first) =>
  nextNumber(lines, seriesOf(day.body, counter.value || 1, enrolmentInUse()), first, Object.values(given.value))

/** Note a number as given, before anything else is done with it. @param {any} day record @param {string} number */
export async function spend (day, number) {
  given.value = { ...given.value, [number.split('-')[0]]: number }
  await keepMeta('numbers', { date: day.body.date, given: given.value })
}

/** Who else works at this counter, as the server last said. @param {any} day record */
export const rival = day => counter.value ? alsoAt(day.body, counter.value, enrolmentInUse()) : null

/** Work at a counter from now on. @param {any} day record @param {number} number */
export async function sitAt (day, number) {
  counter.value = number
  await keepMeta('counter', { date: day.body.date, counter: number })
  await enqueue([actionChange('queue.sit', day.id, { counter: number, at: localNow() })], { title: mine().name }).catch(tell)
}

/**
 * Take a step: kept on this device at once, told to the server as soon as it can be.
 * @param {any} day record @param {string} verb @param {Record<string, any>} args with `ticket` @param {string} [title] of its row in Kiriman
 * @returns {Promise<boolean>} whether it is kept
 */
export function take (day, verb, args, title = '') {
  const change = actionChange('queue.' + verb, day.id, { counter: counter.value, at: localNow(), ...args })
  return enqueue([change], { title }).then(() => true, error => { tell(error); return false })
}

const tell = error => { toast(errorText(error)) }

/** The steps of this device that the server's tickets may not hold yet, in their order. @param {string} day id @returns {import('./board.js').Step[]} */
function steps (day) {
  const now = Date.now()
  const waiting = new Set()
  for (const { change } of outbox.value) {
    if (!('do' in change) || change.record !== day || !change.do.startsWith('queue.')) continue
    waiting.add(change.id)
    lately.set(change.id, { id: change.id, verb: change.do.slice(6), ticket: change.args.ticket, args: change.args, who: mine().name, left: 0, seq: 0 })
  }
  for (const step of lately.values()) {
    if (waiting.has(step.id)) continue
    if (!step.left) Object.assign(step, { left: now, seq: seqOf(step.ticket) })
    else if (now - step.left > LATELY || seqOf(step.ticket) > step.seq) lately.delete(step.id)
  }
  return Array.from(lately.values()).filter(({ verb }) => verb !== 'sit')
}

/** Everybody of a day, as this counter sees it. @param {any} day record @returns {import('./board.js').Line[]} */
export const linesOf = day => board({
  day: day.body,
  cases: all('case'),
  tickets: all('ticket'),
  steps: steps(day.id),
  nameOf: family => bodyOf(family).head_name || ''
})

/** Note whether the server answers; a try that is under way says nothing either way. */
export function noteConnection () {
  const { state, at } = status.value
  if (state === 'busy') return
  const alone = CONNECTED.includes(state) ? null : aloneSince.value || (at ? corrected(Date.parse(at)) : now()).toISOString()
  if (alone !== aloneSince.value) aloneSince.value = alone
}

/** The counters of a day, in order. @param {any} day body */
export const countersOf = day => Array.from({ length: Math.max(1, day.officers || 2) }, (_, index) => index + 1)

/** Those at which somebody sits, this one among them. @param {any} day body @returns {number[]} */
export function manned (day) {
  const seated = new Set(Object.keys(day.counters || {}).map(Number))
  if (counter.value) seated.add(counter.value)
  return seated.size ? Array.from(seated).sort() : countersOf(day)
}
