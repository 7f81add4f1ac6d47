// What every screen is framed with: bar, status line, tabs, actions, sheets, and the small words-with-icon parts.
import { html, useEffect, useRef } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { items, outbox } from '../store/outbox.js'
import { isOffice, mine, seat } from '../store/me.js'
import { status } from '../sync/status.js'
import { back, route } from './router.js'
import { openEmergency } from './emergency.js'

export { Sheet, Dialog, toast, Toasts, errorText } from './layers.js'

/** @param {{ name: string, big?: boolean, xl?: boolean }} props `name` without "i-" */
export const Icon = ({ name, big, xl }) =>
  html`<svg class=${`i${xl ? ' i-xl' : big ? ' i-lg' : ''}`} aria-hidden="true"><use href=${`#i-${name}`} /></svg>`

/** A drawn paper. @param {{ name: 'ktp' | 'kk' | 'surat' | 'kis' | 'kia' | 'rumah' }} props */
export const Paper = ({ name }) => {
  const box = { ktp: '96 62', kis: '96 62', kk: '96 68', rumah: '96 72' }[name] || '68 90'
  return html`<svg viewBox=${`0 0 ${box}`} aria-hidden="true"><use href=${`#p-${name}`} /></svg>`
}

/** Icon and word; never tappable. @param {{ kind?: 'ok' | 'warn' | 'bad' | 'info' | 'hollow' | '', icon: string, children: any }} props */
export const Chip = ({ kind = '', icon, children }) =>
  html`<span class=${`chip ${kind}`}><${Icon} name=${icon} /><span>${children}</span></span>`

/** @param {{ kind?: '' | 'warn' | 'bad' | 'ok' | 'info', icon?: string, children: any }} props */
export const NoteBox = ({ kind = '', icon = 'info', children }) =>
  html`<div class=${`note-box ${kind}`}><span><${Icon} name=${icon} big /></span><div>${children}</div></div>`

/** @param {{ icon: string, children: any, action?: any }} props one kind sentence, one way on */
export const Empty = ({ icon, children, action }) =>
  html`<div class="empty stack"><p><${Icon} name=${icon} xl /></p><p class="b">${children}</p>${action}</div>`

/** The house with the tick. @param {{ name?: string }} props */
export const Brand = ({ name }) => html`<span class="brand"><svg width="30" height="30" viewBox="0 0 30 30" aria-hidden="true">
  <rect width="30" height="30" rx="8" fill="#F6B91A" /><path d="M5.5 14.5 15 6.500l9.500 8M8.500 13v10.500h13V13" fill="none" stroke="#231A00" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round" />
  <path d="m11.5 17.5 2.8 2.8 5-5.600" fill="none" stroke="#231A00" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round" /></svg>${name || t('app.nama')}</span>`

/**
 * The bar on top.
 * @param {{ title?: any, sub?: any, back?: string | boolean | (() => void), right?: any, brand?: boolean, tight?: boolean }} props
 *   `back`: the address to go to where there is nothing to go back to; `true` is Beranda; a function is called instead; `tight`: little room is left for words
 */
export function Bar ({ title, sub, back: fallback, right, brand, tight }) {
  const address = typeof fallback === 'string' ? fallback : '/'
  const leave = event => {
    event.preventDefault()
    typeof fallback === 'function' ? fallback() : back(address)
  }
  return html`<div class=${`bar ${fallback ? 'has-back' : 'no-back'}${tight ? ' tight' : ''}`}>
    ${fallback && html`<a class="ib" href=${address} aria-label=${t('umum.kembali')} onClick=${leave}><${Icon} name="back" /></a>`}
    ${brand ? html`<${Brand} />` : html`<h1 tabindex="-1">${title}${sub && html`<span class="sub">${sub}</span>`}</h1>`}
    ${right || html`<span></span>`}</div>`
}

const STATUS = { offline: ['', 'nosignal'], busy: ['busy', 'signal'], done: ['ok', 'check2'], idle: ['', 'signal'], held: ['warn', 'warn'] }

/** Where the data is, in one sentence; a tap opens Kiriman. */
export function StatusLine () {
  const { state, text } = status.value
  const [kind, icon] = STATUS[state] || ['warn', 'clock']
  const waiting = items.value.filter(({ state: at }) => at === 'hp' || at === 'mengirim').length
  const held = items.value.filter(({ state: at }) => at === 'tertahan').length
  return html`<a class=${`status ${kind}`} href="/kiriman"><${Icon} name=${icon} /><span role="status">${text}</span>
    ${waiting > 0 && state !== 'busy' ? html`<b>${t('status_baris.menunggu', { n: waiting })}</b>` : html`<span></span>`}</a>
    ${held > 0 && state !== 'busy' && state !== 'held' && html`<a class="status warn" href="/kiriman"><${Icon} name="warn" /><span>${t('sync.perlu_perhatian', { n: held })}</span><span></span></a>`}`
}

const MORE = ['/lainnya', 'menu', 'nav.lainnya']
const TABS = {
  kader: [['/', 'home', 'nav.beranda'], ['/warga', 'people', 'nav.warga'], ['/kiriman', 'send', 'nav.kiriman'], MORE],
  ketua: [['/', 'people', 'nav.warga'], MORE],
  dinas: [['/', 'home', 'nav.beranda'], ['/survei', 'page', 'desk.survei_singkat'], MORE],
  numbers: [['/', 'home', 'nav.beranda'], MORE]
}

