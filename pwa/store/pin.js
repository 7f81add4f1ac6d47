// The PIN and the vault it opens. A random key seals everything; it lies on the phone wrapped by PIN and device secret
// together. Wrong PINs are counted on the disk before each try, so that closing the application starts nothing afresh.
import { transact } from './db.js'
import { joined, random, recoveryBox, useKey, useServerKeys, utf8 } from './vault.js'

/**
 * @typedef {{ key: 'vault', salt: Uint8Array, iterations: number, device: CryptoKey, iv: Uint8Array<ArrayBuffer>, wrapped: ArrayBuffer,
 *   box: import('./vault.js').Parcel | null, tries: number, tried_at: number, made_at: string }} VaultRow
 *   `device`: the device secret, which no script can export; `box`: the vault's key, sealed for the server's recovery key
 * @typedef {{ delivery?: string, recovery?: string, signing?: string }} ServerKeys
 */

export const PIN_LENGTH = 6
const SLOW_ENOUGH = 300 // ms that one try takes on this phone, at least
const FEWEST = 100000 // rounds, however slow the phone
const FREE = 5 // wrong PINs in a row before the phone asks for patience
const WAITS = [1, 5, 15, 60] // minutes after the fifth, sixth, seventh, and every further wrong PIN

/** Not the PIN. `left`: tries before a pause; `wait`: ms until the next try. */
export class WrongPin extends Error {
  /** @param {number} left @param {number} wait */
  constructor (left, wait) { super('wrong PIN'); this.name = 'WrongPin'; this.left = left; this.wait = wait }
}

/** @returns {Promise<VaultRow | undefined>} undefined while this enrolment has no PIN yet */
const vaultRow = () => transact('readonly', ['meta'], meta => meta.get('vault'))

/** Whether there is a PIN; a phone of an earlier version has none. @returns {Promise<boolean>} */
export const hasPin = async () => Boolean(await vaultRow())

/** How long the next try has to wait, in ms. @param {number} [now] */
export async function waiting (now = Date.now()) {
  const row = await vaultRow()
  return row ? waitOf(row, now) : 0
}

/**
 * A vault that lies nowhere yet, for an enrolment that is about to be made.
 * @param {string} pin @param {number} [iterations] measured, where they are not given
 * @returns {Promise<{ raw: Uint8Array, row: VaultRow }>}
 */
export async function prepareVault (pin, iterations) {
  const raw = random(32)
  return { raw, row: await wrapped(raw, pin, iterations) }
}

/**
 * Make the vault of the enrolment in use and open it. What lies unsealed here from an earlier version is not touched.
 * @param {string | { raw: Uint8Array, row: VaultRow }} pin or a vault prepared with it
 * @param {{ keys?: ServerKeys, iterations?: number }} [options] `keys`: the server's, learned on coming in
 */
export async function createVault (pin, { keys, iterations } = {}) {
  const { raw, row } = typeof pin === 'string' ? await prepareVault(pin, iterations) : pin
  useServerKeys(keys)
  const box = await recoveryBox(raw)
  await transact('readwrite', ['meta'], async meta => {
    if (await meta.get('vault')) throw new Error('there is a vault already')
    meta.put({ ...row, box })
    if (keys) meta.put({ key: 'keys', value: keys })
  })
  await use(raw)
}

/**
 * Open the vault.
 * @param {string} pin
 * @throws {WrongPin} also while the phone asks for patience; then nothing was tried
 */
export async function unlock (pin) {
  const raw = await unwrapped(pin)
  await learnKeys()
  await boxed(raw)
  await use(raw)
}

/** @param {string} pin @param {string} next @param {number} [iterations] @throws {WrongPin} */
export async function changePin (pin, next, iterations) {
  await rewrap(await unwrapped(pin), next, iterations)
}

/**
 * A new PIN around the same key: after changing it, or after an officer helped.
 * @param {Uint8Array} raw @param {string} pin @param {number} [iterations] @param {() => Promise<void>} [proof] fails where it is not the key
 */
export async function rewrap (raw, pin, iterations, proof = async () => {}) {
  useKey(await imported(raw))
  await proof().catch(error => { useKey(null); throw error })
  await learnKeys()
  const row = await wrapped(raw, pin, iterations)
  const box = await recoveryBox(raw)
  await transact('readwrite', ['meta'], meta => { meta.put({ ...row, box }) })
  await use(raw)
}

/** The box that an officer's approval opens; null on a phone that had no signal since it learned of the server's keys. */
export const recovery = async () => (await vaultRow())?.box || null

/**
 * Whether a PIN is among the first that anybody would try.
 * @param {string} pin
 */
