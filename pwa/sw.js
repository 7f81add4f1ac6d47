// The worker: keeps the application on the phone, whole or not at all, and shows what the server pushes. The server fills in the list.
const VERSION = '__VERSION__'
/** @typedef {[string, string][]} Files path and hash */
/** @type {Files} what every phone keeps */
const FILES = /** @type {any} */ ('__FILES__')
/** @type {Files} what an officer's browser keeps besides */
const DESK = /** @type {any} */ ('__DESK__')
const CACHE = `siaga-${VERSION}`

self.addEventListener('install', event => event.waitUntil(fill()))
self.addEventListener('activate', event => event.waitUntil(sweep().then(() => self.clients.claim())))
self.addEventListener('fetch', event => { if (isShell(event.request)) event.respondWith(fromCache(event.request)) })
self.addEventListener('message', event => {
  if (event.data === 'take over') self.skipWaiting()
  if (event.data === 'desk') event.waitUntil(fillDesk())
})
self.addEventListener('sync', event => { if (event.tag === 'outbox') event.waitUntil(wake()) })

/** Bring every file of this version: unchanged ones from the caches that are here, the others from the server. All, or none. */
async function fill () {
  const before = await Promise.all((await caches.keys()).filter(name => name.startsWith('siaga-')).map(name => caches.open(name)))
  const desk = (await Promise.all(before.map(cache => cache.match('/text/desk.json', { ignoreSearch: true })))).some(Boolean)
  const cache = await caches.open(CACHE)
  try {
    if (!before.length) await fillAtOnce(cache, '/shell.json', FILES)
    await bringAll(cache, desk ? [...FILES, ...DESK] : FILES)
  } catch (error) {
    await caches.delete(CACHE)
    throw error
  }
}

/** An officer is here: keep the desk's screens too, from now on. */
async function fillDesk () {
  const cache = await caches.open(CACHE)
  const lacking = []
  for (const [path, hash] of DESK) if (!await cache.match(keyOf(path, hash))) lacking.push(path)
  if (lacking.length === DESK.length) await fillAtOnce(cache, '/shell-desk.json', DESK)
  if (lacking.length) await bringAll(cache, DESK)
}

/** On a device that has nothing yet: all texts in one answer, because each round trip costs a second. What it lacks is brought singly. */
async function fillAtOnce (cache, pack, list) {
  const response = await fetch(pack, { cache: 'no-cache', credentials: 'same-origin' })
  if (!response.ok || !(response.headers.get('Content-Type') || '').includes('json')) return
  const { version, files } = await response.json()
  if (version !== VERSION) throw new Error('a newer version has come meanwhile')
  await Promise.all(list.filter(([path]) => files[path]).map(([path, hash]) =>
    cache.put(keyOf(path, hash), new Response(files[path].body, { headers: { 'Content-Type': files[path].type } }))))
}

async function bringAll (cache, list) {
  for (let at = 0; at < list.length; at += 8) await Promise.all(list.slice(at, at + 8).map(([path, hash]) => bring(cache, path, hash)))
}

/** The hash stands in the key, so that a file of another version is never taken for this one. */
async function bring (cache, path, hash) {
  const key = keyOf(path, hash)
  const here = await caches.match(key)
  const response = here || await fetch(path, { cache: 'no-cache', credentials: 'same-origin' })
  const type = response.headers.get('Content-Type') || ''
  const tag = response.headers.get('ETag')
  if (!response.ok || response.redirected || (type.includes('html') && !path.endsWith('.html'))) throw new Error(`${path} did not come`)
  if (tag && !tag.includes(hash)) throw new Error(`${path} is of another version`)
  await cache.put(key, response)
}

/** Let go of the versions before this one. */
async function sweep () {
  for (const name of await caches.keys()) if (name.startsWith('siaga-') && name !== CACHE) await caches.delete(name)
}

const HASHES = new Map([...FILES, ...DESK])
const keyOf = (path, hash) => `${path}?${hash}`

/** Our own files, and every address inside the application; not what the API or the pages for warga answer. */
function isShell (request) {
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin || /^\/(api|w)(\/|$)/.test(url.pathname)) return false
  return HASHES.has(url.pathname) || (request.mode === 'navigate' && !/\.\w+$/.test(url.pathname))
}

async function fromCache (request) {
  const { pathname } = new URL(request.url)
  const path = HASHES.has(pathname) ? pathname : '/index.html'
  const kept = await caches.match(keyOf(path, HASHES.get(path)), { cacheName: CACHE })
  return kept || fetch(request)
}

/** Signal has come: ask an open window to exchange. */
async function wake () {
  for (const client of await self.clients.matchAll({ type: 'window' })) client.postMessage('outbox')
}
