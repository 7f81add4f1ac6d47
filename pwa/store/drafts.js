// Visits that are not finished. A draft lies here, sealed, and never in the outbox; it is saved whole at every answer.
import { signal } from '../vendor/ui.js'
import { transact } from './db.js'
import { open, openAll, seal } from './vault.js'

/**
 * @typedef {{ id: string, kind: 'visit', survey: string, family: string | null, building: string, area: string,
 *   mode: 'lengkap' | 'cepat', answers: object, prefilled: object | null, page: number, question: string | null,
 *   papers: Record<string, any>, card: { card: string, pin: string } | null, updated_at: string } & Record<string, any>} Draft
 */

/** Goes up when a draft was made or taken away (not at each save), so that lists look again. */
export const draftsVersion = signal(0)

let known = new Set()

/** Drafts of erased families that somebody may still have open: they are not kept again. */
const erased = new Set()

/** @param {Draft} draft @param {Date} [now] @returns {Promise<void>} kept on disk when it resolves */
export async function saveDraft (draft, now = new Date()) {
  if (erased.has(draft.id)) return
  const updated = now.toISOString()
  const sealed = await seal({ ...draft, updated_at: updated })
  await transact('readwrite', ['drafts'], store => { store.put({ id: draft.id, updated_at: updated, sealed }) })
  if (!known.has(draft.id)) { known.add(draft.id); draftsVersion.value++ }
}

/** @returns {Promise<Draft[]>} the latest first */
export async function drafts () {
  const rows = await transact('readonly', ['drafts'], store => store.getAll())
  known = new Set(rows.map(({ id }) => id))
  const opened = await openAll(rows.map(({ sealed }) => sealed))
  return opened.sort((a, b) => b.updated_at.localeCompare(a.updated_at))
}

/** @param {string} id @returns {Promise<Draft | null>} */
export async function draft (id) {
  const row = await transact('readonly', ['drafts'], store => store.get(id))
  return row ? open(row.sealed) : null
}

/** Throw a draft away, with the photos taken for it. @param {string} id */
export async function dropDraft (id) {
  await transact('readwrite', ['drafts', 'photos'], async (store, photos) => {
    store.delete(id)
    for (const row of await photos.getAll()) if (row.state === 'draft' && row.draft === id) photos.delete(row.id)
  })
  known.delete(id)
  draftsVersion.value++
}

/** Throw away the drafts of families that were erased. @param {string[]} families @returns {Promise<Draft[]>} what they were */
export async function eraseDrafts (families) {
  const gone = (await drafts()).filter(({ family }) => family && families.includes(family))
  for (const { id } of gone) {
    erased.add(id)
    await dropDraft(id)
  }
  return gone
}

/** Drafts went or came by another road (finish, another tab). */
export const draftsMoved = () => { draftsVersion.value++ }
