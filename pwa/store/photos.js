// Photos on this phone: taken for a draft, waiting to go, arrived. A photo that arrived leaves only its small picture here.
import { signal } from '../vendor/ui.js'
import { Worded } from '../text/text.js'
import { StorageFull, transact } from './db.js'
import { open, openPicture, parcels, seal, sealPicture } from './vault.js'

/**
 * @typedef {'draft' | 'waiting' | 'kept' | 'refused' | 'lost'} PhotoState
 *   `lost`: it had arrived, the server waits for it again (it was restored), and its copy here was let go
 * @typedef {{ id: string, state: PhotoState, draft: string | null, item: string | null, record: string, kind: string, size: number,
 *   at: string, upload: { url: string, chunk: number, at?: number } | null, problem: string | null, full: boolean, small?: boolean, missed?: number | null }} PhotoRow
 *   `upload.at`: bytes of it that the server has; `full`: the photo itself lies here, not only the small picture; `small`: false where
 *   that was let go too; `missed`: since when (ms, server's clock) the server waits for what had arrived
 */

const PROBE = 700000 // bytes: a large photo, its small picture and the record
const FOUND = 36 * 3600000 // ms: a restored server looks each night for photos that lie in its store all the same
const AGAIN = 3 // times that a refused photo goes again

/** Goes up when a photo changed its state. */
export const photosVersion = signal(0)

/** Object URLs of small pictures, by photo. */
const urls = new Map()

/**
 * Keep a photo, in the place of one with that id. Until its visit is finished it belongs to the draft and does not travel.
 * @param {{ id: string, blob: Blob, thumb: Blob | null, record: string, kind: string, draft?: string | null, waiting?: boolean }} photo
 *   `record`: the document or visit it hangs on; `waiting`: it may travel at once
 * @throws {import('./db.js').StorageFull}
 */
export async function keepPhoto ({ id, blob, thumb, record, kind, draft = null, waiting = false }) {
  const at = new Date().toISOString() // when it was taken: sealing may end in another order
  const { body, secret } = await sealPicture(blob)
  const sealed = await seal({ thumb, secret, type: blob.type })
  const [parcel] = await parcels([{ id, text: secret }])
  const row = { id, state: waiting ? 'waiting' : 'draft', draft, item: null, record, kind, size: blob.size, at, upload: null, problem: null, full: true, sealed, body, parcel }
  await transact('readwrite', ['photos'], store => { store.put(row) })
  forgetUrl(id)
  photosVersion.value++
}

/** @param {string} id @returns {Promise<(PhotoRow & { blob: Blob | null, thumb: Blob }) | null>} */
export async function photo (id) {
  const row = await transact('readonly', ['photos'], store => store.get(id))
  if (!row || !row.sealed) return null
  const { sealed, body, parcel, ...plain } = row
  const { thumb, secret, type, blob = null } = await open(sealed) // one of an earlier version holds its picture itself
  return { ...plain, thumb, blob: body ? await openPicture(body, secret, type) : blob }
}

/**
 * What travels of a photo: its sealed picture with the key that the server opens, or the picture itself where this phone
 * had not learned the server's key. Null when its copy was let go.
 * @param {string} id @returns {Promise<{ bytes: Blob, parcel: import('./vault.js').Parcel | null } | null>}
 */
export async function outgoing (id) {
  const row = await transact('readonly', ['photos'], store => store.get(id))
  if (row && row.body && row.parcel) return { bytes: row.body, parcel: row.parcel }
  const found = await photo(id)
  return found && found.blob ? { bytes: found.blob, parcel: null } : null
}

/** The small picture, or a recording itself, as an address for `src`; null if this phone has none. @param {string} id @returns {Promise<string | null>} */
export async function thumbUrl (id) {
  if (!urls.has(id)) {
    const row = await transact('readonly', ['photos'], store => store.get(id))
    if (!row || !row.sealed) return null
    const { thumb } = await open(row.sealed)
    const shown = thumb || (await photo(id))?.blob
    if (!shown) return null
    urls.set(id, URL.createObjectURL(shown))
  }
  return urls.get(id)
}

