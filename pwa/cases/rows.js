// The rows of the inbox: what each case shows, which the filters let through, in which order. Pure.
import { warningsOf } from './notes.js'
import { complete, papersOf } from './papers.js'

/** @typedef {import('../store/records.js').SeenRecord} SeenRecord */
/**
 * @typedef {{ get: (id: string) => SeenRecord | null, of: (collection: string, field: string, value: string) => SeenRecord[] }} Store
 * @typedef {{ text: string, status: string, day: string, waits: string, rw: string, kader: string, service: string }} Filter
 * @typedef {{ id: string, record: SeenRecord, family: string, name: string, number: string, rw: string, rt: string, service: string,
 *   status: string, urgency: string, kader: string, day: string, since: number }} Row
 */

/** What the desk begins with: what waits for an officer. @type {Filter} */
export const WAITING = { text: '', status: 'terkirim', day: '', waits: '', rw: '', kader: '', service: '' }

/** Every case, whatever its state. @type {Filter} */
export const EVERYTHING = { ...WAITING, status: '' }

/** What was looked for last: coming back from a case leads to the same list, and the next case is one of it. */
export const looked = { filter: WAITING }

const URGENCY = { darurat: 0, mendesak: 1, biasa: 2 }
const DAY = 24 * 3600000 // ms

/** What can be said of a case without looking at its papers: cheap, because a desa may have thousands. @param {SeenRecord} record @param {Store} store @returns {Row} */
export function rowOf (record, { get }) {
  const { body } = record
  const family = get(body.family)
  const [rw = '', rt = ''] = (record.area || (family && family.area) || '').split('/')
  return {
    id: record.id,
    record,
    family: body.family,
    name: (family && family.body.head_name) || '',
    number: body.number || '',
    rw,
    rt,
    service: body.service,
    status: body.status,
    urgency: body.urgency || 'biasa',
    kader: (body.by && body.by.name) || '',
    day: body.service_day || '',
    since: body.received ? Date.parse(body.received) : madeAt(record.id)
  }
}

/**
 * A row for each case; one that was decided a moment ago waits for nobody any more.
 * @param {SeenRecord[]} cases @param {Store} store @param {Set<string>} decided ids
 */
export const rowsOf = (cases, store, decided) => cases.map(record => {
  const row = rowOf(record, store)
  return row.status === 'terkirim' && decided.has(row.id) ? { ...row, status: 'diputus' } : row
})

/**
 * The rows that a filter lets through, the urgent and those that wait longest first.
 * @param {Row[]} rows @param {Filter} filter @param {Store} store @param {number} now ms
 */
export function chosen (rows, filter, store, now) {
  const wanted = filter.text.trim().toLowerCase()
  const digits = wanted.replace(/[\s.-]/g, '')
  const is = (key, row) => !filter[key] || row[key] === filter[key]
  return rows
    .filter(row => is('status', row) && is('day', row) && is('rw', row) && is('kader', row) && is('service', row) &&
      (!filter.waits || now - row.since >= Number(filter.waits) * DAY) && (!wanted || named(row, wanted, digits, store)))
    .sort(inOrder)
}

/**
 * The rows that are looked for. A name or number that the other filters hold back is found all the same: whoever types it wants that case.
 * @param {Row[]} rows @param {Filter} filter @param {Store} store @param {number} now ms
 * @returns {{ rows: Row[], beyond: number, wide: boolean }} beyond: further ones the filters hold back; wide: they held back all, and all are given
 */
export function lookedFor (rows, filter, store, now) {
  const inside = chosen(rows, filter, store, now)
  if (!filter.text.trim()) return { rows: inside, beyond: 0, wide: false }
  const everywhere = chosen(rows, { ...EVERYTHING, text: filter.text }, store, now)
  const wide = inside.length === 0 && everywhere.length > 0
  return { rows: wide ? everywhere : inside, beyond: wide ? 0 : everywhere.length - inside.length, wide }
}

/** @param {Row} a @param {Row} b */
const inOrder = (a, b) => (URGENCY[a.urgency] ?? 2) - (URGENCY[b.urgency] ?? 2) || a.since - b.since || a.id.localeCompare(b.id)

/**
 * The case to go on with after `id`: the one below it of those looked for, after the last the first; else of all that wait.
 * @param {Row[]} rows @param {string} id @param {Store} store @param {number} now ms
 */
export function nextAfter (rows, id, store, now) {
  const left = rows.find(row => row.id === id)
  for (const filter of [{ ...looked.filter, status: 'terkirim' }, WAITING]) {
    const others = chosen(rows, filter, store, now).filter(row => row !== left)
    if (others.length) return others.find(row => left && inOrder(left, row) < 0) || others[0]
  }
  return null
}

/** Whether a row is looked for: by a name in the family, the number, or the end of a NIK or KK. */
function named (row, wanted, digits, store) {
  if (row.name.toLowerCase().includes(wanted) || row.number.toLowerCase().includes(wanted)) return true
  const members = store.of('member', 'family', row.family)
  if (/^[0-9]{3,16}$/.test(digits)) {
    return [row.family, ...members.map(({ id }) => id)].some(id => store.of('identity', 'subject', id)
      .some(({ body }) => [body.nik, body.kk_number].some(number => number?.endsWith(digits))))
  }
  return members.some(({ body }) => (body.full_name || '').toLowerCase().includes(wanted))
}

/**
 * What the table and the preview say of a row beside it: papers, photos, what to look at. Only for rows that are shown.
 * @param {Row} row @param {Store} store
 */
export function detailsOf ({ record: { body }, status, urgency }, { get, of }) {
  const visit = get(body.visit)
  const papers = papersOf(body, of('document', 'family', body.family), id => { const member = get(id); return (member && member.body.full_name) || '' })
  const firm = papers.filter(paper => paper.required && !paper.later)
  return {
    papers,
    firm: firm.length,
    here: firm.filter(({ state }) => state === 'belum_dilihat' || state === 'diterima').length,
    photos: papers.flatMap(({ document }) => document ? (document.body.photos || []).slice(-1) : []),
    note: body.note,
    urgent: urgency !== 'biasa',
    marks: warningsOf(visit),
    acceptable: status === 'terkirim' && firm.length > 0 && complete(papers)
  }
}

/** The moment in a UUIDv7, ms: when a case was made that no server has answered for. */
const madeAt = id => parseInt(id.replace(/-/g, '').slice(0, 12), 16)
