// A phone that still has the store of an earlier version is opened by the present application: nothing is lost, nothing is
// left open that is sealed today, and it goes on where it was. `keep.mjs` made the stores with those versions' own modules;
// `test_phones.py` opens them in a browser.
import '../tools/node_modules/fake-indexeddb/auto/index.mjs'
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import FDBFactory from '../tools/node_modules/fake-indexeddb/build/esm/FDBFactory.js'
import '../pwa/place.mjs'
import { dump } from './disk.mjs'
import { opened, serverKeys, TOLD } from './opening.mjs'
import { live } from './story.mjs'
import { closeAll } from '../../pwa/store/db.js'
import { me } from '../../pwa/store/me.js'
import { useKey, useServerKeys } from '../../pwa/store/vault.js'

const folder = new URL('phones/', import.meta.url)
const names = readdirSync(folder).sort()

/** Another phone: an empty disk, nobody in memory. */
async function another () {
  await closeAll().catch(() => {})
  globalThis.indexedDB = new FDBFactory()
  useKey(null)
  useServerKeys(undefined)
  me.value = null
}

for (const name of names) {
  test(`the store that ${name.replace('.json', '')} left is opened with nothing lost`, async () => {
    await another()
    assert.deepEqual(await opened(JSON.parse(readFileSync(new URL(name, folder), 'utf8')).databases), TOLD)
  })
}

/** Which fields the rows of each store have, and of what they are sealed with. */
const shape = databases => Object.fromEntries(databases.flatMap(({ name, version, stores }) => stores.map(({ name: store, keyPath, rows }) =>
  [`${name} ${version} ${store} ${keyPath}`, [...new Set(rows.flatMap(row => Object.keys(row).map(field => `${field}${row[field] && row[field].v ? ` v${row[field].v}` : ''}`)))].sort()])))

test('what lies on a phone today is as the last of them says: a change of it needs one more', async () => {
  await another()
  await live(path => import(`../../pwa/${path}`), await serverKeys())
  const last = JSON.parse(readFileSync(new URL(names.at(-1), folder), 'utf8'))
  const today = (await dumped()).filter(({ name }) => name.startsWith('siaga'))
  assert.deepEqual(shape(today), shape(last.databases))
})

/** A dump without the keys, which cannot be had. */
async function dumped () {
  const exportKey = crypto.subtle.exportKey
  crypto.subtle.exportKey = /** @type {any} */ (async () => ({}))
  try { return await dump() } finally { crypto.subtle.exportKey = exportKey }
}
