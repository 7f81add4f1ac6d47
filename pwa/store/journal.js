// What the server has answered for: every settled change with its receipt, kept 30 days, so that a phone can send again
// what a restored server has lost, and so that "terkirim" is read from receipts and from nothing else.
import { transact } from './db.js'
import { isMended } from './items.js'
import { keepMeta, meta } from './meta.js'
import { dropPhotosOf } from './photos.js'
import { openRows } from './vault.js'

/**
 * @typedef {'accepted' | 'merged' | 'conflict' | 'duplicate' | 'held' | 'refused'} Status
 * @typedef {{ id: string, status: Status, seq: number | null, problem: { type: string, title: string, detail?: string, change?: string } | null,
 *   number?: string }} Receipt
 * @typedef {{ key: string, kind: string, title: string, detail: string, at: string }} Item
 * @typedef {{ change: import('./overlay.js').Change, item: Item, receipt: Receipt, at: string }} Entry
 */

const KEPT_DAYS = 30

const known = new Map()
const words = new Map()

/** @returns {Promise<Entry[]>} in the order of `n` */
export async function journal () {
  const rows = await transact('readonly', ['journal'], store => store.getAll())
  const spoken = rows.filter(({ said }) => said)
  const [opened, said] = await Promise.all([openRows(rows, known), openRows(spoken.map(({ id, said }) => ({ id, sealed: said })), words)])
  const saidOf = new Map(spoken.map(({ id }, index) => [id, said[index]]))
  return rows.map((row, index) => ({
    change: { ...opened[index].change, n: row.n },
    item: opened[index].item,
    receipt: { problem: null, ...row.receipt, ...saidOf.get(row.id) },
    at: row.at
  })).sort((a, b) => a.change.n - b.change.n)
}

/** A receipt as it lies here: what names people or numbers is sealed. @param {Receipt} receipt @param {any} said sealed `wordsOf` */
export const receiptRow = ({ id, status, seq, problem }, said) =>
  ({ receipt: { id, status, seq, problem: problem ? { type: problem.type, ...(problem.change && { change: problem.change }) } : null }, said })

/** What a receipt says besides its status, null if nothing. @param {Receipt} receipt */
export const wordsOf = ({ id, status, seq, ...words }) => words.problem || words.number ? words : null

const isStopped = ({ receipt }) => receipt.status === 'held' || receipt.status === 'refused'

/** How many items need a person, because the server holds or refused a part of them. @returns {Promise<number>} */
export async function stopped () {
  if (!(await transact('readonly', ['journal'], store => store.getAll())).some(isStopped)) return 0
  const all = await journal()
  const beside = ({ item }) => all.filter(one => one.item.key === item.key).map(({ change }) => change)
  const changes = all.map(({ change }) => change)
  return new Set(all.filter(entry => isStopped(entry) && !isMended(entry, beside(entry), changes)).map(({ item }) => item.key)).size
}

const ASKED = 100 // at once

/** Under which id the server knows it: a change that bears the id of another lies in quarantine under one of its own. */
const nameOf = ({ id, receipt }) => isRefusedAs({ receipt }, 'change-reused') ? receipt.problem.change || '' : id

/**
 * What the server holds or refused and no officer has put away: asked about again, for somebody may have settled it.
 * Where that is more than can be asked about at once, the turn goes round. @returns {Promise<string[]>} ids
 */
export async function toAskAbout () {
  const rows = (await transact('readonly', ['journal'], store => store.getAll())).filter(row => isStopped(row) && !isDiscarded(row) && nameOf(row))
  if (rows.length <= ASKED) return rows.map(nameOf)
  const last = await meta('asked') || ''
  const from = rows.findIndex(({ id }) => id > last)
  const next = [...rows.slice(Math.max(from, 0)), ...rows].slice(0, ASKED)
  await keepMeta('asked', next[ASKED - 1].id)
  return next.map(nameOf)
}

/** Of receipts, those that say something else than is known here, by the ids they have here. @param {Receipt[]} receipts @returns {Promise<Receipt[]>} */
export async function news (receipts) {
  if (!receipts.length) return []
  const said = ({ status, problem }) => `${status} ${problem ? problem.type : ''}`
  const rows = await transact('readonly', ['journal'], store => store.getAll())
  const known = new Map(rows.map(row => [nameOf(row), row]))
  const others = new Set(rows.map(({ id }) => id).filter(id => !known.has(id))) // the word on such an id is about another change
  return receipts.filter(receipt => !others.has(receipt.id) && (!known.has(receipt.id) || said(known.get(receipt.id).receipt) !== said(receipt)))
    .map(receipt => ({ ...receipt, id: known.get(receipt.id)?.id || receipt.id }))
}

/** An officer has seen it and does not use it. */
export const isDiscarded = entry => isRefusedAs(entry, 'discarded')
const isErased = entry => isRefusedAs(entry, 'erased')
const isRefusedAs = ({ receipt }, slug) => receipt.status === 'refused' && (receipt.problem?.type || '').endsWith('/' + slug)

/**
 * Let go of what was settled more than 30 days ago, by the server's clock at both ends: this phone's may jump by years.
 * What is held or refused stays until it is repaired. @param {Date} now as the server says
 */
export async function forgetOld (now) {
  const limit = new Date(now.getTime() - KEPT_DAYS * 86400000).toISOString()
  const isOld = row => row.since < limit && !isStopped(row)
  const ids = (await transact('readonly', ['journal'], store => store.getAll())).filter(row => !row.since || isOld(row)).map(({ id }) => id)
  if (!ids.length) return
  await transact('readwrite', ['journal'], async store => {
    for (const id of ids) {
      const row = await store.get(id)
      if (row && !row.since) store.put({ ...row, since: now.toISOString() })
      else if (row && isOld(row)) store.delete(id)
    }
  })
}

/**
 * Let go of what this phone holds of records that were erased: what it sent about them, and their photos. They are not to
 * be sent again to any server.
 * @param {string[]} [ids] besides those of which a receipt says so
 * @returns {Promise<string[]>} what the rows were called that a receipt ended
 */
export async function forgetErased (ids = []) {
  const entries = await journal()
  const names = new Set(ids)
  const about = ({ change }) => names.has(change.record) || ('set' in change && Object.values(change.set).some(({ to }) => names.has(to)))
  for (const entry of entries) if (isStopped(entry) && 'set' in entry.change && entry.change.set.exists && (isErased(entry) || about(entry))) names.add(entry.change.record) // it never began
  const gone = entries.filter(entry => isErased(entry) || about(entry))
  await dropPhotosOf(names)
  await transact('readwrite', ['journal'], store => { for (const { change } of gone) store.delete(change.id) })
  return gone.filter(isErased).map(({ item }) => item?.title || '')
}