/** All photos without their pictures. @returns {Promise<PhotoRow[]>} oldest first */
export async function photoRows () {
  const rows = await transact('readonly', ['photos'], store => store.getAll())
  return rows.filter(({ state }) => state !== 'probe').map(({ sealed, body, parcel, ...row }) => row).sort((a, b) => a.at.localeCompare(b.at))
}

/** Those that may travel and have not arrived, oldest first. @returns {Promise<PhotoRow[]>} */
export const queue = async () => (await photoRows()).filter(({ state, full }) => state === 'waiting' && full)

/** Remember how far an upload has come. @param {string} id @param {PhotoRow['upload']} upload */
export const keepUpload = (id, upload) => patch(id, row => ({ ...row, upload }))

/**
 * The server's word on a photo. Kept: the phone lets its copy go and keeps the small picture.
 * @param {string} id @param {'kept' | 'refused'} state @param {string | null} [problem]
 */
export async function settled (id, state, problem = null) {
  const found = await transact('readonly', ['photos'], store => store.get(id))
  if (!found) return
  const left = state === 'kept' && { sealed: await seal({ thumb: (await open(found.sealed)).thumb }), body: null, parcel: null, full: false }
  await patch(id, row => ({ ...row, state, problem, upload: null, ...left }))
  photosVersion.value++
}

/** Throw a photo away that was not sent. @param {string} id */
export async function dropPhoto (id) {
  await transact('readwrite', ['photos'], store => { store.delete(id) })
  forgetUrl(id)
  photosVersion.value++
}

/** Throw away all photos of these records, arrived or not: the records were erased. @param {Set<string>} records */
export async function dropPhotosOf (records) {
  for (const { id, record } of await photoRows()) if (records.has(record)) await dropPhoto(id)
}

function forgetUrl (id) {
  if (urls.has(id)) URL.revokeObjectURL(urls.get(id))
  urls.delete(id)
}

/** Let the small pictures of photos that arrived go as well; that they arrived is still known. */
export async function dropKept () {
  await transact('readwrite', ['photos'], async store => {
    for (const row of await store.getAll()) if (row.state === 'kept') store.put({ ...row, sealed: null, small: false })
  })
  photosVersion.value++
}

/**
 * The server awaits photos that were refused: let them go again, where the photo itself still lies here; a few times, not for ever.
 * Those that had arrived and do not turn up there are lost: to be taken again.
 * @param {string[]} awaited ids @param {string[]} [kept] ids @param {number} [now] ms, by the server's clock
 */
export async function sendAgain (awaited, kept = [], now = NaN) {
  const changed = await transact('readwrite', ['photos'], async store => {
    let count = 0
    for (const id of [...awaited, ...kept]) {
      const row = await store.get(id)
      const next = row && after(row, kept.includes(id), now)
      if (next) { store.put(next); count++ }
    }
    return count
  })
  if (changed) photosVersion.value++
}

/** A photo as it is once the server has said that it has it, or waits for it; nothing where it stays as it is. */
function after (row, isKept, now) {
  if (isKept) return row.missed && { ...row, state: 'kept', missed: null }
  if (row.state === 'kept') return row.missed ? now - row.missed > FOUND && { ...row, state: 'lost' } : { ...row, missed: now }
  return row.state === 'refused' && row.full && !(row.again >= AGAIN) && { ...row, state: 'waiting', problem: null, upload: null, again: (row.again || 0) + 1 }
}

/**
 * Make sure that a photo will fit, before it is taken. What the browser estimates is not to be trusted, so a page is written.
 * @throws {Error} with words to show, where it does not fit
 */
export async function roomForPhoto () {
  try {
    await transact('readwrite', ['photos'], store => { store.put({ id: 'room', state: 'probe', at: '', sealed: null, probe: noise(PROBE) }) })
    await transact('readwrite', ['photos'], store => { store.delete('room') })
  } catch (error) {
    throw error instanceof StorageFull ? new Worded('ruang.foto_tidak_cukup') : error
  }
}

/** Bytes like a photo's: what is all zeros takes no room on the disk. @param {number} size */
function noise (size) {
  const bytes = new Uint8Array(size)
  for (let at = 0; at < size; at += 65536) crypto.getRandomValues(bytes.subarray(at, at + 65536))
  return bytes
}

async function patch (id, change) {
  await transact('readwrite', ['photos'], async store => {
    const row = await store.get(id)
    if (row) store.put(change(row))
  })
}
