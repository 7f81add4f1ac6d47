// What a phone says of the work that lies on it: the application and its worker count the same.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { beforeEach, test } from 'node:test'
import vm from 'node:vm'
import './place.mjs'
import { newPhone } from './phone.mjs'
import { databaseName, transact } from '../../pwa/store/db.js'
import { saveDraft } from '../../pwa/store/drafts.js'
import { enqueue, finish, leftHere, setChange } from '../../pwa/store/outbox.js'
import { keepPhoto, settled } from '../../pwa/store/photos.js'
import { uuid7 } from '../../pwa/sync/uuid.js'

const worker = vm.createContext({ self: { addEventListener: () => {} }, indexedDB, Map, Set, Date, setTimeout })
vm.runInContext(readFileSync(new URL('../../pwa/sw.js', import.meta.url), 'utf8').replace("('__FILES__')", '([])').replace("('__DESK__')", '([])'), worker)
let phone = 0
beforeEach(async () => { await newPhone(); phone++ })

/** Both counts of what lies here, which have to be one. @param {string[]} going */
async function left (...going) {
  const here = await leftHere(going)
  const there = await worker.leftHere(databaseName(`00000000-0000-0000-0000-0000${String(phone).padStart(8, '0')}`), going.map(id => ({ id })))
  assert.deepEqual(JSON.parse(JSON.stringify(there)), here)
  return here
}

const house = number => setChange('building', uuid7(), { number }, { area: '004/002/b' })

test('a phone with nothing on it says so', async () => {
  assert.deepEqual(await left(), { items: 0, photos: 0, drafts: 0, since: null })
})

test('what was finished at once is one; what goes along with the request does not stay', async () => {
  const [one, two] = [house('1'), house('2')]
  await enqueue([one, two])
  await enqueue([house('3')])
  assert.equal((await left()).items, 2)
  assert.equal((await left(one.id)).items, 2, 'half of it stays')
  assert.equal((await left(one.id, two.id)).items, 1)
})

test('drafts and photos count; those of a draft, and those that came or will never do, do not', async () => {
  const draft = `${Date.parse('2026-11-20T10:00:00Z').toString(16).padStart(12, '0').replace(/.{8}/, '$&-')}-7000-8000-000000000001`
  await saveDraft({ id: draft })
  const photos = [uuid7(), uuid7(), uuid7(), uuid7()]
  for (const id of photos) await keepPhoto({ id, blob: new Blob(['x']), thumb: new Blob(['y']), record: 'd', kind: 'document', waiting: id !== photos[0], draft: id === photos[0] ? draft : null })
  await settled(photos[1], 'kept')
  await settled(photos[2], 'refused', 'rusak')
  assert.deepEqual(await left(), { items: 0, photos: 1, drafts: 1, since: '2026-11-20T10:00:00.000Z' })
})

test('what the server has answered for lies with the officers, not here', async () => {
  await finish(null, [house('1')])
  await transact('readwrite', ['outbox'], async store => { for (const row of await store.getAll()) store.put({ ...row, answered: 'refused' }) })
  assert.equal((await left()).items, 0)
})
