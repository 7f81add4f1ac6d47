// The answers of one form and what follows from them. An answer re-evaluates what depends on it, in the survey's order, and
// nothing else. No screen, no storage; form.js is what screens see.
import { compile, read, Row } from './evaluate.js'
import { readDay } from './dates.js'
import { Env } from './functions.js'
import { link } from './scheme.js'
import { Day, first, LimitReached, STEPS_OF_ALL, toBoolean, toNumber, toText } from './values.js'

/** Rows of one repeat. */
export const MOST_ROWS = 500
const NUMBERS = new Set(['integer', 'decimal'])
const DATES = new Set(['date', 'datetime', 'start', 'end', 'today'])
const WRITTEN = { integer: /^-?[0-9]+$/, decimal: /^-?[0-9]+([.,][0-9]+)?$/ }

/** An answer as it is stored becomes a value of expressions; what is half typed stays a text. */
export function typed (node, answer) {
  if (answer === undefined || answer === null) return ''
  if (NUMBERS.has(node.type)) {
    if (typeof answer === 'string' && WRITTEN[node.type].test(answer)) return Number(answer.replace(',', '.'))
    return answer
  }
  if (DATES.has(node.type)) return readDay(String(answer)) || String(answer)
  return node.type === 'calculate' && typeof answer === 'number' ? answer : String(answer)
}

/** A value as it is stored: text or number. */
export const stored = value => value instanceof Day ? value.text : value

const same = (a, b) => a === b || (a instanceof Day && b instanceof Day && a.text === b.text)

export class Instance {
  /** @param {import('./scheme.js').Scheme} scheme @param {{ now: string, today?: string }} at */
  constructor (scheme, at) {
    this.scheme = scheme
    this.slots = scheme.slots
    this.root = new Row(null, 0)
    /** @type {Record<string, string>} */
    this.device = {}
    this.quiet = false
    this.left = Infinity // steps of the evaluation that runs
    /** @type {Set<Row>[]|null} those of the pass that runs */
    this.pass = null
    /** @type {[any, Row][]} calculates whose trigger changed in it */
    this.next = []
    this.runs = new Map()
    /** @type {Env} */
    this.env = this.turn(at)
    /** @type {Set<Row>[]} rows to calculate again, by rank */
    this.dirty = []
    /** @type {Set<string>} instance paths touched since `touched` was last taken */
    this.changed = new Set()
  }

  /** Set the clock. @param {{ now: string, today?: string }} at */
  turn ({ now, today }) {
    this.env = new Env(now, this.scheme.labels, this.scheme.table)
    if (today) this.env.today = readDay(today) || this.env.today
    return this.env
  }

  /** The value of an expression of a node; the empty text if it goes beyond its limits. */
  run (slot, key, row, me = '') {
    const name = key + slot.path
    if (!this.runs.has(name)) this.runs.set(name, compile(slot.node[key], slot.levels.length, this.slots))
    return this.tree(this.runs.get(name), row, me)
  }

  tree (run, row, me) {
    if (this.left < 0) return ''
    this.env.steps = 0
    try {
      return run(row, me, this.env)
    } catch (error) {
      if (error instanceof LimitReached) return ''
      throw error
    } finally {
      this.left -= this.env.steps
    }
  }

  // --- rows -----------------------------------------------------------------------------------------------------------

  /** Every row in which a slot stands, below one that is `depth` repeats deep. @returns {Row[]} */
  rowsOf (slot, from = this.root, depth = 0) {
    let rows = [from]
    for (let at = depth; at < slot.levels.length; at++) rows = rows.flatMap(row => row.repeats.get(slot.levels[at]) || [])
    return rows
  }

  /** Make a row at the end of a repeat, with its defaults; nothing is calculated yet. @returns {Row} */
  makeRow (repeat, parent) {
    if (!parent.repeats.has(repeat.path)) parent.repeats.set(repeat.path, [])
    const rows = /** @type {Row[]} */ (parent.repeats.get(repeat.path))
    if (rows.length >= MOST_ROWS) throw new RangeError(`${repeat.path}: ${MOST_ROWS}`)
    const row = new Row(parent, rows.length)
    rows.push(row)
    return row
  }

  /** Load stored answers under a list of slots. */
  load (slots, row, answers) {
    for (const slot of slots) {
      const answer = answers[slot.node.name]
      if (answer === undefined || answer === null) continue
      if (slot.node.kind === 'group') this.load(slot.children, row, answer)
      else if (slot.node.kind === 'repeat') for (const inner of answer) this.load(slot.children, this.makeRow(slot, row), inner)
      else this.keep(row, slot.path, typed(slot.node, answer))
    }
  }

