// Tells the public display of this device which number goes where: numbers and counters, nothing else ever leaves for it.
// The display is a window that needs no PIN and shows what it was told last, so a locked counter does not darken it.
import { effect } from '../vendor/ui.js'
import { all, version } from '../store/records.js'
import { outbox } from '../store/outbox.js'
import { mine } from '../store/me.js'
import { localToday, now } from '../sync/clock.js'
import { syncNow } from '../sync/exchange.js'
import { status } from '../sync/status.js'
import { atCounter, queue } from './board.js'
import { aloneSince, countersOf, linesOf, manned, noteConnection } from './here.js'

/** What windows of this browser call the display's channel; a display says `LOOK` as long as it is there. */
export const CHANNEL = 'siaga-layar'
export const LOOK = 'lihat'

/**
 * @typedef {{ desa: string, kecamatan: string, state: string, calls: { counter: number, number: string, status: string, since: string | null }[],
 *   next: string[], alone: string | null, clock: string }} Told `alone`: since when the server has not answered, ISO;
 *   `clock`: what time it is at the counter, ISO: the display asks no server
 */

const OFTEN = 5000 // ms between two looks at what the other counters did, while a display is there
const THERE = 15000 // ms after its last word for which a display counts as there
const SHOWN = 4

let began = false
let looked = 0

/** Begin to tell displays, once a window. */
export function feedWall () {
  if (began || typeof BroadcastChannel === 'undefined') return
  began = true
  const channel = new BroadcastChannel(CHANNEL)
  const say = () => { const told = tell(); if (told) channel.postMessage(told) }
  channel.onmessage = ({ data }) => { if (data === LOOK) { looked = Date.now(); say() } }
  effect(() => { version.value; outbox.value; aloneSince.value; say() }) // eslint-disable-line no-unused-expressions
  setInterval(() => {
    noteConnection()
    if (Date.now() - looked < THERE && status.value.state !== 'busy') syncNow()
  }, OFTEN)
}

/** @returns {Told | null} null on a day without service */
function tell () {
  const day = all('service_day').find(({ body }) => body.date === localToday() && body.state !== 'tutup')
  if (!day) return null
  const lines = linesOf(day)
  const { desa } = mine()
  const at = now()
  const counters = countersOf(day.body).filter(number => manned(day.body).includes(number) || atCounter(lines, number))
  const { order } = queue({ lines, day: day.body, now: at.getHours() * 60 + at.getMinutes(), counters: manned(day.body), mine: null, alone: false })
  return {
    desa: desa.name,
    kecamatan: desa.kecamatan,
    state: day.body.state,
    calls: counters.map(counter => {
      const line = atCounter(lines, counter)
      return { counter, number: line ? line.number : '', status: line ? line.status : '', since: line && (line.served || line.called) }
    }),
    next: order.slice(0, SHOWN).map(({ number }) => number),
    alone: aloneSince.value,
    clock: at.toISOString()
  }
}
