// The application, composed: what is loaded before the first screen, which screen belongs to which address, and what each is handed.
import { h, html, render, useEffect, useErrorBoundary, useState } from './vendor/ui.js'
import { Sprite } from './icons/sprite.svg.js'
import { loadText, speakAtDesk, t } from './text/text.js'
import { useEnrolment } from './store/db.js'
import { bearer, currentEnrolment, setting } from './store/device.js'
import { isOpen, useKey, useServerKeys } from './store/vault.js'
import { canVisit, isDesk, loadMe, seat } from './store/me.js'
import { meta } from './store/meta.js'
import { loadRecords } from './store/records.js'
import { loadPublications } from './store/publications.js'
import { moved, watchItems } from './store/outbox.js'
import { file, useCredentials } from './sync/api.js'
import { startExchange, storage } from './sync/exchange.js'
import { sayResting } from './sync/words.js'
import { go, route, startRouter } from './shell/router.js'
import { Toasts } from './shell/layers.js'
import { Emergency } from './shell/emergency.js'
import { desk } from './shell/frame.js'
import { Home } from './shell/home.js'
import { Missing, Problem } from './shell/trouble.js'
import { forgetKey, lendKey, takeInvitation, takeKey, watchInstall } from './shell/arrival.js'

const EVERYBODY = 'kader office ketua numbers admin dinas'

/**
 * Addresses and their screens: the pattern's `:names` become props. `from` loads the module, `screen` is its export.
 * `hand` loads what the screen is given from other subjects, which it may not import itself.
 * `wall`: a window that hangs on a wall: nobody's, never locked, told what it shows by another window.
 * `online`: it does nothing without a network, and no device keeps it: it comes with its words when it is opened.
 * `who`: the seats (store/me.js) that see it; where it is left out, those who may write visits.
 */
