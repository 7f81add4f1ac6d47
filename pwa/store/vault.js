// The one seam through which everything personal passes on its way to the disk and back. What is sealed for this phone
// opens with the vault's key, which lies in memory only while the application is unlocked (store/pin.js brings it). What
// must leave while it is locked is sealed for the server besides: this phone itself cannot open that again.

/**
 * @template T
 * @typedef {{ v: 1, plain: T } | { v: 2, iv: Uint8Array<ArrayBuffer>, data: ArrayBuffer | Blob }} Sealed
 *   1: from before there was a PIN, open to everybody; 2: AES-GCM by the vault's key
 */

/**
 * @typedef {{ k: string, e: string, iv: string, z: boolean, d: string }} Parcel sealed for the server: which of its keys
 *   (first 8 digits of the SHA-256 of its public part), our one-time public key, nonce, gzipped or not, content; base64
 */

/** The application is locked; nothing personal can be read or written before the PIN was entered. */
export class Locked extends Error {
  constructor () { super('locked'); this.name = 'Locked'; this.key = 'kunci.judul' }
}

const WITH_BLOBS = 1
const WORTH_PACKING = 800 // characters

/** @type {CryptoKey | null} */
let key = null

/** The server's public keys, known since this phone was let in. @type {{ delivery?: string, recovery?: string, signing?: string }} */
let server = {}

/** From here on `seal` and `open` use this key; null locks. @param {CryptoKey | null} next */
export const useKey = next => { key = next }

/** The key in use, for handing it on within this browser; it cannot be exported. */
export const keyInUse = () => key

export const isOpen = () => key !== null

/** @param {{ delivery?: string, recovery?: string, signing?: string } | undefined} keys base64 of raw P-256 points */
export const useServerKeys = keys => { server = keys || {} }

/** Whether what is finished can be sealed for the server. */
export const knowsServer = () => Boolean(server.delivery)

/**
 * @template T
 * @param {T} value what JSON can say, with Blobs anywhere in it
 * @returns {Promise<Sealed<T>>}
 * @throws {Locked}
 */
export async function seal (value) {
  if (!key) throw new Locked()
  const using = key
  const { bytes, blobs } = await packed(value)
  const iv = random(12)
  const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, using, bytes)
  return { v: 2, iv, data: blobs ? new Blob([data]) : data } // a Blob: rows are listed without reading their pictures
}

/**
 * @template T
 * @param {Sealed<T>} sealed
 * @returns {Promise<T>}
 * @throws {Locked}
 */
export async function open (sealed) {
  if (sealed.v === 1) return sealed.plain
  if (sealed.v !== 2) throw new Error(`sealed by a newer version: ${/** @type {any} */ (sealed).v}`)
  if (!key) throw new Locked()
  const using = key
  const data = sealed.data instanceof Blob ? await sealed.data.arrayBuffer() : sealed.data
  return unpacked(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: sealed.iv }, using, data))
}

/** @template T @param {T[]} values */
export const sealAll = values => Promise.all(values.map(seal))

/** @template T @param {Sealed<T>[]} sealed */
export const openAll = sealed => Promise.all(sealed.map(open))

/**
 * Open rows that never change once they are written, each only once: lists of them are read at every step of an exchange.
 * @param {{ id: string, sealed: Sealed<any> }[]} rows @param {Map<string, { mark: string, value: any }>} known the caller's
 */
export async function openRows (rows, known) {
  const before = new Map(known)
  known.clear()
  return Promise.all(rows.map(async ({ id, sealed }) => {
    const mark = sealed.v === 2 ? String(sealed.iv) : ''
    const found = before.get(id)
    const value = mark && found && found.mark === mark ? found.value : await open(sealed)
    known.set(id, { mark, value })
    return value
  }))
}

/**
 * Seal a picture under a key of its own: what is sent is what lies here, and only its key is sealed twice, for this phone
 * and for the server.
 * @param {Blob} blob @returns {Promise<{ body: Blob, secret: string }>} `body`: nonce and content; `secret`: base64
 */
export async function sealPicture (blob) {
  const [secret, iv] = [random(32), random(12)]
  const using = await crypto.subtle.importKey('raw', secret, 'AES-GCM', false, ['encrypt'])
  const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, using, await blob.arrayBuffer())
  return { body: new Blob([iv, data], { type: blob.type }), secret: base64(secret) }
}

/** @param {Blob} body @param {string} secret @param {string} type @returns {Promise<Blob>} */
export async function openPicture (body, secret, type) {
  const bytes = new Uint8Array(await body.arrayBuffer())
  const using = await crypto.subtle.importKey('raw', fromBase64(secret), 'AES-GCM', false, ['decrypt'])
  return new Blob([await crypto.subtle.decrypt({ name: 'AES-GCM', iv: bytes.subarray(0, 12) }, using, bytes.subarray(12))], { type })
}

