// The public display: which number goes to which counter, and nothing else. Opened in a window of its own on the desk's device.
import { html, useEffect, useState } from '../vendor/ui.js'
import { formatTime, t } from '../text/text.js'
import { Brand, useTitle } from '../shell/frame.js'
import { all, version } from '../store/records.js'
import { outbox } from '../store/outbox.js'
import { mine } from '../store/me.js'
import { localToday, now } from '../sync/clock.js'
import { syncNow } from '../sync/exchange.js'
import { status } from '../sync/status.js'
import { atCounter, minuteOf, queue } from './board.js'
import { aloneSince, countersOf, linesOf, manned, noteConnection } from './here.js'

const OFTEN = 4000 // ms between two looks
const SILENT = 2 * 60000 // ms without the server before the display says so
const FRESH = 1 // minutes for which a call is shown as new
const SHOWN = 4

export function DisplayScreen () {
  version.value; outbox.value // eslint-disable-line no-unused-expressions
  const moment = useFresh()
  const { desa } = mine()
  useTitle(t('antre.layar'))
  const day = all('service_day').find(({ body }) => body.date === localToday() && body.state !== 'tutup')
  const lines = day ? linesOf(day) : []
  const minutes = moment.getHours() * 60 + moment.getMinutes() + moment.getSeconds() / 60
  const counters = day ? countersOf(day.body).filter(number => manned(day.body).includes(number) || atCounter(lines, number)) : []
  const next = day ? queue({ lines, day: day.body, now: minutes, counters: manned(day.body), mine: null, alone: false }).order.slice(0, SHOWN) : []
  const silent = aloneSince.value && moment.getTime() - Date.parse(aloneSince.value) > SILENT
  return html`<header class="split disp-h"><span class="brand big"><${Brand} name=${`${t('cetak.kantor', { desa: desa.name })}, ${desa.kecamatan}`} /></span><span class="clock">${formatTime(moment)}</span></header>
    <main id="isi" class=${`calls${counters.length > 2 ? ' many' : counters.length < 2 ? ' one' : ''}`} aria-live="polite">${day && day.body.state === 'buka'
      ? counters.map(number => html`<${Call} key=${number} number=${number} line=${atCounter(lines, number)} minutes=${minutes} />`)
      : html`<div class="call"><span>${t(day ? 'antre.layar_selesai' : 'antre.bukan_hari')}</span></div>`}</main>
    <footer class="next"><h1 class="hide">${t('hari.antrean')}</h1><div class="split"><div class="line"><span class="lbl">${t('antre.berikutnya')}</span><ul class="line">${next.map(({ number }) => html`<li key=${number}>${number}</li>`)}</ul></div>
      <p class="free">${silent ? t('antre.layar_putus', { jam: formatTime(aloneSince.value || moment) }) : t('antre.gratis')}</p></div></footer>`
}

function Call ({ number, line, minutes }) {
  const called = line && line.status === 'dipanggil'
  const fresh = called || (line && minutes - minuteOf(line.served) < FRESH)
  return html`<div class=${`call${fresh ? ' fresh' : ''}`}><span>${t('antre.loket', { n: number })}</span><b class=${line && line.number.length > 5 ? 'long' : ''}>${line ? line.number : '-'}</b>
    <span>${t(!line ? 'antre.layar_kosong' : called ? 'antre.layar_masuk' : 'antre.layar_dilayani')}</span></div>`
}

/** Look at the server, the clock and the connection again and again; the display looks like one. */
function useFresh () {
  const [moment, setMoment] = useState(now)
  useEffect(() => {
    document.body.classList.add('display')
    const root = document.getElementById('app')
    root?.classList.add('display-root')
    const timer = setInterval(() => {
      noteConnection()
      setMoment(now())
      if (status.value.state !== 'busy') syncNow()
    }, OFTEN)
    return () => { clearInterval(timer); document.body.classList.remove('display'); root?.classList.remove('display-root') }
  }, [])
  return moment
}
