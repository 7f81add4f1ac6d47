// Runs expression trees over the answers of a form: the phone's half of the pair; the server's is server/surveys/evaluate.py
// and reads alike. A tree is turned into nested functions once, then run for every row.
import { FUNCTIONS } from './functions.js'
import { ARITHMETIC, compare, Nodes, toBoolean, toNumber, toText } from './values.js'

const COMPARISONS = new Set(['=', '!=', '<', '<=', '>', '>='])

/** One row of a repeat, or the whole form (`parent` null): the answers in it that are not in a deeper repeat. */
export class Row {
  /** @param {Row|null} parent @param {number} index */
  constructor (parent, index) {
    this.parent = parent
    this.index = index
    /** @type {Map<string, any>} path to value, for what is answered or calculated */
    this.values = new Map()
    /** @type {Map<string, boolean>} path to whether a node with a `relevant` is relevant, within this row */
    this.open = new Map()
    /** @type {Map<string, Row[]>} */
    this.repeats = new Map()
    /** @type {Map<string, number>} path to how many rows of a repeat count */
    this.shown = new Map()
  }

  /** The rows of a repeat that count: none while it is irrelevant, not those beyond its repeat_count. @returns {Row[]} */
  rows (path, gate) {
    const rows = this.repeats.get(path)
    if (!rows || (gate !== null && !this.open.get(gate))) return []
    return this.shown.has(path) ? rows.slice(0, this.shown.get(path)) : rows
  }

  /** The row around this one that is `depth` repeats deep. @param {number} depth @returns {Row} */
  at (depth) {
    /** @type {Row[]} */
    const chain = []
    for (let row = /** @type {Row|null} */ (this); row; row = row.parent) chain.push(row)
    return chain[chain.length - 1 - depth]
  }
}

/** @typedef {(row: Row, me: any, env: import('./functions.js').Env) => any} Run row, the value of `.` (a choice in a filter), environment */

/** @param {Row} row @param {number} up */
const climb = (row, up) => {
  for (; up > 0; up--) row = /** @type {Row} */ (row.parent)
  return row
}

/** An answer as expressions see it: empty while its question is irrelevant. */
export function read (row, path, gate) {
  if (gate !== null && !row.open.get(gate)) return ''
  const value = row.values.get(path)
  return value === undefined ? '' : value
}

/**
 * The function of a tree where it stands, `depth` repeats deep.
 * @param {any[]} tree @param {number} depth @param {Map<string, import('./scheme.js').Slot>} slots @returns {Run}
 */
export function compile (tree, depth, slots) {
  const head = tree[0]
  const run = part => compile(part, depth, slots)
  if (COMPARISONS.has(head)) return comparison(head, tree, run)
  if (head in ARITHMETIC) {
    const operate = ARITHMETIC[head]
    const [left, right] = [run(tree[1]), run(tree[2])]
    return (row, me, env) => operate(toNumber(left(row, me, env)), toNumber(right(row, me, env)))
  }
  if (SPECIAL[head]) return SPECIAL[head](tree, depth, slots, run)
  const call = FUNCTIONS[head]
  const parts = tree.slice(1).map(run)
  if (parts.length === 1) return (row, me, env) => call([parts[0](row, me, env)], env)
  return (row, me, env) => call(parts.map(part => part(row, me, env)), env)
}

function comparison (operator, tree, run) {
  const left = run(tree[1])
  if (tree[2][0] === 't' && (operator === '=' || operator === '!=')) { // ${x} = 'code', nine in ten of all conditions
    const text = tree[2][1]
    const wanted = operator === '='
    return (row, me, env) => {
      const value = left(row, me, env)
      return typeof value === 'string' ? (value === text) === wanted : compare(operator, value, text)
    }
  }
  const right = run(tree[2])
  return (row, me, env) => compare(operator, left(row, me, env), right(row, me, env))
}

