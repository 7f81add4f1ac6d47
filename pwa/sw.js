// The worker: keeps the application on the phone, whole or not at all, and delivers what was finished while nobody looks:
// it sends what lies sealed for the server, by the cookie alone, and can read none of it. The server fills in the list.
const VERSION = '__VERSION__'
/** @typedef {[string, string][]} Files path and hash */
/** @type {Files} what every phone keeps */
const FILES = /** @type {any} */ ('__FILES__')
/** @type {Files} what an officer's browser keeps besides */
const DESK = /** @type {any} */ ('__DESK__')
const CACHE = `siaga-${VERSION}`

/** The vault's key of a page that is loading anew, in memory and for a moment. @type {{ keep: string, key: CryptoKey, until: number } | null} */
let lent = null

self.addEventListener('install', event => event.waitUntil(fill()))
self.addEventListener('activate', event => event.waitUntil(sweep().then(() => self.clients.claim())))
self.addEventListener('fetch', event => { if (isShell(event.request)) event.respondWith(fromCache(event.request)) })
self.addEventListener('message', event => {
  if (event.data === 'take over') self.skipWaiting()
  if (event.data === 'desk') event.waitUntil(fillDesk())
  if (event.data === 'deliver') event.waitUntil(deliver().catch(() => {}))
  if (event.data === 'forget key') lent = null
  if (event.data.keep) lent = event.data
  if (event.data.give) event.ports[0].postMessage(lent && lent.keep === event.data.give && Date.now() < lent.until ? lent.key : null)
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

/** Signal has come: an open window exchanges for its person, and what others finished here is delivered. */
async function wake () {
  for (const client of await self.clients.matchAll({ type: 'window' })) client.postMessage('outbox')
  await deliver()
}

const BATCH = 200000 // characters of one request
const [SMALLEST, LARGEST] = [32768, 262144] // bytes of a chunk of a photo, as sync/upload.js sends it
const TAKEN = ['accepted', 'merged', 'conflict', 'duplicate']
const LONGEST_STAY = 60000 // ms that a decision may be held back, to be taken back

/** Everybody's finished work; whoever exchanges in a window does it there. Fails if somebody's could not go, to be called again. */
async function deliver () {
  let trouble = null
  await emptied()
  for (const person of await read('siaga', 'enrolments')) await alone(['open', 'exchange'], person.id.slice(-8), () => deliverOf(person)).catch(error => { trouble = error })
  if (trouble) throw trouble
}

/** @type {(names: string[], whose: string, work: () => Promise<void>) => Promise<any>} Only while none of these is held: `open` by a window that is unlocked, `exchange` by whoever sends. */
const alone = ([first, ...rest], whose, work) => first
  ? navigator.locks.request(`siaga-${first}-${whose}`, { ifAvailable: true }, lock => lock && alone(rest, whose, work))
  : work()

/** Text first, photos after; each moves only on the server's word. */
async function deliverOf (person) {
  const name = `siaga-${person.id.slice(-8)}`
  for (;;) {
    const changes = await nextChanges(name)
    const { receipts, orders } = await exchange(person, name, changes)
    await settle(name, receipts)
    if (await obey(person, name, orders || [])) return
    if (!changes.length || !receipts.length) break
  }
  const photos = (await read(name, 'photos')).filter(row => row.state === 'waiting' && row.body && row.parcel)
  let trouble = null
  for (const row of photos) await sendPhoto(name, person, row).catch(error => { trouble = ofOne(error) })
  if (photos.length) await exchange(person, name, []) // less stays here than was said
  if (ordered.has(name)) await obey(person, name, ordered.get(name)) // what it waited for has gone
  const channel = new BroadcastChannel(name)
  channel.postMessage('outbox')
  channel.close()
  if (trouble) throw trouble
}

/** A failure that the next photo need not meet: no connection, no sign-in, too many or too much at once are met by all. */
const ofOne = error => { if (error.status && error.status <= 500 && ![401, 429].includes(error.status)) return error; throw error }

/** What may go now, in the order of `n`; from here on it stays as it is. What is not sealed for the server holds up what follows it. */
async function nextChanges (name) {
  const changes = []
  await within(name, ['outbox'], async outbox => {
    let size = 0
    for (const row of (await done(outbox.getAll())).sort((a, b) => a.n - b.n)) {
      const stays = !row.sent && row.until > Date.now() && row.until <= Date.now() + LONGEST_STAY
      size += row.parcel ? row.parcel.d.length + 400 : 0
      if (!row.parcel || stays || changes.length === 100 || (changes.length && size > BATCH)) break
      if (row.answered) continue // refused or held: asked about again when somebody is there to read why
      if (!row.sent) outbox.put({ ...row, sent: true })
      changes.push({ id: row.id, n: row.n, sealed: row.parcel })
    }
  })
  return changes
}

async function exchange (person, name, changes) {
  const response = await ask(person, '/api/exchange', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      v: 1, app: VERSION.split('-')[0], desa: person.desa, now: new Date().toISOString(), changes, cursors: {}, limit: 1,
      storage: { persistent: await navigator.storage.persisted().catch(() => false) }, left: await leftHere(name, changes)
    })
  })
  const answer = await response.json()
  if (!Array.isArray(answer.receipts)) throw new Error('that is no answer of ours')
  return answer
}

