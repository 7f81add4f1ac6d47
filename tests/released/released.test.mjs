// A phone that still has the store of an earlier version is opened by the present application: nothing is lost, nothing is
// left open that is sealed today, and it goes on where it was. `keep.mjs` made the stores with those versions' own modules.
import '../tools/node_modules/fake-indexeddb/auto/index.mjs'
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import FDBFactory from '../tools/node_modules/fake-indexeddb/build/esm/FDBFactory.js'
import '../pwa/place.mjs'
import { dump, lay } from './disk.mjs'
import { BEARER, CURSOR, DESA, DRAFTS, ENROLMENT, FAMILY, HOUSES, LISTED, live, ME, PHOTOS, PIN } from './story.mjs'
import { closeAll, transact, useEnrolment } from '../../pwa/store/db.js'
import { bearer, currentEnrolment } from '../../pwa/store/device.js'
import { drafts } from '../../pwa/store/drafts.js'
import { journal } from '../../pwa/store/journal.js'
import { loadMe, me } from '../../pwa/store/me.js'
import { meta } from '../../pwa/store/meta.js'
import { sealStore } from '../../pwa/store/migrate.js'
import { enqueue, moved, pending, sealBatch, sealParcels, setChange } from '../../pwa/store/outbox.js'
import { photo, photoRows, queue } from '../../pwa/store/photos.js'
import { createVault, hasPin, unlock } from '../../pwa/store/pin.js'
import { listed, loadPublications } from '../../pwa/store/publications.js'
import { all, get, loadRecords } from '../../pwa/store/records.js'
import { base64, useKey, useServerKeys } from '../../pwa/store/vault.js'

const folder = new URL('phones/', import.meta.url)
const names = readdirSync(folder).sort()
const { publicKey } = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits'])
const point = base64(new Uint8Array(await crypto.subtle.exportKey('raw', publicKey)))
const KEYS = { delivery: point, recovery: point, signing: point }

/** Another phone: an empty disk, nobody in memory. */
async function another () {
  await closeAll().catch(() => {})
  globalThis.indexedDB = new FDBFactory()
  useKey(null)
  useServerKeys(undefined)
  me.value = null
}

/** As the application begins, where it has come anew over what lies here. */
async function begin () {
  const enrolment = await currentEnrolment()
  useEnrolment(enrolment.id)
  if (await hasPin()) await unlock(PIN)
  else await createVault(PIN, { keys: KEYS, iterations: 1 })
  await sealStore()
  await sealParcels()
  await Promise.all([loadMe(), loadPublications()])
  await loadRecords()
  await moved()
  return enrolment
}

for (const name of names) {
  test(`the store that ${name.replace('.json', '')} left is opened with nothing lost`, async () => {
    await another()
    await lay(JSON.parse(readFileSync(new URL(name, folder), 'utf8')).databases)
    assert.deepEqual(await begin(), ENROLMENT)
    assert.deepEqual([await bearer(), me.value, listed.value], [BEARER, ME, [LISTED]])
    assert.deepEqual(await meta(`cursor:${DESA}`), CURSOR)

    assert.equal(get('f1').body.head_name, FAMILY.body.head_name)
    assert.equal(get('f1').body.landmark, 'warung', 'what was typed lies over what was pulled')
    assert.deepEqual(all('building').map(({ id }) => id).sort(), [...HOUSES.map(({ id }) => id), 'n1', 'n2', 'n3'].sort())
    const kept = (await drafts()).map(({ updated_at: _, ...draft }) => draft).sort((a, b) => a.id.localeCompare(b.id))
    assert.deepEqual(kept, DRAFTS)

    const waiting = await pending()
    assert.deepEqual(waiting.map(({ change, item, sealed }) => [change.n, change.record, item.title, sealed]), [[3, 'n3', 'Rumah Wiwin', true], [4, 'f1', 'Suryati', false]])
    assert.equal(waiting[1].change.set.landmark.seen, FAMILY.seq, 'what had been seen when it was typed')
    const settled = await journal()
    assert.deepEqual(settled.map(({ change, receipt, item }) => [change.n, receipt.status, receipt.problem?.title, item.title]), [[1, 'accepted', undefined, 'Rumah Iroh'], [2, 'refused', 'Udin di luar wilayah', 'Rumah Udin']])

    assert.deepEqual((await photoRows()).map(({ id, state, draft }) => [id, state, draft]).sort(), [['p1', 'draft', 'd1'], ['p2', 'waiting', null], ['p3', 'kept', null]])
    for (const id of ['p1', 'p2']) assert.equal(await (await photo(id)).blob.text(), PHOTOS[id])
    assert.equal(await (await photo('p3')).thumb.text(), 'kecil')
    assert.deepEqual((await queue()).map(({ id }) => id), ['p2'])

    const disk = JSON.stringify(await transact('readonly', ['meta', 'drafts', 'outbox', 'journal', 'records'], async (...stores) => Promise.all(stores.map(store => store.getAll()))))
    assert.doesNotMatch(disk, /Suryati|Udin|Wiwin|token-of-ani/, 'what is sealed today is sealed')

    await enqueue([setChange('building', 'n5', { number: 'baru' }, { area: '004/001/x' })])
    const batch = await sealBatch()
    assert.deepEqual(batch.map(({ n, id }) => [n, id]).slice(0, 1), [[3, 'change-n3']], 'sent again under its own name')
    assert.deepEqual(batch.map(({ n }) => n), [3, 4, 5])
  })
}

/** Which fields the rows of each store have, and of what they are sealed with. */
const shape = databases => Object.fromEntries(databases.flatMap(({ name, version, stores }) => stores.map(({ name: store, keyPath, rows }) =>
  [`${name} ${version} ${store} ${keyPath}`, [...new Set(rows.flatMap(row => Object.keys(row).map(field => `${field}${row[field] && row[field].v ? ` v${row[field].v}` : ''}`)))].sort()])))

test('what lies on a phone today is as the last of them says: a change of it needs one more', async () => {
  await another()
  await live(path => import(`../../pwa/${path}`), KEYS)
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