export function Tabs () {
  const waiting = new Set(outbox.value.map(({ item }) => item.key)).size
  const held = items.value.filter(({ state }) => state === 'tertahan').length
  const here = route.value.path
  return html`<nav class="tabs" aria-label=${t('nav.utama')}>${(TABS[seat()] || TABS.kader).map(([path, icon, word]) => html`
    <a href=${path} aria-current=${path === here || (path !== '/' && here.startsWith(path + '/')) ? 'page' : undefined}><${Icon} name=${icon} />${t(word)}
      ${path === '/kiriman' && waiting + held > 0 && html`<span class="count">${waiting + held}<span class="hide"> ${t(waiting ? 'nav.belum_terkirim' : 'nav.perlu_dilihat')}</span></span>`}</a>`)}</nav>`
}

/** The bottom of a screen: one filled button. @param {{ children: any, note?: any }} props */
export const Actions = ({ children, note }) => html`<footer class="actions">
  ${note && html`<p class="note">${note}</p>`}${children}</footer>`

/** *Butuh pertolongan darurat*, with its words. @param {{ area?: string }} props as `openEmergency` */
export const EmergencyButton = ({ area }) => html`<button type="button" class="btn bad wide" onClick=${() => openEmergency(area)}>
  <${Icon} name="help" />${t('darurat.tombol')}</button>`

/** The same for the bar. @param {{ area?: string }} props as `openEmergency` */
export const EmergencyIcon = ({ area }) => html`<button type="button" class="ib" aria-label=${t('darurat.tombol')} onClick=${() => openEmergency(area)}>
  <${Icon} name="help" /></button>`

/**
 * A whole screen.
 * @param {{ title?: any, sub?: any, back?: any, right?: any, brand?: boolean, hem?: boolean, status?: boolean, under?: any, tabs?: boolean,
 *   footer?: any, stack?: string, emergency?: boolean, area?: string, name?: string, children: any }} props
 *   `right`: what the bar has beside the call for help; `under`: what stands under the bar in place of the status line;
 *   `emergency: false` only where nobody is signed in yet; `area`: where help is called to; `name`: of the window, where `title` is not plain text
 */
export function Page ({ title, sub, back: fallback, right, brand, hem, status: line = true, under, tabs, footer, stack = 'stack-l', emergency = true, area, name, children }) {
  const frame = useRef(null)
  useTitle(name || (typeof title === 'string' ? title : ''))
  useEffect(() => { frame.current.querySelector('h1')?.focus({ preventScroll: true }) }, [route.value.path])
  return html`<div class="phone" ref=${frame}>
    <a class="skip" href="#isi">${t('umum.langsung')}</a>
    <header><${Bar} title=${title} sub=${sub} back=${fallback} brand=${brand} tight=${Boolean(sub && right)} right=${html`<span class="line">${emergency && !isOffice() && html`<${EmergencyIcon} area=${area} />`}${right}</span>`} />
      ${hem && html`<div class="hem"></div>`}${under || (line && html`<${StatusLine} />`)}</header>
    <main id="isi" class=${stack}>${children}</main>
    ${footer}${tabs && html`<${Tabs} />`}</div>`
}

/** The window's name. @param {string} title */
export function useTitle (title) {
  useEffect(() => { document.title = title ? `${title} - ${t('app.nama')}` : t('app.nama') }, [title])
}

/** The frame of the officers' screens, where this is a desk; phones begin without it. @type {{ Page: any }} */
export const desk = { Page: null }

/**
 * A screen of what is one's own, which everybody has: on the phone with the call for help, at the desk in a narrow column.
 * @param {{ title: string, back?: string, tabs?: boolean, stack?: string, children: any }} props
 */
export const OwnPage = ({ title, back: fallback, tabs, stack = 'stack-l', children }) => desk.Page
  ? html`<${desk.Page} title=${title} name=${mine().name} desa=${mine().desa.name}><div class=${`narrow ${stack}`}><h1>${title}</h1>${children}</div></${desk.Page}>`
  : html`<${Page} title=${title} back=${fallback} tabs=${tabs} stack=${stack}>${children}<${EmergencyButton} /></${Page}>`

const STEPS = {
  hp: [['now', 'phone'], ['', 'check'], ['', 'check2']],
  mengirim: [['on', 'phone'], ['now', 'send'], ['', 'check2']],
  tertahan: [['on', 'phone'], ['stop', 'stop'], ['', 'check2']],
  puskesos: [['on', 'phone'], ['on', 'check'], ['', 'check2']],
  diperiksa: [['on', 'phone'], ['on', 'check'], ['on seen', 'check2']]
}

/** How far something sent has come. @param {{ state: 'hp' | 'mengirim' | 'puskesos' | 'diperiksa' | 'tertahan' }} props */
export const Trail = ({ state }) => {
  const second = { mengirim: 'trail.mengirim', tertahan: 'trail.tertahan' }[state] || 'trail.puskesos'
  const words = ['trail.hp', second, 'trail.diperiksa']
  return html`<ol class="trail">${STEPS[state].map(([kind, icon], index) => html`
    <li class=${kind}><span class="tick"><${Icon} name=${icon} /></span>${t(words[index])}</li>`)}</ol>`
}

/** A row that leads somewhere. @param {{ href: string, icon?: string, tone?: string, title: any, more?: any, onClick?: any }} props */
export const GoRow = ({ href, icon, tone = '', title, more, onClick }) => html`<li><a class=${`go${icon ? '' : ' plain'}`} href=${href} onClick=${onClick}>
  ${icon && html`<span class=${`dot ${tone}`}><${Icon} name=${icon} /></span>`}
  <span><span class="t">${title}</span>${more && html`<span class="m">${more}</span>`}</span><${Icon} name="next" /></a></li>`
