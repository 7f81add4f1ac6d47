// Between a survey's answers and what is known of a family: the sheet `entities` and the column `save_to` say which answer
// is which property. Properties that identify live in an `identity` record beside the family or member.
import { compile } from './engine/evaluate.js'
import { Instance } from './engine/instance.js'
import { schemeOf } from './engine/scheme.js'
import { toBoolean } from './engine/values.js'

const IDENTITY = new Set(['kk_number', 'nik', 'nik_status', 'birth_known', 'birth_date', 'birth_year', 'birth_year_estimate'])

/** The id of the identity record of a family or member: its own id with the version digit 8. @param {string} subject */
export const identityId = subject => subject.slice(0, 14) + '8' + subject.slice(15)

/**
 * @typedef {{ id: string, body: Record<string, any>, versions: Record<string, number> }} Known a record as the store gives it
 * @typedef {{ answers: any, versions: Record<string, { value: any, seq: number, date?: string }>,
 *   known: Record<string, { values: Record<string, any>, seen: Record<string, number>, filled: string[], order?: number }> }} Prefilled
 *   versions: by instance path, for the screen; known: by record id, what the record held, the versions, and
 *   which of it stands in the answers
 */

/**
 * The answers a known family brings along. What is asked anew at every visit (`tanya-ulang`) and calculations are left out.
 * @param {any} survey @param {Known} family @param {Known[]} members
 * @param {(subject: string) => Known|null} identityOf
 * @param {string} [date] of the last visit, as the screen says it
 * @returns {Prefilled}
 */
export function prefill (survey, family, members, identityOf, date = '') {
  /** @type {Prefilled} */
  const filled = { answers: {}, versions: {}, known: {} }
  for (const { list, repeat } of survey.entities) {
    const saved = savedIn(survey, list)
    if (repeat === null) {
      copy(filled, filled.answers, saved, '/data', '/data', [family, identityOf(family.id)], date)
      continue
    }
    const rows = [...members].sort((a, b) => (a.body.order || 0) - (b.body.order || 0))
    const list_ = rows.map((member, index) => {
      const answers = { [idName(survey, repeat)]: member.id }
      copy(filled, answers, saved, repeat, `${repeat}[${index}]`, [member, identityOf(member.id)], date)
      filled.known[member.id].order = member.body.order || 0
      return answers
    })
    if (list_.length) place(filled.answers, repeat.split('/').slice(2), list_)
  }
  return filled
}

function copy (filled, answers, saved, under, ipath, [record, identity], date) {
  filled.known[record.id] = { values: {}, seen: {}, filled: [] }
  if (identity) filled.known[identity.id] = { values: {}, seen: {}, filled: [] }
  for (const { node, property } of saved) {
    const source = IDENTITY.has(property) ? identity : record
    const value = source ? source.body[property] : undefined
    if (value === undefined || value === null || value === '') continue
    filled.known[source.id].values[property] = value
    filled.known[source.id].seen[property] = source.versions[property] || 0
    if (node.type === 'calculate' || isAskedAnew(node)) continue
    const rest = node.path.slice(under.length)
    place(answers, rest.split('/').slice(1), value)
    filled.known[source.id].filled.push(property)
    filled.versions[ipath + rest] = { value, seq: source.versions[property] || 0, date }
  }
}

function place (answers, steps, value) {
  for (const step of steps.slice(0, -1)) answers = answers[step] = answers[step] || {}
  answers[steps[steps.length - 1]] = value
}

/** The questions whose answers are properties of a list. */
function savedIn (survey, list) {
  return [...schemeOf(survey).slots.values()]
    .filter(({ node }) => node.save && node.save[0] === list)
    .map(slot => ({ slot, node: slot.node, property: slot.node.save[1] }))
}

/** The hidden question of a repeat that holds the id of each row's record. */
function idName (survey, repeat) {
  const { children } = /** @type {any} */ (schemeOf(survey).slots.get(repeat))
  const hidden = children.find(child => child.node.type === 'hidden' && /^id_/.test(child.node.name))
  if (!hidden) throw new RangeError(`${repeat}: id_`)
  return hidden.node.name
}

