// "Selesai dan kirim": the finished visit goes into the outbox and its draft is gone, both or neither.
import { get, of } from '../store/records.js'
import { actionChange, finish, setChange } from '../store/outbox.js'
import { dropPhoto, photoRows } from '../store/photos.js'
import { localNow } from '../sync/clock.js'
import { uuid7 } from '../sync/uuid.js'
import { t } from '../text/text.js'
import { finishVisit, photosOf } from './finish.js'
import { answered, ASKED } from './meaning.js'
import { photoAnswers } from './photo-answers.js'
import { visitTitle } from './title.js'

const CLOSED = new Set(['selesai', 'dibatalkan', 'disetujui', 'belum_disetujui'])

/**
 * @param {any} session
 * @param {{ familyChanges: Function, assess: Function, catalogue: { hash: string, body: any }, papers: Record<string, any> }} tools papers: all of this visit, as the draft marks them
 * @returns {Promise<void>} resolved when the phone has it
 */
export async function sendVisit (session, { familyChanges, assess, catalogue, papers }) {
  await session.saving
  const { draft, survey, form } = session
  const evaluatedAt = localNow()
  const result = form.finish({ evaluatedAt })
  const services = String(answered(survey, result.answers, ASKED.services)).split(' ').filter(Boolean)
  const advice = { catalogue: catalogue.hash, ...assess(catalogue.body, survey, result.answers, { today: evaluatedAt.slice(0, 10), services }) }
  const familySets = familyChanges(survey, result.answers, draft.prefilled, {
    family: draft.family, building: draft.building, area: draft.area, known: draft.known
  })
  const finished = finishVisit({ draft: { ...draft, papers }, survey, result, name: session.name(), evaluatedAt, advice, familySets, openCases: [...openServices(draft.family), ...(draft.asked || [])], newId: uuid7 })
  const changes = [
    ...await Promise.all(finished.sets.map(set => setChange(set.collection, set.record, set.fields, { area: set.area, versions: set.versions }))),
    ...await Promise.all(finished.actions.map(action => actionChange(action.do, action.record, action.args)))
  ]
  const photos = photosOf(finished.sets, photoAnswers(survey, result.answers))
  const unused = (await photoRows()).filter(row => row.draft === draft.id && !photos.includes(row.id))
  for (const { id } of unused) await dropPhoto(id)
  await finish(draft, changes, photos, { kind: 'visit', detail: draft.supersedes ? t('kiriman.pembetulan') : '', title: finished.held ? visitTitle(session) : t('kunjungan.tanpa_nama', { rt: draft.area.split('/')[1] }) })
}

/** Services this family has an open case for: those are not asked for twice. @param {string} family */
const openServices = family => get(family)
  ? of('case', 'family', family).filter(c => !CLOSED.has(c.body.status)).map(c => c.body.service)
  : []