  /** Defaults and hidden values of a new form or row; answers that are there already stay. */
  begin (slots, row, hidden, fresh) {
    for (const slot of slots) {
      const { node, path } = slot
      if (node.kind === 'group') this.begin(slot.children, row, hidden, fresh)
      if (node.kind !== 'question') continue
      if (node.type === 'hidden' && hidden[node.name] !== undefined) this.keep(row, path, typed(node, hidden[node.name]))
      if (!fresh || row.values.has(path)) continue
      if (node.type === 'start') this.keep(row, path, this.env.now)
      else if (node.type === 'today') this.keep(row, path, this.env.today)
      else if (this.device[node.type]) this.keep(row, path, this.device[node.type])
      else if ('default' in node) this.keep(row, path, typed(node, node.default))
      else if (node.default_expr) this.keep(row, path, settled(node, this.run(slot, 'default_expr', row)))
    }
  }

  keep (row, path, value) {
    if (value === '') row.values.delete(path)
    else row.values.set(path, value)
  }

  // --- calculation ----------------------------------------------------------------------------------------------------

  /**
   * Evaluate everything once, in order.
   * @param {'begin'|'again'} when of a new form; or when it is opened again or finished: then chance and what a person may have
   *   corrected stay
   */
  evaluateAll (when) {
    this.quiet = true // in order, once: nobody needs to be told
    this.left = STEPS_OF_ALL
    for (const slot of this.scheme.ordered) for (const row of this.rowsOf(slot)) this.evaluate(slot, row, when)
    this.left = Infinity
    this.quiet = false
    this.dirty = []
  }

  /** One answer by a person. */
  assign (slot, row, value) {
    const old = row.values.get(slot.path)
    if (same(old === undefined ? '' : old, value)) return
    this.keep(row, slot.path, value)
    this.left = STEPS_OF_ALL
    this.touch(slot, row)
    this.settle()
  }

  /** Calculate what became dirty; ranks only ever grow, so one pass is enough. Triggers start another. */
  settle () {
    this.left = Math.min(this.left, STEPS_OF_ALL)
    for (let round = 0; round < 10 && this.dirty.length; round++) {
      const dirty = this.dirty
      this.dirty = []
      this.next = []
      for (let rank = 0; rank < dirty.length; rank++) {
        if (!dirty[rank]) continue
        this.pass = dirty
        for (const row of dirty[rank]) this.evaluate(this.scheme.ordered[rank], row, 'change')
      }
      this.pass = null
      for (const [slot, row] of this.next) this.pull(slot, row)
    }
    this.left = Infinity
  }

  /** A calculate with a trigger. */
  pull (slot, row) {
    const value = settled(slot.node, this.run(slot, 'calculate', row, read(row, slot.path, null)))
    if (same(row.values.has(slot.path) ? row.values.get(slot.path) : '', value)) return
    this.keep(row, slot.path, value)
    this.touch(slot, row)
  }

  /** @param {'begin'|'again'|'change'} when */
  evaluate (slot, row, when) {
    const { node, path } = slot
    if (node.relevant) this.gate(slot, row)
    if (node.count) this.count(slot, row)
    if (!node.calculate || node.trigger) return
    const old = row.values.has(path) ? row.values.get(path) : ''
    const isPersons = node.type !== 'calculate' && !node.read_only // what a person made of it stands, also when that is nothing
    if (this.isImpure(path) ? old !== '' && when !== 'change' : isPersons && when === 'again') return
    const value = settled(node, this.run(slot, 'calculate', row, old))
    if (same(old, value)) return
    this.keep(row, path, value)
    this.touch(slot, row)
  }

  isImpure (path) {
    return this.scheme.survey.impure.includes(path)
  }

  gate (slot, row) {
    const open = (slot.outerGate === null || row.open.get(slot.outerGate) === true) && toBoolean(this.run(slot, 'relevant', row))
    if (row.open.get(slot.path) === open) return
    row.open.set(slot.path, open)
    if (this.quiet) return
    for (const inner of slot.inner) this.soil(inner, row)
    for (const guarded of slot.guarded) {
      this.touch(guarded, row)
      if (guarded.node.kind === 'repeat') this.touchRows(guarded, row)
    }
  }

  count (slot, row) {
    const wanted = toNumber(this.run(slot, 'count', row))
    const count = Math.max(0, Math.min(MOST_ROWS, Math.floor(wanted) || 0))
    if (row.shown.get(slot.path) === count) return
    row.shown.set(slot.path, count)
    const rows = row.repeats.get(slot.path) || []
    for (let at = rows.length; at < count; at++) this.fill(slot, this.makeRow(slot, row), {})
    this.touch(slot, row)
    this.touchRows(slot, row)
  }

