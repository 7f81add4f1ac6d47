// What waits for the server. A change may still be looked at until it first enters a request; then its content is fixed.
import { effect, signal } from '../vendor/ui.js'
import { localIso } from '../text/text.js'
import { uuid7 } from '../sync/uuid.js'
import { transact } from './db.js'
import { openRows, parcels, seal, sealAll } from './vault.js'
import { isDiscarded, journal, receiptRow, wordsOf } from './journal.js'
import { itemsOf } from './items.js'
import { me } from './me.js'
import { photoRows, photosVersion } from './photos.js'
import { draftsMoved } from './drafts.js'
import { get, overlayChanged, refusedBeginning, seqOf, version, versionOf } from './records.js'

/**
 * @typedef {import('./overlay.js').Change} Change
 * @typedef {{ change: Change, item: import('./journal.js').Item, at: string, until: number, sealed: boolean }} Waiting
 */

const BATCH_BYTES = 240000 // a request may hold 256 KB; the envelope needs some
const LARGEST = 200000 // bytes of one change
const size = change => new Blob([JSON.stringify(change)]).size // as it travels: a letter far from ASCII is three bytes
const LONGEST_STAY = 60000 // ms; a clock that was turned back keeps nothing here for ever

/** A change is too large to travel; refused when typed, not when sent. */
export class TooLarge extends Error {
  constructor () {
    super('change too large')
    this.name = 'TooLarge'
    this.key = 'galat.terlalu_besar'
  }
}

/** What waits, in the order of `n`. @type {{ value: Waiting[] }} */
export const outbox = signal([])

/** Ids of the changes that lie in a request now. @type {{ value: Set<string> }} */
export const sending = signal(new Set())

/** The rows of Kiriman. @type {{ value: import('./items.js').ItemRow[] }} */
export const items = signal([])

/** Called after something was put in; sync/exchange.js hangs itself on here. @type {{ notify: () => void }} */
export const doorbell = { notify: () => {} }

/**
 * A change of fields, not yet in the outbox. What each field has `seen` is what this phone shows now, unless told otherwise.
 * @param {string} collection @param {string} record its id; a new one makes a new record
 * @param {Record<string, any>} fields
 * @param {{ area?: string, versions?: Record<string, number> }} [options] `area` where a building, family or visit is made;
 *   `versions`: what was seen when the form was filled in
 * @returns {any} a change without `n`
 */
export function setChange (collection, record, fields, { area, versions } = {}) {
  const known = get(record)
  const refused = fields.exists === false ? null : refusedBeginning(record)
  const whole = refused && known && collection !== 'visit' ? { ...known.body, ...fields } : fields // a visit is whole already
  const entries = known && !refused
    ? Object.entries(fields)
    : Object.entries({ exists: true, ...whole }).filter(([, to]) => to !== null) // what a new record has not, it need not say
  const seen = (field, to) => field === 'exists' && to === false
    ? seqOf(record) // who deletes has seen all of it
    : versions && field in versions ? versions[field] : versionOf(record, field)
  const set = Object.fromEntries(entries.map(([field, to]) => [field, { to, seen: seen(field, to) }]))
  const change = { id: uuid7(), collection, record, desa: desa(), made_at: localIso(new Date()), set }
  const place = area === undefined && refused ? refused.area : area
  return place !== undefined && (!known || refused) ? { ...change, area: place } : change
}

/**
 * An action: a decision that the server allows or refuses.
 * @param {string} action e.g. "case.send_back" @param {string} record @param {any} [args]
 * @returns {any} a change without `n`
 */
export const actionChange = (action, record, args = {}) =>
  ({ id: uuid7(), do: action, record, desa: desa(), seen: seqOf(record), args, made_at: localIso(new Date()) })

/**
 * Put a finished visit into the outbox, take its draft away and let its photos go: all or nothing.
 * @param {{ id: string, item?: string } | null} draft `item`: the row of Kiriman in which it puts something right
 * @param {any[]} changes from setChange and actionChange
 * @param {string[]} [photos] ids of photos that may travel now
 * @param {{ kind?: string, title?: string, detail?: string, until?: number }} [words] of the row in Kiriman;
 *   `until`: the moment (ms) before which they do not leave, and can be taken back
 * @throws {import('./db.js').StorageFull | TooLarge}
 */
