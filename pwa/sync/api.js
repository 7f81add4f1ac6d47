// The one place that calls fetch. It gives every way in which a request fails a name that the status line can say.

/** No answer came: no signal, or the server does not listen. */
export class Offline extends Error {
  constructor () { super('offline'); this.name = 'Offline'; this.key = 'sync.offline' }
}

/** Something answered that is not our server: the sign-in page of a WiFi. */
export class Portal extends Error {
  constructor () { super('captive portal'); this.name = 'Portal'; this.key = 'sync.portal' }
}

/** There is a network, and the server does not answer as it should (stopped, restarting, overloaded). */
export class ServerDown extends Error {
  /** @param {number} [status] @param {number | null} [retryAfter] seconds */
  constructor (status = 0, retryAfter = null) {
    super(`server down ${status}`)
    this.name = 'ServerDown'
    this.key = 'sync.server_berhenti'
    this.status = status
    this.retryAfter = retryAfter
  }
}

/** The server said no, in a problem document (RFC 9457). Its title is written for people. */
export class Problem extends Error {
  /** @param {{ type?: string, title?: string, status: number, detail?: string } & Record<string, any>} document */
  constructor (document) {
    super(document.title || String(document.status))
    this.name = 'Problem'
    this.status = document.status
    this.slug = (document.type || '').split('/').pop()
    this.title = document.title
    this.document = document
  }
}

const TIMEOUT = 60000 // ms without an answer; a 2G round trip with a full batch takes half of it

/** @type {{ enrolment: string | null, bearer: string | null }} */
let credentials = { enrolment: null, bearer: null }

/** How far the phone's clock is ahead of the server's, ms, as of the last answer. */
let ahead = 0

/** @param {{ enrolment: string | null, bearer: string | null }} next */
export function useCredentials (next) { credentials = next }

/** How far this clock is ahead of the server's, in ms. */
export const clockAhead = () => ahead

/**
 * Ask our server.
 * @param {string} path
 * @param {{ method?: string, json?: any, body?: BodyInit, headers?: Record<string, string>, gzip?: boolean, read?: 'json' | 'blob' | 'none',
 *   bearer?: boolean, timeout?: number }} [options] `read`: what the answer should be; `bearer: false` only delivers
 * @returns {Promise<{ status: number, data: any, headers: Headers }>}
 * @throws {Offline | Portal | ServerDown | Problem}
 */
export async function request (path, { method, json, body, headers = {}, gzip = false, read = 'json', bearer = true, timeout = TIMEOUT } = {}) {
  const sent = { ...headers }
  if (credentials.enrolment) sent['X-Enrolment'] = credentials.enrolment
  if (bearer && credentials.bearer) sent.Authorization = `Bearer ${credentials.bearer}`
  let payload = body
  if (json !== undefined) {
    sent['Content-Type'] = 'application/json'
    payload = JSON.stringify(json)
    const packed = gzip && payload.length > 500 ? await pack(payload) : null
    if (packed) { payload = packed; sent['Content-Encoding'] = 'gzip' }
  }
  const response = await call(path, { method: method || (payload === undefined ? 'GET' : 'POST'), headers: sent, body: payload, credentials: 'same-origin', cache: 'no-store', redirect: 'follow' }, timeout)
  return { status: response.status, data: await unpack(response, method === 'HEAD' ? 'head' : read), headers: response.headers }
}

async function call (path, init, timeout) {
  const stop = new AbortController()
  const timer = setTimeout(() => stop.abort(), timeout)
  try {
    return await fetch(path, { ...init, signal: stop.signal })
  } catch {
    throw navigator.onLine === false ? new Offline() : new ServerDown()
  } finally {
    clearTimeout(timer)
  }
}

/** Read the whole answer, or say what it was instead. One to HEAD has headers only, a problem's too. */
async function unpack (response, read) {
  const type = response.headers.get('Content-Type') || ''
  const date = Date.parse(response.headers.get('Date') || '')
  const ours = type.includes('json') && !response.redirected
  if (ours && !Number.isNaN(date)) ahead = Date.now() - date
  if (type.includes('problem+json')) throw problem(read === 'head' ? {} : await whole(response.json()), response)
  if (response.redirected || type.includes('html')) throw new Portal()
  if (response.status >= 500) throw new ServerDown(response.status, Number(response.headers.get('Retry-After')) || null)
  if (!response.ok) throw problem({ status: response.status }, response)
  if (!Number.isNaN(date)) ahead = Date.now() - date
  if (read === 'none' || read === 'head' || response.status === 204) return null
  if (read === 'blob') return whole(response.blob())
  if (!type.includes('json')) throw new Portal()
  return whole(response.json())
}

const problem = (document, response) =>
  response.status >= 500 ? new ServerDown(response.status, Number(response.headers.get('Retry-After')) || null) : new Problem({ ...document, status: response.status })

/** A body that breaks off is a broken connection, not a wrong answer. */
async function whole (reading) {
  try {
    return await reading
  } catch {
    throw navigator.onLine === false ? new Offline() : new ServerDown()
  }
}

async function pack (text) {
  if (typeof CompressionStream === 'undefined') return null
  const packed = /** @type {any} */ (new Response(text).body).pipeThrough(new CompressionStream('gzip'))
  return new Response(packed).blob()
}

/** A file of the application, e.g. the texts. @param {string} path */
export async function file (path) {
  const response = await call(path, { credentials: 'same-origin' }, TIMEOUT)
  if (!response.ok) throw new ServerDown(response.status)
  return response.json()
}

/**
 * A photo that lies at the server, as an address for `<img src>`; the caller revokes it.
 * @param {string} id @param {boolean} [thumb] the small picture, 320 px
 * @returns {Promise<string>}
 */
export async function photoUrl (id, thumb = false) {
  const { data } = await request(`/api/blobs/${encodeURIComponent(id)}${thumb ? '?size=thumb' : ''}`, { read: 'blob' })
  return URL.createObjectURL(data)
}