/**
 * What a finished visit sets in the records of the family. A new record gets all its properties; of a known one only those
 * whose answer differs from what was copied. An answer that was filled in and taken away is null; one that is no longer asked
 * for, or was never filled in, is left as it was.
 * A member whose row was removed is left as it is.
 * @param {any} survey @param {any} answers of `form.finish` @param {Prefilled|null} prefilled
 * @param {{ family: string, building: string, area: string }} ids
 * @returns {{ collection: string, record: string, area?: string, fields: Record<string, any>, versions: Record<string, number> }[]}
 *   versions: what was seen of each field when the form was filled in
 */
export function familyChanges (survey, answers, prefilled, { family, building, area }) {
  const instance = opened(survey, answers)
  const known = (prefilled && prefilled.known) || {}
  const sets = []
  for (const entity of survey.entities) {
    const saved = savedIn(survey, entity.list)
    if (entity.repeat === null) {
      if (!wanted(instance, entity, instance.root, 0)) continue
      const head = known[family] ? {} : { building }
      sets.push(...recordSets(instance, saved, instance.root, { collection: entity.list, id: family, head, area, known }))
      continue
    }
    const repeat = /** @type {any} */ (instance.slots.get(entity.repeat))
    let order = Math.max(0, ...Object.values(known).map(record => record.order || 0))
    for (const row of instance.rowsOf(repeat).flatMap(parent => parent.repeats.get(repeat.path) || [])) {
      const id = row.values.get(`${repeat.path}/${idName(survey, repeat.path)}`)
      if (!id || !wanted(instance, entity, row, repeat.levels.length + 1)) continue
      const head = known[id] ? {} : { family, order: ++order }
      sets.push(...recordSets(instance, saved, row, { collection: entity.list, id, head, known }))
    }
  }
  return sets
}

/** The answers as they were sent, with what is relevant among them; no calculation is made again. */
function opened (survey, answers) {
  const scheme = schemeOf(survey)
  const said = name => survey.nodes.filter(node => node.type === name).map(node => answers[node.name])[0]
  const instance = new Instance(scheme, { now: said('end') || said('start') || '1970-01-01' })
  instance.load(survey.nodes.map(node => instance.slots.get(node.path)), instance.root, answers)
  for (const slot of scheme.ordered) if (slot.node.relevant) for (const row of instance.rowsOf(slot)) instance.gate(slot, row)
  return instance
}

function wanted (instance, entity, row, depth) {
  if (!entity.create_if) return true
  return toBoolean(instance.tree(compile(entity.create_if, depth, instance.slots), row, ''))
}

/**
 * The set of a record and that of its identity, each only if it sets anything.
 * @param {Instance} instance @param {any[]} saved @param {any} row
 * @param {{ collection: string, id: string, head: any, area?: string, known: any }} of
 */
function recordSets (instance, saved, row, { collection, id, head, area = undefined, known }) {
  const own = { collection, record: id, area, fields: { ...head }, versions: {} }
  const identity = { collection: 'identity', record: identityId(id), fields: known[identityId(id)] ? {} : { subject: id }, versions: {} }
  for (const { slot, node, property } of saved) {
    const set = IDENTITY.has(property) ? identity : own
    const copied = known[set.record]
    const before = copied && property in copied.values ? copied.values[property] : null
    if (slot.gate !== null && !row.open.get(slot.gate)) continue
    const value = answerOf(row, node)
    const takenAway = value === null && copied && copied.filled.includes(property)
    if (value === before || (value === null && !takenAway)) continue
    set.fields[property] = value
    set.versions[property] = (copied && copied.seen[property]) || 0
  }
  const isNew = Object.keys(head).length > 0
  const identifies = Object.keys(identity.fields).some(field => field !== 'subject')
  if (own.area === undefined) delete own.area
  return [...(isNew || Object.keys(own.fields).length ? [own] : []), ...(identifies ? [identity] : [])]
}

/** Asked at every visit and never filled in: left open it says nothing about what is known. */
const isAskedAnew = node => /\btanya-ulang\b/.test(node.appearance || '')

function answerOf (row, node) {
  const value = row.values.get(node.path)
  if (value === undefined) return null
  return typeof value === 'object' ? value.text : value
}