/** What stays here once `going` has gone, as store/outbox.js counts it. */
async function leftHere (name, going) {
  const waits = (await read(name, 'outbox')).filter(({ id, answered }) => !answered && !going.some(one => one.id === id))
  const photos = (await read(name, 'photos')).filter(({ state, full }) => state === 'waiting' && full)
  const drafts = await read(name, 'drafts')
  const since = [...waits, ...photos].map(({ at }) => at).concat(drafts.map(begun)).sort()[0] || null
  return { items: new Set(waits.map(({ id, item }) => item || id)).size, photos: photos.length, drafts: drafts.length, since }
}

/** An id that a phone made tells when. */
const begun = ({ id }) => new Date(parseInt(id.slice(0, 8) + id.slice(9, 13), 16) || 0).toISOString()

/** What the server has taken goes into the journal. Its words about the others are left to be told when somebody can read them. */
const settle = (name, receipts) => within(name, ['outbox', 'journal'], async (outbox, journal) => {
  for (const { id, status, seq } of receipts) {
    const row = await done(outbox.get(id))
    if (!row) continue
    if (!TAKEN.includes(status)) { outbox.put({ ...row, answered: status }); continue }
    journal.put({ id, n: row.n, at: new Date().toISOString(), receipt: { id, status, seq }, said: null, sealed: row.sealed })
    outbox.delete(id)
  }
})

/** One photo. An answer that another try would not change is the server's word on it. */
const sendPhoto = (name, person, row) => upload(name, person, row).catch(error => {
  if (![400, 413, 415].includes(error.status)) throw error
  return changed(name, row.id, { state: 'refused', upload: null, problem: error.title })
})

/** By tus, from where the server stands: chunks double while they arrive, and halve when one broke off. */
async function upload (name, person, row) {
  let { url = '', chunk = SMALLEST } = row.upload || {}
  let response = url ? await standing(person, url) : null
  for (let mended = 0; ;) {
    if (!response) {
      const metadata = { id: row.id, sha256: hex(await crypto.subtle.digest('SHA-256', await row.body.arrayBuffer())), record: row.record, desa: person.desa, type: row.body.type || 'image/jpeg', sealed: JSON.stringify(row.parcel) }
      const said = Object.entries(metadata).map(([key, value]) => `${key} ${btoa(value)}`).join(',')
      response = await known(tus(person, '/api/blobs', { method: 'POST', headers: { 'Upload-Length': String(row.body.size), 'Upload-Metadata': said } }), 410)
      if (!response) return within(name, ['photos'], async photos => { photos.delete(row.id) }) // erased there, so it is here
      url = new URL(response.headers.get('Location') || '', self.location.href).pathname
    }
    const at = Number(response.headers.get('Upload-Offset'))
    const state = response.headers.get('Upload-State')
    if (state) return changed(name, row.id, { ...(state === 'kept' && { body: null, parcel: null, full: false }), state: state === 'kept' ? state : 'refused', upload: null, problem: response.headers.get('Upload-Reason') })
    await changed(name, row.id, { upload: { url, chunk, at } })
    const body = await row.body.slice(at, at + chunk).arrayBuffer()
    if (!body.byteLength) throw Object.assign(new Error('the server has all of a photo and says nothing of it'), { status: 500 })
    try {
      const sum = btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.digest('SHA-256', body))))
      response = await tus(person, url, { method: 'PATCH', body, headers: { 'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': String(at), 'Upload-Checksum': `sha256 ${sum}` } })
      chunk = Math.min(LARGEST, chunk * 2)
    } catch (/** @type {any} */ error) {
      chunk = Math.max(SMALLEST, chunk / 2)
      await changed(name, row.id, { upload: { url, chunk, at } })
      if (![404, 409, 410, 460].includes(error.status) || ++mended > 3) throw error
      response = await standing(person, url)
    }
  }
}

/** How much of a photo the server has; null: it knows nothing of it. */
const standing = (person, url) => known(tus(person, url, { method: 'HEAD' }), 404, 410)
const known = (asking, ...none) => asking.catch(error => { if (none.includes(error.status)) return null; throw error })
const tus = (person, path, { headers = {}, ...init }) => ask(person, path, { ...init, headers: { ...headers, 'Tus-Resumable': '1.0.0' } })

