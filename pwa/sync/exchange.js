// Both directions in one request, again and again: when signal comes, when the app is looked at, when something was finished,
// and by a clock that waits longer after each failure. One tab at a time does it.
import { signal } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { me, keepMe } from '../store/me.js'
import { meta, keepMeta } from '../store/meta.js'
import { doorbell, leftHere, mayLeave, moved, outbox, sealBatch, sendAgain, sending, settle } from '../store/outbox.js'
import { eraseDrafts } from '../store/drafts.js'
import { counted, dropOthers, get, keepRecords, loadRecords } from '../store/records.js'
import { inFull } from '../store/overlay.js'
import { keepList, keepPublication, loadPublications, missing } from '../store/publications.js'
import { forgetErased, forgetOld, news, toAskAbout } from '../store/journal.js'
import { photosVersion, queue, sendAgain as sendPhotosAgain, settled } from '../store/photos.js'
import { Problem, request } from './api.js'
import { heldAtDesk, outdated } from './status.js'
import { sayDone, sayError, sayReturning, saySending } from './words.js'

export { status } from './status.js'

const APP = '2026.11.21'
const SHORTEST = 15000 // ms between tries after a failure; doubles up to LONGEST
const LONGEST = 15 * 60000
const UNSENT = 60000 // ms at most between tries while something waits here
const PAGE = 500
const SOON = 4000 // ms after which to look again when another was at it

let timer = 0
let wait = SHORTEST
/** @type {Promise<boolean> | null} */
let running = null
let asked = false
/** What the server was told last of what stays here. */
let told = ''
let heardAt = NaN // when it was, by the server's clock, as it answered last
let lived = false // whether this exchange has heard that the server still lives the life it lived: what is old may go then
/** @type {BroadcastChannel | null} */
let channel = null
/** The lock that all who send for this enrolment share: windows, and the worker. */
let turn = 'siaga-exchange'

/** Progress of a first download: how many records have come. */
export const received = signal(0)

/** What the server refused in its last answer. @type {{ value: import('../store/journal.js').Entry[] }} */
export const refusals = signal([])

/**
 * What is no longer here since the last answer, to be said once: families that moved away or were erased, by name, the
 * latter with their drafts; whether my area is another.
 */
export const moves = signal({ left: /** @type {string[]} */ ([]), erased: /** @type {string[]} */ ([]), drafts: /** @type {string[]} */ ([]), areas: false })
const say = what => { moves.value = { left: [], erased: [], drafts: [], areas: false, ...what } }

/** What the server orders this phone; the worker checks the signature and obeys. @type {{ value: { text: string, signature: string }[] }} */
export const orders = signal([])

/** @type {{ persistent: boolean | null }} */
export const storage = { persistent: null }

/**
 * Exchange now, until nothing is left to send or to fetch.
 * @returns {Promise<boolean>} whether the server answered to the end
 */
export function syncNow () {
  if (running) { asked = true; return running }
  running = alone(cycle).catch(stumble).finally(() => { running = null }).then(answered => {
    if (!asked) return answered
    asked = false
    return syncNow()
  })
  return running
}

/** Something broke that is no answer of the server: the phone's storage, or a fault of ours. It is said, and tried again. */
async function stumble (error) {
  console.error(error)
  await sayError(error).catch(() => {})
  schedule(wait)
  wait = Math.min(wait * 2, LONGEST)
  return false
}

/** The exchange that is going on, else a new one. @returns {Promise<boolean>} as `syncNow` */
export const syncing = () => running || syncNow()