const ROUTES = [
  { path: '/', who: 'kader', screen: () => Home },
  { path: '/', who: 'office', from: () => import('./cases/inbox.js'), name: 'InboxScreen' },
  { path: '/', who: 'admin', online: true, from: () => import('./accounts/people.js'), name: 'PeopleScreen' },
  { path: '/', who: 'ketua', from: () => import('./families/list.js'), name: 'FamiliesScreen' },
  { path: '/', who: 'numbers dinas', from: () => import('./cases/numbers.js'), name: 'NumbersScreen' },
  { path: '/warga', who: 'kader office ketua', from: () => import('./families/list.js'), name: 'FamiliesScreen' },
  { path: '/warga/:id', who: 'kader office ketua', from: () => import('./families/family.js'), name: 'FamilyScreen' },
  { path: '/mulai', from: () => import('./visits/start.js'), name: 'StartScreen', hand: visitParts },
  { path: '/mulai/rumah/:house', from: () => import('./visits/start.js'), name: 'StartScreen', hand: visitParts },
  { path: '/mulai/:family', from: () => import('./visits/start.js'), name: 'StartScreen', hand: visitParts },
  { path: '/kunjungan/:draft', from: () => import('./visits/visit.js'), name: 'VisitScreen', hand: visitParts },
  { path: '/kunjungan/:draft/cek', from: () => import('./documents/advice.js'), name: 'AdviceScreen', hand: visitParts },
  { path: '/kunjungan/:draft/berkas', from: () => import('./documents/papers.js'), name: 'PapersScreen', hand: visitParts },
  { path: '/kunjungan/:draft/foto/:paper/:member', from: () => import('./documents/shoot.js'), name: 'ShootScreen', hand: visitParts },
  { path: '/kunjungan/:draft/foto/:paper/:member/:more', from: () => import('./documents/shoot.js'), name: 'ShootScreen', hand: visitParts },
  { path: '/kunjungan/:draft/periksa', from: () => import('./visits/review.js'), name: 'ReviewScreen', hand: visitParts },
  { path: '/kunjungan/:draft/versi', from: () => import('./visits/version.js'), name: 'VersionScreen', hand: visitParts },
  { path: '/kunjungan/:draft/:page', from: () => import('./visits/visit.js'), name: 'VisitScreen', hand: visitParts },
  { path: '/kunjungan/:draft/:page/:row', from: () => import('./visits/visit.js'), name: 'VisitScreen', hand: visitParts },
  { path: '/betulkan/:id', from: () => import('./visits/mend.js'), name: 'MendScreen', hand: visitParts },
  { path: '/berkas/:id', from: () => import('./cases/retake.js'), name: 'RetakeScreen', hand: returnedParts },
  { path: '/berkas/:id/:photo', from: () => import('./cases/retake.js'), name: 'RetakeScreen', hand: returnedParts },
  { path: '/kasus/:id', who: 'kader', from: () => import('./cases/returned.js'), name: 'ReturnedScreen', hand: returnedParts },
  { path: '/pilih/:id', who: 'kader office', from: () => import('./cases/choose.js'), name: 'ChooseScreen' },
  { path: '/kiriman', who: EVERYBODY, from: () => import('./outbox/sent.js'), name: 'SentScreen' },
  { path: '/kiriman/file', who: EVERYBODY, from: () => import('./outbox/carry.js'), name: 'CarryScreen' },
  { path: '/lainnya', who: EVERYBODY, from: () => import('./shell/more.js'), name: 'MoreScreen' },
  { path: '/lainnya/pin', who: EVERYBODY, from: () => import('./shell/lock-settings.js'), name: 'ChangePinScreen' },
  { path: '/kabari/:id', from: () => import('./shell/tell.js'), name: 'TellScreen' },
  { path: '/lainnya/ruang', who: EVERYBODY, from: () => import('./shell/space.js'), name: 'SpaceScreen' },
  { path: '/masuk', who: 'office', from: () => import('./cases/inbox.js'), name: 'InboxScreen' },
  { path: '/pindahan', who: 'office', from: () => import('./families/arrivals.js'), name: 'ArrivalsScreen' },
  { path: '/warga/:id/petugas', who: 'office', from: () => import('./families/office.js'), name: 'FamilyOfficeScreen' },
  { path: '/kembar/:one/:other', who: 'office', from: () => import('./families/compare.js'), name: 'CompareScreen' },
  { path: '/betulkan', who: 'office', from: () => import('./cases/repair.js'), name: 'RepairScreen' },
  { path: '/periksa/:id', who: 'office', from: () => import('./cases/review.js'), name: 'ReviewCaseScreen' },
  { path: '/jawaban/:id', who: 'office', from: () => import('./cases/answered.js'), name: 'AnsweredScreen' },
  { path: '/kasus/:id', who: 'office', from: () => import('./cases/review.js'), name: 'ReviewCaseScreen' },
  { path: '/rabu', who: 'office', from: () => import('./queue/day.js'), name: 'DayScreen', hand: () => import('./day-parts.js') },
  { path: '/rabu/tanpa-janji', who: 'office', from: () => import('./queue/walk-in.js'), name: 'WalkInScreen', hand: () => import('./day-parts.js') },
  { path: '/layar', who: 'office', wall: true, from: () => import('./queue/display.js'), name: 'DisplayScreen' },
  { path: '/rabu/laporan/:date', who: 'office', from: () => import('./queue/report.js'), name: 'ReportScreen' },
  { path: '/rabu/cetak/:date', who: 'office', from: () => import('./queue/print.js'), name: 'PrintScreen' },
  { path: '/kartu', who: 'office', online: true, from: () => import('./queue/cards.js'), name: 'CardsScreen' },
  { path: '/orang', who: 'office admin', online: true, from: () => import('./accounts/people.js'), name: 'PeopleScreen' },
  { path: '/orang/file', who: 'office admin', online: true, from: () => import('./accounts/carried.js'), name: 'CarriedScreen' },
  { path: '/survei', who: 'office admin dinas', online: true, from: () => import('./publications/list.js'), name: 'VersionsScreen', hand: () => import('./desk-parts.js') },
  { path: '/pesan', who: 'office', online: true, from: () => import('./publications/messages.js'), name: 'MessagesScreen' },
  { path: '/desil', who: 'office', online: true, from: () => import('./publications/desil.js'), name: 'DesilScreen', hand: () => import('./desk-parts.js') },
  { path: '/survei/unggah/:kind', who: 'office admin dinas', online: true, from: () => import('./publications/upload.js'), name: 'UploadScreen', hand: () => import('./desk-parts.js') },
  { path: '/survei/lihat/:hash', who: 'office admin dinas', online: true, from: () => import('./publications/look.js'), name: 'LookScreen', hand: () => import('./desk-parts.js') }
]

/** What screens are given from other subjects. */
async function visitParts () { return (await import('./parts.js')).visitParts }
async function returnedParts () { return (await import('./parts.js')).returnedParts }

const isFor = (row, who) => (row.who || 'kader office').split(' ').includes(who)

/** The row of the table for an address, and what its names stand for. */
function match (path, who) {
  const parts = path.split('/')
  for (const row of ROUTES) {
    const names = row.path.split('/')
    if (!isFor(row, who) || names.length !== parts.length) continue
    if (!names.every((name, index) => name.startsWith(':') || name === parts[index])) continue
    const props = {}
    names.forEach((name, index) => { if (name.startsWith(':')) props[name.slice(1)] = decode(parts[index]) })
    return { row, props }
  }
  return null
}

