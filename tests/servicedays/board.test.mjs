import assert from 'node:assert/strict'
import { test } from 'node:test'
import '../pwa/place.mjs'
import { atCounter, board, isNumber, nextNumber, queue, shareOf, sharesOf } from '../../pwa/queue/board.js'
import { counterTime } from '../../pwa/queue/display.js'
import { aloneSince, noteConnection } from '../../pwa/queue/here.js'
import { request } from '../../pwa/sync/api.js'
import { status as line } from '../../pwa/sync/status.js'
import { initials } from '../../pwa/queue/initials.js'
import { ticketOf } from '../../pwa/queue/tickets.js'

const DATE = '2026-11-25'
const DAY = { date: DATE, opens: '08.00', closes: '15.00', officers: 2, absent: 0 }
const at = clock => `${DATE}T${clock}:00`
const family = n => `0193f2a0-000${n}-7abc-8def-0123456789ab`
const placed = (n, number, arrival, more = {}) => ({ id: `case-${n}`, body: { family: family(n), status: 'terjadwal', service: 'pkh', service_day: DATE, queue_number: number, arrival, ...more } })
const CASES = [placed(1, 'A-001', '08.00'), placed(2, 'A-004', '08.10'), placed(3, 'P-007', '08.20')]
const names = { [family(1)]: 'Icih', [family(2)]: 'Udin', [family(3)]: 'H. Saepulloh' }
const nameOf = id => names[id] || ''
const lines = (steps = [], tickets = [], cases = CASES) => board({ day: DAY, cases, tickets, steps, nameOf })
const took = (verb, ticket, args = {}) => ({ verb, ticket, args: { counter: 1, at: at('08:30'), ...args }, who: 'Pak Dedi' })
const arrived = (n, clock = '08:05') => took('arrive', ticketOf(family(n), DATE), { family: family(n), at: at(clock) })
const status = (all, number) => all.find(line => line.number === number).status

test('who has a place is expected, by hour', () => {
  assert.deepEqual(lines().map(({ number, name, status }) => [number, name, status]), [['A-001', 'Icih', 'terjadwal'], ['A-004', 'Udin', 'terjadwal'], ['P-007', 'H. Saepulloh', 'terjadwal']])
})

test('a family has one line for all its cases, and cancelled ones are not among them', () => {
  const all = lines([], [], [...CASES, placed(1, 'A-001', '08.00', { service: 'pip' }), placed(4, 'A-009', '08.30', { status: 'dibatalkan' })])
  assert.deepEqual(all.map(({ number, cases }) => [number, cases.length]), [['A-001', 2], ['A-004', 1], ['P-007', 1]])
})

test('steps taken here are seen before the server knows them', () => {
  const all = lines([arrived(1), took('call', ticketOf(family(1), DATE))])
  assert.equal(status(all, 'A-001'), 'dipanggil')
  assert.equal(atCounter(all, 1).name, 'Icih')
  assert.equal(all[0].only, true)
})

test('a step that the server has answered changes nothing once more', () => {
  const id = ticketOf(family(1), DATE)
  const ticket = { id, body: { day: DATE, family: family(1), number: 'A-001', cases: ['case-1'], status: 'selesai', came_at: at('08:05'), served_at: at('08:31'), done_at: at('08:40'), counter: 1, prepared: true } }
  const all = lines([arrived(1), took('call', id), took('serve', id)], [ticket])
  assert.equal(status(all, 'A-001'), 'selesai')
})

test('who comes without a place has a line of their own', () => {
  const all = lines([took('register', 'new', { number: 'B1-001', name: 'Wiwin', wish: 'tanya', priority: [] })])
  const line = all.find(({ number }) => number === 'B1-001')
  assert.deepEqual([line.name, line.status, line.walkIn, line.complete], ['Wiwin', 'hadir', true, false])
  assert.deepEqual([nextNumber(all, '1', false), nextNumber(all, '1', true), nextNumber(all, '2', false)], ['B1-002', 'P1-001', 'B2-001'])
})

test('an arrival taken back leaves the family expected', () => {
  const all = lines([arrived(1), took('back', ticketOf(family(1), DATE))])
  assert.deepEqual(all.filter(({ number }) => number === 'A-001').map(({ status }) => status), ['terjadwal'])
})

test('with a network all who are here are in one queue', () => {
  const all = lines([arrived(1), arrived(2), arrived(3)])
  const { order, turns, delay } = queue({ lines: all, day: DAY, now: 510, counters: [1, 2], mine: 1, alone: false })
  assert.deepEqual(order.map(({ number }) => number), ['P-007', 'A-001', 'A-004'])
  assert.deepEqual([turns['P-007'], turns['A-004']], [510, 520])
  assert.deepEqual(delay, { first: 1, minutes: 10 })
})

