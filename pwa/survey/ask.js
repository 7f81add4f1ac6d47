// A question about an answer: "Perbaiki" or "Sudah benar", equal; it never stops the way.
import { html } from '../vendor/ui.js'
import { longDay, t } from '../text/text.js'
import { Icon } from '../shell/frame.js'

/** What is asked, as a sentence. @param {import('./asks.js').Ask} ask */
export const askWords = ask => t('tanya.' + ask.kind, { tanggal: ask.date ? longDay(ask.date) : '', jk: t('jk.' + ask.sex) })

/** @param {{ asks: import('./asks.js').Ask[], onMend: (ask: any) => void, onConfirm: (ask: any) => void }} props */
export const Asks = ({ asks, onMend, onConfirm }) => asks.map(ask => html`<div class="ask" key=${ask.kind} role="group" aria-label=${askWords(ask)}>
  <p class="b"><${Icon} name="warn" /> ${askWords(ask)}</p>
  <p class="wrap"><button type="button" class="btn two s" onClick=${() => onMend(ask)}>${t('tanya.perbaiki')}</button>
    <button type="button" class="btn two s" onClick=${() => onConfirm(ask)}>${t('tanya.sudah_benar')}</button></p></div>`)
