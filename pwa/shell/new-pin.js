// "Buat PIN": six digits, twice. Nothing is kept before both are the same.
import { html, useState } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { isEasy } from '../store/pin.js'
import { Icon, NoteBox, Page } from './frame.js'
import { PinPad } from './pin-pad.js'

/**
 * @param {{ who: string, lines?: any[], note?: string, busy?: string, trouble?: any, onPin: (pin: string) => void, onBack?: () => void }} props
 *   `busy`: what is being done with the PIN now; `trouble`: what went wrong with it, ready to be shown
 */
export function NewPin ({ who, lines = [], note, busy = '', trouble, onPin, onBack }) {
  const [first, setFirst] = useState('')
  const [error, setError] = useState('')
  const choose = pin => {
    setError(isEasy(pin) ? t('pin.mudah') : '')
    if (!isEasy(pin)) setFirst(pin)
  }
  const repeat = pin => {
    setFirst('')
    if (pin !== first) { setError(t('pin.beda')); return }
    setError('')
    onPin(pin)
  }
  return html`<${Page} title=${t('pin.judul')} back=${onBack} status=${false} emergency=${false} stack="stack-l mid">
    <div class="stack-s"><p class="b">${t('salam.umum', { nama: who })}</p>${lines.filter(Boolean).map(line => html`<p class="dim">${line}</p>`)}</div>
    ${busy
      ? html`<div class="stack"><p><${Icon} name="lock" xl /></p><p class="b" role="status">${busy}</p></div>`
      : html`<${PinPad} key=${first ? 'again' : 'first'} label=${first ? t('pin.ulang') : t('pin.buat')} hint=${first ? '' : t('pin.hint')} error=${error} onPin=${first ? repeat : choose} />`}
    ${trouble}
    ${!busy && html`<${NoteBox}><p class="small left">${note || t('pin.lupa')}</p></${NoteBox}>`}</${Page}>`
}
