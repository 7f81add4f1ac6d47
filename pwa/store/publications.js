// Surveys, catalogue, directory and holidays: immutable, named by the hash of their content, kept until nothing needs them.
import { signal } from '../vendor/ui.js'
import { transact } from './db.js'
import { keepMeta, meta } from './meta.js'

/**
 * @typedef {{ hash: string, kind: 'survey' | 'catalogue' | 'directory' | 'holidays', code: string, version: string, in_force: string }} Listed
 */

const bodies = new Map()

/** What holds for me, as the last exchange listed it. @type {{ value: Listed[] }} */
export const listed = signal([])

export async function loadPublications () {
  listed.value = await meta('publications') || []
}

/** @param {Listed[]} list */
export async function keepList (list) {
  await keepMeta('publications', list)
  listed.value = list
}

/** The listed ones whose body this phone lacks. @returns {Promise<Listed[]>} */
export async function missing () {
  const here = new Set(await transact('readonly', ['publications'], store => store.getAllKeys()))
  return listed.value.filter(({ hash }) => !here.has(hash))
}

/** @param {Listed} publication @param {any} body */
export const keepPublication = (publication, body) =>
  transact('readwrite', ['publications'], store => { store.put({ ...publication, body }) })

/**
 * The body of a publication, or null if it is not on this phone.
 * @param {string} hash
 * @returns {Promise<any>}
 */
export async function publication (hash) {
  if (!bodies.has(hash)) {
    const row = await transact('readonly', ['publications'], store => store.get(hash))
    if (!row) return null
    bodies.set(hash, row.body)
  }
  return bodies.get(hash)
}

/**
 * Which publication of a kind is in force on a day: the newest of those that have begun.
 * @param {string} kind
 * @param {string | null} [code] e.g. "kelayakan"; null takes any
 * @param {string} [day] "2026-11-21"
 * @returns {Listed | null}
 */
export function inForce (kind, code = null, day = '9999-12-31') {
  return listed.value
    .filter(one => one.kind === kind && (code === null || one.code === code) && (one.in_force || '') <= day)
    .sort((a, b) => (a.in_force || '').localeCompare(b.in_force || '') || a.version.localeCompare(b.version))
    .pop() || null
}

/**
 * What is in force, with its body; null if none is, or its body has not come yet.
 * @param {string} kind @param {string | null} [code] @param {string} [day]
 * @returns {Promise<{ hash: string, body: any } | null>}
 */
export async function current (kind, code = null, day) {
  const found = inForce(kind, code, day)
  const body = found && await publication(found.hash)
  return body ? { hash: found.hash, body } : null
}