export async function finish (draft, changes, photos = [], words = {}) {
  const item = itemFor(draft ? draft.item || draft.id : changes[0].id, draft ? 'visit' : kindOf(changes[0]), changes, words)
  const at = new Date().toISOString()
  if (changes.some(change => size(change) > LARGEST)) throw new TooLarge()
  const [sealed, parcel] = await Promise.all([sealAll(changes.map(change => ({ change, item }))), parcelsOf(changes)])
  await transact('readwrite', ['outbox', 'drafts', 'photos', 'meta'], async (rows, drafts, pictures, meta) => {
    let n = (await meta.get('n'))?.value || 0
    changes.forEach(({ id }, index) => rows.put({ id, n: ++n, at, until: words.until || 0, sent: false, item: item.key, sealed: sealed[index], parcel: parcel[index] }))
    meta.put({ key: 'n', value: n })
    if (draft) drafts.delete(draft.id)
    for (const id of photos) {
      const row = await pictures.get(id)
      if (row) pictures.put({ ...row, state: row.state === 'draft' ? 'waiting' : row.state, draft: null, item: item.key })
    }
  })
  await moved()
  if (draft) draftsMoved()
  photosVersion.value++
  if (!words.until) doorbell.notify()
}

/**
 * Put changes into the outbox, as one row of Kiriman.
 * @param {any[]} changes @param {{ kind?: string, title?: string, detail?: string, until?: number }} [words] as of `finish`
 */
export const enqueue = (changes, words = {}) => finish(null, changes, [], words)

/** The same changes, sealed for the server. @param {Change[]} changes */
const parcelsOf = changes => parcels(changes.map(change => ({ id: change.id, text: JSON.stringify(change) })))

/** Seal for the server what was finished before its key was known, or lay in the journal; without, it waits for the PIN. */
export async function sealParcels () {
  const lacking = new Set((await transact('readonly', ['outbox'], store => store.getAll())).filter(({ parcel }) => !parcel).map(({ id }) => id))
  const changes = (await pending()).map(({ change }) => change).filter(({ id }) => lacking.has(id))
  const made = await parcelsOf(changes.map(({ n, ...change }) => /** @type {any} */ (change)))
  await transact('readwrite', ['outbox'], async store => {
    for (let index = 0; index < changes.length; index++) {
      const row = await store.get(changes[index].id)
      if (row && made[index]) store.put({ ...row, parcel: made[index] })
    }
  })
}

const known = new Map()

/** @returns {Promise<Waiting[]>} in the order of `n` */
export async function pending () {
  const rows = await transact('readonly', ['outbox'], store => store.getAll())
  const opened = await openRows(rows, known)
  return rows.map((row, index) => numbered(row, opened[index])).sort((a, b) => a.change.n - b.change.n)
}

/** `n` is given while the transaction runs, so it stands beside the sealed change and is put into it here. */
const numbered = (row, { change, item }) => ({ change: { ...change, n: row.n }, item, at: row.at, until: row.until || 0, sealed: row.sent })

/**
 * Fix the content of the next changes and give them, for one request. They leave in their order, so what follows one
 * that may still be taken back waits with it.
 * @param {number} [limit] how many at most
 * @returns {Promise<Change[]>}
 */
export async function sealBatch (limit = 100) {
  const batch = []
  let bytes = 0
  for (const waiting of await pending()) {
    if (stays(waiting)) break
    bytes += size(waiting.change)
    if (batch.length === limit || (batch.length && bytes > BATCH_BYTES)) break
    batch.push(waiting.change)
  }
  await transact('readwrite', ['outbox'], async store => {
    for (const { id } of batch) {
      const row = await store.get(id)
      if (row && !row.sent) store.put({ ...row, sent: true })
    }
  })
  return batch
}

/** May still be taken back. */
const stays = ({ until, sealed }) => !sealed && until > Date.now() && until <= Date.now() + LONGEST_STAY

/**
 * Whether a request would take something along now; asked of the store, for another tab may have taken it back.
 * @param {number} [after] how many go before it
 */
export const mayLeave = async (after = 0) => (await pending()).slice(after, after + 1).some(waiting => !stays(waiting))

/**
 * Take changes back that have not left yet: all of them, or none.
 * @param {string[]} ids @returns {Promise<boolean>} whether they are out again
 */
export async function takeBack (ids) {
  const taken = await transact('readwrite', ['outbox'], async rows => {
    const found = await Promise.all(ids.map(id => rows.get(id)))
    if (found.some(row => !row || row.sent)) return false
    for (const id of ids) rows.delete(id)
    return true
  })
  if (taken) await moved()
  return taken
}

/**
 * Move what the server has answered for from the outbox to the journal. What has no receipt stays.
 * @param {import('./journal.js').Receipt[]} receipts
 */
