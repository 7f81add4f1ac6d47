// Selesai: what a finished visit sends. Pure: everything it needs is handed in; nothing is stored or sent here.
import { answered, ASKED, NOT_HELD } from './meaning.js'

/**
 * @typedef {{ collection: string, record: string, area?: string, fields: Record<string, any>, versions?: Record<string, number> }} SetDraft
 *   a record, the values it should have, and the versions its author had seen
 * @typedef {{ do: string, record: string, args: any }} ActionDraft
 */

/**
 * The records a finished visit makes or changes, in the order in which they have to arrive.
 * @param {{ draft: any, survey: any, result: { answers: any }, evaluatedAt: string, advice: any,
 *   familySets: SetDraft[], openCases: string[], newId: () => string, name?: string }} visit
 *   result: of form.finish; familySets: from the survey's entities; openCases: services the family has an open case for; name: what the survey calls the visit
 * @returns {{ sets: SetDraft[], actions: ActionDraft[], held: boolean }} held: false when consent was not given or nobody was met
 */
export function finishVisit ({ draft, survey, result, evaluatedAt, advice, familySets, openCases, newId, name = '' }) {
  const { answers } = result
  const outcome = String(answered(survey, answers, ASKED.result))
  const held = !NOT_HELD.has(outcome)
  const confirmed = (draft.confirmed || []).map(({ path, kind }) => ({ path, kind }))
  const visit = {
    survey: draft.survey,
    survey_id: survey.id,
    family: held ? draft.family : null, // nor of a family that is known: what is kept of a closed door names nobody
    building: draft.building,
    result: outcome,
    reason: answered(survey, answers, ASKED.reason) || null,
    date: answered(survey, answers, ASKED.date) || evaluatedAt.slice(0, 10),
    mode: draft.mode,
    answers,
    evaluated_at: evaluatedAt,
    advice: held ? advice : null,
    supersedes: draft.supersedes || null,
    ...(held && draft.correction ? { correction: draft.correction } : {}),
    ...(held && name ? { name } : {}),
    ...(held && confirmed.length ? { confirmed } : {})
  }
  const sets = [
    ...(draft.newBuilding ? [{ collection: 'building', record: draft.building, area: draft.area, fields: { ...draft.newBuilding, number: answered(survey, answers, ASKED.house) || null } }] : []),
    ...(held ? familySets : []),
    { collection: 'visit', record: draft.id, area: draft.area, fields: visit },
    ...(held ? paperSets(draft) : []),
    ...(held ? caseSets({ draft, survey, answers, openCases, newId }) : [])
  ]
  const actions = held && draft.card
    ? [{ do: 'family.attach_card', record: draft.family, args: { card: draft.card.card, pin: draft.card.pin } }]
    : []
  return { sets, actions, held }
}

/** A document for each paper that was marked. @returns {SetDraft[]} */
const paperSets = draft => Object.values(draft.papers).map(paper => ({
  collection: 'document',
  record: paper.record,
  fields: {
    family: draft.family,
    member: paper.member,
    paper: paper.paper,
    state: paper.state,
    copy: paper.copy || null,
    photos: paper.photos,
    kept_reason: paper.kept_reason || null,
    photo_verdict: paper.photo_verdict || null
  }
}))

/** A case for each service asked for that the family has no open case for. @returns {SetDraft[]} */
function caseSets ({ draft, survey, answers, openCases, newId }) {
  const wanted = String(answered(survey, answers, ASKED.services)).split(' ').filter(Boolean)
  return wanted.filter(service => !openCases.includes(service)).map(service => ({
    collection: 'case',
    record: newId(),
    fields: {
      family: draft.family,
      member: null,
      visit: draft.id,
      service,
      urgency: answered(survey, answers, ASKED.urgency) || 'biasa',
      note: answered(survey, answers, ASKED.story) || null
    }
  }))
}

/** Ids of the photos that papers and answers name. @param {SetDraft[]} sets @param {string[]} imageValues blob ids among the answers */
export const photosOf = (sets, imageValues) => {
  const named = sets.flatMap(set => set.collection === 'document' ? set.fields.photos : [])
  return [...new Set([...named, ...imageValues])]
}