test('without one a counter keeps to its half, and to those only it knows', () => {
  const known = [arrived(1), arrived(2), arrived(3)].map(({ ticket, args }, n) => ({ id: ticket, body: { day: DATE, family: args.family, number: CASES[n].body.queue_number, cases: [`case-${n + 1}`], status: 'hadir', came_at: args.at } }))
  const walkIn = took('register', 'new', { number: 'B2-001', name: 'Wiwin', wish: 'tanya', counter: 2 })
  const asked = (mine, steps) => {
    const { order, others } = queue({ lines: lines(steps, known), day: DAY, now: 510, counters: [1, 2], mine, alone: true })
    return [order.map(({ number }) => number), others.map(({ number }) => number)]
  }
  assert.deepEqual(asked(1, []), [['P-007', 'A-001'], ['A-004']])
  assert.deepEqual(asked(2, [walkIn]), [['A-004', 'B2-001'], ['P-007', 'A-001']])
})

test('the numbers are shared in turn by their rank, and of each counter its own', () => {
  const cases = Array.from({ length: 9 }, (_, n) => placed(n + 1, `${n === 3 ? 'P' : 'A'}-${String(3 * n + 1).padStart(3, '0')}`, `08.${n}0`, n === 1 ? { status: 'dibatalkan' } : {}))
  const all = lines([], [], cases)
  const sharing = shares => all.map(line => shareOf(line, shares))
  assert.deepEqual(sharing(sharesOf(DAY, [1])), [1, 1, 2, 1, 2, 1, 2, 1], 'who cancelled keeps a rank')
  for (const shares of [sharesOf({ ...DAY, officers: 3 }, [1]), sharesOf(DAY, [1, 3])]) assert.deepEqual(sharing(shares), [1, 3, 1, 2, 3, 1, 2, 3])
  assert.deepEqual(['B1-002', 'P2-001', 'B2KM-001'].map(number => shareOf({ number, rank: 0 }, [1, 2])), [1, 2, 2])
})

test('a third counter that stands alone calls its share', () => {
  const known = [arrived(1), arrived(2), arrived(3)].map(({ ticket, args }, n) => ({ id: ticket, body: { day: DATE, family: args.family, number: CASES[n].body.queue_number, cases: [`case-${n + 1}`], status: 'hadir', came_at: args.at } }))
  const { order, mine } = queue({ lines: lines([], known), day: { ...DAY, officers: 3 }, now: 510, counters: [3], mine: 3, alone: true })
  assert.deepEqual(order.map(({ number }) => number), ['P-007'])
  assert.deepEqual(mine, ['P-007'])
})

test('the display has the counter\'s time, however wrong its own clock is', () => {
  const own = Date.parse('2026-11-25T12:38:00Z') // the laptop's; the server's is 01:06
  const said = told => { const { moment, since } = counterTime(told, own, own + 60000); return [moment.toISOString().slice(11, 16), since.toISOString().slice(11, 16)] }
  assert.deepEqual(said({ clock: '2026-11-25T01:06:00.000Z', alone: null }), ['01:07', '01:06'])
  assert.deepEqual(said({ clock: '2026-11-25T01:06:00.000Z', alone: '2026-11-25T00:50:00.000Z' }), ['01:07', '00:50'])
})

test('there is room for who comes without a place until the day is promised', () => {
  const { room } = queue({ lines: lines(), day: DAY, now: 480, counters: [1, 2], mine: 1, alone: false })
  assert.equal(room, 690)
})

test('on the board stand initials: no name can be read from them', () => {
  assert.equal(initials('Nur Hasanah'), 'N.H.')
  assert.equal(initials('Suryati'), 'S.')
  assert.equal(initials("Siti Nur'aeni  Rahmawati"), 'S.N.R.')
})

test('since when a counter stands alone is said by the server\'s clock', async () => {
  const ahead = 11 * 3600000
  globalThis.fetch = async () => new Response('{}', { headers: { date: new Date(Date.now() - ahead).toUTCString(), 'content-type': 'application/json' } })
  await request('/api/me').catch(() => {})
  line.value = { state: 'offline', text: '', at: new Date().toISOString() }
  noteConnection()
  assert.ok(Math.abs(Date.parse(aloneSince.value || '') + ahead - Date.now()) < 60000, aloneSince.value || '')
})
