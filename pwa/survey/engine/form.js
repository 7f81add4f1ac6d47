// A survey being answered: what screens see of it. Pure; the clock, the hidden values and the messages are handed in.
import { compile, read } from './evaluate.js'
import { unmarked } from './marks.js'
import { Instance, stored, typed } from './instance.js'
import { Questions, UNSEEN } from './questions.js'
import { link, schemeOf } from './scheme.js'
import { STEPS_OF_ALL, toBoolean, toText } from './values.js'

/**
 * Open a form over answers. A form nobody has answered yet gets its defaults, also beside answers copied from a known family.
 * @param {any} survey compiled
 * @param {object} options
 * @param {any} [options.answers] nested, as `answers()` gave them
 * @param {Record<string, any>} [options.hidden] values of hidden questions by name
 * @param {string} options.today local date @param {string} options.now local time with offset
 * @param {'lengkap'|'cepat'} [options.mode]
 * @param {boolean} [options.fresh] whether defaults are taken; by itself: when the question of type `start` has no answer yet,
 *   or, in a survey without one, when there are no answers at all
 * @param {Record<string, string>} [options.messages] required number integer date choice constraint long
 * @param {string} [options.language]
 * @param {Record<string, string>} [options.device] answers to questions of the types deviceid and username
 */
export function openForm (survey, { answers = {}, hidden = {}, today, now, mode = 'lengkap', fresh, messages = {}, language, device = {} }) {
  return new Form(survey, { answers: answers || {}, hidden, today, now, mode, fresh, messages, language, device })
}

export class Form extends Questions {
  constructor (survey, { answers, hidden, today, now, mode, fresh, messages, language, device }) {
    const scheme = schemeOf(survey)
    super(survey, new Instance(scheme, { now, today }), messages, language || survey.default_language)
    this.mode = mode
    this.instance.device = device
    this.tops = survey.nodes.map(node => this.slots.get(node.path))
    this.quick = mode === 'cepat' && survey.nodes.some(node => node.quick)
    this.listeners = new Set()
    this.instance.load(this.tops, this.instance.root, answers)
    const start = this.tops.find(slot => slot.node.type === 'start')
    const isFresh = fresh !== undefined ? fresh : start ? !this.instance.root.values.has(start.path) : !Object.keys(answers).length
    this.instance.begin(this.tops, this.instance.root, hidden, isFresh)
    this.instance.evaluateAll(isFresh ? 'begin' : 'again')
    this.instance.settle()
    this.instance.changed.clear()
  }

  // --- answering ------------------------------------------------------------------------------------------------------

  /**
   * Answer a question. Text of a number or date that is only half typed is kept and is an error.
   * @param {string} ipath @param {string|number|null|undefined} value '' or null: no answer
   * @returns {Set<string>} instance paths whose value, relevance, choices, error or label may have changed
   */
  set (ipath, value) {
    const { slot, row } = this.at(ipath)
    const answer = slot.node.type === 'select_multiple' ? this.inOrder(slot, value) : typed(slot.node, value)
    this.instance.assign(slot, row, answer)
    return this.tell()
  }

  /** Codes of a select_multiple in the order of its list. */
  inOrder (slot, value) {
    const codes = String(value === null || value === undefined ? '' : value).split(/\s+/).filter(Boolean)
    const order = this.survey.choices[slot.node.list].map(choice => choice.name)
    const rank = code => order.indexOf(code) < 0 ? order.length : order.indexOf(code)
    return [...new Set(codes)].sort((a, b) => rank(a) - rank(b)).join(' ')
  }

  /** Add a row; its index. @param {string} ipath of the repeat @param {Record<string, any>} [hidden] by name */
  addRow (ipath, hidden = {}) {
    const { slot, row } = this.at(ipath)
    const made = this.instance.makeRow(slot, row)
    this.instance.fill(slot, made, hidden)
    this.rowsChanged(slot, row)
    return made.index
  }

  /** Take a row away, with all that is in it; not where a count says how many there are. @param {string} ipath of the repeat @param {number} index */
  removeRow (ipath, index) {
    const { slot, row } = this.at(ipath)
    if (slot.node.count) return
    const rows = row.repeats.get(slot.path) || []
    this.warm()
    rows.splice(index, 1)
    const moved = rows.slice(index)
    moved.forEach((later, i) => { later.index = index + i })
    this.instance.each(slot, inner => {
      for (const later of moved) {
        for (const place of this.instance.rowsOf(inner, later, slot.levels.length + 1)) {
          this.instance.changed.add(this.instance.ipath(inner, place))
          if (inner.byPlace) this.instance.soil(inner, place)
        }
      }
    })
    this.rowsChanged(slot, row)
  }