/** Begin to exchange by itself. @param {string} enrolment */
export function startExchange (enrolment) {
  turn = `siaga-exchange-${enrolment.slice(-8)}`
  if (typeof BroadcastChannel !== 'undefined') {
    channel = new BroadcastChannel(`siaga-${enrolment.slice(-8)}`)
    channel.onmessage = ({ data }) => heard(data)
  }
  doorbell.notify = () => { tell('outbox'); askForWaking(); wait = SHORTEST; syncNow() }
  addEventListener('online', () => { wait = SHORTEST; syncNow() })
  addEventListener('offline', () => sayError({ name: 'Offline' }))
  addEventListener('siaga-take-over', () => schedule(60000)) // a new version comes in a moment, and exchanges at once
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'visible') syncNow() })
  if (navigator.serviceWorker) navigator.serviceWorker.addEventListener('message', ({ data }) => { if (data === 'outbox') syncNow() })
  return syncNow()
}

/** Have the worker wake us when signal comes, also after the phone has put this page to sleep; where the browser can. */
function askForWaking () {
  if (!navigator.serviceWorker) return
  navigator.serviceWorker.ready.then(registration => /** @type {any} */ (registration).sync?.register('outbox')).catch(() => {})
}

/** With a lock that all tabs share; a tab that does not get it leaves the work to the other, and looks again soon. */
async function alone (work) {
  if (!navigator.locks) return work()
  return navigator.locks.request(turn, { ifAvailable: true }, lock => lock ? work() : (schedule(SOON), true))
}

async function cycle () {
  clearTimeout(timer)
  lived = false
  try {
    const sent = await records() + await photos()
    if (JSON.stringify(await leftHere()) !== told) await take(await ask([])) // photos have gone since
    wait = SHORTEST
    await keepMeta('last_sync', new Date().toISOString())
    await sayDone(sent)
    if (lived && !Number.isNaN(heardAt)) await forgetOld(new Date(heardAt))
    schedule(leavesIn() || LONGEST / 5)
    return true
  } catch (/** @type {any} */ error) {
    if (!error.key && !error.status) throw error
    await sayError(error)
    if (error.status === 401 && error.slug === 'not-signed-in') await askToReturn()
    schedule(error.retryAfter ? error.retryAfter * 1000 : wait)
    wait = Math.min(wait * 2, outbox.value.length || (!error.patient && (await queue()).length) ? UNSENT : LONGEST)
    return false
  } finally {
    sending.value = new Set()
  }
}

/** How long until something that may still be taken back leaves, ms; 0 where nothing stays. */
function leavesIn () {
  const soonest = Math.min(...outbox.value.map(({ until }) => until).filter(until => until > Date.now()))
  return Number.isFinite(soonest) ? (soonest - Date.now() + 100) / 0.85 : 0 // a schedule may come that much early
}

/** The server does not know this phone: it may have been restored. It keeps everything, and says a code that an officer can confirm it by. */
async function askToReturn () {
  if (!me.value) return
  await request('/api/enrolments/return', { json: { desa: desa(), name: me.value.name } }).then(({ data }) => sayReturning(data.code), () => {})
}

function schedule (delay) {
  clearTimeout(timer)
  timer = setTimeout(syncNow, delay * (0.85 + Math.random() * 0.3)) // not all phones of a desa in the same second
}

/** Text first: turns of changes and pages of records, then what the records stand on. */
async function records () {
  let sent = 0
  received.value = 0
  /** @type {Promise<void> | null} */
  let beside = null
  for (let more = true; more;) {
    const changes = await sealBatch()
    sending.value = new Set(changes.map(({ id }) => id))
    if (changes.length) saySending(1, new Set(outbox.value.map(({ item }) => item.key)).size)
    const answer = await smaller(changes)
    sent += answer.receipts.filter(({ status }) => status !== 'held' && status !== 'refused').length
    const answered = changes.some(change => answer.receipts.some(({ id }) => id === change.id))
    more = await take(answer) || (answered || !changes.length) && await mayLeave()
    if (answer.retry_after) await new Promise(resolve => setTimeout(resolve, answer.retry_after * (700 + Math.random() * 600)))
    if (more && !beside) beside = publications().catch(() => {}) // many pages: what they stand on comes meanwhile; asked again below
  }
  sending.value = new Set()
  await beside
  await publications()
  return sent
}

