// How records lie in rows: fifty share one when many come at once, because a row each takes a slow phone ten times as long.
// A record lies in one row only; one that changes later gets a row of its own, and leaves the shared one.
import { uuid7 } from '../sync/uuid.js'
import { sealAll } from './vault.js'

/** @typedef {import('./overlay.js').StoredRecord} StoredRecord */

const MANY = 50
const SINGLES = 200 // rows of their own at most; reading more of them costs more than packing them anew

/** The ids in each shared row, and the shared row of each id. @type {Map<string, Set<string>>} */
let idsIn = new Map()
/** @type {Map<string, string>} */
let packOf = new Map()

/**
 * The records of all rows.
 * @param {any[]} rows @param {any[]} contents of each row, opened: a record, or with `pack` a list of them
 * @returns {Map<string, StoredRecord>}
 */
export function packsIn (rows, contents) {
  const records = new Map()
  idsIn = new Map(); packOf = new Map()
  rows.forEach((row, index) => {
    if (row.pack) note(row.id, contents[index])
    for (const record of row.pack ? contents[index] : [contents[index]]) records.set(record.id, record)
  })
  return records
}

/**
 * What to write so that records go and others come. `settle` is called when it is written.
 * @param {Map<string, StoredRecord>} stored @param {string[]} gone ids @param {StoredRecord[]} come
 * @returns {Promise<{ puts: any[], deletes: string[], settle: () => void }>}
 */
export async function changesOf (stored, gone, come) {
  const leaving = new Set(gone)
  const apart = Array.from(stored.keys()).filter(id => !packOf.has(id))
  if (apart.length + come.length > SINGLES && come.length < MANY) {
    const fresh = new Set(come.map(({ id }) => id))
    come = [...come, ...apart.filter(id => !leaving.has(id) && !fresh.has(id)).map(id => /** @type {StoredRecord} */ (stored.get(id)))]
  }
  const touched = new Set([...gone, ...come.map(({ id }) => id)])
  const packs = come.length < MANY ? [] : inPacks(come)
  for (const key of new Set(Array.from(touched, id => packOf.get(id) || '').filter(Boolean))) {
    const staying = Array.from(idsIn.get(key) || []).filter(id => !touched.has(id))
    packs.push({ key, records: staying.map(id => /** @type {StoredRecord} */ (stored.get(id))) })
  }
  const full = packs.filter(({ records }) => records.length)
  const alone = come.length < MANY ? come : []
  const sealed = await sealAll(/** @type {any[]} */ ([...full.map(({ records }) => records), ...alone]))
  const single = id => stored.has(id) && !packOf.has(id)
  return {
    puts: [
      ...full.map(({ key }, index) => ({ id: key, pack: true, sealed: sealed[index] })),
      ...alone.map(({ id, seq }, index) => ({ id, seq, sealed: sealed[full.length + index] }))
    ],
    deletes: [
      ...packs.filter(({ records }) => !records.length).map(({ key }) => key),
      ...(alone.length ? gone : Array.from(touched)).filter(single)
    ],
    settle: () => {
      for (const id of touched) packOf.delete(id)
      for (const { key, records } of packs) note(key, records)
    }
  }
}

function inPacks (records) {
  const packs = []
  for (let at = 0; at < records.length; at += MANY) packs.push({ key: `pack-${uuid7()}`, records: records.slice(at, at + MANY) })
  return packs
}

function note (key, records) {
  if (!records.length) { idsIn.delete(key); return }
  idsIn.set(key, new Set(records.map(({ id }) => id)))
  for (const { id } of records) packOf.set(id, key)
}
