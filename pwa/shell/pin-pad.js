// Six digits, by finger or keyboard. What was typed is never shown, and is forgotten as soon as it was handed on.
import { html, useEffect, useRef, useState } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { PIN_LENGTH } from '../store/pin.js'
import { Icon } from './frame.js'

/**
 * @param {{ label: string, hint?: string, error?: string, busy?: boolean, onPin: (pin: string) => void }} props
 *   `busy`: digits are not taken; `onPin` is called with the sixth digit
 */
export function PinPad ({ label, hint, error, busy = false, onPin }) {
  const [typed, setTyped] = useState('')
  const now = useRef('')
  const press = digit => {
    if (busy || now.current.length >= PIN_LENGTH) return
    now.current += digit
    setTyped(now.current)
    if (now.current.length < PIN_LENGTH) return
    const pin = now.current
    now.current = ''
    setTimeout(() => { setTyped(''); onPin(pin) }, 60) // the sixth dot is seen
  }
  const erase = () => { now.current = now.current.slice(0, -1); setTyped(now.current) }
  const keys = useRef(/** @type {(event: KeyboardEvent) => void} */ (() => {}))
  keys.current = event => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('[role=dialog]')) return
    if (/^[0-9]$/.test(event.key)) press(event.key)
    if (event.key === 'Backspace') erase()
  }
  useEffect(() => {
    const listen = event => keys.current(event)
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
  const n = busy ? PIN_LENGTH : typed.length
  const dots = Array.from({ length: PIN_LENGTH }, (_, index) => html`<i class=${index < n ? 'f' : ''}></i>`)
  return html`<div class="stack"><h2>${label}</h2>${hint && html`<p class="hint">${hint}</p>`}
      <div class="pin" role="img" aria-label=${n ? t('pin.terisi', { n }) : t('pin.kosong')}>${dots}</div>
      ${error && html`<p class="err left" role="alert"><${Icon} name="warn" /><span>${error}</span></p>`}</div>
    <div class="keys" role="group" aria-label=${t('pin.tombol')}>${['1', '2', '3', '4', '5', '6', '7', '8', '9'].map(digit => html`
      <button type="button" key=${digit} aria-disabled=${busy} onClick=${() => press(digit)}>${digit}</button>`)}<span></span>
      <button type="button" aria-disabled=${busy} onClick=${() => press('0')}>0</button>
      <button type="button" class="alt" aria-label=${t('pin.hapus')} onClick=${erase}><${Icon} name="del" big /></button></div>`
}
