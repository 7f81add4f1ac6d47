// What a record looks like to its author before the server has answered: the last known body with unsent changes on top.
// Pure; store/records.js keeps the state.

/**
 * @typedef {{ to: any, seen: number }} SetValue
 * @typedef {{ id: string, n: number, collection: string, record: string, desa: string, made_at: string, area?: string,
 *   set: Record<string, SetValue> }} SetChange
 * @typedef {{ id: string, n: number, do: string, record: string, desa: string, seen: number, args: any, made_at: string }} ActionChange
 * @typedef {SetChange | ActionChange} Change
 * @typedef {{ id: string, collection: string, seq: number, area: string, gone: string | null, body: Record<string, any>,
 *   versions: Record<string, number> }} StoredRecord
 * @typedef {{ change: Change, state: 'waiting' | 'settled', seq: number | null, kept: boolean, refused?: boolean }} Laid
 *   `seq`: the receipt's; `kept`: the server wrote it, so a pull will bring or has brought it; `refused`: it did not, and will not
 * @typedef {{ id: string, collection: string, seq: number, area: string, body: Record<string, any>,
 *   versions: Record<string, number>, pending: boolean }} SeenRecord
 */

/**
 * A record with the changes of this phone laid over it, in the order of `n`.
 * The server's value wins where it is newer than what the author had seen, unless an earlier change of hers wrote it.
 * @param {StoredRecord | undefined} base undefined while only this phone knows the record
 * @param {Laid[]} changes those of this record
 * @param {Map<number, number>} own `seq` that the server gave to changes of this enrolment, and their `n`
 * @param {number} [read] how far the server's log was read: what it wrote before that and is not here has left this phone
 * @returns {SeenRecord | null} null where the record does not exist, or is gone
 */
export function overlay (base, changes, own, read = 0) {
  if (base && base.gone) return null
  if (!base) changes = changes.filter(({ kept, seq }) => !kept || seq === null || seq > read)
  const first = changes.find(({ change }) => 'set' in change && (base || (change.set.exists && change.set.exists.to === true)))
  if (!base && !first) return null
  /** @type {Partial<SetChange>} */
  const created = first ? /** @type {SetChange} */ (first.change) : {}
  const seen = {
    id: changes.length ? changes[0].change.record : base?.id || '',
    collection: base ? base.collection : created.collection || '',
    seq: base ? base.seq : 0,
    area: base ? base.area : created.area || '',
    body: base ? { ...base.body.extra, ...base.body } : {}, // fields the server has no column for read like all others
    versions: base ? base.versions : {},
    pending: false
  }
  for (const laid of changes) {
    if (laid.state === 'waiting') seen.pending = true
    if (laid.kept && base && laid.seq !== null && base.seq >= laid.seq) continue
    if ('set' in laid.change) lay(seen, laid.change, own)
  }
  return seen.body.exists === false ? null : seen
}

/**
 * A record as the server sends it, with the version of every field named: `''` stands for those of the body that are not.
 * The twin of `sync/versions.py`.
 * @param {StoredRecord} record @returns {StoredRecord}
 */
export function inFull (record) {
  const { '': rest, ...named } = record.versions
  if (rest === undefined) return record
  const { extra, ...fields } = record.body
  const versions = Object.fromEntries(Object.keys({ ...fields, ...extra }).map(name => [name, rest]))
  return { ...record, versions: { ...versions, ...named } }
}

function lay (seen, change, own) {
  for (const [field, { to, seen: version }] of Object.entries(change.set)) {
    const present = seen.versions[field] || 0
    const mine = own.get(present)
    if (present <= version || (mine !== undefined && mine < change.n)) seen.body[field] = to
  }
}
