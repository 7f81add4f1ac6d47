// What screens are handed from other subjects, which they may not import themselves. Loaded with the first screen that needs it.
import { openForm } from './survey/engine/form.js'
import { link, schemeOf } from './survey/engine/scheme.js'
import { familyChanges, prefill } from './survey/entities.js'
import { Part, Parts } from './survey/page.js'
import { ErrorSummary, jumpTo } from './survey/errors.js'
import { rowWords } from './survey/roster.js'
import { Sections } from './survey/sections.js'
import { said } from './survey/said.js'
import { carry, differences } from './survey/versions.js'
import { allAsks, asksOf } from './survey/asks.js'
import { askWords } from './survey/ask.js'
import { assess } from './catalogue/assess.js'
import { papersFor } from './catalogue/papers.js'
import { Camera } from './documents/camera.js'
import { shrink } from './documents/shrink.js'
import { missing } from './documents/checklist.js'
import { marksOf, needsOf } from './documents/needs.js'
import { doubtsOf } from './families/doubts-of.js'
import { answered } from './visits/meaning.js'
import { placeOf } from './visits/places.js'
import { openSession } from './visits/session.js'
import { sendVisit } from './visits/send.js'
import { familyTitle } from './visits/title.js'
import { drafts } from './store/drafts.js'
import { inForce, publication } from './store/publications.js'
import { localToday } from './sync/clock.js'
import { t, Worded } from './text/text.js'

/** The catalogue in force today with its reasoning. */
async function tools () {
  const found = inForce('catalogue', null, localToday())
  if (!found) throw new Worded('kunjungan.katalog_belum')
  return { assess, papersFor, answered, catalogue: { hash: found.hash, body: await publication(found.hash) } }
}

async function send (session) {
  const found = await tools()
  return sendVisit(session, { familyChanges, ...found, papers: marksOf(session.draft, needsOf(session, found).lines) })
}

/** The papers of a visit, and which required ones are not among them. */
async function papersOf (session) {
  const { lines } = needsOf(session, await tools())
  const labels = missing(lines).map(line => line.memberName ? t('berkas.nama_untuk', { berkas: line.name, nama: line.memberName }) : line.name)
  return { papers: Object.values(marksOf(session.draft, lines)), missing: labels.map(label => ({ label })) }
}

/** What does not fit together in the household, as questions. */
const householdAsks = ({ form, survey, draft }) =>
  doubtsOf(survey, form.finish({ evaluatedAt: null }).answers, { family: draft.family, today: localToday() })

/** Have the surveys at hand that a visit may be opened with, before it is: those of drafts, and today's. @param {() => Promise<any>} rest */
export async function readSurveys (rest) {
  const today = inForce('survey', 'kelayakan', localToday())
  for (const hash of new Set([...(await drafts()).map(draft => draft.survey), ...(today ? [today.hash] : [])])) {
    await rest()
    const survey = await publication(hash)
    if (survey) link(schemeOf(survey))
  }
}

/** For every screen of a visit. */
export const visitParts = {
  openForm, prefill, Part, Parts, ErrorSummary, jumpTo, rowWords, Sections, said, asksOf, allAsks, askWords, shrink, tools, send, papersOf, householdAsks, openSession, placeOf, familyTitle, carry, differences
}

/** For a case that came back. */
export const returnedParts = { Camera }
