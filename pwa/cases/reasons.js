// Why something was not asked: the answers that made its condition false. Pure.
import { compile, read } from '../survey/engine/evaluate.js'
import { UNSEEN } from '../survey/engine/questions.js'
import { toBoolean } from '../survey/engine/values.js'

/**
 * @typedef {{ slot: any, rows: any[] }} Cause a question (or a repeat) and the rows in which it was read
 */

/**
 * What decided that a condition of a node is false, as few as do: of parts joined by `and` the first that is false. A calculation
 * stands for the questions it was made of.
 * @param {any} form @param {any} slot the node @param {any} row in which it stands @param {string} key of its tree: relevant, count
 * @returns {Cause[]}
 */
export function causesOf (form, slot, row, key) {
  /** @type {Map<string, Cause>} */
  const found = new Map()
  why(slot.node[key], key === 'relevant' ? false : undefined, { form, slot, row, found })
  return [...found.values()]
}

/** @param {any} tree @param {boolean|undefined} value what it comes to, where that is truth @param {{ form: any, slot: any, row: any, found: Map<string, Cause> }} at */
function why (tree, value, at) {
  if (!Array.isArray(tree)) return
  const [head, one, other] = tree
  if (head === 'ref') reference(one, other, at)
  else if (head === 'not') why(one, !holds(one, at), at)
  else if (head === 'and' || head === 'or') joined(tree, value === undefined ? holds(tree, at) : value, at)
  else if (head === 'if') {
    const yes = holds(one, at)
    why(one, yes, at)
    why(tree[yes ? 2 : 3], value, at)
  } else if (head === 'where' || head === 'regex') why(one, undefined, at)
  else for (const part of tree.slice(1)) why(part, undefined, at)
}

function joined (tree, value, at) {
  const [head, ...parts] = tree
  const deciding = parts.filter(part => holds(part, at) === value)
  const isOneEnough = (head === 'and') !== value
  for (const part of isOneEnough ? deciding.slice(0, 1) : deciding) why(part, value, at)
}

const holds = (tree, { form, slot, row }) => toBoolean(form.instance.tree(compile(tree, slot.levels.length, form.slots), row, ''))

/** The outermost node around one, itself included, that is not relevant in this row. @returns {any} */
function closed (form, slot, row) {
  let found
  for (let path = slot.gate; path; path = form.slots.get(path).outerGate) if (!row.open.get(path)) found = form.slots.get(path)
  return found
}

const MOST = 30 // rows that are looked into

function reference (path, bound, at) {
  const { form, row, found } = at
  const slot = form.slots.get(path)
  if (!slot || slot.node.kind === 'group' || bound > slot.levels.length) return
  const rows = form.instance.rowsOf(slot, row.at(bound), bound)
  const gate = rows.length === 1 && closed(form, slot, rows[0])
  if (gate) why(gate.node.relevant, false, { ...at, slot: gate, row: rows[0] }) // nobody was asked that either
  else if (slot.node.kind === 'question' && UNSEEN.has(slot.node.type)) {
    for (const inner of rows.slice(0, MOST)) why(slot.node.calculate, undefined, { ...at, slot, row: inner })
  } else if (!found.has(path)) found.set(path, { slot, rows })
}

/** How the answers of a cause read: of a repeat how many rows, else each answer once. @param {any} form @param {Cause} cause @param {(slot: any, row: any, value: any) => string} words @returns {string} '' where nothing was answered */
export function saidOf (form, { slot, rows }, words) {
  if (slot.node.kind === 'repeat') return String(rows.reduce((n, row) => n + row.rows(slot.path, slot.gate).length, 0))
  return [...new Set(rows.map(row => [row, read(row, slot.path, slot.gate)]).filter(([, value]) => value !== '').map(([row, value]) => words(slot, row, value)))].join(', ')
}
