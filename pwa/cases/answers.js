// A finished visit's answers in words, page by page, read with the survey's own rules: what was answered, what was asked and not
// answered, and what was not asked because of which answer. Pure.
import { longDay, t } from '../text/text.js'
import { openForm } from '../survey/engine/form.js'
import { stored } from '../survey/engine/instance.js'
import { unmarked } from '../survey/engine/marks.js'
import { UNSEEN } from '../survey/engine/questions.js'
import { localNow } from '../sync/clock.js'
import { choiceLabels, labelText } from './labels.js'
import { causesOf, saidOf } from './reasons.js'

/**
 * @typedef {{ key: string, label: string, said: string, file: string|null, photo: string|null }} Line said: '' for what was asked and not answered
 * @typedef {{ labels: string[], n: number, because: string[] }} Unasked what was not asked for one reason: questions, groups in their own name; n: questions in all
 * @typedef {{ key: string, label: string, rows: Line[], unasked: Unasked[] }} Section
 */

/** @type {WeakMap<any, { survey: any, evaluated_at: string|undefined, read: ReturnType<typeof reading> }>} by answers */
const known = new WeakMap()

/**
 * @param {any} survey compiled @param {any} answers nested
 * @param {{ evaluated_at?: string, mode?: string }} [visit] the moment its rules were last evaluated for, and whether it was a short one
 */
export function answersOf (survey, answers, { evaluated_at, mode } = {}) {
  if (!answers || typeof answers !== 'object') return { ...reading(survey, {}, {}), sections: () => [], photos: () => [] } // erased
  const before = known.get(answers)
  if (before && before.survey === survey && before.evaluated_at === evaluated_at) return before.read
  const read = reading(survey, answers, { now: evaluated_at, mode })
  known.set(answers, { survey, evaluated_at, read })
  return read
}

function reading (survey, answers, { now: told = '', mode = '' }) {
  const now = /^\d{4}-\d\d-\d\d/.test(told || '') ? told : localNow()
  const open = whole => openForm(survey, { answers: whole, fresh: false, now, today: now.slice(0, 10), mode: mode === 'cepat' ? 'cepat' : 'lengkap' })
  const form = (() => { try { return open(answers) } catch { return open({}) } })() // what no form holds is read all the same
  const reader = new Reader(form)
  const people = (survey.entities || []).find(({ list }) => list === 'member')
  const rowAt = (slot, row) => form.instance.rowsOf(slot)[row ?? 0] || null
  const person = (path, row) => people && row !== null && path.startsWith(people.repeat + '/') ? reader.name(form.slots.get(people.repeat), rowAt(form.slots.get(path), row)) : ''
  /** @type {Section[]|null} */
  let sections = null
  const all = () => sections || (sections = reader.pages(answers))
  return {
    /** @param {string} path @param {number|null} [row] of the repeat it lies in: then the person is named too */
    labelOf (path, row = null) {
      const slot = form.slots.get(bare(path))
      return slot ? [person(slot.path, row), reader.label(slot, rowAt(slot, row))].filter(Boolean).join(', ') : path.split('/').pop()
    },
    /** @param {string} path template @param {number|null} [row] of the repeat it lies in */
    said (path, row = null) {
      const slot = form.slots.get(path)
      const at = slot && rowAt(slot, row)
      return at && at.values.has(path) ? reader.words(slot, at, at.values.get(path)) : ''
    },
    /** Every picture answered, with the question's words. @returns {{ id: string, label: string }[]} */
    photos: () => all().flatMap(({ rows }) => rows).flatMap(({ photo, label }) => photo ? [{ id: photo, label }] : []),
    /** Questions in no group first, what was not asked of whole pages last. @returns {Section[]} */
    sections: all
  }
}

const bare = path => path.replace(/\[[0-9]+\]/g, '')
const FILES = new Set(['audio', 'file'])
const isEmpty = value => value === undefined || value === null || value === ''

class Reader {
  constructor (form) {
    this.form = form
  }

  /** A text of a node with the answers that stand in it; without a row as it was written. */
  text (slot, key, row) {
    return row ? unmarked(this.form.text(slot, key, row)) : labelText(this.form.survey, slot.node[key])
  }

  label (slot, row) {
    return this.text(slot, 'label', row) || this.text(slot, 'hint', row) || slot.node.name
  }

  /** Whose row it is, where rows are people. */
  name (repeat, row) {
    const child = repeat && repeat.children.find(({ node }) => (node.save && node.save[1] === 'full_name') || node.name === 'nama')
    return child && row && row.values.has(child.path) ? String(stored(row.values.get(child.path))) : ''
  }

  words (slot, row, value) {
    const { node } = slot
    const answer = String(stored(value))
    if (node.list) {
      if (!row) return choiceLabels(this.form.survey, node.list, answer)
      const labels = new Map(this.form.list(node.list, slot, row).map(({ name, label }) => [name, label]))
      return answer.split(' ').map(code => labels.get(code) || code).join(', ')
    }
    if (node.type === 'date') return longDay(answer)
    if (node.type === 'image') return t('periksa.satu_foto')
    if (FILES.has(node.type)) return t('periksa.satu_berkas')
    return answer
  }

