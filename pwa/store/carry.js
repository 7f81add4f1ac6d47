// Unsent work as a file, to be carried to the office by hand. Everything in it lies sealed for the server already, so it
// is made without the PIN too, and opens nothing for who finds it. What goes in stays here until the server's receipts come.
import { localIso } from '../text/text.js'
import { transact } from './db.js'
import { keepMeta } from './meta.js'
import { base64, sealFor, utf8 } from './vault.js'

/**
 * @typedef {{ changes: number, photos: number, size: number, left: number }} Unsent
 *   `size`: bytes of its photos; `left`: changes and photos that cannot leave without the PIN, or may still be taken back
 */

const MAGIC = 'SIAGA-KIRIMAN 1\n'
const LONGEST_STAY = 60000 // ms, as in outbox.js
const WARRANT = 'warrant'
const HMAC = { name: 'HMAC', hash: 'SHA-256' }

/**
 * Lay ready what says on a file that it is ours: a key that cannot be exported, and the same key with the bearer sealed for
 * the server. Made while the vault is open, used when it is not. A file alone does not give it away.
 * @param {string} enrolment @param {string} bearer
 */
export async function keepWarrant (enrolment, bearer) {
  if (await transact('readonly', ['meta'], meta => meta.get(WARRANT))) return
  const made = /** @type {CryptoKey} */ (await crypto.subtle.generateKey(HMAC, true, ['sign']))
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', made))
  const parcel = await sealFor('carried', enrolment, JSON.stringify({ bearer, key: base64(raw) }))
  if (!parcel) return // the server's key is not known yet
  const key = await crypto.subtle.importKey('raw', raw, HMAC, false, ['sign'])
  await transact('readwrite', ['meta'], meta => { meta.put({ key: WARRANT, value: { key, parcel } }) })
}

/** What would go into a file now. @returns {Promise<Unsent & { ready: boolean }>} `ready`: a file can be made */
export async function unsent () {
  const { changes, photos, left, warrant } = await look()
  return { changes: changes.length, photos: photos.length, size: photos.reduce((sum, { body }) => sum + body.size, 0), left, ready: Boolean(warrant) }
}

/**
 * Make the file. From here on its changes stay as they are, as if they had been in a request.
 * @param {{ id: string, desa: string }} enrolment
 * @returns {Promise<{ file: Blob, name: string, changes: number, photos: number }>}
 */
export async function carry ({ id, desa }) {
  const { changes, photos, warrant } = await look()
  if (!warrant) throw Object.assign(new Error('no warrant'), { key: 'bawa.belum_bisa' })
  await transact('readwrite', ['outbox'], async outbox => {
    for (const change of changes) {
      const row = await outbox.get(change.id)
      if (row && !row.sent) outbox.put({ ...row, sent: true })
    }
  })
  const at = localIso(new Date())
  const head = utf8(JSON.stringify({
    v: 1,
    desa,
    enrolment: id,
    made_at: at,
    changes: changes.map(({ id, n, parcel }) => ({ id, n, sealed: parcel })),
    photos: await Promise.all(photos.map(async ({ id, record, body, parcel }) =>
      ({ id, record, type: body.type || 'image/jpeg', size: body.size, sha256: hex(await crypto.subtle.digest('SHA-256', await body.arrayBuffer())), sealed: JSON.stringify(parcel) })))
  }))
  const mac = base64(new Uint8Array(await crypto.subtle.sign('HMAC', warrant.key, head)))
  const file = new Blob([MAGIC, JSON.stringify({ head: head.length, mac, warrant: warrant.parcel }), '\n', head, ...photos.map(({ body }) => body)], { type: 'application/octet-stream' })
  await keepMeta('carried', { at, changes: changes.length, photos: photos.length })
  return { file, name: `kiriman-${at.slice(0, 10)}-${at.slice(11, 16).replace(':', '.')}-${id.slice(-8)}.siaga`, changes: changes.length, photos: photos.length }
}

/** What lies here and can go, in the order in which it was made: a change that is not sealed for the server holds up what follows it. */
async function look () {
  const [rows, pictures, found] = await transact('readonly', ['outbox', 'photos', 'meta'], (outbox, photos, meta) => Promise.all([outbox.getAll(), photos.getAll(), meta.get(WARRANT)]))
  const open = rows.filter(({ answered }) => !answered).sort((a, b) => a.n - b.n)
  const stop = open.findIndex(row => !row.parcel || (!row.sent && row.until > Date.now() && row.until <= Date.now() + LONGEST_STAY))
  const changes = stop < 0 ? open : open.slice(0, stop)
  const waiting = pictures.filter(({ state, full }) => state === 'waiting' && full)
  const photos = waiting.filter(({ body, parcel }) => body && parcel)
  return { changes, photos, left: open.length - changes.length + waiting.length - photos.length, warrant: found && found.value }
}

const hex = buffer => Array.from(new Uint8Array(buffer), byte => byte.toString(16).padStart(2, '0')).join('')
