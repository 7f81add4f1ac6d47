// A phone for tests of the store: IndexedDB in memory, somebody enrolled, nothing on it.
import '../tools/node_modules/fake-indexeddb/auto/index.mjs'
import { readFileSync } from 'node:fs'
import { loadText } from '../../pwa/text/text.js'
import { useEnrolment, transact } from '../../pwa/store/db.js'
import { createVault } from '../../pwa/store/pin.js'
import { keepMe } from '../../pwa/store/me.js'
import { loadPublications } from '../../pwa/store/publications.js'
import { loadRecords } from '../../pwa/store/records.js'
import { moved } from '../../pwa/store/outbox.js'

export const DESA = '32.01.15.2008'
export const PIN = '246810'
let phones = 0

export const ANI = {
  person: 'ani', name: 'Bu Ani', roles: ['kader_pkk'], areas: ['004'], desa: { code: DESA, name: 'Cibadak', kecamatan: 'Ciampea', short: 'CBD' },
  regions: [{ dusun: 'I', rw: '004', rts: ['001', '002'] }, { dusun: 'II', rw: '005', rts: ['001'] }], people: [], hash: 'h'
}

/** A new phone of Bu Ani, unlocked; its PIN is not stretched. @param {any} [keys] the server's @param {string} [enrolment] a real one */
export async function newPhone (me = ANI, keys = undefined, enrolment = `019b0000-0000-7000-8000-0000${String(++phones).padStart(8, '0')}`) {
  useEnrolment(enrolment)
  await createVault(PIN, { keys, iterations: 1 })
  await loadText(async () => JSON.parse(readFileSync(new URL('../../pwa/text/id.json', import.meta.url), 'utf8')))
  await keepMe(me)
  await loadPublications()
  await loadRecords()
  await moved()
}

/** A record as a pull brings it. */
export const record = (id, collection, body, { seq = 1, versions, area = '004/002/b', gone = null } = {}) =>
  ({ id, collection, seq, area, gone, body, versions: versions || Object.fromEntries(Object.keys(body).map(field => [field, seq])) })

/** How many rows each store holds. */
export const counts = (...stores) => transact('readonly', stores, async (...all) => {
  const result = {}
  for (let index = 0; index < all.length; index++) result[stores[index]] = await all[index].count()
  return result
})

export const accepted = (change, seq, more = {}) => ({ id: change.id, status: 'accepted', seq, problem: null, ...more })
