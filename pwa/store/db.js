// The only file that knows IndexedDB. One database an enrolment, and one for the device that remembers the enrolments.
import { openDB } from '../vendor/idb.js'

/** The phone has no room left; nothing of the transaction was written. `key` is the text to show. */
export class StorageFull extends Error {
  constructor () {
    super('storage full')
    this.name = 'StorageFull'
    this.key = 'galat.penuh'
  }
}

const DEVICE = 'siaga'
const STORES = ['records', 'outbox', 'journal', 'drafts', 'photos', 'publications', 'meta']

/** Handles by database name. A handle that the browser closes under us is forgotten and opened anew. */
const handles = new Map()
let current = ''
let used = ''

/** @param {string} enrolment its id; the last eight hex digits name the database */
export const databaseName = enrolment => `${DEVICE}-${enrolment.slice(-8)}`

/**
 * From here on, `transact` works in the database of this enrolment.
 * @param {string} enrolment
 */
export function useEnrolment (enrolment) {
  current = databaseName(enrolment)
  used = enrolment
}

/** The enrolment in whose database this window works; '' while there is none. */
export const enrolmentInUse = () => used

/**
 * One transaction as one promise: resolved when it is complete on disk, rejected when nothing of it was kept.
 * Inside `work`, wait for requests of these stores only; seal before, open after.
 * @template T
 * @param {'readonly' | 'readwrite'} mode
 * @param {string[]} stores
 * @param {(...stores: any[]) => T | Promise<T>} work
 * @returns {Promise<T>}
 */
export const transact = (mode, stores, work) => {
  if (!current) throw new Error('no enrolment is open')
  return run(current, mode, stores, work)
}

/**
 * The same in the database of the device: `enrolments` and `settings`.
 * @template T
 * @param {'readonly' | 'readwrite'} mode
 * @param {string[]} stores
 * @param {(...stores: any[]) => T | Promise<T>} work
 * @returns {Promise<T>}
 */
export const transactDevice = (mode, stores, work) => run(DEVICE, mode, stores, work)

async function run (name, mode, stores, work) {
  const transaction = await begin(name, mode, stores)
  transaction.done.catch(() => {}) // told below; without this a failure inside `work` would be reported twice
  try {
    const result = await work(...stores.map(store => quiet(transaction.objectStore(store))))
    await transaction.done
    return result
  } catch (error) {
    try { transaction.abort() } catch { /* it is over already */ }
    throw named(error, transaction)
  }
}

/** A store whose requests may be left unawaited: that one of them failed is told by the transaction, once. */
const quiet = store => new Proxy(store, {
  get: (target, name) => typeof target[name] !== 'function' ? target[name] : (...args) => {
    const request = target[name](...args)
    if (request instanceof Promise) request.catch(() => {})
    return request
  }
})

/** Begin a transaction; a handle that was closed meanwhile is opened once more. */
async function begin (name, mode, stores) {
  const strict = mode === 'readwrite' && stores.some(store => store === 'drafts' || store === 'outbox')
  const options = strict ? { durability: 'strict' } : {}
  const database = await handle(name)
  try {
    return database.transaction(stores, mode, options)
  } catch (/** @type {any} */ error) {
    if (error.name !== 'InvalidStateError') throw error
    handles.delete(name)
    return (await handle(name)).transaction(stores, mode, options)
  }
}

function handle (name) {
  if (!handles.has(name)) {
    const opening = openDB(name, 1, {
      upgrade: name === DEVICE ? upgradeDevice : upgrade,
      blocking: (_, __, event) => { handles.delete(name); /** @type {any} */ (event.target).close() },
      terminated: () => handles.delete(name)
    })
    handles.set(name, opening)
    opening.catch(() => handles.delete(name))
  }
  return handles.get(name)
}

function upgrade (database) {
  for (const store of STORES) database.createObjectStore(store, { keyPath: store === 'meta' ? 'key' : store === 'publications' ? 'hash' : 'id' })
}

function upgradeDevice (database) {
  database.createObjectStore('enrolments', { keyPath: 'id' })
  database.createObjectStore('settings', { keyPath: 'key' })
}

/** The transaction's own reason outranks the AbortError that a request inside it saw. */
function named (error, transaction) {
  const reason = error.name === 'AbortError' && transaction.error ? transaction.error : error
  return reason.name === 'QuotaExceededError' ? new StorageFull() : reason
}

/** Close everything, as the browser may do at any time; the next transaction opens again. For tests. */
export async function closeAll () {
  for (const opening of handles.values()) (await opening).close()
}
