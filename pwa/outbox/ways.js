// Where what the server did not take can be put right: at the question, at the paper, or with the family.
import { get } from '../store/records.js'

/** Nothing that is typed anew changes these; an officer settles them. */
const OFFICERS = ['moved-away', 'out-of-scope', 'revoked', 'erased', 'server-trouble', 'waiting', 'unknown-record', 'change-reused', 'changed-meanwhile', 'visit-is-final']

/** @typedef {{ href: string, word: string } | null} Way `word`: the text that says it */

/**
 * @param {{ key: string, changes: any[], stopped: any, receipt: any }} row of Kiriman that is held up
 * @returns {Way}
 */
export function wayOf (row) {
  const { stopped: change, receipt } = row
  const slug = (receipt.problem?.type || '').split('/').pop()
  const mendable = receipt.status === 'refused' && !OFFICERS.includes(slug)
  if ('do' in change && /^conflict\./.test(change.do)) return get(change.record) && { href: `/pilih/${change.record}`, word: 'kiriman.pilih' }
  if (mendable && change.collection === 'document' && get(change.record)) return paper(change.record)
  if (mendable && !('do' in change) && row.changes.some(one => one.collection === 'visit')) return { href: `/betulkan/${row.key}`, word: 'kiriman.betulkan' }
  return family(row)
}

/** @param {{ id: string, record: string }} photo that has to be taken anew @param {{ changes: any[] }} row @returns {Way} */
export const wayOfPhoto = (photo, row) => get(photo.record)?.collection === 'document' ? paper(photo.record, photo.id) : family(row)

const paper = (id, photo = '') => ({ href: `/berkas/${id}${photo && `/${photo}`}`, word: 'kiriman.ke_berkas' })

function family ({ changes }) {
  const named = changes.flatMap(({ record, set }) => [set?.family?.to, set?.subject?.to, get(set?.subject?.to)?.body.family, get(record)?.body.family, record])
  const id = named.find(one => one && get(one)?.collection === 'family')
  return id ? { href: `/warga/${id}`, word: 'kiriman.ke_keluarga' } : null
}
