// Which screen is open. One entry of the browser's history a screen; a sheet pushes one too, so that "back" closes it.
import { signal } from '../vendor/ui.js'

/** @typedef {{ path: string, parts: string[], query: URLSearchParams }} Route */

/** @type {{ value: Route }} */
export const route = signal(read())

/** Open sheets, the last on top; each is how to close it. @type {(() => void)[]} */
const layers = []

/** Where the screens before this one were, to know whether "back" stays in the application. @type {string[]} */
const trail = []

/** A sheet was closed by its own button and the browser has not gone back yet; what was asked meanwhile waits here. */
let returning = false
/** @type {(() => void) | null} */
let next = null

/** Sheets asked for meanwhile: that step back would take them along. @type {(() => void)[]} */
let opening = []

const TABS = ['/', '/warga', '/kiriman', '/lainnya']

/**
 * Open a screen.
 * @param {string} path @param {{ replace?: boolean }} [options] `replace`: in place of the present one in the history
 */
export function go (path, { replace = false } = {}) {
  if (returning) { next = () => go(path, { replace }); return }
  const over = layers.length > 0
  closeDownTo(0)
  if (path === route.value.path && !replace) return
  if (over || replace) history.replaceState({ depth: trail.length }, '', path)
  else {
    trail.push(route.value.path)
    history.pushState({ depth: trail.length }, '', path)
  }
  show()
}

/** Open a screen in place of the present one. @param {string} path */
export const replace = path => go(path, { replace: true })

/** One screen back; `fallback` where the application was opened here. @param {string} [fallback] */
export function back (fallback = '/') {
  if (returning) { next = () => back(fallback); return }
  if (layers.length || trail.length) history.back()
  else go(fallback, { replace: true })
}

/**
 * To the screen this one belongs to: back when one came from there, in place of this one otherwise (a draft was reopened here).
 * @param {string} path
 */
export function up (path) {
  if (returning) { next = () => up(path); return }
  if (trail[trail.length - 1] === path) history.back()
  else go(path, { replace: true })
}

/** Between tabs: "back" leads from any tab to Beranda, and from Beranda out. @param {string} path */
export function goTab (path) {
  const here = route.value.path
  if (path === here) return
  if (path === '/' && trail[trail.length - 1] === '/') back()
  else go(path, { replace: here !== '/' && TABS.includes(here) })
}

/**
 * Lay a sheet over the screen.
 * @param {() => void} onClose called once, whichever way it closes
 * @returns {() => void} closes it
 */
export function openLayer (onClose) {
  let closed = false
  const close = () => { if (!closed) { closed = true; onClose() } }
  if (returning) opening.push(close)
  else lay(close)
  return () => {
    if (closed) return
    opening = opening.filter(one => one !== close)
    if (layers[layers.length - 1] !== close) { close(); return }
    returning = true
    close()
    history.back()
  }
}

function lay (close) {
  layers.push(close)
  history.pushState({ depth: trail.length, layer: layers.length }, '')
}

/** Listen to the browser: back, forward, and taps on links of ours. */
export function startRouter () {
  addEventListener('popstate', event => {
    const { depth = 0, layer = 0 } = event.state || {}
    const before = layers.length
    returning = false
    closeDownTo(layer)
    if (location.pathname !== route.value.path || !before) {
      trail.length = Math.min(trail.length, depth)
      show()
    }
    opening.splice(0).forEach(lay)
    const waiting = next
    next = null
    if (waiting) waiting()
  })
  addEventListener('click', event => {
    const link = event.target instanceof Element && event.target.closest('a[href]')
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return
    const href = link.getAttribute('href') || ''
    if (!/^\/(?!\/|api\/|w\/)/.test(href) || link.hasAttribute('target') || link.hasAttribute('download')) return
    event.preventDefault()
    if (link.closest('.tabs')) goTab(href)
    else go(href)
  })
  history.replaceState({ depth: 0 }, '')
}

/** @param {number} count how many sheets stay open */
function closeDownTo (count) {
  for (const close of layers.splice(count).reverse()) close()
}

function show () {
  route.value = read()
  scrollTo(0, 0)
}

function read () {
  const path = location.pathname.replace(/(.)\/$/, '$1')
  return { path, parts: path.split('/').filter(Boolean), query: new URLSearchParams(location.search) }
}