/** As many of these as the server takes at once; one that is too large alone is set aside, and the others go on. */
async function smaller (changes) {
  try {
    return await ask(changes)
  } catch (/** @type {any} */ error) {
    if (error.status !== 413 || !changes.length) throw error
    if (changes.length > 1) return smaller(changes.slice(0, changes.length >> 1))
    if (error.slug !== 'too-large') throw error // not our server's word
    const answer = await ask([])
    answer.receipts.push({ id: changes[0].id, status: 'refused', seq: null, problem: { type: error.document.type, title: t('galat.terlalu_besar') } })
    return answer
  }
}

/** While more waits than goes along, no record is kept: what left my area is told once all I wrote about it has gone. */
async function ask (changes) {
  const [stays, waits] = await Promise.all([leftHere(changes.map(({ id }) => id)), mayLeave(changes.length)])
  const { data } = await request('/api/exchange', {
    gzip: true,
    json: {
      v: 1,
      app: APP,
      desa: desa(),
      now: new Date().toISOString(),
      me: me.value ? me.value.hash : undefined,
      storage: { persistent: storage.persistent === true },
      changes,
      asks: await toAskAbout(),
      cursors: await cursors(),
      limit: waits ? 1 : PAGE,
      short: true,
      left: stays
    }
  })
  told = JSON.stringify(stays)
  return waits && whole(data).receipts.length ? { ...data, desas: {} } : whole(data)
}

const desa = () => me.value ? me.value.desa.code : ''

async function cursors () {
  const cursor = desa() && await meta(`cursor:${desa()}`)
  return cursor ? { [desa()]: cursor } : {}
}

/** An answer is looked at whole before anything is marked; one that is no answer of ours counts as none. */
function whole (data) {
  const right = data && Array.isArray(data.receipts) && typeof data.desas === 'object' &&
    data.receipts.every(receipt => typeof receipt.id === 'string' && typeof receipt.status === 'string') &&
    Object.values(data.desas || {}).every(part => Array.isArray(part.records))
  if (!right) throw new Problem({ status: 502, title: t('galat.umum') })
  return data
}

/** @returns {Promise<boolean>} whether there is more to fetch */
async function take (answer) {
  heardAt = Date.parse(answer.now)
  const before = new Map(outbox.value.map(waiting => [waiting.change.id, waiting]))
  const receipts = [...answer.receipts.filter(({ id }) => before.has(id)), ...await news(answer.receipts.filter(({ id }) => !before.has(id)))]
  await settle(receipts)
  const refused = answer.receipts.filter(({ id, status }) => status === 'refused' && before.has(id))
  if (refused.length) refusals.value = refused.map(receipt => ({ ...before.get(receipt.id), receipt }))
  if (receipts.some(({ problem }) => problem?.type?.endsWith('/erased'))) { await forget(); await moved() }
  if (receipts.length) tell('outbox')
  heldAtDesk.value = answer.quarantine || 0
  outdated.value = !!answer.min_version
  if ((answer.orders || []).length) orders.value = answer.orders
  if (answer.signed_out) throw new Problem({ status: 401 })
  if (answer.me) {
    const before = me.value && JSON.stringify(me.value.areas)
    await keepMe(answer.me)
    if (before && before !== JSON.stringify(answer.me.areas)) say({ areas: true })
  }
  let more = false
  for (const [code, part] of Object.entries(answer.desas || {})) more = await pull(code, part) || more
  if (answer.publications) await keepList(answer.publications)
  await photoWords(answer.photos || {})
  return more
}

