// The question behind an unknown or known condition: in words, with its answer, and where to answer it. Pure.

/**
 * @param {import('../catalogue/kleene.js').Key} key template path, and the row of the roster
 * @param {{ said: Function, placeOf: Function }} parts @param {any} session an open draft
 * @returns {{ ipath: string, label: string, answer: string, asked: boolean, place: string } | null} null for a calculation;
 *   asked: whether this visit asks it at all, the short one leaves most out
 */
export function causeOf ({ path, row }, { said, placeOf }, session) {
  const ipath = row === null || row === undefined ? path : atRow(path, row, session.survey)
  const state = session.form.state(ipath)
  if (!state) return null
  if (!state.label) return null // a calculation: nobody was asked
  const name = row === null || row === undefined ? '' : nameOf(session, row)
  const label = String(state.label).replace(/ ?[?:]$/, '')
  return { ipath, label: name ? `${name}, ${lower(label)}` : label, answer: said(session.form, ipath), asked: session.form.isAsked(session.form.node(ipath)), place: placeOf(session, ipath) }
}

const lower = text => /^[A-Z]{2}/.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1)

/** A row's person, as typed: in one family two may share a first name. */
function nameOf ({ survey, form }, row) {
  const entity = survey.entities.find(e => e.list === 'member')
  if (!entity) return ''
  return String(form.get(`${entity.repeat}[${row}]/nama`) || '')
}

/** Put the row's number on the repeat in a template path. */
function atRow (path, row, survey) {
  const entity = survey.entities.find(e => e.list === 'member')
  return entity && path.startsWith(entity.repeat + '/') ? `${entity.repeat}[${row}]${path.slice(entity.repeat.length)}` : path
}
