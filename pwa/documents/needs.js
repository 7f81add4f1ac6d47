// What a visit's answers ask for: the catalogue assessed over the draft, and the checklist that follows.
import { of } from '../store/records.js'
import { localToday } from '../sync/clock.js'
import { checklist } from './checklist.js'

/**
 * @param {any} session an open draft
 * @param {{ assess: Function, papersFor: Function, catalogue: { hash: string, body: any }, answered: Function }} tools
 * @returns {{ services: string[], assessment: any, lines: import('./checklist.js').Line[], people: { id: string, name: string }[] }}
 */
export function needsOf ({ form, survey, draft }, { assess, papersFor, catalogue, answered }) {
  const answers = form.finish({ evaluatedAt: null }).answers
  const services = String(answered(survey, answers, 'layanan')).split(' ').filter(Boolean)
  const assessment = assess(catalogue.body, survey, answers, { today: localToday() })
  const people = peopleOf(survey, form.answers())
  const lines = checklist({
    papers: papersFor(assessment, services),
    catalogue: catalogue.body,
    people,
    marked: draft.papers,
    known: draft.known ? of('document', 'family', draft.family) : []
  })
  return { services, assessment, lines, people }
}

/** Ids and names of the roster's rows: the repeat whose rows become members. */
function peopleOf (survey, answers) {
  const entity = (survey.entities || []).find(e => e.list === 'member')
  if (!entity || !entity.repeat) return []
  const steps = entity.repeat.split('/').slice(2)
  const rows = steps.reduce((at, step) => at ? at[step] : undefined, answers) || []
  return rows.map(row => ({ id: row.id_anggota, name: row.nama || '' }))
}
