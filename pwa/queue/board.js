// The service day as it looks at this counter: places, tickets, and the steps taken here that the server has not answered. Pure.
import { callingOrder, clock, delay, room, turns } from './order.js'
import { completeOnArrival, step, ticketOf } from './tickets.js'

/**
 * @typedef {{ ticket: string, family: string | null, name: string, number: string, also: string, appointment: string | null,
 *   walkIn: boolean, first: boolean, reasons: string[], status: string, cases: any[], wish: string, came: string | null,
 *   called: string | null, calls: number, skipped: string | null, served: string | null, done: string | null,
 *   counter: number | null, complete: boolean, twice: any[], agency: string, only: boolean, rank: number }} Line
 *   `only`: the server knows nothing of it yet; `rank`: how many numbers of the day come before its own
 * @typedef {{ verb: string, ticket: string, args: any, who: string }} Step taken here
 */

const PLACED = ['terjadwal', 'siap', 'tidak_hadir']
const CASE_MINUTES = 10
const WALK_IN_MINUTES = 25
const AWAITED = 60 // minutes after their hour in which people are still expected

/**
 * Everybody of a day, a line each, by hour and number.
 * @param {{ day: any, cases: any[], tickets: any[], steps: Step[], nameOf: (family: string) => string }} given
 *   `day`: body of the service day; `cases`, `tickets`: records
 * @returns {Line[]}
 */
export function board ({ day, cases, tickets, steps, nameOf }) {
  const places = placesOf(cases, day.date)
  const { found, known } = played(day, tickets, steps, places)
  const byId = new Map(cases.map(record => [record.id, record]))
  const lines = []
  for (const [id, ticket] of found) {
    if (ticket.status === 'batal') continue
    const theirs = (ticket.cases || []).map(one => byId.get(one)).filter(Boolean)
    lines.push(lineOf(id, ticket, theirs, nameOf, !known.has(id)))
    if (ticket.family) places.delete(ticket.family)
  }
  for (const [family, theirs] of places) {
    const waiting = theirs.filter(({ body }) => body.status === 'terjadwal')
    if (waiting.length) lines.push(lineOf(ticketOf(family, day.date), ticketFrom(family, theirs), waiting, nameOf, false))
  }
  const numbers = numbersOf(cases, found, day.date)
  for (const line of lines) line.rank = Math.max(0, numbers.indexOf(line.number))
  return lines.sort((a, b) => (a.appointment || '~').localeCompare(b.appointment || '~') || a.number.localeCompare(b.number))
}

/** All numbers of the day in their order, those of who will not come too: a rank stays while a counter knows less than the other. */
function numbersOf (cases, found, date) {
  const given = [...cases.filter(({ body }) => body.service_day === date).map(({ body }) => body.queue_number), ...[...found.values()].map(({ number }) => number)]
  return [...new Set(given)].filter(number => /^[A-Z]-/.test(number || '')).sort((a, b) => Number(a.slice(2)) - Number(b.slice(2)) || a.localeCompare(b))
}

/** Cases that have a place on the day, by family. */
function placesOf (cases, date) {
  const places = new Map()
  for (const record of cases) {
    const { service_day: on, status, family } = record.body
    if (on !== date || status === 'dibatalkan') continue
    places.has(family) ? places.get(family).push(record) : places.set(family, [record])
  }
  return places
}

/** The tickets with the steps of this counter on top: a step that is in them already changes nothing. */
function played (day, tickets, steps, places) {
  const found = new Map(tickets.filter(({ body }) => body.day === day.date).map(({ id, body }) => [id, body]))
  const known = new Set(found.keys())
  for (const { verb, ticket, args, who } of steps) {
    const before = found.get(ticket) || beginning(verb, args, places)
    if (before) found.set(ticket, { ...before, ...step(before, verb === 'register' ? 'arrive' : verb, args, who) })
  }
  return { found, known }
}

function beginning (verb, args, places) {
  const place = args.family && (places.get(args.family) || []).filter(({ body }) => PLACED.includes(body.status))
  if (place && place.length) return ticketFrom(args.family, place)
  if (verb !== 'register') return null
  const { number, family, name, wish, priority, cases } = args
  return { number, family, name, wish, priority, cases, walk_in: true, prepared: false }
}

const ticketFrom = (family, cases) => ({
  family,
  number: cases[0].body.queue_number || '',
  appointment: cases[0].body.arrival || null,
  cases: cases.map(({ id }) => id),
  prepared: true
})

/** @returns {Line} */
function lineOf (id, ticket, cases, nameOf, only) {
  const number = ticket.number || ''
  return {
    ticket: id,
    family: ticket.family || null,
    name: (ticket.family && nameOf(ticket.family)) || ticket.name || '',
    number,
    also: ticket.also || '',
    appointment: ticket.appointment || null,
    walkIn: Boolean(ticket.walk_in),
    first: number.startsWith('P'),
    reasons: ticket.priority || [],
    status: ticket.status || 'terjadwal',
    cases,
    wish: ticket.wish || '',
    came: ticket.came_at || null,
    called: ticket.called_at || null,
    calls: ticket.calls || 0,
    skipped: ticket.skipped_at || null,
    served: ticket.served_at || null,
    done: ticket.done_at || null,
    counter: ticket.counter ?? null,
    complete: completeOnArrival(ticket),
    twice: ticket.twice || [],
    agency: ticket.agency || '',
    only,
    rank: 0
  }
}

