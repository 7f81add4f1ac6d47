// What lies over a screen: sheet, dialog, toast. Focus stays inside; Esc, the scrim and the phone's "back" close.
import { html, signal, useLayoutEffect, useRef } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { openLayer } from './router.js'

const FOCUSABLE = 'a[href], button:not([disabled]), input:not([disabled]), select, textarea, [tabindex="0"]'
let nextId = 0

/**
 * From the bottom of the phone. Two buttons at most.
 * @param {{ title?: any, icon?: string, tone?: string, onClose: () => void, children: any }} props `onClose` is called once, after it has closed
 */
export function Sheet ({ title, icon, tone = '', onClose, children }) {
  const { box, close, id } = useLayer(onClose)
  return html`<div class="layer"><div class="scrim" onClick=${close}></div>
    <section class="sheet stack" role="dialog" aria-modal="true" aria-labelledby=${id} ref=${box} tabindex="-1">
      ${title && (icon
        ? html`<div class="lead"><span class=${`dot ${tone}`}><svg class="i" aria-hidden="true"><use href=${`#i-${icon}`} /></svg></span><h2 id=${id}>${title}</h2></div>`
        : html`<h2 id=${id}>${title}</h2>`)}
      ${typeof children === 'function' ? children(close) : children}</section></div>`
}

/**
 * In the middle, for the desk; the same manners.
 * @param {{ title: any, footer?: any, onClose: () => void, onKey?: (event: any) => void, children: any }} props onKey: of keys wherever in it the focus is
 */
export function Dialog ({ title, footer, onClose, onKey, children }) {
  const { box, close, id } = useLayer(onClose)
  return html`<div class="layer"><div class="scrim" onClick=${close}></div>
    <section class="modal" role="dialog" aria-modal="true" aria-labelledby=${id} ref=${box} tabindex="-1" onKeyDown=${onKey}>
      <header class="split"><h2 id=${id}>${title}</h2><button type="button" class="ib" aria-label=${t('umum.tutup')} onClick=${close}>
        <svg class="i" aria-hidden="true"><use href="#i-x" /></svg></button></header>
      <div>${typeof children === 'function' ? children(close) : children}</div>
      ${footer && html`<footer>${typeof footer === 'function' ? footer(close) : footer}</footer>`}</section></div>`
}

function useLayer (onClose) {
  const box = useRef(null)
  const layer = useRef(null)
  const id = useRef(`layer-${nextId++}`)
  const told = useRef(onClose)
  told.current = onClose
  useLayoutEffect(() => { // before it is painted: no key may reach what lies behind
    const before = /** @type {HTMLElement | null} */ (document.activeElement)
    layer.current = openLayer(() => told.current())
    const release = quiet(box.current)
    const keys = event => onKey(event, box.current, layer.current)
    document.addEventListener('keydown', keys)
    box.current.focus()
    return () => {
      document.removeEventListener('keydown', keys)
      release()
      layer.current()
      if (before && before.isConnected) before.focus()
    }
  }, [])
  return { box, id: id.current, close: () => layer.current && layer.current() }
}

/** Everything beside the layer is out of reach; `aria-hidden` for browsers that do not know `inert`. */
function quiet (box) {
  const others = []
  for (let at = box.closest('.layer'); at && at !== document.body; at = at.parentElement) {
    for (const other of at.parentElement.children) if (other !== at && !other.inert && !other.classList.contains('layer')) others.push(other)
  }
  for (const other of others) { other.inert = true; other.setAttribute('aria-hidden', 'true') }
  return () => { for (const other of others) { other.inert = false; other.removeAttribute('aria-hidden') } }
}

function onKey (event, box, close) {
  if (event.key === 'Escape') { event.preventDefault(); close(); return }
  if (event.key !== 'Tab') return
  const inside = Array.from(box.querySelectorAll(FOCUSABLE))
  const [first, last] = [inside[0], inside[inside.length - 1]]
  if (!first) return
  const at = document.activeElement
  const out = !box.contains(at) // what had the focus was drawn anew
  if (event.shiftKey && (out || at === first || at === box)) { event.preventDefault(); last.focus() }
  if (!event.shiftKey && (out || at === last)) { event.preventDefault(); first.focus() }
}

/** @type {{ value: { text: string, undo: (() => void) | null, word: any } | null }} */
const shown = signal(null)
let timer = 0

/**
 * Confirm something for six seconds; it may offer to undo, and never asks.
 * @param {string} text @param {(() => void) | null} [undo] @param {number} [stays] ms @param {any} [word] what the button says
 */
export function toast (text, undo = null, stays = 6000, word = t('umum.urungkan')) {
  clearTimeout(timer)
  shown.value = { text, undo, word }
  timer = setTimeout(() => { shown.value = null }, stays)
}

/** The place of the toast; rendered once. */
export function Toasts () {
  const now = shown.value
  const undo = () => { shown.value = null; if (now && now.undo) now.undo() }
  return html`<div role="status">${now && html`<div class="toast"><svg class="i" aria-hidden="true"><use href="#i-check" /></svg><span>${now.text}</span>
    ${now.undo ? html`<button type="button" class="undo b u" onClick=${undo}>${now.word}</button>` : html`<span></span>`}</div>`}</div>`
}

/** What to say about a failure: its own text where it has one. @param {any} error */
export const errorText = error => error && error.key ? t(error.key) : error && error.title ? error.title : t('galat.umum')
