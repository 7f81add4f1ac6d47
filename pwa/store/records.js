// The records of my area in memory, with my unsent changes on top: what every list and form reads.
import { signal } from '../vendor/ui.js'
import { transact } from './db.js'
import { openAll } from './vault.js'
import { changesOf, packsIn } from './packs.js'
import { me } from './me.js'
import { meta } from './meta.js'
import { overlay } from './overlay.js'
import { journal } from './journal.js'

/** @typedef {import('./overlay.js').SeenRecord} SeenRecord */

const INDEXED = ['family', 'subject', 'visit', 'case', 'record', 'building', 'member']

/** Goes up by one whenever a record may look different. */
export const version = signal(0)

/** @type {Map<string, import('./overlay.js').StoredRecord>} */
let stored = new Map()
/** @type {Map<string, import('./overlay.js').Laid[]>} */
let laid = new Map()
/** What the server said of my changes, by record: the number it named, and the change. @type {Map<string, [number, any][]>} */
let own = new Map()
/** @type {Map<string, SeenRecord>} */
let seen = new Map()
/** @type {Map<string, Map<string, SeenRecord>>} */
let byCollection = new Map()
/** @type {Map<string, Map<string, SeenRecord>>} */
let byField = new Map()

/** How far the log was read, in numbers of the desa. */
let read = 0

/** Who wrote the rows last: another tab, when it is not what we wrote or read. */
let stamp = ''

/** Read everything anew: at the start, and when another tab has changed the store. */
export async function loadRecords () {
  const [rows, waiting, settled] = await Promise.all([
    transact('readonly', ['records'], store => store.getAll()),
    transact('readonly', ['outbox'], store => store.getAll()),
    journal()
  ])
  const [contents, changes] = await Promise.all([openAll(rows.map(row => row.sealed)), openAll(waiting.map(row => row.sealed))])
  stored = packsIn(rows, contents)
  stamp = await meta('records') || ''
  read = (me.value && (await meta(`cursor:${me.value.desa.code}`) || {}).seq) || 0
  layChanges(changes.map(({ change }, index) => ({ ...change, n: waiting[index].n })).sort((a, b) => a.n - b.n), settled)
  seen = new Map(); byCollection = new Map(); byField = new Map()
  for (const id of new Set([...stored.keys(), ...laid.keys()])) look(id)
  version.value++
}

/** @param {string} id @returns {SeenRecord | null} */
export const get = id => seen.get(id) || null

/** What a record says, `{}` when it is not here. @param {string} id @returns {Record<string, any>} */
export const bodyOf = id => (seen.get(id) || { body: {} }).body

/** @param {string} collection @returns {SeenRecord[]} */
export const all = collection => Array.from((byCollection.get(collection) || new Map()).values())

/**
 * The records of a collection that point at something: `of('member', 'family', id)`.
 * @param {string} collection @param {string} field one of the indexed ones @param {string} value
 * @returns {SeenRecord[]}
 */
export const of = (collection, field, value) =>
  Array.from((byField.get(`${field}:${value}`) || new Map()).values()).filter(record => record.collection === collection)

/** The id of the identity record of a family or member: its own, with version 8 in place of 7. @param {string} subject */
export const identityId = subject => subject.slice(0, 14) + '8' + subject.slice(15)

/** @param {string} subject @returns {SeenRecord | null} */
export const identityOf = subject => get(identityId(subject))

/**
 * The version of a field as it is shown now: what a change typed now has seen.
 * @param {string} id @param {string} field
 */
export const versionOf = (id, field) => stored.get(id)?.versions[field] || 0

/**
 * The change with which this phone began a record and which the server refused: whoever writes the record now begins it anew.
 * Null where it is there, is on its way, or waits at the server. @param {string} id
 */
export function refusedBeginning (id) {
  const begins = (laid.get(id) || []).filter(({ change }) => 'set' in change && change.set.exists?.to === true)
  return stored.has(id) || begins.some(({ refused }) => !refused) ? null : /** @type {any} */ (begins[begins.length - 1]?.change) || null
}

/** The version of the whole record: what an action decided now has seen. @param {string} id */
export const seqOf = id => stored.get(id)?.seq || 0