export async function settle (receipts) {
  if (!receipts.length) return
  const at = new Date().toISOString()
  const said = await Promise.all(receipts.map(wordsOf).map(words => words && seal(words)))
  await transact('readwrite', ['outbox', 'journal'], async (rows, entries) => {
    for (let index = 0; index < receipts.length; index++) {
      const receipt = receipts[index]
      const row = await rows.get(receipt.id) || await entries.get(receipt.id)
      if (!row) continue
      entries.put({ id: receipt.id, n: row.n, at, ...receiptRow(receipt, said[index]), sealed: row.sealed })
      rows.delete(receipt.id)
    }
  })
  await moved()
}

/**
 * Put what was acknowledged lately back into the outbox: the server has lost it (it was restored).
 * @returns {Promise<number>} how many
 */
export async function sendAgain () {
  let count = 0
  await transact('readwrite', ['outbox', 'journal'], async (rows, entries) => {
    for (const row of await entries.getAll()) {
      rows.put({ id: row.id, n: row.n, at: row.at, sent: true, sealed: row.sealed })
      entries.delete(row.id)
      count++
    }
  })
  await sealParcels()
  await moved()
  return count
}

/**
 * Take refused decisions of an item, and what an officer put away, off the phone once somebody has read why.
 * @param {string} key of the item
 */
export async function dropRefused (key) {
  const gone = (await journal()).filter(({ item, change, receipt }) => (item.key === key || `${item.key}/${change.id}` === key) && receipt.status === 'refused' && ('do' in change || isDiscarded({ receipt })))
  await transact('readwrite', ['journal'], store => { for (const { change } of gone) store.delete(change.id) })
  await moved()
}

/** What was decided here and the server has not heard of yet. @returns {Set<string>} ids of records */
export const decidedNow = () => new Set(outbox.value.filter(({ change }) => 'do' in change).map(({ change }) => change.record))

/** What a locked phone may say of itself: how much waits here, and nothing of what. */
export async function countWaiting () {
  const [rows, drafts] = await transact('readonly', ['outbox', 'drafts'], (rows, drafts) => Promise.all([rows.getAll(), drafts.count()]))
  return { finished: new Set(rows.map(({ id, item }) => item || id)).size, drafts }
}

/**
 * What of a person's work stays on this phone, as it tells the server: how many, and since when. Nothing of what it is.
 * @param {string[]} [going] ids of changes that the request takes along which says so
 * @returns {Promise<{ items: number, photos: number, drafts: number, since: string | null }>} `items`: rows of Kiriman with
 *   something unsent; `since`: of the oldest of all. pwa/sw.js counts the same.
 */
export async function leftHere (going = []) {
  const [rows, pictures, drafts] = await transact('readonly', ['outbox', 'photos', 'drafts'], (...stores) => Promise.all(stores.map(store => store.getAll())))
  const waits = rows.filter(({ id, answered }) => !answered && !going.includes(id))
  const photos = pictures.filter(({ state, full }) => state === 'waiting' && full)
  const since = [...waits, ...photos].map(({ at }) => at).concat(drafts.map(begun)).sort()[0] || null
  return { items: new Set(waits.map(({ id, item }) => item || id)).size, photos: photos.length, drafts: drafts.length, since }
}

/** An id that a phone made tells when. */
const begun = ({ id }) => new Date(parseInt(id.slice(0, 8) + id.slice(9, 13), 16) || 0).toISOString()

/** Read the outbox anew: at the start, and when another tab moved it. */
export async function moved () {
  outbox.value = await pending()
  await overlayChanged(outbox.value.map(({ change }) => change))
}

let working = false
let again = false

/** Keep `items` true; runs at most once at a time. */
async function work () {
  if (working) { again = true; return }
  working = true
  do {
    again = false
    const [settled, photos] = await Promise.all([journal(), photoRows()])
    items.value = itemsOf({ waiting: outbox.value, settled, photos, sending: sending.value, record: get })
  } while (again)
  working = false
}

/** Begin to keep `items`; called once, after the first loading. @returns {() => void} ends it */
export const watchItems = () => effect(() => {
  version.value; photosVersion.value; sending.value; outbox.value // eslint-disable-line no-unused-expressions
  work().catch(() => { working = false })
})

const desa = () => me.value ? me.value.desa.code : ''
const kindOf = change => change.do || change.collection

function itemFor (key, kind, changes, words) {
  return { key, kind: words.kind || kind, title: words.title || titleOf(changes), detail: words.detail || '', at: localIso(new Date()) }
}

/** The family's name, from the changes or from the record they hang on. */
function titleOf (changes) {
  const family = changes.find(change => change.collection === 'family' && change.set?.head_name)
  if (family) return family.set.head_name.to
  const record = get(changes[0].record)
  const id = changes.map(change => change.set?.family?.to).find(Boolean) || record?.body.family || record?.id
  return get(id)?.body.head_name || ''
}
