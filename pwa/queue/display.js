// The public display: which number goes to which counter, and nothing else. A window beside the counter's, on its device;
// it knows only what that tells it (wall.js), keeps the last call, and says since when nothing new has come.
import { html, useEffect, useState } from '../vendor/ui.js'
import { formatTime, t } from '../text/text.js'
import { Brand, useTitle } from '../shell/frame.js'
import { CHANNEL, LOOK } from './wall.js'

const OFTEN = 4000 // ms between two looks
const SILENT = 2 * 60000 // ms without news before the display says so
const FRESH = 60000 // ms for which a call is shown as new

export function DisplayScreen () {
  const [told, setTold] = useState(/** @type {import('./wall.js').Told | null} */ (null))
  const [heard, setHeard] = useState(() => Date.now())
  const [looked, setLooked] = useState(() => Date.now())
  useTitle(t('antre.layar'))
  useEffect(() => {
    document.body.classList.add('display')
    const channel = new BroadcastChannel(CHANNEL)
    channel.onmessage = ({ data }) => { if (data !== LOOK) { setTold(data); setHeard(Date.now()) } }
    const look = () => { channel.postMessage(LOOK); setLooked(Date.now()) }
    const timer = setInterval(look, OFTEN)
    look()
    return () => { clearInterval(timer); channel.close(); document.body.classList.remove('display') }
  }, [])
  const { moment, since } = counterTime(told, heard, looked)
  const silent = moment.getTime() - since.getTime() > SILENT
  const calls = told ? told.calls : []
  const next = told ? told.next : []
  const open = told && told.state === 'buka'
  return html`<header class="split disp-h"><span class="brand big"><${Brand} name=${told ? `${t('cetak.kantor', { desa: told.desa })}, ${told.kecamatan}` : undefined} /></span><span class="clock">${told ? formatTime(moment) : ''}</span></header>
    <main id="isi" class=${`calls${calls.length > 2 ? ' many' : calls.length < 2 ? ' one' : ''}`} aria-live="polite">${open && calls.length
      ? calls.map(call => html`<${Call} key=${call.counter} call=${call} moment=${moment} />`)
      : html`<div class="call"><span>${t(!told ? 'antre.layar_menunggu' : open ? 'antre.layar_kosong' : 'antre.layar_selesai')}</span></div>`}</main>
    <footer class="next"><h1 class="hide">${t('hari.antrean')}</h1><div class="split"><div class="line"><span class="lbl">${t('antre.berikutnya')}</span><ul class=${`line${next.some(lengthOf) ? ' long' : ''}`}>${next.map(number => html`<li key=${number}>${number}</li>`)}</ul></div>
      <p class="free" role="status">${silent ? t(told && told.alone ? 'antre.layar_putus' : 'antre.layar_diam', { jam: formatTime(since) }) : t('antre.gratis')}</p></div></footer>`
}

/**
 * The time as the counter has it: this device's own clock may be hours off, and only the counter hears the server's.
 * @param {{ clock: string, alone: string | null } | null} told @param {number} heard when that came @param {number} looked now; both ms of this device's clock
 * @returns {{ moment: Date, since: Date }} since: when the last news came, or the network went
 */
export function counterTime (told, heard, looked) {
  const ahead = told ? heard - Date.parse(told.clock) : 0
  return { moment: new Date(Math.max(looked, heard) - ahead), since: told && told.alone ? new Date(told.alone) : new Date(heard - ahead) }
}

/** A number stands on one line, in letters as large as its length leaves room for: `A-007`, `B1-1000`, `B1KM-1000`. */
const lengthOf = number => number.length > 7 ? 'longest' : number.length > 5 ? 'long' : ''

function Call ({ call, moment }) {
  const fresh = call.status === 'dipanggil' || (call.since && moment.getTime() - Date.parse(call.since) < FRESH)
  return html`<div class=${`call${fresh ? ' fresh' : ''}`}><span>${t('antre.loket', { n: call.counter })}</span><b class=${lengthOf(call.number)}>${call.number || '-'}</b>
    <span>${t(!call.number ? 'antre.layar_kosong' : call.status === 'dipanggil' ? 'antre.layar_masuk' : 'antre.layar_dilayani')}</span></div>`
}
