// A compiled survey prepared for running: what is known of each question before any answer is. Made once a survey.
// The twin is server/surveys/scheme.py.

/**
 * @typedef {{ slot: Slot, bound: number }} Reader who reads an answer, and how many repeats around both are the same rows
 *
 * @typedef {object} Slot one node of the survey
 * @property {any} node
 * @property {string} path
 * @property {string[]} levels repeats around it, outermost first; a repeat does not count itself
 * @property {string|null} gate the nearest node, itself included, within the same row that has a `relevant`
 * @property {string|null} outerGate the gate around it: that of its group, within the same row
 * @property {Slot|null} parent
 * @property {Slot[]} children
 * @property {number} rank its place in the order of calculation; -1 for what is never calculated
 * @property {boolean} byPlace its expressions read position(): they change when a row before goes away
 * @property {Reader[]} readers who calculates with it
 * @property {Reader[]} watchers whose label, choices, constraint … show it
 * @property {Slot[]} guarded the nodes whose gate this one is; `inner`, the gates just inside it
 * @property {Slot[]} inner
 */

/** Expressions that other questions can come to depend on, and those that only a screen reads. */
const ACTIVE = ['relevant', 'calculate', 'count']
const LAZY = ['required', 'constraint', 'filter', 'read_only', 'label', 'hint', 'guidance', 'seed', 'constraint_message', 'required_message']

/** @typedef {{ survey: any, slots: Map<string, Slot>, ordered: Slot[], labels: any, table: (name: string) => any[], linked: boolean, triggers: Map<string, Slot[]> }} Scheme */

const prepared = new WeakMap()

/** @param {any} survey @returns {Scheme} */
export function schemeOf (survey) {
  if (!prepared.has(survey)) prepared.set(survey, prepare(survey))
  return prepared.get(survey)
}

function prepare (survey) {
  /** @type {Map<string, Slot>} */
  const slots = new Map()
  for (const node of survey.nodes) add(slots, node, null)
  const slotAt = path => /** @type {Slot} */ (slots.get(path))
  const ordered = survey.order.map(slotAt)
  ordered.forEach((slot, rank) => { slot.rank = rank })
  for (const slot of slots.values()) {
    if (slot.gate) slotAt(slot.gate).guarded.push(slot)
    if (slot.gate === slot.path && slot.outerGate) slotAt(slot.outerGate).inner.push(slot)
  }
  return { survey, slots, ordered, labels: labelsOf(survey), table: tablesOf(survey), linked: false, triggers: new Map() }
}

/**
 * Find out who reads whom. Not needed to open a form, only to answer in it, so it waits until then (or for a quiet moment).
 * @param {Scheme} scheme
 */
export function link (scheme) {
  if (scheme.linked) return
  scheme.linked = true
  for (const slot of scheme.slots.values()) {
    const { trigger } = slot.node
    connect(scheme.slots, slot, trigger ? ['relevant', 'count'] : ACTIVE, 'readers')
    connect(scheme.slots, slot, LAZY, 'watchers')
    for (const path of trigger || []) scheme.triggers.set(path, [...(scheme.triggers.get(path) || []), slot])
  }
}

function add (slots, node, parent) {
  const inside = parent !== null && parent.node.kind === 'repeat'
  const levels = parent === null ? [] : inside ? [...parent.levels, parent.path] : parent.levels
  const outerGate = parent === null || inside ? null : parent.gate
  const slot = {
    node, path: node.path, levels, gate: node.relevant ? node.path : outerGate, outerGate, parent, children: [],
    rank: -1, byPlace: false, readers: [], watchers: [], guarded: [], inner: []
  }
  slots.set(node.path, slot)
  slot.children = (node.children || []).map(child => add(slots, child, slot))
  return slot
}

function connect (slots, slot, keys, list) {
  const bounds = new Map()
  for (const key of keys) if (typeof slot.node[key] === 'object') collect(slot.node[key], Infinity, bounds)
  for (const [path, bound] of bounds) {
    if (path === '') slot.byPlace = true
    else if (slots.has(path)) slots.get(path)[list].push({ slot, bound })
  }
}

/** Template paths a tree reads, each with the fewest repeats it is bound by; '' stands for position(). */
function collect (tree, most, bounds) {
  if (tree === null || typeof tree !== 'object') return
  if (!Array.isArray(tree)) return Object.values(tree).forEach(part => collect(part, most, bounds))
  const [head, path, bound] = tree
  if (head === 'ref' || head === 'cur') return bounds.set(path, Math.min(bound, most, bounds.has(path) ? bounds.get(path) : Infinity))
  if (head === 'position') bounds.set('', 0)
  if (head === 'where') most = Math.min(most, tree[1][2])
  if (head !== 't' && head !== 'n') for (const part of tree) collect(part, most, bounds)
}

function labelsOf (survey) {
  const labels = {}
  for (const [name, choices] of Object.entries(survey.choices)) {
    labels[name] = {}
    for (const choice of choices) labels[name][choice.name] = plain(choice.label, survey.default_language)
  }
  return labels
}

/** The rows of a choice list or CSV file as expressions see them. */
function tablesOf (survey) {
  const ready = new Map()
  return name => {
    if (!ready.has(name)) {
      const rows = (survey.tables || {})[name] || survey.choices[name] || []
      ready.set(name, rows.map(row => 'label' in row ? { ...row, label: plain(row.label, survey.default_language) } : row))
    }
    return ready.get(name)
  }
}

/** A text as one string: the default language's, references left out. */
export function plain (text, language) {
  if (text && typeof text === 'object' && !Array.isArray(text)) text = language in text ? text[language] : Object.values(text)[0]
  if (Array.isArray(text)) return text.filter(part => typeof part === 'string').join('')
  return text === undefined || text === null ? '' : String(text)
}