function decode (part) {
  try { return decodeURIComponent(part) } catch { return part }
}

/** Screens that were loaded, by name: two addresses of one screen lead into it without leaving it. @type {Map<string, { Screen: any, given: any }>} */
const loaded = new Map()

async function load (row) {
  if (row.online) await loadText(() => file('/text/online.json'))
  const [module, given] = await Promise.all([row.from(), row.hand ? row.hand() : {}])
  if (!module[row.name]) throw new Error(`${row.name} is missing`)
  loaded.set(row.name, { Screen: module[row.name], given })
}

/** The screen of the present address; while its module comes, the one before stays. */
function Screens () {
  const { path } = route.value
  const found = match(path, seat())
  const [, again] = useState(0)
  const [failed, setFailed] = useState(/** @type {{ path: string, error: any } | null} */ (null))
  const row = found ? found.row : null
  const ready = row && loaded.get(row.name || '')
  useEffect(() => {
    if (!row || row.screen || ready) return // it may have come since, unseen: then loading only says so
    load(row).then(() => again(count => count + 1), error => { console.error(error); setFailed({ path, error }) })
  }, [row])
  if (!found || !row) return html`<${Missing} text=${t('galat.alamat')} />`
  if (failed && failed.path === path) return html`<${Problem} error=${failed.error} retry=${() => location.reload()} away=${row.online} />`
  if (row.screen) return h(row.screen(), { key: path, ...found.props })
  return ready ? h(ready.Screen, { key: keyOf(row, found.props), ...ready.given, ...found.props }) : null
}

/** A screen that breaks says so, kindly, and another address leads out of it. */
function Guard ({ children }) {
  const [error, forget] = useErrorBoundary(failure => console.error(failure))
  useEffect(() => { if (error) forget() }, [route.value.path])
  return error ? html`<${Problem} error=${error} retry=${() => location.reload()} />` : children
}

/** Pages of one visit are one screen; another visit is another. */
const keyOf = (row, props) => row.name + (props.draft || props.id || props.date || props.kind || props.hash || props.house || '')

/**
 * What stands on every screen, and the screen. Coming in is loaded only by who comes in.
 * @param {{ stage: 'enrol' | 'lock' | 'welcome' | 'in', Arrival?: any, onward: () => void, leave: (() => void) | null }} props
 */
function App ({ stage, Arrival, onward, leave }) {
  const [Prompt, setPrompt] = useState(/** @type {any} */ (null))
  useEffect(() => { import('./shell/update.js').then(({ UpdatePrompt, registerWorker }) => { registerWorker(); setPrompt(() => UpdatePrompt) }) }, [])
  return html`<${Sprite} />${stage === 'in' ? html`<${Guard}><${Screens} /></${Guard}>${Prompt && html`<${Prompt} />`}` : html`<${Arrival} onward=${onward} onLeave=${leave} />`}${stage !== 'enrol' && html`<${Emergency} />`}<${Toasts} />`
}

const root = () => /** @type {HTMLElement} */ (document.getElementById('app'))

const ARRIVALS = {
  enrol: async () => (await import('./shell/enrol.js')).Enrol,
  lock: async () => (await import('./shell/lock.js')).Lock,
  welcome: async () => (await import('./shell/welcome.js')).Welcome,
  in: async () => null
}

/** @param {'enrol' | 'lock' | 'welcome' | 'in'} stage @param {() => void} [onward] @param {(() => void) | null} [leave] */
async function show (stage, onward = () => {}, leave = null) {
  const Arrival = await ARRIVALS[stage]()
  render(html`<${App} key=${stage} stage=${stage} Arrival=${Arrival} onward=${onward} leave=${leave} />`, root())
}

/** Read what this phone knows, show the first screen, then exchange. */
async function start () {
  const enrolment = await currentEnrolment()
  const invited = takeInvitation()
  if (!enrolment || invited || route.value.path === '/undangan') return show('enrol', enrolment ? entered : enteredFirst, enrolment ? entered : null)
  useEnrolment(enrolment.id)
  if (!isOpen() && !await takeKey(enrolment.id)) return show('lock', () => start().catch(giveUp))
  useServerKeys(await meta('keys'))
  useCredentials({ enrolment: enrolment.id, bearer: await bearer() })
  await Promise.all([loadMe(), loadPublications()])
  await loadRecords()
  await moved()
  await sayResting()
  watchItems()
  if (isDesk()) await openDesk()
  else import('./shell/moves.js').then(({ watchMoves }) => watchMoves())
  storage.persistent = navigator.storage && navigator.storage.persisted ? await navigator.storage.persisted() : false
  startExchange(enrolment.id)
  import('./shell/keeper.js').then(({ keepWatch }) => keepWatch(enrolment.id, everywhere => lock(enrolment.id, everywhere)))
  const inside = () => show('in').then(() => readAhead().catch(error => console.error(error))) // a tap will say what is wrong
  await (await meta('welcomed') ? inside() : show('welcome', inside))
}

