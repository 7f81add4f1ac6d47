// The worker: keeps the application on the phone, whole or not at all, and shows what the server pushes. The server fills in the list.
const VERSION = '__VERSION__'
/** @type {[string, string][]} path and hash of every file */
const FILES = /** @type {any} */ ('__FILES__')
const CACHE = `siaga-${VERSION}`

self.addEventListener('install', event => event.waitUntil(fill()))
self.addEventListener('activate', event => event.waitUntil(sweep().then(() => self.clients.claim())))
self.addEventListener('fetch', event => { if (isShell(event.request)) event.respondWith(fromCache(event.request)) })
self.addEventListener('message', ({ data }) => { if (data === 'take over') self.skipWaiting() })
self.addEventListener('sync', event => { if (event.tag === 'outbox') event.waitUntil(wake()) })

/** Bring every file of this version: unchanged ones from the caches that are here, the others from the server. All, or none. */
async function fill () {
  const cache = await caches.open(CACHE)
  try {
    for (let at = 0; at < FILES.length; at += 8) await Promise.all(FILES.slice(at, at + 8).map(([path, hash]) => bring(cache, path, hash)))
  } catch (error) {
    await caches.delete(CACHE)
    throw error
  }
}

/** The hash stands in the key, so that a file of another version is never taken for this one. */
async function bring (cache, path, hash) {
  const key = keyOf(path, hash)
  const here = await caches.match(key)
  const response = here || await fetch(path, { cache: 'no-cache', credentials: 'same-origin' })
  const type = response.headers.get('Content-Type') || ''
  if (!response.ok || response.redirected || (type.includes('html') && !path.endsWith('.html'))) throw new Error(`${path} did not come`)
  await cache.put(key, response)
}

/** Let go of the versions before this one. */
async function sweep () {
  for (const name of await caches.keys()) if (name.startsWith('siaga-') && name !== CACHE) await caches.delete(name)
}

const HASHES = new Map(FILES)
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
