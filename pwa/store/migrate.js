// A store of a version that knew no PIN, sealed row by row. It can stop between any two of them: `open` reads both kinds,
// and what is left is sealed the next time the application is unlocked. No row is written unless it still says what was sealed.
import { transact } from './db.js'
import { receiptRow, wordsOf } from './journal.js'
import { open, parcels, seal, sealPicture } from './vault.js'

const SEALED = ['meta', 'drafts', 'outbox', 'journal', 'photos', 'records']

/** How each kind of row is sealed; the others hold one sealed value and nothing else that is personal. */
const KINDS = {
  journal: async row => ({ ...row, ...receiptRow(row.receipt, wordsOf(row.receipt) && await seal(wordsOf(row.receipt))), sealed: await seal(await open(row.sealed)) }),
  outbox: async row => {
    const plain = await open(row.sealed)
    const [parcel] = await parcels([{ id: row.id, text: JSON.stringify(plain.change) }])
    return { ...row, item: plain.item.key, sealed: await seal(plain), parcel }
  },
  photos: async row => {
    const { blob, thumb } = await open(row.sealed)
    if (!blob) return { ...row, sealed: await seal({ thumb }), body: null, parcel: null }
    const { body, secret } = await sealPicture(blob)
    const [parcel] = await parcels([{ id: row.id, text: secret }])
    return { ...row, upload: null, body, parcel, sealed: await seal({ thumb, secret, type: blob.type }) } // other bytes: sent from the beginning
  }
}

const isOpen = row => row.sealed && row.sealed.v === 1

/**
 * Seal what an earlier version left open. The vault is unlocked.
 * @returns {Promise<number>} how many rows there were
 */
export async function sealStore () {
  let count = 0
  for (const name of SEALED) {
    const id = name === 'meta' ? 'key' : 'id'
    const keys = (await transact('readonly', [name], store => store.getAll())).filter(isOpen).map(row => row[id])
    for (const key of keys) {
      while (!await sealRow(name, key)) { /* another window wrote it meanwhile: look again */ }
      count++
    }
  }
  return count
}

/** @returns {Promise<boolean>} whether it lies sealed now, or is gone */
async function sealRow (name, key) {
  const before = await transact('readonly', [name], store => store.get(key))
  if (!before || !isOpen(before)) return true
  const sealed = await (KINDS[name] || (async row => ({ ...row, sealed: await seal(await open(row.sealed)) })))(before)
  const mark = JSON.stringify(before)
  return transact('readwrite', [name], async store => {
    const now = await store.get(key)
    if (!now || JSON.stringify(now) !== mark) return !now
    store.put(sealed)
    return true
  })
}