/**
 * Keep what a pull brought, together with the cursor that follows from it: both or neither.
 * @param {import('./overlay.js').StoredRecord[]} records
 * @param {{ key: string, value: any } | null} cursor a row of `meta`
 */
export async function keepRecords (records, cursor) {
  await replace(records.filter(({ gone }) => gone).map(({ id }) => id), records.filter(({ gone }) => !gone), cursor)
}

/** Take away what a full pull did not bring again, because it left the scope. @param {Set<string>} kept ids */
export async function dropOthers (kept) {
  await replace(Array.from(stored.keys()).filter(id => !kept.has(id)), [], null)
}

/** Records go, others come in place of what they were; one transaction. */
async function replace (gone, come, cursor) {
  if ((await meta('records') || '') !== stamp) await loadRecords()
  const { puts, deletes, settle } = await changesOf(stored, gone, come)
  const next = String(Math.random())
  await transact('readwrite', ['records', 'meta'], (rows, meta) => {
    for (const id of deletes) rows.delete(id)
    for (const row of puts) rows.put(row)
    meta.put({ key: 'records', value: next })
    if (cursor) meta.put(cursor)
  })
  stamp = next
  if (cursor) read = cursor.value.seq || 0
  settle()
  for (const id of gone) stored.delete(id)
  for (const record of come) stored.set(record.id, record)
  refresh([...gone, ...come.map(({ id }) => id), ...Array.from(laid.keys()).filter(id => !stored.has(id))])
}

/** How many records lie on this phone. */
export const counted = () => stored.size

/** Lay my changes anew after the outbox or the journal moved. @param {import('./overlay.js').Change[]} waiting */
export async function overlayChanged (waiting) {
  const before = new Set(laid.keys())
  layChanges(waiting, await journal())
  refresh([...before, ...laid.keys()])
}

function layChanges (waiting, settled) {
  laid = new Map(); own = new Map()
  const put = entry => {
    const list = laid.get(entry.change.record)
    list ? list.push(entry) : laid.set(entry.change.record, [entry])
  }
  for (const { change, receipt } of settled) {
    const kept = receipt.status !== 'held' && receipt.status !== 'refused'
    put({ change, state: 'settled', seq: receipt.seq, kept, refused: receipt.status === 'refused' })
    if (!kept || receipt.seq === null) continue
    if (!own.has(change.record)) own.set(change.record, [])
    own.get(change.record)?.push([receipt.seq, change])
  }
  for (const change of waiting) put({ change, state: 'waiting', seq: null, kept: false })
}

function refresh (ids) {
  for (const id of new Set(ids)) look(id)
  version.value++
}

/** Work out how one record looks now, and put it where the indexes find it. */
function look (id) {
  const before = seen.get(id)
  if (before) unindex(before)
  const now = overlay(stored.get(id), laid.get(id) || [], written(stored.get(id), own.get(id) || []), read)
  if (!now) { seen.delete(id); return }
  inheritArea(now)
  seen.set(id, now)
  into(byCollection, now.collection, now)
  for (const field of INDEXED) if (now.body[field]) into(byField, `${field}:${now.body[field]}`, now)
}

/**
 * The numbers under which a record says what I wrote. A receipt names the record's number, which in a conflict or an
 * agreement is that of somebody else's value: it is mine only where my value stands.
 */
function written (record, answers) {
  const mine = new Map()
  for (const [seq, change] of record ? answers : []) {
    const stands = ([field, { to }]) => record.versions[field] === seq && JSON.stringify(record.body[field]) === JSON.stringify(to)
    if ('set' in change && Object.entries(change.set).some(stands)) mine.set(seq, change.n)
  }
  return mine
}

/** What hangs on a family stands where the family stands. */
function inheritArea (record) {
  const family = !record.area && record.body.family
  if (family) record.area = (seen.get(family) || stored.get(family) || record).area
}

function into (index, key, record) {
  if (!index.has(key)) index.set(key, new Map())
  index.get(key).set(record.id, record)
}

function unindex (record) {
  byCollection.get(record.collection)?.delete(record.id)
  for (const field of INDEXED) if (record.body[field]) byField.get(`${field}:${record.body[field]}`)?.delete(record.id)
}