/** Orders that wait until everything finished has gone, by database. @type {Map<string, any[]>} */
const ordered = new Map()

/**
 * An order of the server, believed by its signature and by nothing else: `hilang` empties this person's part of the phone at
 * once, `berhenti` when all that was finished has its receipt and no draft is left.
 * @returns {Promise<boolean>} whether it is empty now
 */
async function obey (person, name, orders) {
  if (!orders.length) return false
  const keys = ((await read(name, 'meta')).find(({ key }) => key === 'keys') || {}).value
  for (const { text, signature } of orders) {
    if (!keys || !keys.signing || !await signed(keys.signing, text, signature)) continue
    const { enrolment, order } = JSON.parse(text)
    if (enrolment !== person.id) continue
    ordered.set(name, orders)
    if (order === 'hilang' || (order === 'berhenti' && await allGone(name))) { await empty(person, name, order); return true }
  }
  return false
}

async function signed (point, text, signature) {
  const bytes = base64 => Uint8Array.from(atob(base64), letter => letter.charCodeAt(0))
  const key = await crypto.subtle.importKey('raw', bytes(point), { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify'])
  return crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, bytes(signature), new TextEncoder().encode(text))
}

const allGone = async name => !(await read(name, 'outbox')).some(({ answered }) => !answered) &&
  !(await read(name, 'photos')).some(({ state, full }) => state === 'waiting' && full) && !(await read(name, 'drafts')).length

/** Forget whose it was first, then the data: what breaks off is ended the next time. */
async function empty (person, name, order) {
  lent = null
  ordered.delete(name)
  await within('siaga', ['enrolments', 'settings'], async (enrolments, settings) => {
    const before = (await done(settings.get('emptying')) || { value: [] }).value
    enrolments.delete(person.id)
    settings.put({ key: 'emptying', value: [...before, name] })
    settings.put({ key: 'emptied', value: { name: person.name, order } })
  })
  for (const client of await self.clients.matchAll({ type: 'window' })) client.postMessage({ emptied: person.id })
  await emptied()
  await ask(person, '/api/orders/done', { method: 'POST' }).catch(() => {}) // the desk sees that it was sent; this only says that it is done
}

async function emptied () {
  const names = ((await read('siaga', 'settings')).find(({ key }) => key === 'emptying') || { value: [] }).value
  for (const name of names) {
    await done(indexedDB.deleteDatabase(name))
    await within('siaga', ['settings'], async settings => {
      settings.put({ key: 'emptying', value: (await done(settings.get('emptying'))).value.filter(one => one !== name) })
    })
  }
}

/** Ask our server as this person, with the cookie and nothing else. A WiFi's sign-in page is no answer. */
async function ask (person, path, init) {
  const response = await fetch(path, { ...init, headers: { ...init.headers, 'X-Enrolment': person.id }, credentials: 'same-origin', cache: 'no-store' })
  const type = response.headers.get('Content-Type') || ''
  if (response.redirected || type.includes('html')) throw new Error(`${path}: no answer of ours`)
  if (response.ok) return response
  const { title = null } = type.includes('json') ? await response.json().catch(() => ({})) : {}
  throw Object.assign(new Error(`${path}: ${response.status}`), { status: response.status, title })
}

const changed = (name, id, values) => within(name, ['photos'], async photos => {
  const row = await done(photos.get(id))
  if (row) photos.put({ ...row, ...values })
})

const read = async (name, store) => {
  let rows = []
  await within(name, [store], async one => { rows = await done(one.getAll()) })
  return rows
}

/** One transaction; nothing happens where there is no such database, and none is made. */
async function within (name, stores, work) {
  const database = await opened(name)
  if (!database) return
  try {
    const transaction = database.transaction(stores, 'readwrite', { durability: 'strict' })
    const complete = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve
      transaction.onabort = () => reject(transaction.error || new Error('aborted'))
    })
    await Promise.all([work(...stores.map(store => transaction.objectStore(store))), complete])
  } finally {
    database.close()
  }
}

/** @returns {Promise<IDBDatabase | null>} */
const opened = name => new Promise(resolve => {
  const asked = indexedDB.open(name)
  asked.onupgradeneeded = () => asked.transaction && asked.transaction.abort()
  asked.onerror = event => { event.preventDefault(); resolve(null) }
  asked.onsuccess = () => {
    asked.result.onversionchange = () => asked.result.close()
    resolve(asked.result)
  }
})

const done = request => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result)
  request.onerror = () => reject(request.error)
})

const hex = buffer => Array.from(new Uint8Array(buffer), byte => byte.toString(16).padStart(2, '0')).join('')
