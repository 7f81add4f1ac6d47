// A visit that the server did not take, as a draft again: with all that was answered, open at what is to be put right.
import { html, useEffect, useState } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { Page } from '../shell/frame.js'
import { Missing, Problem } from '../shell/trouble.js'
import { go } from '../shell/router.js'
import { draft as draftOf, saveDraft } from '../store/drafts.js'
import { items } from '../store/outbox.js'
import { publication } from '../store/publications.js'
import { get, identityOf } from '../store/records.js'
import { newDraft } from './draft.js'
import { lastVisit, membersOf } from './start.js'

/** @param {{ id: string, prefill: Function, openForm: any, openSession: Function, placeOf: Function }} props id: of the row in Kiriman */
export function MendScreen ({ id, prefill, openForm, openSession, placeOf }) {
  const [trouble, setTrouble] = useState(/** @type {Error | null} */ (null))
  const row = items.value.find(({ key }) => key === id)
  const there = Boolean(row)
  useEffect(() => { if (row) reopen().catch(setTrouble) }, [there])
  async function reopen () {
    const visit = /** @type {any} */ (row).changes.find(change => change.collection === 'visit')
    const { stopped, receipt } = /** @type {any} */ (row)
    if (!await draftOf(visit.record)) await saveDraft(await asDraft(visit, /** @type {any} */ (row).changes, prefill))
    const session = await openSession(visit.record, openForm)
    const asked = questionOf(session.survey, session.draft, stopped, receipt.problem?.field || '')
    if (asked) await session.seek(asked)
    go(asked ? placeOf(session, asked) : `/kunjungan/${visit.record}/0`, { replace: true })
  }
  if (trouble) return html`<${Page} title=${t('kiriman.betulkan')} back="/kiriman"><${Problem} error=${trouble} inline /></${Page}>`
  return there ? null : html`<${Missing} text=${t('kiriman.kosong')} />`
}

/** The same visit under its own id: what is finished then takes the place of what was not taken. */
async function asDraft (visit, changes, prefill) {
  const said = fieldsOf(visit)
  const known = said.family ? get(said.family) : null
  const house = changes.find(change => change.collection === 'building')
  const draft = newDraft({
    survey: said.survey,
    mode: said.mode,
    area: visit.area,
    building: said.building,
    newBuilding: house && !get(said.building) ? fieldsOf(house) : null,
    family: said.family,
    prefilled: known ? prefill(await publication(said.survey), known, membersOf(known.id), identityOf, lastVisit(known.id)) : null,
    now: new Date()
  })
  const of = collection => changes.filter(change => change.collection === collection && change.set.exists).map(change => ({ record: change.record, ...fieldsOf(change) }))
  const papers = Object.fromEntries(of('document').map(paper => [`${paper.paper}:${paper.member || '-'}`, { member: null, copy: null, photos: [], ...paper }]))
  return { ...draft, id: visit.record, known: Boolean(known), answers: said.answers, confirmed: said.confirmed || [], papers, asked: of('case').map(({ service }) => service) }
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
