// A new version on a dying signal, in the worker as it is shipped: it comes whole or not at all, and the one before serves on.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { beforeEach, test } from 'node:test'
import vm from 'node:vm'

const SOURCE = readFileSync(new URL('../../pwa/sw.js', import.meta.url), 'utf8')
const FILES = Array.from({ length: 30 }, (_, n) => [n ? `/file${n}.js` : '/index.html', `h${n}`])

/** Caches of the phone, by name: what lies in each, by address. @type {Map<string, Map<string, Response>>} */
let kept
/** After how many files the signal goes; what the server has. */
let signal = Infinity
let asked = 0

const cache = name => ({
  match: async key => kept.get(name)?.get(key)?.clone(),
  put: async (key, response) => { kept.get(name).set(key, response) }
})
const caches = {
  keys: async () => [...kept.keys()],
  open: async name => { if (!kept.has(name)) kept.set(name, new Map()); return cache(name) },
  delete: async name => kept.delete(name),
  match: async (key, { cacheName } = {}) => (await Promise.all((cacheName ? [cacheName] : [...kept.keys()]).map(name => cache(name).match(key)))).find(Boolean)
}
const fetch = async path => {
  if (++asked > signal) throw new TypeError('no signal')
  return new Response(`new ${path}`, { headers: { 'Content-Type': path.endsWith('.html') ? 'text/html' : 'text/javascript' } })
}

/** The worker of a version. @returns {Record<string, (event: any) => void>} what it listens to, by name */
function worker (version, files) {
  const listeners = {}
  const self = { addEventListener: (name, work) => { listeners[name] = work }, location: { origin: 'http://phone' }, clients: { claim: async () => {} }, skipWaiting () {} }
  const source = SOURCE.replace("'__VERSION__'", JSON.stringify(version)).replace("'__FILES__'", JSON.stringify(files)).replace("'__DESK__'", '[]')
  vm.runInNewContext(source, { self, caches, fetch, URL, Response, Map, console })
  return listeners
}

const happens = async (listeners, name, event = {}) => {
  const done = []
  listeners[name]({ ...event, waitUntil: one => done.push(one), respondWith: one => done.push(one) })
  return (await Promise.all(done))[0]
}
const served = (listeners, path) => happens(listeners, 'fetch', { request: { url: `http://phone${path}`, method: 'GET', mode: 'cors' } }).then(one => one.text())

beforeEach(() => {
  kept = new Map([['siaga-1', new Map(FILES.map(([path, hash]) => [`${path}?${hash}`, new Response(`old ${path}`, { headers: { 'Content-Type': 'text/plain' } })]))]])
  signal = Infinity
  asked = 0
})

const changed = FILES.map(([path, hash], n) => [path, n % 2 ? `${hash}-new` : hash])

for (const at of [0, 1, 7, 14]) {
  test(`the signal goes after ${at} files of a new version: nothing of it stays, and the old files serve`, async () => {
    signal = at
    await assert.rejects(happens(worker('2', changed), 'install'))
    assert.deepEqual([...kept.keys()], ['siaga-1'])
    assert.equal(await served(worker('1', FILES), '/file5.js'), 'old /file5.js')
  })
}

test('what did not change is not fetched again, and the version before stays until the new one is taken over', async () => {
  const next = worker('2', changed)
  await happens(next, 'install')
  assert.equal(asked, 15)
  assert.deepEqual([...kept.keys()], ['siaga-1', 'siaga-2'])
  signal = 0
  assert.equal(await served(worker('1', FILES), '/file5.js'), 'old /file5.js')
  await happens(next, 'activate')
  assert.deepEqual([...kept.keys()], ['siaga-2'])
  assert.deepEqual([await served(next, '/file5.js'), await served(next, '/file4.js')], ['new /file5.js', 'old /file4.js'])
})