/**
 * Lock: what is open goes from the screen at once, and with the page everything of it from memory.
 * @param {string} enrolment @param {boolean} everywhere in all windows
 */
async function lock (enrolment, everywhere) {
  if (!isOpen()) return
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
  render(html`<${Sprite} /><main class="mid"><p class="b">${t('kunci.judul')}</p></main>`, root())
  await new Promise(resolve => setTimeout(resolve, 300)) // what was typed last is being written
  const keeper = await import('./shell/keeper.js')
  keeper.stopWatch()
  if (everywhere) keeper.lockOthers(enrolment)
  if (everywhere) forgetKey()
  useKey(null)
  useCredentials({ enrolment: null, bearer: null })
  if (navigator.serviceWorker && navigator.serviceWorker.controller) location.reload()
  else await show('lock', () => start().catch(giveUp)) // nothing keeps the application here: what is loaded stays
}

/** What the next tap will need, read piece by piece while nobody waits: other screens, and the surveys of what may be opened. */
async function readAhead () {
  let giving = false // way to a new version: what is read now would be of the one that goes
  addEventListener('siaga-take-over', () => { giving = true })
  const rest = () => new Promise(resolve => {
    const next = () => { if (!giving) resolve(null) }
    if ('requestIdleCallback' in window) requestIdleCallback(next, { timeout: 3000 })
    else setTimeout(next, 200)
  })
  await rest()
  import('./shell/settling.js').then(({ settleIn }) => settleIn()).catch(error => console.error(error))
  for (const row of ROUTES) {
    await rest()
    if (row.from && !row.online && isFor(row, seat()) && !loaded.has(row.name)) await load(row).catch(() => {}) // a tap will say what is wrong
  }
  if (!canVisit()) return
  await rest()
  const { readSurveys } = await import('./parts.js')
  await readSurveys(rest)
}

/** Officers' screens have words of their own, and are kept where an officer works. */
async function openDesk () {
  document.documentElement.classList.add('desk')
  if (navigator.serviceWorker) navigator.serviceWorker.ready.then(({ active }) => active && active.postMessage('desk'))
  const [{ DeskPage }] = await Promise.all([import('./shell/desk.js'), loadText(() => file('/text/desk.json'))])
  desk.Page = DeskPage
  speakAtDesk()
  import('./shell/refusals.js').then(({ watchRefusals }) => watchRefusals())
}

/** Somebody came in, or went back to who was here: begin anew as that person, with nothing of another's in memory. */
const entered = async () => { await currentEnrolment().then(one => one && lendKey(one.id)); location.replace('/') }

/** Nobody was here before: nothing of another's is in memory, and a slow line need not bring the application twice. */
const enteredFirst = () => { go('/', { replace: true }); start().catch(giveUp) }

async function appearance () {
  for (const name of ['theme', 'size', 'letters']) { // each kept on this device by Lainnya
    const value = await setting(name)
    if (value) document.documentElement.dataset[name] = value
  }
}

async function main () {
  watchInstall()
  if (navigator.serviceWorker) navigator.serviceWorker.addEventListener('message', ({ data }) => { if (data && data.emptied) { useKey(null); location.replace('/') } })
  await Promise.all([loadText(() => file('/text/id.json')), appearance()])
  startRouter()
  addEventListener('hashchange', invitedHere)
  const wall = ROUTES.find(row => row.wall && row.path === route.value.path)
  await (wall ? showWall(wall) : start())
}

/** A screen of its own, without an enrolment and whatever is locked. */
async function showWall (row) {
  await Promise.all([load(row), loadText(() => file('/text/desk.json'))])
  const { Screen } = loaded.get(row.name) || { Screen: Missing }
  render(html`<${Sprite} />${h(Screen, {})}`, root())
  root().classList.add('display-root')
}

/** An invitation was opened in a window that shows the application already: the browser loads nothing anew then. */
async function invitedHere () {
  if (takeInvitation() && await currentEnrolment()) show('enrol', entered, entered)
}

function giveUp (error) {
  console.error(error)
  render(html`<${Sprite} /><${Problem} error=${error} bare retry=${() => location.reload()} />`, root())
}

main().catch(giveUp)
