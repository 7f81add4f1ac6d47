// Photos to the server, by tus 1.0: one chunk a request, resumed where the server says it stands, hours later too.
import { Problem, request } from './api.js'
import { keepUpload, photo, settled } from '../store/photos.js'

const SMALLEST = 32768 // bytes; the first chunk, and the least after breaks
const LARGEST = 262144
const TUS = { 'Tus-Resumable': '1.0.0' }

/**
 * Send one photo as far as the connection lets it. What breaks off is taken up again at the last whole chunk.
 * @param {import('../store/photos.js').PhotoRow} row
 * @param {{ desa: string, onChunk?: (sent: number, size: number) => void }} options
 * @returns {Promise<'kept' | 'refused'>}
 * @throws what `request` throws when the connection breaks; the photo stays in the queue
 */
export async function uploadPhoto (row, { desa, onChunk = () => {} }) {
  const blob = (await photo(row.id))?.blob
  if (!blob) return 'kept'
  let upload = row.upload
  let offset = upload ? await standing(upload.url) : null
  if (!upload || offset === null) {
    const created = await create(row, blob, desa)
    if (created.end) return created.end
    upload = { url: created.url, chunk: SMALLEST }
    offset = 0
    await keepUpload(row.id, upload)
  }
  while (offset <= blob.size) {
    const chunk = blob.slice(offset, offset + upload.chunk)
    let answer
    try {
      answer = await patch(upload.url, offset, chunk)
    } catch (error) {
      if (error instanceof Problem && error.status === 409) { offset = await standing(upload.url) || 0; continue }
      if (error instanceof Problem) return refuse(row.id, error)
      await keepUpload(row.id, { url: upload.url, chunk: Math.max(SMALLEST, upload.chunk / 2) })
      throw error
    }
    offset = Number(answer.headers.get('Upload-Offset'))
    onChunk(offset, blob.size)
    const state = answer.headers.get('Upload-State')
    if (state) return word(row.id, state)
    if (offset >= blob.size) throw new Error('the server took all of a photo and said nothing of it')
    upload = { url: upload.url, chunk: Math.min(LARGEST, upload.chunk * 2) }
    await keepUpload(row.id, upload)
  }
  throw new Error('the server stands beyond the end of the photo')
}

/** How many bytes the server has; null where it no longer knows the upload. */
async function standing (url) {
  try {
    const { headers } = await request(url, { method: 'HEAD', headers: TUS, read: 'none', bearer: false })
    return Number(headers.get('Upload-Offset'))
  } catch (error) {
    if (error instanceof Problem && (error.status === 404 || error.status === 410)) return null
    throw error
  }
}

/** @returns {Promise<{ url: string, end: 'kept' | 'refused' | null }>} `end`: the server's word, where it needs no bytes */
async function create (row, blob, desa) {
  const metadata = { id: row.id, sha256: hex(await digest(blob)), record: row.record, desa, type: blob.type || 'image/jpeg' }
  try {
    const { headers } = await request('/api/blobs', {
      method: 'POST',
      headers: { ...TUS, 'Upload-Length': String(blob.size), 'Upload-Metadata': Object.entries(metadata).map(([key, value]) => `${key} ${btoa(value)}`).join(',') },
      read: 'none',
      bearer: false
    })
    const state = headers.get('Upload-State')
    return { url: new URL(headers.get('Location') || '', location.href).pathname, end: state ? await word(row.id, state) : null }
  } catch (error) {
    if (error instanceof Problem) return { url: '', end: await refuse(row.id, error) }
    throw error
  }
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

/** @returns {Promise<'kept' | 'refused'>} */
async function word (id, state) {
  const kept = state === 'kept' ? 'kept' : 'refused'
  await settled(id, kept)
  return kept
}

/** @returns {Promise<'refused'>} */
async function refuse (id, error) {
  if (error.status === 401 || error.status === 429) throw error
  await settled(id, 'refused', error.title || error.message)
  return 'refused'
}

const digest = async blob => crypto.subtle.digest('SHA-256', await blob.arrayBuffer())
const hex = buffer => Array.from(new Uint8Array(buffer), byte => byte.toString(16).padStart(2, '0')).join('')
const base64 = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer)))
