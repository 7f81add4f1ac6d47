// What a catalogue says about one family's answers: conditions, advice and papers, service by service. Never a decision.
// server/catalogue/assess.py is the twin.

import { NEVER, UNKNOWN, allOf, anyOf, known, shorter, sources } from './kleene.js'
import { begin, instances, readSurvey } from './unknown.js'
import { toBoolean } from '../survey/engine/values.js'

/**
 * @typedef {'terpenuhi' | 'belum_terpenuhi' | 'belum_diketahui' | 'ditanyakan' | null} Outcome
 * @typedef {{ code: string, outcome: Outcome, because: import('./kleene.js').Key[] }} Condition
 * @typedef {{ paper: string, member: number | null, required: boolean, later: boolean, outcome: 'perlu' | 'ditanyakan',
 *   reason: string, of?: number[] }} Paper
 * @typedef {{ advice: 'mungkin' | 'belum_memenuhi' | 'belum_dinilai', conditions: Condition[], papers: Paper[] }} Advice
 * @typedef {{ services: { [code: string]: Advice } }} Assessment
 */

/**
 * @param {any} catalogue compiled @param {any} survey compiled @param {any} answers
 * @param {{ today: string, services?: string[] }} options today: YYYY-MM-DD; services: only these, else all
 * @returns {Assessment}
 */
export const assess = (catalogue, survey, answers, { today, services }) => {
  const { read, members, listed } = prepared(catalogue, survey)
  const run = begin(answers, today, catalogue.unknown)
  const repeat = read.nodes.get(members)
  const rows = repeat ? instances(run, repeat, []) : []
  const found = new Map()
  const look = ({ row, expression }) => {
    if (!expression) return [NEVER]
    const family = row.for === 'keluarga'
    const memory = found.get(expression) || [null, null]
    found.set(expression, memory)
    const at = family ? 0 : 1
    return (memory[at] = memory[at] || (family ? [[]] : rows).map(each => unsettled(expression(run, each))))
  }
  const wanted = listed.filter(one => !services || services.includes(one.code))
  return { services: Object.fromEntries(wanted.map(one => [one.code, adviseOn(one, look)])) }
}

const memory = new WeakMap()

// A tree that stands in many rows is compiled, and evaluated, once.
const prepared = (catalogue, survey) => {
  const bySurvey = memory.get(catalogue) || new WeakMap()
  memory.set(catalogue, bySurvey)
  if (bySurvey.has(survey)) return bySurvey.get(survey)
  const read = readSurvey(survey)
  const expressions = new Map()
  const expressionOf = tree => {
    if (!tree) return null
    const text = JSON.stringify(tree)
    if (!expressions.has(text)) expressions.set(text, read.compile(tree))
    return expressions.get(text)
  }
  const withExpressions = list => list.map(row => ({ row, expression: expressionOf(row.expr) }))
  const entity = (survey.entities || []).find(one => one.repeat)
  const listed = catalogue.services.map(({ code, conditions, needs }) =>
    ({ code, conditions: withExpressions(conditions), needs: withExpressions(needs) }))
  const made = { read, members: entity ? entity.repeat : '', listed }
  bySurvey.set(survey, made)
  return made
}

// An expression whose result is the empty text is not settled by any answer.
const unsettled = result => result[0] === '' ? NEVER : result

const holds = ([value]) => value !== UNKNOWN && toBoolean(value)

const adviseOn = ({ conditions, needs }, look) => {
  const alone = []
  const groups = {}
  const said = conditions.map(condition => {
    const { code, kind, group } = condition.row
    if (kind !== 'syarat' && kind !== 'prioritas') return { code, outcome: null, because: [] }
    const result = conditionOf(condition, look)
    if (kind === 'syarat') (group ? groups[group] = groups[group] || [] : alone).push(result)
    return { code, ...outcomeOf(result) }
  })
  const all = alone.concat(Object.values(groups).map(list => anyOf(list.length, at => list[at])))
  const [together] = allOf(all.length, at => all[at])
  const advice = together === UNKNOWN ? 'belum_dinilai' : together ? 'mungkin' : 'belum_memenuhi'
  return { advice, conditions: said, papers: needs.flatMap(need => papersOf(need, look)) }
}

const conditionOf = (condition, look) => {
  const results = look(condition)
  if (!condition.expression || condition.row.for === 'keluarga') return results[0]
  if (!results.length) return NEVER // nobody in the list yet
  if (condition.row.for === 'setiap') return allOf(results.length, at => results[at])
  const those = results.filter(holds)
  return those.length ? known(true, sources(those)) : anyOf(results.length, at => results[at])
}

// The questions whose answers could settle an unknown result.
const asksOf = ([, keys, trueBy, falseBy]) => {
  const asks = shorter(trueBy, falseBy)
  return asks && asks.length ? asks : keys || []
}

const outcomeOf = result => {
  if (result[0] !== UNKNOWN) return { outcome: holds(result) ? 'terpenuhi' : 'belum_terpenuhi', because: result[1] }
  const because = asksOf(result)
  return { outcome: because.length ? 'belum_diketahui' : 'ditanyakan', because }
}

// The papers one row of needs asks for. `of`: the members any one of whom may bring it.
const papersOf = (need, look) => {
  const { paper, required, later, reason, for: whom } = need.row
  const results = look(need)
  const one = (member, outcome, must = required) => ({ paper, member, required: must, later, outcome, reason })
  const whose = one(null, 'ditanyakan')
  if (whom === 'keluarga' || !need.expression) {
    if (need.expression && (required || holds(results[0]))) return [one(null, 'perlu')]
    return results[0][0] === UNKNOWN ? [whose] : []
  }
  const rowsWhere = test => results.map((result, at) => test(result) ? at : -1).filter(at => at >= 0)
  const sure = rowsWhere(holds)
  const open = rowsWhere(([value]) => value === UNKNOWN)
  if (!sure.length && (required || !results.length)) return [whose]
  if (whom === 'salah_satu') return sure.length ? [{ ...one(sure[0], 'perlu'), of: sure }] : open.length ? [whose] : []
  const asked = open.filter(at => asksOf(results[at]).length)
  return [
    ...sure.map(at => one(at, 'perlu')),
    ...asked.map(at => one(at, 'ditanyakan', false)),
    ...(asked.length < open.length ? [one(null, 'ditanyakan', false)] : [])
  ]
}