  rowsChanged (slot, row) {
    this.instance.changed.add(this.instance.ipath(slot, row))
    this.instance.touchRows(slot, row)
    this.instance.settle()
    this.tell()
  }

  /** Show everything in another language; answers stay. @param {string} language */
  speak (language) {
    this.language = language
    for (const listener of [...this.listeners]) listener(new Set())
  }

  /** What the survey calls an instance of it; '' if it does not say. */
  get name () {
    const { instance_name: name } = this.survey
    return name ? toText(this.instance.tree(compile(name, 0, this.slots), this.instance.root, '')) : ''
  }

  tell () {
    const changed = this.instance.changed
    this.instance.changed = new Set()
    if (changed.size) for (const listener of [...this.listeners]) listener(changed)
    return changed
  }

  /** Have who shows `ipath` look again: something beside the form has changed there. */
  say (ipath) {
    for (const listener of [...this.listeners]) listener(new Set([ipath]))
  }

  /** Get ready for the first answer; by itself this happens at that answer, which it delays by a few milliseconds. */
  warm () {
    link(this.instance.scheme)
  }

  /** Be told of changes: listener(changed: Set<ipath>). Returns how to stop. */
  subscribe (listener) {
    this.listeners.add(listener)
    return () => { this.listeners.delete(listener) }
  }

  // --- reading --------------------------------------------------------------------------------------------------------

  /** @param {string} ipath @returns {{ slot: import('./scheme.js').Slot, row: import('./evaluate.js').Row, isRow: boolean }} */
  at (ipath) {
    const indexes = []
    const slot = this.slots.get(ipath.replace(/\[([0-9]+)\]/g, (_, index) => { indexes.push(Number(index)); return '' }))
    if (!slot) throw new RangeError(ipath)
    let row = this.instance.root
    const isRow = indexes.length > slot.levels.length
    const levels = isRow ? [...slot.levels, slot.path] : slot.levels
    levels.forEach((level, at) => {
      row = (row.repeats.get(level) || [])[indexes[at]]
      if (!row) throw new RangeError(ipath)
    })
    return { slot, row, isRow }
  }

  /** The survey's node; '/data' is the page of the questions that stand in no group. */
  node (ipath) {
    if (ipath !== '/data') return this.at(ipath).slot.node
    const children = this.survey.nodes.filter(node => node.kind === 'question')
    return { name: 'data', path: '/data', kind: 'group', type: 'group', quick: true, label: this.survey.title, children }
  }

  /** The stored form of an answer; '' for none. */
  get (ipath) {
    const { slot, row } = this.at(ipath)
    return stored(read(row, slot.path, null))
  }

  /** Instance paths of the rows that count. @param {string} ipath of the repeat @returns {string[]} */
  rows (ipath) {
    const { slot, row } = this.at(ipath)
    return row.rows(slot.path, slot.gate).map(inner => `${ipath}[${inner.index}]`)
  }

  /**
   * What a screen shows of a question, group, repeat or row.
   * @param {string} ipath
   * @returns {{ relevant: boolean, label: string, rich: string, hint: string, guidance: string, image: string, value?: any, required?: boolean, requiredMessage?: string,
   *   readOnly?: boolean, error?: string|null, kind?: string|null, choices?: any[] }} kind: what is wrong, as in `messages`;
   *   rich: the label with its marks
   */
  state (ipath) {
    if (ipath === '/data') return { relevant: true, label: this.survey.title, rich: '', hint: '', guidance: '', image: '' }
    const { slot, row, isRow } = this.at(ipath)
    const place = isRow ? row.parent : row
    const rich = this.text(slot, 'label', place)
    const texts = {
      relevant: this.isRelevant(slot, place),
      label: unmarked(rich),
      rich,
      hint: this.text(slot, 'hint', place),
      guidance: this.text(slot, 'guidance', place),
      image: this.picture(slot.node.image)
    }
    if (slot.node.kind !== 'question') return texts
    const wrong = this.wrong(slot, row)
    return {
      ...texts,
      value: stored(read(row, slot.path, null)),
      required: this.isRequired(slot, row),
      requiredMessage: this.text(slot, 'required_message', row),
      readOnly: this.isReadOnly(slot, row),
      error: wrong && wrong.message,
      kind: wrong && wrong.kind,
      choices: this.choices(slot, row)
    }
  }

  // --- pages and what is left -----------------------------------------------------------------------------------------

  /** Each relevant top-level group is a page; questions in no group are the first. @returns {{ path: string, label: string }[]} */
  get pages () {
    const groups = this.tops.filter(slot => slot.node.kind !== 'question' && this.isAsked(slot.node) && hasSeen(slot))
      .filter(slot => this.isRelevant(slot, this.instance.root))
      .map(slot => ({ path: slot.path, label: unmarked(this.text(slot, 'label', this.instance.root)) || slot.node.name }))
    const loose = this.tops.some(slot => slot.node.kind === 'question' && !UNSEEN.has(slot.node.type) && this.isAsked(slot.node))
    return loose ? [{ path: '/data', label: this.survey.title }, ...groups] : groups
  }

