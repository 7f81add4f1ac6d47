// A forgotten PIN: the vault's key comes back through the server, sealed for a key that only this phone has, made for this once.
import { bearer } from './device.js'
import { transact } from './db.js'
import { recovery, rewrap } from './pin.js'
import { agreed, base64, fromBase64, utf8 } from './vault.js'

/** @typedef {{ key: 'recovering', id: string, code: string, own: CryptoKey, public: string }} Asked `own`: cannot be exported */

/** What was asked and not answered yet. @returns {Promise<Asked | undefined>} */
export const asked = () => transact('readonly', ['meta'], meta => meta.get('recovering'))

/** What the server needs to help; null on a phone that never learned its keys. */
export const box = recovery

/**
 * Ask; an earlier asking ends with it.
 * @param {(point: string) => Promise<{ id: string, code: string }>} ask tells the server
 * @returns {Promise<Asked>}
 */
export async function begin (ask) {
  const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits'])
  const point = base64(new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)))
  const { id, code } = await ask(point)
  /** @type {Asked} */
  const row = { key: 'recovering', id, code, own: pair.privateKey, public: point }
  await transact('readwrite', ['meta'], meta => { meta.put(row) })
  return row
}

/** Leave it: the PIN was remembered. */
export const forget = () => transact('readwrite', ['meta'], meta => { meta.delete('recovering') })

/** @param {Asked} row @param {import('./vault.js').Parcel} answer @returns {Promise<Uint8Array>} the vault's key */
export async function opened (row, answer) {
  const sender = fromBase64(answer.e)
  const using = await agreed(row.own, sender, 'answer', sender, fromBase64(row.public))
  return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: fromBase64(answer.iv), additionalData: utf8(row.id) }, using, fromBase64(answer.d)))
}

/** A new PIN around the key that came back. @param {Uint8Array} raw @param {string} pin @throws when it is not this vault's key */
export async function finish (raw, pin) {
  await rewrap(raw, pin, undefined, async () => { await bearer() })
  await forget()
}
