// The service day: on its own day the counters and the queue, on any other who is to come and how the day is planned.
import { html, useEffect, useState } from '../vendor/ui.js'
import { formatDate, formatTime, t } from '../text/text.js'
import { DeskPage } from '../shell/desk.js'
import { Icon } from '../shell/frame.js'
import { useKeys } from '../shell/keys.js'
import { all, version } from '../store/records.js'
import { mine } from '../store/me.js'
import { localToday, now } from '../sync/clock.js'
import { syncNow } from '../sync/exchange.js'
import { status } from '../sync/status.js'
import { CounterPane } from './counter.js'
import { CloseDay, DayPlan, DaysDialog } from './days.js'
import { aloneSince, counter, countersOf, linesOf, manned, noteConnection, sitDown } from './here.js'
import { PeopleList } from './people.js'
import { NextPane } from './next.js'
import { queue } from './board.js'
import { report } from './numbers.js'
import { useNames } from './services.js'
import { useCalls } from './calls.js'
import { feedWall } from './wall.js'

const OFTEN = 5000 // ms between two looks at what the other counter did, while this screen is seen
const PLACE = 25 // minutes that somebody without an appointment takes

/** @param {{ papersOf: any }} given */
export function DayScreen (given) {
  version.value // eslint-disable-line no-unused-expressions
  status.value // eslint-disable-line no-unused-expressions -- an exchange may say that it is another day than this laptop thinks
  const days = all('service_day').sort((a, b) => a.body.date.localeCompare(b.body.date))
  const today = localToday()
  const coming = days.find(({ body }) => body.date >= today && body.state !== 'tutup')
  const [date, setDate] = useState('')
  const day = days.find(({ body }) => body.date === date) || coming || null
  const [asks, ask] = useState('')
  const choose = html`<div class="filters"><div><label for="hari">${t('hari.pilih')}</label><select class="in" id="hari" onChange=${e => setDate(e.target.value)}>
    ${days.map(({ body }) => html`<option key=${body.date} value=${body.date} selected=${day && body.date === day.body.date}>${formatDate(body.date)}${body.state === 'tutup' ? ` (${t('hari.tutup_pendek')})` : ''}</option>`)}</select></div></div>`
  const props = { ...given, day, choose, days, ask }
  return html`<div class="days">${day && day.body.date === today && day.body.state === 'buka' ? html`<${Counters} key=${day.id} ...${props} />` : html`<${DayPlan} key=${day ? day.id : ''} ...${props} />`}
    ${asks === 'hari' && html`<${DaysDialog} days=${days} day=${day} onClose=${() => ask('')} />`}
    ${asks === 'tutup' && html`<${CloseDay} day=${day} onClose=${() => ask('')} />`}
    </div>`
}

/** The day runs: my counter, the others, the queue. */
function Counters ({ papersOf, day, choose, ask }) {
  const moment = useDay(day)
  const lines = linesOf(day)
  const names = useNames()
  const counters = manned(day.body)
  const found = queue({ lines, day: day.body, now: moment, counters, mine: counter.value, alone: aloneSince.value !== null })
  const calls = useCalls({ day, lines, next: found.order[0] || null })
  useKeys(calls.keys)
  const keys = ['n', 'p', 'l', 'm', 's', 'r', 'd', 'c'].map(key => [key.toUpperCase(), t('antre.k_' + key)])
  const others = countersOf(day.body).filter(number => number !== counter.value)
  const left = counter.value || others.shift() || 1
  const pane = number => html`<${CounterPane} key=${number} number=${number} day=${day} lines=${lines} names=${names} calls=${calls} papersOf=${papersOf} moment=${moment} next=${found.order[0] || null} />`
  return html`<${DeskPage} title=${t('desk.rabu')} head=${html`<${Head} day=${day} lines=${lines} room=${found.room} names=${names} choose=${choose} ask=${ask} />`} keys=${keys} name=${mine().name} desa=${mine().desa.name}>
    <div class="panes board"><div class="stack">${pane(left)}</div>
      <div class="stack">${others.map(pane)}<${NextPane} day=${day} found=${found} calls=${calls} ask=${ask} /></div>
      <${PeopleList} day=${day} lines=${lines} found=${found} names=${names} calls=${calls} /></div></${DeskPage}>`
}

function Head ({ day, lines, room, names, choose, ask }) {
  const told = report(lines, day.body, names.of)
  const stat = (value, key) => html`<p class="stat"><b>${value}</b><span>${t('antre.angka_' + key)}</span></p>`
  return html`<div class="page-h"><div><h1>${formatDate(day.body.date)}</h1>
      <p class="dim">${t('antre.pukul_buka', { jam: formatTime(now()), sampai: day.body.closes })} · <button class="link" onClick=${() => ask('hari')}>${t('antre.atur_hari')}</button></p></div>
    <div class="stats">${stat(t('antre.dari', { n: told.served, total: told.expected + told.walkIns }), 'selesai')}
      ${stat(t('antre.dari', { n: told.complete, total: told.judged }), 'lengkap')}
      ${stat(told.wait.median === null ? '-' : t('antre.menit', { n: Math.round(told.wait.median) }), 'tunggu')}
      ${stat(t('antre.n_tempat', { n: Math.floor((room + PLACE - 10) / PLACE) }), 'sisa')}</div></div><div class="hide">${choose}</div>`
}

/** Keep the hour, the connection and the other counter's doings fresh. @returns {number} minutes since midnight */
function useDay (day) {
  const [moment, setMoment] = useState(minutes)
  useEffect(() => { sitDown(day.body.date); feedWall() }, [day.body.date])
  useEffect(() => {
    const tick = () => {
      setMoment(minutes())
      if (document.visibilityState === 'visible' && status.value.state !== 'busy') syncNow()
    }
    const timer = setInterval(tick, OFTEN)
    return () => clearInterval(timer)
  }, [])
  useEffect(noteConnection, [status.value])
  return moment
}

const minutes = () => { const at = now(); return at.getHours() * 60 + at.getMinutes() }
