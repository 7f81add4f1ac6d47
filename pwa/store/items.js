// The rows of Kiriman, worked out from what is stored and from nothing else. Pure.

/**
 * @typedef {'hp' | 'mengirim' | 'puskesos' | 'diperiksa' | 'tertahan'} ItemState
 * @typedef {{ key: string, kind: string, title: string, detail: string, at: string, changes: import('./overlay.js').Change[],
 *   state: ItemState, receipt: import('./journal.js').Receipt | null, stopped: any, came: { at: string, seq: number | null } | null, number: string | null,
 *   cases: { id: string, number: string | null, status: string | null, service: string | null, queue_number: string | null, service_day: string | null }[],
 *   bytes: { gone: number, total: number } | null,
 *   photos: { kept: number, total: number, left: number, again: import('./photos.js').PhotoRow[], lost: number } }} ItemRow
 *   `receipt`: the one that tells most: of what is held or refused, else the last; `stopped`: the change it stopped; `came`: the
 *   last receipt of what was taken; `bytes`: while something of it has still to go; `photos.left`: bytes still to send, `again`: to be taken anew, `lost`: those of it that had come
 */

const UNTOUCHED = [undefined, null, 'terkirim', 'diperiksa']

/**
 * @param {{ waiting: { change: any, item: any, at: string }[], settled: import('./journal.js').Entry[],
 *   photos: import('./photos.js').PhotoRow[], sending: Set<string>, record: (id: string) => any }} stored
 *   `sending`: changes that lie in a request now; `record`: how a record looks now
 * @returns {ItemRow[]} what needs a person first, then the newest
 */
export function itemsOf ({ waiting, settled, photos, sending, record }) {
  const groups = new Map()
  const group = item => {
    if (!groups.has(item.key)) groups.set(item.key, { item, waiting: [], settled: [] })
    return groups.get(item.key)
  }
  const visited = new Set([...settled, ...waiting].filter(({ change }) => change.collection === 'visit').map(one => one.item.key))
  const all = [...settled, ...waiting].map(({ change }) => change)
  for (const entry of settled) group(beside(entry, visited) || entry.item).settled.push(entry)
  for (const entry of waiting) group(entry.item).waiting.push(entry)
  return Array.from(groups.values(), one => row(one, all, photos.filter(photo => photo.item === one.item.key && !replaced(photo, record)), sending, record))
    .sort((a, b) => rank(a) - rank(b) || b.at.localeCompare(a.at))
}

/**
 * A step beside a visit that was stopped, as a row of its own: its reason is not the visit's, which may be long ready.
 * @returns {any} its item; null: it is no such step
 */
const beside = ({ item, change, receipt }, visited) => 'do' in change && visited.has(item.key) && (receipt.status === 'refused' || receipt.status === 'held')
  ? { ...item, key: `${item.key}/${change.id}`, kind: change.do, detail: '' }
  : null

const rank = ({ state }) => state === 'mengirim' ? 0 : state === 'hp' ? 1 : state === 'tertahan' ? 2 : 3

/**
 * A change that was not taken and that its author has put right since: with what she finished there, or by saying all of it again.
 * @param {{ change: any }} entry @param {any[]} changes of its item @param {any[]} all of this phone
 */
export function isMended ({ change }, changes, all) {
  if (!('set' in change)) return false
  const later = ({ record, set, n }) => set && record === change.record && n > change.n
  const again = ({ set }) => Object.keys(change.set).every(field => field === 'exists' || field in set)
  return changes.some(later) || all.some(one => later(one) && again(one))
}

function row ({ item, waiting, settled }, all, photos, sending, record) {
  const changes = [...settled, ...waiting].map(({ change }) => change)
  const open = settled.filter(entry => !isMended(entry, changes, all))
  const stopped = open.find(({ receipt }) => receipt.status === 'refused') || open.find(({ receipt }) => receipt.status === 'held')
  const came = settled.filter(({ receipt }) => receipt.status !== 'refused' && receipt.status !== 'held').pop()
  const left = photos.reduce((sum, { state, size, upload }) => state === 'waiting' ? sum + size - Math.min(size, upload?.at || 0) : sum, 0)
  const last = stopped || settled[settled.length - 1]
  const cases = casesOf(changes, settled, record)
  return {
    ...item,
    changes,
    state: stopped
      ? 'tertahan'
      : waiting.some(({ change }) => sending.has(change.id))
        ? 'mengirim'
        : waiting.length ? 'hp' : reviewed(changes, record) ? 'diperiksa' : 'puskesos',
    receipt: last ? last.receipt : null,
    stopped: stopped ? stopped.change : null,
    came: came ? { at: came.at, seq: came.receipt.seq } : null,
    bytes: waiting.length || left ? going(waiting, settled, photos, left) : null,
    number: cases.map(({ number }) => number).find(Boolean) || null,
    cases,
    photos: {
      kept: photos.filter(({ state, missed }) => state === 'kept' && !missed).length,
      total: photos.length,
      left,
      again: photos.filter(({ state }) => state === 'refused' || state === 'lost'),
      lost: photos.filter(({ state }) => state === 'lost').length
    }
  }
}

/** Another photo stands in the place of one that did not arrive. */
function replaced ({ id, state, record: of }, record) {
  const body = (state === 'refused' || state === 'lost') && record(of)?.body
  return body && (body.superseded_by || (body.photos && !body.photos.includes(id)))
}

/** How much of an item the server has, text and photos. */
function going (waiting, settled, photos, left) {
  const size = entries => entries.reduce((sum, { change }) => sum + JSON.stringify(change).length, 0)
  const total = size(waiting) + size(settled) + photos.reduce((sum, { size }) => sum + size, 0)
  return { gone: total - size(waiting) - left, total }
}

function casesOf (changes, settled, record) {
  const ids = changes.filter(change => 'set' in change && change.collection === 'case').map(change => change.record)
  return Array.from(new Set(ids), id => {
    const body = record(id)?.body || {}
    const entry = settled.find(({ change, receipt }) => change.record === id && receipt.number)
    return { id, number: body.number || entry?.receipt.number || null, status: body.status || null, service: body.service || null, queue_number: body.queue_number || null, service_day: body.service_day || null }
  })
}

/** Whether an officer has finished with it: the visit, or every case, or every paper of it. */
function reviewed (changes, record) {
  const bodies = collection => changes.filter(change => change.collection === collection).map(change => record(change.record)?.body || {})
  if (bodies('visit').some(body => body.reviewed)) return true
  const cases = bodies('case')
  if (cases.length) return cases.every(body => !UNTOUCHED.includes(body.status))
  const papers = bodies('visit').length ? [] : bodies('document')
  return papers.length > 0 && papers.every(body => body.verdict)
}
