// Photos to the server, by tus 1.0: one chunk a request, resumed where the server says it stands, hours later too.
import { Problem, request } from './api.js'
import { dropPhoto, keepUpload, outgoing, settled } from '../store/photos.js'

const SMALLEST = 32768 // bytes; the first chunk, and the least after breaks
const LARGEST = 262144
const TUS = { 'Tus-Resumable': '1.0.0' }

/** Answers that another try would not change: malformed, too large, no photo. */
const FINAL = [400, 413, 415]
/** Answers after which the server is asked where it stands: forgotten, another offset, broken in transit. */
const ASK = [404, 409, 410, 460]
const PATIENCE = 3 // times that one photo is put right before it waits for the next exchange

/** @typedef {{ offset: number, state: string | null, reason?: string | null, forgotten?: boolean }} Place
 *   where the server stands; `state`: its word, once it has all; `reason`: why it refused */

/**
 * Send one photo as far as the connection lets it. What breaks off is taken up again at the last whole chunk.
 * @param {import('../store/photos.js').PhotoRow} row
 * @param {{ desa: string, onChunk?: (sent: number, size: number) => void }} options
 * @returns {Promise<'kept' | 'refused'>}
 * @throws what `request` throws when the connection breaks, or a trouble that passes; the photo stays in the queue
 */
export async function uploadPhoto (row, { desa, onChunk = () => {} }) {
  const found = await outgoing(row.id)
  if (!found) return 'kept'
  try {
    return await word(row.id, await send(row, found, desa, onChunk))
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    if (error.slug === 'photo-forgotten') { // erased there, so it is here
      await dropPhoto(row.id)
      return 'refused'
    }
    if (!FINAL.includes(error.status)) throw error
    await settled(row.id, 'refused', error.title || error.message)
    return 'refused'
  }
}

/** @returns {Promise<Place>} with the server's word */
async function send (row, { bytes: blob, parcel }, desa, onChunk) {
  let upload = row.upload
  let place = upload ? await standing(upload.url) : FORGOTTEN
  for (let mended = 0; ;) {
    if (!upload || place.forgotten) {
      const created = await create(row, blob, parcel, desa)
      upload = { url: created.url, chunk: SMALLEST, at: created.place.offset }
      place = created.place
      await keepUpload(row.id, upload)
    }
    if (place.state) return place
    if (place.offset > blob.size) throw new Error('the server stands beyond the end of the photo')
    try {
      const { headers } = await patch(upload.url, place.offset, blob.slice(place.offset, place.offset + upload.chunk))
      place = placeOf(headers)
      if (place.offset >= blob.size && !place.state) throw new Error('the server took all of a photo and said nothing of it')
      upload = { url: upload.url, chunk: Math.min(LARGEST, upload.chunk * 2), at: place.offset }
    } catch (error) {
      upload = { ...upload, chunk: Math.max(SMALLEST, upload.chunk / 2) }
      await keepUpload(row.id, upload)
      if (!(error instanceof Problem) || !ASK.includes(error.status) || ++mended > PATIENCE) throw error
      place = await standing(upload.url)
      continue
    }
    await keepUpload(row.id, upload)
    onChunk(place.offset, blob.size)
  }
}

/** @type {Place} */
const FORGOTTEN = { offset: 0, state: null, forgotten: true }

/** @returns {Place} */
const placeOf = headers => ({ offset: Number(headers.get('Upload-Offset')), state: headers.get('Upload-State'), reason: headers.get('Upload-Reason') })

/** How many bytes the server has. @returns {Promise<Place>} */
async function standing (url) {
  try {
    return placeOf((await request(url, { method: 'HEAD', headers: TUS, read: 'none', bearer: false })).headers)
  } catch (error) {
    if (error instanceof Problem && (error.status === 404 || error.status === 410)) return FORGOTTEN
    throw error
  }
}

/** @returns {Promise<{ url: string, place: Place }>} `place.state`: the server's word, where it needs no bytes */
async function create (row, blob, parcel, desa) {
  const sealed = parcel && { sealed: JSON.stringify(parcel) } // the picture's key, for the server alone
  const metadata = { id: row.id, sha256: hex(await digest(blob)), record: row.record, desa, type: blob.type || 'image/jpeg', ...sealed }
  const { headers } = await request('/api/blobs', {
    method: 'POST',
    headers: { ...TUS, 'Upload-Length': String(blob.size), 'Upload-Metadata': Object.entries(metadata).map(([key, value]) => `${key} ${btoa(value)}`).join(',') },
    read: 'none',
    bearer: false
  })
  return { url: new URL(headers.get('Location') || '', location.href).pathname, place: placeOf(headers) }
}

async function patch (url, offset, chunk) {
  const bytes = await chunk.arrayBuffer()
  return request(url, {
    method: 'PATCH',
    body: bytes,
    headers: { ...TUS, 'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': String(offset), 'Upload-Checksum': `sha256 ${base64(await crypto.subtle.digest('SHA-256', bytes))}` },
    read: 'none',
    bearer: false
  })
}

/** @param {string} id @param {Place} place @returns {Promise<'kept' | 'refused'>} */
async function word (id, { state, reason }) {
  const kept = state === 'kept' ? 'kept' : 'refused'
  await settled(id, kept, reason || null)
  return kept
}

const digest = async blob => crypto.subtle.digest('SHA-256', await blob.arrayBuffer())
const hex = buffer => Array.from(new Uint8Array(buffer), byte => byte.toString(16).padStart(2, '0')).join('')
const base64 = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer)))