/** Minutes since midnight on the clock of this device. @param {string | null} iso */
export function minuteOf (iso) {
  if (!iso) return 0
  const at = new Date(iso)
  return at.getHours() * 60 + at.getMinutes() + at.getSeconds() / 60
}

/** How many minutes a line is expected to take. @param {Line} line @param {any} day */
export function minutesOf (line, day) {
  if (line.walkIn) return WALK_IN_MINUTES
  return line.cases.reduce((sum, { body }) => sum + ((day.minutes || {})[body.service] || CASE_MINUTES), 0) || CASE_MINUTES
}

const waitingOf = (line, day) => ({
  ...line,
  came: minuteOf(line.came),
  appointment: line.appointment ? clock(line.appointment) : null,
  skipped: line.skipped ? minuteOf(line.skipped) : null,
  priority: line.first,
  minutes: minutesOf(line, day)
})

/**
 * Which counter a line belongs to while the counters cannot see each other: numbers given without an appointment to the
 * counter that gave them, the others to each in turn by their rank: the numbers themselves come three to a step.
 * @param {Pick<Line, 'number' | 'rank'>} line @param {number[]} shares the counters that share, as `sharesOf` gives them
 */
export function shareOf (line, shares) {
  const given = /^[BP]([1-9])[A-Z]*-/.exec(line.number)
  return given ? Number(given[1]) : shares[line.rank % shares.length]
}

/**
 * The counters that share the numbers while they cannot see each other: those of the day's plan, which every device knows,
 * and any other at which somebody sits.
 * @param {any} day body @param {number[]} counters those at which somebody sits @returns {number[]}
 */
export const sharesOf = (day, counters) =>
  [...new Set([...Array.from({ length: Math.max(1, day.officers || 2) }, (_, index) => index + 1), ...counters])].sort((a, b) => a - b)

/**
 * What the counter does next: who is here in the order of calling, with the hour of their turn.
 * @param {{ lines: Line[], day: any, now: number, counters: number[], mine: number | null, alone: boolean }} given
 *   `now`: minutes since midnight; `counters`: those at which somebody sits; `alone`: no network, so this counter keeps to its share
 */
export function queue ({ lines, day, now, counters, mine, alone }) {
  const here = lines.filter(({ status }) => status === 'hadir').map(line => waitingOf(line, day))
  const shares = sharesOf(day, counters)
  const own = alone && mine ? here.filter(line => line.only || shareOf(line, shares) === mine) : here
  const free = (alone && mine ? [mine] : counters).map(counter => freeAt(lines, counter, day, now))
  const linesAgain = one => /** @type {Line} */ (lines.find(line => line.ticket === one.ticket))
  const order = callingOrder(own)
  const rest = callingOrder(here.filter(line => !own.includes(line)))
  const awaited = lines.filter(({ status, appointment }) => status === 'terjadwal' && clock(appointment || '00.00') > now - AWAITED)
  const [first, minutes] = delay(own, free, day)
  return {
    order: order.map(linesAgain),
    others: rest.map(linesAgain),
    shares,
    mine: lines.filter(line => ['terjadwal', 'hadir'].includes(line.status) && !line.walkIn && shareOf(line, shares) === mine).map(({ number }) => number),
    turns: turns(order, free, day),
    delay: { first, minutes: Math.round(minutes) },
    room: room(now, counters.map(counter => freeAt(lines, counter, day, now)), here, awaited.reduce((sum, line) => sum + minutesOf(line, day), 0), day)
  }
}

/** Whom a counter has: called or served. @param {Line[]} lines @param {number} counter */
export const atCounter = (lines, counter) => lines.find(line => line.counter === counter && ['dipanggil', 'dilayani'].includes(line.status)) || null

function freeAt (lines, counter, day, now) {
  const line = atCounter(lines, counter)
  if (!line) return now
  return Math.max(now, (line.status === 'dilayani' ? minuteOf(line.served) : now) + minutesOf(line, day))
}

/**
 * The next number without an appointment that this device gives.
 * @param {Line[]} lines @param {string} series as `seriesOf` in marks.js says @param {boolean} first
 * @param {string[]} [given] the last ones it gave, also those that no line holds any more
 */
export function nextNumber (lines, series, first, given = []) {
  const begins = `${first ? 'P' : 'B'}${series}-`
  const known = [...lines.flatMap(({ number, also }) => [number, also]), ...given].filter(number => number.startsWith(begins))
  const last = Math.max(0, ...known.map(number => Number(number.slice(begins.length))))
  return begins + String(last + 1).padStart(3, '0')
}

/** Whether a number is meant by what was typed: "14", "a14", "014", "b3", "B1-003". @param {string} number @param {string} typed in small letters */
export function isNumber (number, typed) {
  const asked = typed.replace(/[^a-z0-9]/g, '')
  const [series, serial = ''] = number.toLowerCase().split('-')
  const short = String(Number(serial))
  return ['', series[0], series].some(head => [serial, short, short.padStart(2, '0')].some(tail => head + tail === asked))
}
