// A visit as a draft again, with all that was answered: one that the server did not take, open at what is to be put right,
// or one that it took, as a correction that supersedes it.
import { html, useEffect, useState } from '../vendor/ui.js'
import { formatDate, t, Worded } from '../text/text.js'
import { Actions, Page } from '../shell/frame.js'
import { Missing, Problem } from '../shell/trouble.js'
import { go } from '../shell/router.js'
import { draft as draftOf, drafts, saveDraft } from '../store/drafts.js'
import { isOffice } from '../store/me.js'
import { items } from '../store/outbox.js'
import { publication } from '../store/publications.js'
import { get, identityOf, of, refusedBeginning } from '../store/records.js'
import { uuid7 } from '../sync/uuid.js'
import { newDraft } from './draft.js'
import { lastVisit, membersOf } from './start.js'

const LONGEST = 500 // characters of why

/** @param {{ id: string, prefill: Function, openForm: any, openSession: Function, placeOf: Function }} props id: of the row in Kiriman, or of a visit */
export function MendScreen ({ id, prefill, openForm, openSession, placeOf }) {
  const [trouble, setTrouble] = useState(/** @type {Error | null} */ (null))
  const [why, setWhy] = useState('')
  const row = items.value.find(({ key, stopped }) => key === id && stopped)
  const visit = row ? null : latest(id)
  const asks = Boolean(visit) && isOffice()
  const there = Boolean(row || visit)
  useEffect(() => { if (there && !asks) begin() }, [there])
  const begin = () => (row ? reopen(row) : correct(visit)).catch(setTrouble)
  async function reopen (row) {
    const sent = row.changes.find(change => change.collection === 'visit')
    const { stopped, receipt } = row
    const again = Boolean(refusedBeginning(sent.record)) // else it is there, or comes with what is mended: then this corrects it
    const standing = again ? await draftOf(sent.record) : await correctionOf(sent.record)
    const said = standing || await asDraft({ id: sent.record, area: sent.area, ...fieldsOf(sent) }, row.changes, prefill)
    const draft = standing || again ? said : { ...said, id: uuid7(), supersedes: sent.record, item: row.key }
    if (!standing) await saveDraft(draft)
    const session = await openSession(draft.id, openForm)
    const asked = questionOf(session.survey, session.draft, stopped, receipt.problem?.field || '')
    if (asked) await session.seek(asked)
    go(asked ? placeOf(session, asked) : `/kunjungan/${draft.id}/0`, { replace: true })
  }
  async function correct (visit) {
    const standing = await correctionOf(visit.id)
    const draft = standing || { ...await asDraft({ ...visit.body, id: visit.id, area: visit.area }, casesOf(visit), prefill), id: uuid7(), supersedes: visit.id, correction: why.trim() }
    if (!standing) await saveDraft(draft)
    go(`/kunjungan/${draft.id}/${draft.page || 0}`, { replace: true })
  }
  if (trouble) return html`<${Page} title=${t('kiriman.betulkan')} back=${row ? '/kiriman' : '/warga'}><${Problem} error=${trouble} inline /></${Page}>`
  if (!there) return html`<${Missing} text=${t('kunjungan.tidak_ada')} />`
  if (!asks) return null
  const submit = event => { event.preventDefault(); if (why.trim()) begin() }
  return html`<${Page} title=${t('kunjungan.betulkan')} sub=${formatDate(visit.body.date)} back=${`/jawaban/${id}`}
    footer=${html`<${Actions}><button class="btn wide" form="why" aria-disabled=${!why.trim()}>${t('kunjungan.betulkan')}</button></${Actions}>`}>
    <form id="why" onSubmit=${submit}><div class="q"><label for="why-text">${t('kunjungan.alasan_betul')}</label><p class="small dim">${t('kunjungan.alasan_betul_hint')}</p>
      <textarea id="why-text" class="in" rows="3" maxlength=${LONGEST} value=${why} onInput=${event => setWhy(event.currentTarget.value)}></textarea></div></form></${Page}>`
}

/** The revision of a visit that counts now, where its answers are here. @param {string} id @returns {any} */
function latest (id) {
  let visit = get(id)
  for (const seen = new Set(); visit?.body.superseded_by && !seen.has(visit.id); visit = get(visit.body.superseded_by)) seen.add(visit.id)
  return visit && visit.collection === 'visit' && visit.body.family && visit.body.answers ? visit : null
}

/** A correction of a visit that was begun and not finished. @param {string} id */
const correctionOf = async id => (await drafts()).find(({ supersedes }) => supersedes === id) || null

/** What was asked for with a visit or what it supersedes, as if it were asked for again: no case is made twice. */
function casesOf (visit) {
  const chain = new Set()
  for (let at = visit; at && !chain.has(at.id); at = at.body.supersedes ? get(at.body.supersedes) : null) chain.add(at.id)
  return of('case', 'family', visit.body.family).filter(({ body }) => chain.has(body.visit))
    .map(({ id, body }) => ({ collection: 'case', record: id, set: { exists: { to: true }, service: { to: body.service } } }))
}

/** A draft that says what a visit said, under the same id; who corrects it gives it another. */
async function asDraft (said, changes, prefill) {
  const survey = await publication(said.survey)
  if (!survey) throw new Worded('kunjungan.survei_lama')
  const known = said.family ? get(said.family) : null
  const house = changes.find(change => change.collection === 'building')
  const draft = newDraft({
    survey: said.survey,
    mode: said.mode,
    area: said.area,
    building: said.building,
    newBuilding: house && (!get(said.building) || refusedBeginning(said.building)) ? fieldsOf(house) : null,
    family: said.family,
    prefilled: known ? prefill(survey, known, membersOf(known.id), identityOf, lastVisit(known.id)) : null,
    now: new Date()
  })
  const begun = collection => changes.filter(change => change.collection === collection && change.set.exists).map(change => ({ record: change.record, ...fieldsOf(change) }))
  const papers = Object.fromEntries(begun('document').map(paper => [`${paper.paper}:${paper.member || '-'}`, { member: null, copy: null, photos: [], ...paper }]))
  return { ...draft, id: said.id, known: Boolean(known), answers: said.answers, confirmed: said.confirmed || [], papers, asked: begun('case').map(({ service }) => service) }
}

const fieldsOf = ({ set }) => Object.fromEntries(Object.entries(set).filter(([name]) => name !== 'exists').map(([name, { to }]) => [name, to]))

/**
 * The question that a problem means, as an instance path; null when it means none.
 * @param {any} survey @param {any} draft @param {any} change that was not taken @param {string} field as the problem names it
 */
export function questionOf (survey, draft, change, field) {
  if (field.startsWith('answers/')) return find(survey.nodes, node => node.path === `/data/${field.slice(8)}`) && `/data/${field.slice(8)}`
  const property = field.replace(/^set\./, '')
  const subject = change.set?.subject?.to || change.record
  const list = subject === draft.family ? 'family' : 'member'
  const node = find(survey.nodes, ({ save }) => save && save[0] === list && save[1] === property)
  const entity = survey.entities.find(one => one.list === list)
  if (!node || !entity) return null
  if (!entity.repeat) return node.path
  const rows = entity.repeat.split('/').slice(2).reduce((at, step) => at && at[step], draft.answers) || []
  const at = rows.findIndex(row => Object.values(row).includes(subject))
  return at < 0 ? null : `${entity.repeat}[${at}]${node.path.slice(entity.repeat.length)}`
}

function find (nodes, wanted) {
  for (const node of nodes) {
    const found = wanted(node) ? node : find(node.children || [], wanted)
    if (found) return found
  }
  return null
}
