// What is said of one question: whether it is relevant and required, what is wrong with its answer, its choices and texts.
import { isTime } from './dates.js'
import { compile, read } from './evaluate.js'
import { unmarked } from './marks.js'
import { shuffled, within } from './order.js'
import { LONGEST, toBoolean, toNumber, toText } from './values.js'

/** Types of question nobody sees. */
export const UNSEEN = new Set(['calculate', 'hidden', 'start', 'end', 'today', 'deviceid', 'username'])

export class Questions {
  /** @param {any} survey @param {import('./instance.js').Instance} instance @param {Record<string, string>} messages @param {string} language */
  constructor (survey, instance, messages, language) {
    this.survey = survey
    this.instance = instance
    this.slots = instance.slots
    this.messages = messages
    this.language = language
    this.parts = new Map()
  }

  /** Relevance, with that of all groups, rows and repeats around. */
  isRelevant (slot, row) {
    for (;;) {
      if (slot.gate !== null && !row.open.get(slot.gate)) return false
      if (!row.parent) return true
      slot = this.slots.get(slot.levels[slot.levels.length - 1])
      if (row.parent.shown.has(slot.path) && row.index >= row.parent.shown.get(slot.path)) return false
      row = row.parent
    }
  }

  isRequired (slot, row) {
    return Boolean(slot.node.required) && toBoolean(this.instance.run(slot, 'required', row, read(row, slot.path, null)))
  }

  isReadOnly (slot, row) {
    return Boolean(slot.node.read_only) && toBoolean(this.instance.run(slot, 'read_only', row))
  }

  /** What is wrong with an answer that is given. @returns {{ kind: string, message: string }|null} */
  wrong (slot, row) {
    const { node } = slot
    const value = read(row, slot.path, null)
    if (value === '' || UNSEEN.has(node.type)) return null
    const kind = this.wrongKind(slot, row, value)
    if (!kind) return null
    const own = kind === 'constraint' ? this.text(slot, 'constraint_message', row) : ''
    return { kind, message: own || this.messages[kind] || kind }
  }

  wrongKind (slot, row, value) {
    const { node } = slot
    if ((node.type === 'integer' && !Number.isInteger(value)) || (node.type === 'decimal' && typeof value !== 'number')) {
      return node.type === 'integer' ? 'integer' : 'number'
    }
    if ((node.type === 'date' || node.type === 'datetime') && typeof value === 'string') return 'date'
    if (node.type === 'time' && !isTime(value)) return 'time'
    if (node.type === 'acknowledge' && value !== 'OK') return 'choice'
    if (node.range && !within(value, node.range)) return 'range'
    if (typeof value === 'string' && value.length > LONGEST && [...value].length > LONGEST) return 'long'
    if (node.list) {
      const codes = this.choices(slot, row).map(choice => choice.name)
      const given = node.type === 'select_one' ? [value] : value.split(' ')
      if (!given.every(code => codes.includes(code))) return 'choice'
    }
    return node.constraint && !toBoolean(this.instance.run(slot, 'constraint', row, value)) ? 'constraint' : null
  }

  /** The choices of a question that its choice_filter lets through. */
  choices (slot, row) {
    if (!slot.node.list) return undefined
    const all = this.list(slot.node.list, slot, row)
    const offered = slot.node.filter ? all.filter(choice => toBoolean(this.instance.run(slot, 'filter', row, choice))) : all
    return slot.node.seed ? shuffled(offered, toNumber(this.instance.run(slot, 'seed', row))) : offered
  }

  list (name, slot, row) {
    if (!this.parts.has(name)) {
      const choices = this.survey.choices[name]
      const isPlain = choices.every(choice => typeof choice.label === 'string' && unmarked(choice.label) === choice.label)
      this.parts.set(name, isPlain ? choices : null)
    }
    return this.parts.get(name) || this.survey.choices[name].map(choice => {
      const rich = this.words(choice.label, slot, row)
      const label = unmarked(rich)
      return label === rich ? { ...choice, label } : { ...choice, label, rich }
    })
  }

  text (slot, key, row) {
    const text = slot.node[key]
    return typeof text === 'string' ? text : text === undefined ? '' : this.words(text, slot, row)
  }

  /** The address of a picture that a label or choice names; '' for none. @param {any} image */
  picture (image) {
    return image ? (this.survey.pictures || {})[this.own(image)] || '' : ''
  }

  /** What is said one way a language, in this form's language. */
  own (text) {
    if (!text || typeof text !== 'object' || Array.isArray(text)) return text
    return this.language in text ? text[this.language] : Object.values(text)[0]
  }

  /** A text in this form's language, with the answers that stand in it. */
  words (text, slot, row) {
    text = this.own(text)
    if (!Array.isArray(text)) return text === undefined ? '' : String(text)
    return text.map(part => {
      if (typeof part === 'string') return part
      if (!this.parts.has(part)) this.parts.set(part, compile(part, slot.levels.length, this.slots))
      return toText(this.instance.tree(this.parts.get(part), row, ''))
    }).join('')
  }
}