  /** @returns {Section[]} */
  pages (answers) {
    const { form } = this
    const root = form.instance.root
    const closed = []
    const loose = form.tops.filter(({ node }) => node.kind === 'question')
    const sections = this.section(loose, answers, root, '/data', labelText(form.survey, form.survey.title), false)
    for (const slot of form.tops.filter(({ node }) => node.kind !== 'question')) {
      const isClosed = this.shut(slot, root, closed)
      const value = answers[slot.node.name]
      sections.push(...slot.node.kind === 'repeat'
        ? this.section([slot], answers, root, '/data', this.label(slot, root), isClosed)
        : this.section(slot.children, value, root, slot.path, this.label(slot, root), isClosed))
    }
    return closed.length ? [...sections, { key: '/data-', label: t('periksa.halaman_lain'), rows: [], unasked: together(closed) }] : sections
  }

  /** Take note of what was not asked and why. @returns {boolean} whether it was not */
  shut (slot, row, unasked) {
    const { form } = this
    const isLeft = !form.isAsked(slot.node)
    if (!isLeft && !(slot.node.relevant && !row.open.get(slot.path))) return false
    const labels = this.asked(slot, row)
    const own = slot.node.kind !== 'question' && this.text(slot, 'label', row)
    if (labels.length) unasked.push({ labels: own ? [t('periksa.n_pertanyaan', { bagian: own, n: labels.length })] : labels, n: labels.length, because: isLeft ? [t('periksa.cek_cepat')] : this.because(slot, row, 'relevant') })
    return true
  }

  because (slot, row, key) {
    const words = (of, at, value) => this.words(of, at, value)
    return causesOf(this.form, slot, row, key).map(cause => {
      const label = this.label(cause.slot, cause.rows[0] || null).replace(/[?:]$/, '')
      return `${label}: ${saidOf(this.form, cause, words) || t('periksa.kosong')}`
    })
  }

  /** The labels of what is asked under a node. @returns {string[]} */
  asked (slot, row) {
    if (slot.node.kind === 'question') return isSeen(slot.node) && !slot.node.read_only ? [this.label(slot, slot.levels.length === depth(row) ? row : null)] : []
    return slot.children.flatMap(child => this.asked(child, row))
  }

  /**
   * @param {any[]} slots @param {any} answers of the group or row @param {any} row null where the form has none such
   * @param {string} key @param {string} title @param {boolean} isClosed whether none of it was asked
   * @returns {Section[]} what stands in it, then a section a row of each repeat
   */
  section (slots, answers, row, key, title, isClosed) {
    /** @type {Section} */
    const here = { key, label: title, rows: [], unasked: [] }
    const under = []
    const collect = (slots, values, trail, isClosed) => {
      for (const slot of slots) {
        const { node } = slot
        const path = trail + '/' + node.name
        const value = values === undefined || values === null ? undefined : values[node.name]
        const shut = isClosed || !row || this.shut(slot, row, here.unasked)
        if (node.kind === 'group') collect(slot.children, value, path, shut)
        else if (node.kind === 'repeat') under.push(...this.repeat(slot, value, row, path, shut, here))
        else if (isSeen(node) && !(shut && isEmpty(value))) this.line(slot, value, row, path, here.rows)
      }
    }
    collect(slots, answers, key, isClosed)
    here.unasked = together(here.unasked)
    return [...(here.rows.length || here.unasked.length ? [here] : []), ...under]
  }

  repeat (slot, value, row, path, isShut, here) {
    const rows = (row && row.repeats.get(slot.path)) || []
    const label = this.label(slot, row)
    const counting = isShut ? 0 : row.rows(slot.path, slot.gate).length
    const n = Math.max(Array.isArray(value) ? value.length : 0, counting)
    if (!n && !isShut) {
      const because = slot.node.count ? this.because(slot, row, 'count') : []
      if (because.length) here.unasked.push({ labels: [label], n: this.asked(slot, row).length, because })
      else here.rows.push({ key: path, label, said: '', file: null, photo: null })
    }
    return Array.from({ length: n }, (_, i) => {
      const title = [`${label} ${i + 1}`, this.name(slot, rows[i])].filter(Boolean).join(' · ')
      return this.section(slot.children, (value || [])[i], rows[i] || null, `${path}[${i}]`, title, isShut)
    }).flat()
  }

  line (slot, value, row, path, rows) {
    const { type, read_only: readOnly } = slot.node
    if (isEmpty(value) && readOnly) return // asked of nobody
    const said = isEmpty(value) ? '' : this.words(slot, row, value)
    rows.push({ key: path, label: this.label(slot, row), said, file: said && FILES.has(type) ? String(value) : null, photo: said && type === 'image' ? String(value) : null })
  }
}

const isSeen = node => !UNSEEN.has(node.type) && node.type !== 'note'

function depth (row) {
  let n = 0
  for (; row.parent; row = row.parent) n++
  return n
}

/** What was not asked for the same reason is said once. @param {Unasked[]} unasked @returns {Unasked[]} */
function together (unasked) {
  /** @type {Map<string, Unasked>} */
  const found = new Map()
  for (const { labels, n, because } of unasked) {
    const same = found.get(because.join('; '))
    if (same) Object.assign(same, { labels: [...same.labels, ...labels], n: same.n + n })
    else found.set(because.join('; '), { labels, n, because })
  }
  return [...found.values()]
}