/** @type {Record<string, (tree: any[], depth: number, slots: Map<string, any>, run: (part: any[]) => Run) => Run>} */
const SPECIAL = {
  n: tree => () => tree[1],
  t: tree => () => tree[1],
  self: () => (_, me) => me,
  col: tree => (_, me) => cell(me, tree[1]),
  neg: (tree, depth, slots, run) => {
    const inner = run(tree[1])
    return (row, me, env) => -toNumber(inner(row, me, env))
  },
  and: (tree, depth, slots, run) => {
    const [left, right] = [run(tree[1]), run(tree[2])]
    return (row, me, env) => toBoolean(left(row, me, env)) && toBoolean(right(row, me, env))
  },
  or: (tree, depth, slots, run) => {
    const [left, right] = [run(tree[1]), run(tree[2])]
    return (row, me, env) => toBoolean(left(row, me, env)) || toBoolean(right(row, me, env))
  },
  if: (tree, depth, slots, run) => {
    const [condition, yes, no] = tree.slice(1).map(run)
    return (row, me, env) => toBoolean(condition(row, me, env)) ? yes(row, me, env) : no(row, me, env)
  },
  once: (tree, depth, slots, run) => {
    const inner = run(tree[1])
    return (row, me, env) => toText(me) !== '' ? me : inner(row, me, env)
  },
  regex: (tree, depth, slots, run) => {
    const value = run(tree[1])
    return (row, me, env) => FUNCTIONS.regex([value(row, me, env), tree[2], tree[3]], env)
  },
  'jr:choice-name': (tree, depth, slots, run) => {
    const value = run(tree[1])
    return (row, me, env) => FUNCTIONS['jr:choice-name']([value(row, me, env), tree[2]], env)
  },
  item,
  pulldata: (tree, depth, slots, run) => {
    const [, name, column, key] = tree
    const value = run(tree[4])
    return (row, me, env) => {
      const wanted = toText(value(row, me, env))
      const found = env.table(name).find(one => cell(one, key) === wanted)
      return found ? cell(found, column) : ''
    }
  },
  position: (tree, depth) => row => climb(row, depth - tree[1]).index + 1,
  ref,
  cur: (tree, depth, slots) => {
    const slot = slots.get(tree[1])
    if (isSet(slot, tree[2])) {
      const collect = collector(slot, tree[2], slots)
      return (row, me, env) => collect(env.current.at(tree[2]), env)
    }
    return (row, me, env) => read(env.current.at(tree[2]), slot.path, slot.gate)
  },
  where,
  'indexed-repeat': indexedRepeat
}

const isSet = (slot, bound) => bound < slot.levels.length || slot.node.kind === 'repeat'

const cell = (row, column) => row[column] === undefined ? '' : row[column]

/** The rows of a table one condition after the other lets through: a column of them, or an item a row. */
function item (tree, depth, slots, run) {
  const [, name, column, ...parts] = tree
  const conditions = parts.map(run)
  return (row, me, env) => {
    let found = env.table(name)
    for (const condition of conditions) {
      env.spend(found.length)
      found = found.filter((one, at) => keeps(condition(row, one, env), at + 1))
    }
    return Nodes.from(found, one => column ? cell(one, column) : '')
  }
}

function ref (tree, depth, slots) {
  const [, path, bound] = tree
  const slot = slots.get(path)
  if (bound > slot.levels.length) return () => Nodes.of('') // the row itself
  const up = depth - bound
  if (isSet(slot, bound)) {
    const collect = collector(slot, bound, slots)
    return (row, me, env) => collect(climb(row, up), env)
  }
  return up === 0 ? row => read(row, path, slot.gate) : row => read(climb(row, up), path, slot.gate)
}

function where (tree, depth, slots) {
  const [, [head, path, bound], condition, level, ...more] = tree
  const collect = collector(slots.get(path), bound, slots, [condition, ...more].map(one => compile(one, level, slots)), level)
  return (row, me, env) => {
    const before = env.current
    if (before === null) env.current = row
    try {
      return collect((head === 'ref' ? row : env.current).at(bound), env)
    } finally {
      env.current = before
    }
  }
}

function indexedRepeat (tree, depth, slots, run) {
  const [, [, path, bound], ...indexes] = tree
  const slot = slots.get(path)
  const repeats = slot.levels.slice(bound).map(repeat => slots.get(repeat))
  const numbers = indexes.map(run)
  return (row, me, env) => {
    const wanted = numbers.map(number => toNumber(number(row, me, env)))
    row = climb(row, depth - bound)
    for (let at = 0; at < repeats.length; at++) {
      row = row.rows(repeats[at].path, repeats[at].gate)[wanted[at] - 1]
      if (!row) return ''
    }
    return read(row, path, slot.gate)
  }
}

/**
 * @param {any} slot @param {number} bound @param {Map<string, any>} slots @param {Run[]} [conditions] one after the other @param {number} [level]
 * @returns {(start: Row, env: import('./functions.js').Env) => Nodes} all values of a question below a row that is `bound` repeats
 *   deep; a repeat's own path gives an item a row
 */
function collector (slot, bound, slots, conditions = [], level = 0) {
  const isRepeat = slot.node.kind === 'repeat'
  const repeats = [...slot.levels.slice(bound), ...(isRepeat ? [slot.path] : [])].map(path => slots.get(path))
  return (start, env) => {
    let rows = [start]
    repeats.forEach((repeat, at) => {
      rows = rows.flatMap(row => {
        let found = row.rows(repeat.path, repeat.gate)
        env.spend(found.length)
        if (at + bound + 1 === level) for (const condition of conditions) found = found.filter((one, n) => keeps(condition(one, '', env), n + 1))
        return found
      })
    })
    return Nodes.from(rows, row => isRepeat ? '' : read(row, slot.path, slot.gate))
  }
}

/** Whether a predicate keeps what stands at a place: a number means the one of that number. */
const keeps = (value, at) => typeof value === 'number' ? at === value : toBoolean(value)