export function isEasy (pin) {
  const steps = Array.from(pin.slice(1), (digit, index) => (Number(digit) - Number(pin[index]) + 10) % 10)
  if (new Set(steps).size === 1 && [0, 1, 9].includes(steps[0])) return true // 111111, 123456, 987654
  if (new Set(pin).size < 3 || pin.slice(0, 3) === pin.slice(3)) return true // 112112, 121212
  const [day, month] = [Number(pin.slice(0, 2)), Number(pin.slice(2, 4))]
  const last = Number(pin.slice(4))
  const born = (d, m) => d >= 1 && d <= 31 && m >= 1 && m <= 12
  return born(day, month) || born(last, month) // a birthday: 120785, 850712
}

/** The unlocked key's bytes, for what must wrap it anew; counts the try first. */
async function unwrapped (pin) {
  const row = await countTry()
  try {
    const using = await wrappingKey(pin, row)
    const raw = new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: row.iv }, using, row.wrapped))
    await transact('readwrite', ['meta'], async meta => { meta.put({ ...await meta.get('vault'), tries: 0, tried_at: 0 }) })
    return raw
  } catch (/** @type {any} */ error) {
    if (error.name !== 'OperationError') throw error
    throw new WrongPin(Math.max(0, FREE - row.tries), waitOf(row, Date.now()))
  }
}

/** Note a try on the disk before it is made. @returns {Promise<VaultRow>} as noted */
async function countTry () {
  const now = Date.now()
  /** @type {WrongPin | null} */
  let patience = null
  const row = await transact('readwrite', ['meta'], async meta => {
    const before = await meta.get('vault')
    const wait = waitOf(before, now)
    patience = wait ? new WrongPin(0, wait) : null
    const noted = wait ? { ...before, tried_at: Math.min(before.tried_at, now) } : { ...before, tries: before.tries + 1, tried_at: now }
    meta.put(noted) // a clock that was set back does not shorten the pause, and does not lengthen it for ever
    return noted
  })
  if (patience) throw patience
  return row
}

function waitOf ({ tries, tried_at: at }, now) {
  if (tries < FREE) return 0
  const minutes = WAITS[Math.min(tries - FREE, WAITS.length - 1)]
  return Math.min(minutes * 60000, Math.max(0, at + minutes * 60000 - now))
}

/** @returns {Promise<VaultRow>} */
async function wrapped (raw, pin, iterations) {
  const device = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256', length: 256 }, false, ['sign'])
  const salt = random(16)
  const secret = { salt, device, iterations: iterations || await calibrated(pin, salt) }
  const iv = random(12)
  const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await wrappingKey(pin, secret), raw)
  return { key: 'vault', ...secret, iv, wrapped: data, box: null, tries: 0, tried_at: 0, made_at: new Date().toISOString() }
}

async function wrappingKey (pin, { salt, iterations, device }) {
  const bits = await crypto.subtle.sign('HMAC', device, await stretched(pin, salt, iterations))
  return crypto.subtle.importKey('raw', bits, 'AES-GCM', false, ['encrypt', 'decrypt'])
}

async function stretched (pin, salt, iterations) {
  const base = await crypto.subtle.importKey('raw', joined(utf8(pin)), 'PBKDF2', false, ['deriveBits'])
  return crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations }, base, 256)
}

/** Rounds of PBKDF2 that take this phone long enough; measured until they do, twice: a phone that is busy makes them seem slower. */
async function calibrated (pin, salt) {
  const measured = async rounds => {
    const begun = performance.now()
    await stretched(pin, salt, rounds)
    return performance.now() - begun
  }
  for (let rounds = FEWEST; ;) {
    const first = await measured(rounds)
    const took = first >= SLOW_ENOUGH ? Math.min(first, await measured(rounds)) : first
    if (took >= SLOW_ENOUGH) return rounds
    rounds = Math.ceil(rounds * Math.min(20, Math.max(1.1, 1.1 * SLOW_ENOUGH / Math.max(1, took))))
  }
}

async function learnKeys () {
  useServerKeys((await transact('readonly', ['meta'], meta => meta.get('keys')))?.value)
}

/** A phone that learned the server's keys after its PIN was made gets its box now, while the key is at hand. */
async function boxed (raw) {
  const row = await vaultRow()
  const box = row && !row.box && await recoveryBox(raw)
  if (box) await transact('readwrite', ['meta'], async meta => { meta.put({ ...await meta.get('vault'), box }) })
}

const imported = raw => crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt'])

async function use (raw) {
  useKey(await imported(raw))
  raw.fill(0)
}
