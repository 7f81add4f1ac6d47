// The store that an earlier version left, opened by the present modules: what they find in it, and what they should.
// Runs in node and in a browser alike.
import { lay } from './disk.mjs'
import { BEARER, CURSOR, DESA, DRAFTS, ENROLMENT, FAMILY, HOUSES, LISTED, ME, PHOTOS, PIN } from './story.mjs'
import { transact, useEnrolment } from '../../pwa/store/db.js'
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
import { base64 } from '../../pwa/store/vault.js'

/** What a server hands out: its public keys. */
export async function serverKeys () {
  const { publicKey } = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits'])
  const point = base64(new Uint8Array(await crypto.subtle.exportKey('raw', publicKey)))
  return { delivery: point, recovery: point, signing: point }
}

/** As the application begins, where it has come anew over what lies here. */
async function begin () {
  const enrolment = await currentEnrolment()
  useEnrolment(enrolment.id)
  if (await hasPin()) await unlock(PIN)
  else await createVault(PIN, { keys: await serverKeys(), iterations: 1 })
  await sealStore()
  await sealParcels()
  await Promise.all([loadMe(), loadPublications()])
  await loadRecords()
  await moved()
  return enrolment
}

const unfinished = async () => (await drafts()).map(({ updated_at: _, ...draft }) => draft).sort((a, b) => a.id.localeCompare(b.id))
const STORES = ['meta', 'drafts', 'outbox', 'journal', 'records']
const readable = async () => JSON.stringify(await transact('readonly', STORES, (...stores) => Promise.all(stores.map(store => store.getAll()))))

/** Open what lies here, and then go on working. */
async function look () {
  const enrolment = await begin()
  const pictures = await Promise.all(['p1', 'p2'].map(async id => [id, await (await photo(id)).blob.text()]))
  const found = {
    enrolment,
    who: [await bearer(), me.value, listed.value, await meta(`cursor:${DESA}`)],
    family: [get('f1').body.head_name, get('f1').body.landmark],
    houses: all('building').map(({ id }) => id).sort(),
    drafts: await unfinished(),
    waiting: (await pending()).map(({ change, item, sealed }) => [change.n, change.record, item.title, sealed]),
    seen: (await pending())[1].change.set.landmark.seen,
    settled: (await journal()).map(({ change, receipt, item }) => [change.n, receipt.status, receipt.problem?.title || '', item.title]),
    rows: (await photoRows()).map(({ id, state, draft }) => [id, state, draft || '']).sort(),
    photos: Object.fromEntries([...pictures, ['p3', await (await photo('p3')).thumb.text()]]),
    queue: (await queue()).map(({ id }) => id),
    open: (await readable()).match(/Suryati|Udin|Wiwin|token-of-ani/g) || []
  }
  await enqueue([setChange('building', 'n5', { number: 'baru' }, { area: '004/001/x' })])
  const batch = await sealBatch()
  return { ...found, again: batch[0].id, numbers: batch.map(({ n }) => n) }
}

/** What every one of them holds: the story was the same. */
export const TOLD = {
  enrolment: ENROLMENT,
  who: [BEARER, ME, [LISTED], CURSOR],
  family: [FAMILY.body.head_name, 'warung'], // what was typed lies over what was pulled
  houses: [...HOUSES.map(({ id }) => id), 'n1', 'n2', 'n3'].sort(),
  drafts: DRAFTS,
  waiting: [[3, 'n3', 'Rumah Wiwin', true], [4, 'f1', 'Suryati', false]],
  seen: FAMILY.seq, // when it was typed
  settled: [[1, 'accepted', '', 'Rumah Iroh'], [2, 'refused', 'Udin di luar wilayah', 'Rumah Udin']],
  rows: [['p1', 'draft', 'd1'], ['p2', 'waiting', ''], ['p3', 'kept', '']],
  photos: { p1: PHOTOS.p1, p2: PHOTOS.p2, p3: 'kecil' },
  queue: ['p2'],
  open: [], // what is sealed today is sealed
  again: 'change-n3', // sent again under its own name
  numbers: [3, 4, 5]
}

/** Lay a store on this empty disk and open it. @param {any[]} databases of `dump` */
export async function opened (databases) {
  await lay(databases)
  return look()
}

/** What lies here when the phone is begun anew after that. */
export async function openedAgain () {
  await begin()
  return { family: get('f1').body.landmark, houses: all('building').length, drafts: await unfinished(), waiting: (await pending()).map(({ change }) => change.record) }
}

export const TOLD_AGAIN = { family: 'warung', houses: HOUSES.length + 4, drafts: DRAFTS, waiting: ['n3', 'f1', 'n5'] }