  /** Whether this form asks for a node: in `cepat` only what is marked. */
  isAsked (node) {
    return !this.quick || Boolean(node.quick)
  }

  /** Every relevant question that is asked, under a path, in document order. visit(slot, row, ipath) */
  visit (ipath, visit, loose = false) {
    if (ipath === '/data') return this.visitAll(loose ? this.tops.filter(slot => slot.node.kind === 'question') : this.tops, this.instance.root, visit)
    const { slot, row, isRow } = this.at(ipath)
    if (!this.isRelevant(slot, isRow ? row.parent : row)) return
    this.visitAll(isRow ? slot.children : [slot], row, visit)
  }

  visitAll (slots, row, visit) {
    for (const slot of slots) {
      if (!this.isAsked(slot.node) || (slot.gate !== null && !row.open.get(slot.gate))) continue
      if (slot.node.kind === 'group') this.visitAll(slot.children, row, visit)
      else if (slot.node.kind === 'repeat') for (const inner of row.rows(slot.path, slot.gate)) this.visitAll(slot.children, inner, visit)
      else if (!UNSEEN.has(slot.node.type) && slot.node.type !== 'note') visit(slot, row)
    }
  }

  /** Required questions without an answer. @returns {{ ipath: string, label: string }[]} */
  gaps (ipath, loose = false) {
    return this.problems(ipath, loose).filter(({ kind }) => !kind)
  }

  /** Answers that are wrong. @returns {{ ipath: string, label: string, message: string, kind: string }[]} */
  errors (ipath, loose = false) {
    return this.problems(ipath, loose).filter(({ kind }) => kind)
  }

  named (slot, row) {
    return { ipath: this.instance.ipath(slot, row), label: unmarked(this.text(slot, 'label', row)) }
  }

  /** Gaps and wrong answers, in document order. @param {string} ipath @param {boolean} [loose] of '/data' only the page of that name */
  problems (ipath, loose = false) {
    const found = []
    this.instance.left = STEPS_OF_ALL
    this.visit(ipath, (slot, row) => {
      const problem = row.values.has(slot.path) ? this.wrong(slot, row) : this.lack(slot, row)
      if (problem) found.push({ ...this.named(slot, row), ...problem })
    }, loose)
    this.instance.left = Infinity
    return found
  }

  lack (slot, row) {
    return this.isRequired(slot, row) ? { message: this.text(slot, 'required_message', row) || this.messages.required || 'required' } : null
  }

  /** How much is answered of what a person can answer. */
  progress (ipath = '/data', loose = false) {
    let filled = 0
    let total = 0
    this.visit(ipath, (slot, row) => { if (!this.isReadOnly(slot, row)) { total++; if (row.values.has(slot.path)) filled++ } }, loose)
    return { filled, total }
  }

  // --- taking it out --------------------------------------------------------------------------------------------------

  /** All answers, irrelevant ones too: what a draft keeps. */
  answers () {
    return this.collect(this.tops, this.instance.root, false)
  }

  /**
   * Evaluate everything a last time and give what is sent: relevant answers only.
   * @param {{ evaluatedAt: string|null }} at local time with offset; null: as it stands, nothing is evaluated
   */
  finish ({ evaluatedAt }) {
    if (evaluatedAt) {
      this.instance.turn({ now: evaluatedAt })
      for (const slot of this.tops) if (slot.node.type === 'end') this.instance.keep(this.instance.root, slot.path, this.instance.env.now)
      this.instance.evaluateAll('again')
      this.instance.settle()
    }
    return { answers: this.collect(this.tops, this.instance.root, true), gaps: this.gaps('/data'), errors: this.errors('/data') }
  }

  collect (slots, row, relevantOnly) {
    const found = {}
    for (const slot of slots) {
      const { kind, name } = slot.node
      if (relevantOnly && slot.gate !== null && !row.open.get(slot.gate)) continue
      if (kind === 'question') {
        if (row.values.has(slot.path)) found[name] = stored(row.values.get(slot.path))
      } else if (kind === 'group') {
        const inner = this.collect(slot.children, row, relevantOnly)
        if (Object.keys(inner).length) found[name] = inner
      } else {
        const rows = relevantOnly ? row.rows(slot.path, slot.gate) : row.repeats.get(slot.path) || []
        if (rows.length) found[name] = rows.map(inner => this.collect(slot.children, inner, relevantOnly))
      }
    }
    return found
  }
}

const hasSeen = slot => slot.node.kind === 'question' ? !UNSEEN.has(slot.node.type) : slot.children.some(hasSeen)
