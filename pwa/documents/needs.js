// What a visit's answers ask for: the catalogue assessed over the draft, and the checklist that follows.
import { of } from '../store/records.js'
import { localToday } from '../sync/clock.js'
import { uuid7 } from '../sync/uuid.js'
import { checklist } from './checklist.js'
import { photosAsked } from './asked.js'

/**
 * @param {any} session an open draft
 * @param {{ assess: Function, papersFor: Function, catalogue: { hash: string, body: any }, answered: Function }} tools
 * @returns {{ services: string[], assessment: any, lines: import('./checklist.js').Line[], people: { id: string, name: string }[] }}
 */
export function needsOf ({ form, survey, draft }, { assess, papersFor, catalogue, answered }) {
  const answers = form.finish({ evaluatedAt: null }).answers
  const today = localToday()
  const services = String(answered(survey, answers, 'layanan')).split(' ').filter(Boolean)
  const assessment = assess(catalogue.body, survey, answers, { today })
  const people = peopleOf(survey, form.answers())
  const lines = checklist({
    papers: papersFor(assessment, services),
    catalogue: catalogue.body,
    people,
    marked: draft.papers,
    known: draft.known ? of('document', 'family', draft.family) : [],
    answered: photosAsked(survey, answers),
    today
  })
  return { services, assessment, lines, people }
}

/** What the draft remembers of a paper. @param {any} line @param {any} [changes] */
export const paperMark = (line, changes = {}) => ({
  record: line.record || uuid7(),
  paper: line.paper,
  member: line.member,
  state: line.state,
  copy: line.copy,
  photos: line.photos,
  photo_verdict: line.photo_verdict,
  kept_reason: line.kept_reason,
  qr_other: line.qr_other,
  ...changes
})

/** The papers of a visit, by key: those marked, and those whose photos are answers. @param {any} draft @param {import('./checklist.js').Line[]} lines */
export const marksOf = (draft, lines) => ({
  ...draft.papers,
  ...Object.fromEntries(lines.filter(({ question }) => question).map(line => [line.key, paperMark(line)]))
})

/** Ids and names of the roster's rows: the repeat whose rows become members. */
function peopleOf (survey, answers) {
  const entity = (survey.entities || []).find(e => e.list === 'member')
  if (!entity || !entity.repeat) return []
  const steps = entity.repeat.split('/').slice(2)
  const rows = steps.reduce((at, step) => at ? at[step] : undefined, answers) || []
  return rows.map(row => ({ id: row.id_anggota, name: row.nama || '' }))
}