  /** Defaults of a new row, and its expressions marked to be calculated. */
  fill (repeat, row, hidden) {
    this.begin(repeat.children, row, hidden, true)
    this.each(repeat, slot => { if (slot.rank >= 0) for (const inner of this.rowsOf(slot, row, repeat.levels.length + 1)) this.soil(slot, inner) })
  }

  // --- what depends on what -------------------------------------------------------------------------------------------

  /** An answer or its relevance changed: who calculates with it is dirty, who shows it is touched. */
  touch (slot, row) {
    if (this.quiet) return
    link(this.scheme)
    this.changed.add(this.ipath(slot, row))
    for (let inner = /** @type {any} */ (row), depth = slot.levels.length; inner.parent; inner = inner.parent, depth--) this.changed.add(this.rowPath(slot, inner, depth))
    this.tell(slot, row)
  }

  tell (slot, row) {
    for (const { slot: reader, bound } of slot.readers) {
      const depth = Math.min(bound, slot.levels.length)
      for (const other of this.rowsOf(reader, row.at(depth), depth)) this.soil(reader, other)
    }
    for (const { slot: watcher, bound } of slot.watchers) {
      const depth = Math.min(bound, slot.levels.length)
      for (const other of this.rowsOf(watcher, row.at(depth), depth)) this.changed.add(this.ipath(watcher, other))
    }
    this.pullers(slot, row)
  }

  /** Calculates that have this question as their trigger. */
  pullers (slot, row) {
    for (const target of this.scheme.triggers.get(slot.path) || []) {
      const shared = commonLevels(slot.levels, target.levels)
      const rows = this.rowsOf(target, row.at(shared), shared)
      for (const other of rows) this.pass ? this.next.push([target, other]) : this.pull(target, other)
    }
  }

  /** Rows of a repeat came, went, or count differently: whoever reads anything in them is dirty. */
  touchRows (repeat, row) {
    if (this.quiet) return
    link(this.scheme)
    this.each(repeat, slot => {
      for (const reader of slot.readers) if (reader.bound <= repeat.levels.length) this.soilUnder(reader, row)
      for (const { slot: watcher, bound } of slot.watchers) {
        if (bound <= repeat.levels.length) for (const other of this.rowsOf(watcher, row.at(bound), bound)) this.changed.add(this.ipath(watcher, other))
      }
    })
    for (const reader of repeat.readers) this.soilUnder(reader, row)
  }

  soilUnder ({ slot, bound }, row) {
    const depth = Math.min(bound, slot.levels.length)
    for (const other of this.rowsOf(slot, row.at(Math.min(depth, this.depth(row))), Math.min(depth, this.depth(row)))) this.soil(slot, other)
  }

  depth (row) {
    let depth = 0
    for (; row.parent; row = row.parent) depth++
    return depth
  }

  /** Mark an expression to be calculated again: in the running pass when its turn is still to come, else in the next. */
  soil (slot, row) {
    if (slot.rank < 0) return
    const list = this.pass || this.dirty
    if (!list[slot.rank]) list[slot.rank] = new Set()
    list[slot.rank].add(row)
  }

  /** Every slot below one. */
  each (slot, visit) {
    for (const child of slot.children) {
      visit(child)
      this.each(child, visit)
    }
  }

  // --- paths ----------------------------------------------------------------------------------------------------------

  /** /data/roster/anggota[0]/nama */
  ipath (slot, row) {
    let path = slot.path
    for (let at = slot.levels.length - 1; at >= 0; at--, row = row.parent) {
      const level = slot.levels[at]
      path = `${level}[${row.index}]${path.slice(level.length)}`
    }
    return path
  }

  /** /data/roster/anggota[0], the row around a slot at a depth */
  rowPath (slot, row, depth) {
    const repeat = this.slots.get(slot.levels[depth - 1])
    return `${this.ipath(repeat, row.parent)}[${row.index}]`
  }
}

/** What a calculation leaves behind: truth as text, no answer for what is no number. */
function settled (node, result) {
  const value = first(result)
  if (typeof value === 'boolean') return toText(value)
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : ''
  return NUMBERS.has(node.type) || DATES.has(node.type) ? typed(node, stored(value)) : value
}

function commonLevels (one, other) {
  let at = 0
  while (at < one.length && one[at] === other[at]) at++
  return at
}