/**
 * Seal texts for the server, so that they can leave while this phone is locked.
 * @param {{ id: string, text: string }[]} texts `id`: what each is, bound to its content
 * @returns {Promise<(Parcel | null)[]>} null each while the server's key is not known
 */
export async function parcels (texts) {
  if (!server.delivery || !texts.length) return texts.map(() => null)
  const line = await lineTo(server.delivery, 'delivery').catch(() => null)
  if (!line) return texts.map(() => null) // what was finished is kept, whatever is wrong with the server's key
  return Promise.all(texts.map(async ({ id, text }) => {
    const z = text.length > WORTH_PACKING && typeof CompressionStream !== 'undefined'
    const bytes = z ? await gzipped(text) : utf8(text)
    return line(bytes, id, z)
  }))
}

/**
 * Seal a text for the server under a purpose of its own: it opens as nothing else.
 * @param {string} purpose @param {string} what id of the content, bound to it @param {string} text @returns {Promise<Parcel | null>}
 */
export const sealFor = async (purpose, what, text) => server.delivery ? (await lineTo(server.delivery, purpose))(utf8(text), what, false) : null

/** What a lost PIN is undone with: the vault's key, sealed for the server's recovery key. @param {Uint8Array} raw @returns {Promise<Parcel | null>} */
export async function recoveryBox (raw) {
  return server.recovery ? (await lineTo(server.recovery, 'recovery'))(raw, 'vault', false) : null
}

/** ECDH with a key made for this once, HKDF, AES-GCM; server/sealing.py opens it. */
async function lineTo (point, purpose) {
  const theirs = fromBase64(point)
  const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits'])
  const ours = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))
  const using = await agreed(pair.privateKey, theirs, purpose, ours, theirs)
  const k = hex(await crypto.subtle.digest('SHA-256', theirs)).slice(0, 8)
  return async (bytes, id, z) => {
    const iv = random(12)
    const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: utf8(id) }, using, bytes)
    return { k, e: base64(ours), iv: base64(iv), z, d: base64(new Uint8Array(data)) }
  }
}

/**
 * The key that two sides of a sealing agree on.
 * @param {CryptoKey} own private @param {Uint8Array<ArrayBuffer>} other public @param {string} purpose
 * @param {Uint8Array} sender its one-time public key @param {Uint8Array} receiver
 */
export async function agreed (own, other, purpose, sender, receiver) {
  const theirs = await crypto.subtle.importKey('raw', other, { name: 'ECDH', namedCurve: 'P-256' }, false, [])
  const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, own, 256)
  const base = await crypto.subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey'])
  const info = joined(utf8(`siaga ${purpose} 1`), sender, receiver)
  return crypto.subtle.deriveKey({ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info }, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
}

/** JSON, and behind it the bytes of the Blobs it speaks of. */
async function packed (value) {
  /** @type {Blob[]} */
  const blobs = []
  const text = utf8(JSON.stringify(value, (_, one) => one instanceof Blob ? { $blob: blobs.push(one) - 1, size: one.size, type: one.type } : one) ?? 'null')
  if (!blobs.length) return { bytes: joined(new Uint8Array([0]), text), blobs: false }
  const head = new Uint8Array(5)
  head[0] = WITH_BLOBS
  new DataView(head.buffer).setUint32(1, text.length)
  const parts = await Promise.all(blobs.map(async blob => new Uint8Array(await blob.arrayBuffer())))
  return { bytes: joined(head, text, ...parts), blobs: true }
}

function unpacked (buffer) {
  const bytes = new Uint8Array(buffer)
  if (bytes[0] !== WITH_BLOBS) return JSON.parse(said(bytes.subarray(1)))
  const length = new DataView(buffer).getUint32(1)
  let at = 5 + length
  return JSON.parse(said(bytes.subarray(5, at)), (_, one) => {
    if (!one || typeof one !== 'object' || typeof one.$blob !== 'number') return one
    return new Blob([bytes.slice(at, at += one.size)], { type: one.type })
  })
}

async function gzipped (text) {
  const stream = /** @type {any} */ (new Response(text).body).pipeThrough(new CompressionStream('gzip'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

export const utf8 = text => new TextEncoder().encode(text)
const said = bytes => new TextDecoder().decode(bytes)
/** @param {number} size */
export const random = size => crypto.getRandomValues(new Uint8Array(size))
export const fromBase64 = text => Uint8Array.from(atob(text), letter => letter.charCodeAt(0))
const hex = buffer => Array.from(new Uint8Array(buffer), byte => byte.toString(16).padStart(2, '0')).join('')

/** @param {Uint8Array} bytes */
export function base64 (bytes) {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return btoa(text)
}

/** @param {...Uint8Array} parts */
export function joined (...parts) {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) { whole.set(part, at); at += part.length }
  return whole
}
