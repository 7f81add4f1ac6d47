// The worker: keeps the application on the phone, whole or not at all, and shows what the server pushes. The server fills in the list.
const VERSION = '__VERSION__'
/** @type {[string, string][]} path and hash of every file */
const FILES = /** @type {any} */ ('__FILES__')
const CACHE = `siaga-${VERSION}`
const KEPT = FILES.filter(([path]) => !/-512\.png$/.test(path)) // the large icons are the system's, when it installs

self.addEventListener('install', event => event.waitUntil(fill()))
self.addEventListener('activate', event => event.waitUntil(sweep().then(() => self.clients.claim())))
self.addEventListener('fetch', event => { if (isShell(event.request)) event.respondWith(fromCache(event.request)) })
self.addEventListener('message', ({ data }) => { if (data === 'take over') self.skipWaiting() })
self.addEventListener('sync', event => { if (event.tag === 'outbox') event.waitUntil(wake()) })

/** Bring every file of this version: unchanged ones from the caches that are here, the others from the server. All, or none. */
async function fill () {
  const first = !(await caches.keys()).some(name => name.startsWith('siaga-'))
  const cache = await caches.open(CACHE)
  try {
    if (first) await fillAtOnce(cache)
    for (let at = 0; at < KEPT.length; at += 8) await Promise.all(KEPT.slice(at, at + 8).map(([path, hash]) => bring(cache, path, hash)))
  } catch (error) {
    await caches.delete(CACHE)
    throw error
  }
}

/** On a phone that has nothing yet: all texts in one answer, because each round trip costs a second. What it lacks is brought singly. */
async function fillAtOnce (cache) {
  const response = await fetch('/shell.json', { cache: 'no-cache', credentials: 'same-origin' })
  if (!response.ok || !(response.headers.get('Content-Type') || '').includes('json')) return
  const { version, files } = await response.json()
  if (version !== VERSION) throw new Error('a newer version has come meanwhile')
  for (const [path, hash] of KEPT) {
    const file = files[path]
    if (file && file.hash === hash) await cache.put(keyOf(path, hash), new Response(file.body, { headers: { 'Content-Type': file.type } }))
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
