// A value that reached this phone after the draft had copied an older one: shown beside the question, never put into it.
import { get, identityId } from '../store/records.js'

/**
 * @param {any} session @param {any} node @param {string} ipath @param {any} value in the form now
 * @returns {any} the newer value; null when there is none
 */
export function newerValue ({ draft, form }, node, ipath, value) {
  if (!draft.prefilled || !node.save) return null
  const [, property] = node.save
  const subject = subjectOf(draft, form, ipath)
  for (const id of [subject, identityId(subject)]) {
    const copied = draft.prefilled.known[id]
    const record = get(id)
    if (!copied || !record || !(property in copied.seen)) continue
    const now = record.body[property]
    if ((record.versions[property] || 0) > copied.seen[property] && now !== undefined && now !== null && now !== value && now !== copied.values[property]) return now
  }
  return null
}

/** The record an answer belongs to: the row's member, else the family. */
function subjectOf (draft, form, ipath) {
  const row = ipath.lastIndexOf(']')
  return row < 0 ? draft.family : form.get(ipath.slice(0, row + 1) + '/id_anggota') || draft.family
}
