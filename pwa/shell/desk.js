// What every screen of the officers is framed with: menu, status, the keys; shown where the application is used at a desk.
import { html, useEffect, useMemo, useRef, useState } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { seat } from '../store/me.js'
import { decidedNow, outbox } from '../store/outbox.js'
import { all, version } from '../store/records.js'
import { heldAtDesk, status } from '../sync/status.js'
import { Brand, Icon, useTitle } from './frame.js'
import { Hints, Key, KeysDialog, useKeys } from './keys.js'
import { go, route } from './router.js'
import { asked } from './tasks.js'

const DESK = [['/', 'nav.beranda'], ['/masuk', 'desk.masuk'], ['/betulkan', 'desk.betulkan'], ['/rabu', 'desk.rabu'], ['/warga', 'nav.warga'], ['/survei', 'desk.survei_singkat'], ['/orang', 'desk.orang'], ['/kiriman', 'nav.kiriman'], ['/lainnya', 'nav.lainnya']]

/** What of it others than the office have. */
const PARTS = { admin: ['/orang', '/survei', '/lainnya'], dinas: ['/', '/survei', '/lainnya'] }

/** Screens that are reached from one of it, by the first part of their address. */
const UNDER = { periksa: '/masuk', kasus: '/masuk', pindahan: '/masuk', kembar: '/betulkan', pilih: '/betulkan', desil: '/survei', pesan: '/survei', jawaban: '/warga' }

const KEYED = 5 // of it have a digit

/** How many cases wait for an officer, and not for the server to hear what was decided. */
function useWaiting () {
  return useMemo(() => {
    const decided = decidedNow()
    return all('case').filter(({ id, body }) => body.status === 'terkirim' && !decided.has(id)).length
  }, [version.value, outbox.value])
}

/**
 * A screen of the officers.
 * @param {{ title?: string, head?: any, keys?: import('./keys.js').Keys, quiet?: boolean, name: string, desa?: string, children: any }} props
 *   `title`: of the window; `name`: the officer; `keys`: of this screen, in a line at the bottom unless it is `quiet`: its buttons say them
 */
export function DeskPage ({ title = '', head, keys = [], quiet = false, name, desa, children }) {
  useTitle(title)
  const [listed, list] = useState(false)
  const { path: at, parts } = route.value
  const here = at !== '/' ? UNDER[parts[0]] || at : seat() === 'admin' ? '/orang' : '/masuk'
  const menu = DESK.filter(([path]) => PARTS[seat()] ? PARTS[seat()].includes(path) : path !== '/')
  useKeys({
    ...Object.fromEntries(menu.slice(0, KEYED).map(([path], index) => [index + 1, () => go(path)])),
    '/': toSearch,
    '?': () => list(true),
    Escape: () => /** @type {HTMLElement | null} */ (document.querySelector('#isi .page-h a.ib'))?.click()
  })
  const everywhere = () => [['/', t('pintasan.cari')], ...menu.slice(0, KEYED).map(([, word], index) => [String(index + 1), t(word)]), ['?', t('pintasan.judul')], ['Esc', t('pintasan.esc')]]
  const nav = useRef(/** @type {HTMLElement | null} */ (null))
  useEffect(() => { // where it is narrower than its words, and where one is lies beyond its edge, it begins there
    const [bar, one] = [nav.current, /** @type {HTMLElement | null} */ (nav.current && nav.current.querySelector('[aria-current]'))]
    if (!bar || !one) return
    const left = one.offsetLeft - bar.offsetLeft
    if (left < bar.scrollLeft || left + one.offsetWidth > bar.scrollLeft + bar.clientWidth) bar.scrollLeft = left - 40
  }, [here])
  const { state, text } = status.value
  const calm = state === 'idle' || state === 'done'
  const counts = { '/masuk': useWaiting(), '/betulkan': heldAtDesk.value + asked(all('conflict')).filter(({ body }) => !body.closed).length }
  return html`<a class="skip" href="#isi">${t('umum.langsung')}</a>
    <header class=${calm ? 'top' : 'top told'}><${Brand} name=${desa ? t('desk.nama', { desa }) : undefined} />
      <nav aria-label=${t('nav.utama')} ref=${nav}>${menu.map(([path, word], index) => html`<a href=${path} aria-current=${path !== '/' && here.startsWith(path) ? 'page' : undefined}>${index < KEYED && html`<span aria-hidden="true"><${Key} of=${index + 1} /></span>`}${t(word)}
        ${counts[path] > 0 && html`<span class="count">${counts[path]}</span>`}</a>`)}</nav>
      <span class="line"><a class="status" href="/kiriman"><${Icon} name=${state === 'offline' ? 'nosignal' : state === 'held' ? 'warn' : 'signal'} /><span role="status">${calm ? t('desk.tersambung') : text}</span><span></span></a>
        <span class="nowrap"><${Icon} name="person" /> ${name}</span><button type="button" class="ib keys-b" aria-label=${t('pintasan.judul')} title=${t('pintasan.judul')} onClick=${() => list(true)}><${Icon} name="ask" /></button></span></header>
    <main id="isi">${head}${children}</main>${keys.length > 0 && !quiet && html`<${Hints} keys=${keys} />`}
    ${listed && html`<${KeysDialog} here=${keys} everywhere=${everywhere()} onClose=${() => list(false)} />`}`
}

/** To where this screen is searched; where there is nothing to search, to the families. */
function toSearch () {
  const field = /** @type {HTMLElement | null} */ (document.querySelector('#isi input[type=search], #isi #nama'))
  field ? field.focus() : go('/warga')
}