/** Keep a page of one desa, and its cursor with it. */
async function pull (code, part) {
  if (part.restart) await begin(code, part)
  const whole = await meta(`whole:${code}`)
  if (whole) await keepMeta(`whole:${code}`, [...whole, ...part.records.filter(({ gone }) => !gone).map(({ id }) => id)])
  const erased = part.records.filter(({ gone, body, collection }) => gone === 'erased' || (body.erased && !(collection === 'arrival' && body.state === 'diterima'))).map(({ id }) => id) // that a family was taken in is said again after a restore
  if (erased.length) await forget(erased) // before the cursor moves: what breaks off is told again
  const left = part.records.filter(({ gone }) => gone === 'moved').map(({ id }) => get(id)).filter(record => record && record.collection === 'family')
  await keepRecords(part.records.map(inFull), part.cursor ? { key: `cursor:${code}`, value: part.cursor } : null)
  received.value += part.records.length
  lived = true
  if (!part.more && whole) {
    await dropOthers(new Set(await meta(`whole:${code}`)))
    await keepMeta(`whole:${code}`, null)
  }
  if (erased.length) await moved()
  if (part.records.length) tell('records')
  if (left.length) say({ left: left.map(record => record?.body.head_name || '') })
  return part.more === true
}

/** What was erased leaves this phone with all that hangs on it, and a word. @param {string[]} [ids] besides what receipts say */
async function forget (ids = []) {
  const names = ids.map(get).filter(record => record && record.collection === 'family').map(record => record?.body.head_name || '')
  const drafts = await eraseDrafts(ids)
  names.push(...drafts.map(({ title }) => title), ...await forgetErased(ids))
  if (names.length) say({ erased: Array.from(new Set(names)), drafts: drafts.map(({ id }) => id) })
}

/**
 * The server does not know our cursor: everything comes again. If it is not that our rights are others, the database is
 * another one, or an older state of this one: we send again what it may have lost.
 */
async function begin (code, part) {
  const before = await meta(`cursor:${code}`)
  if (counted()) await keepMeta(`whole:${code}`, []) // what lies here already and does not come again is dropped at the end
  if (before && part.cursor && (before.epoch !== part.cursor.epoch || before.scope === part.cursor.scope)) await sendAgain()
}

async function publications () {
  await Promise.all((await missing()).map(async publication => {
    const { data } = await request(`/api/publications/${publication.hash}`)
    await keepPublication(publication, data)
  }))
}

/** What the server says of photos: those it has, and those it waits for. */
async function photoWords ({ awaited = [], kept = [] }) {
  const mine = new Set((await queue()).map(({ id }) => id))
  for (const id of kept) if (mine.has(id)) await settled(id, 'kept')
  await sendPhotosAgain(awaited, kept, heardAt)
}

/**
 * Every photo that waits; the trouble of one does not keep the others, and is told when all have had their turn.
 * @returns {Promise<number>} how many arrived
 */
async function photos () {
  const waiting = await queue()
  if (!waiting.length) return 0
  const { uploadPhoto } = await import('./upload.js')
  let arrived = 0
  /** @type {any} */
  let trouble = null
  for (let index = 0; index < waiting.length; index++) {
    saySending(index + 1, waiting.length, 'sync.mengirim_foto')
    try {
      if (await uploadPhoto(waiting[index], { desa: desa(), onChunk: () => { photosVersion.value++ } }) === 'kept') arrived++
    } catch (/** @type {any} */ error) {
      if (ofAll(error)) throw error
      trouble = trouble || error
    }
    tell('photos')
  }
  if (trouble) throw Object.assign(trouble, { patient: true })
  return arrived
}

/** A failure that every other photo would meet too. */
const ofAll = error => ['Offline', 'Portal', 'StorageFull'].includes(error.name) ||
  (error.name === 'ServerDown' ? error.status !== 500 : error.status === 401 || error.status === 429)

function tell (what) {
  if (channel) channel.postMessage(what)
}

/** Another tab did something to the store that we share. */
async function heard (what) {
  if (what === 'records') await loadRecords()
  if (what === 'outbox') await moved()
  if (what === 'photos') photosVersion.value++
  await loadPublications()
}
