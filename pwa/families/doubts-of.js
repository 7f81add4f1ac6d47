// What to ask about the household of an open visit: what does not fit in its answers, and who else on this phone bears the same number.
import { all, get } from '../store/records.js'
import { alike } from './names.js'
import { doubts } from './household.js'

/**
 * @typedef {{ kind: string, path: string, words: { nama: string, lain: string } }} Question
 *   path: of the question it is about; nama: the person; lain: what it is compared with
 */

/**
 * @param {any} survey compiled @param {any} answers nested, what is not relevant left out
 * @param {{ family: string, today: string }} visit
 * @returns {Question[]}
 */
export function doubtsOf (survey, answers, { family, today }) {
  const saved = savedIn(survey)
  const home = propertiesOf(saved.filter(one => one.list === 'family'), answers, '/data')
  const repeat = (survey.entities.find(entity => entity.list === 'member') || {}).repeat
  const rows = repeat ? repeat.split('/').slice(2).reduce((at, step) => at ? at[step] : undefined, answers) || [] : []
  const people = rows.map((row, at) => ({ id: String(at), pregnant: answerNamed(row, 'hamil') === 'ya', ...propertiesOf(saved.filter(one => one.list === 'member'), row, repeat) }))
  const nameOf = at => at === null ? home.head_name || '' : people[Number(at)].full_name || ''
  const pathOf = ({ member, property }) => {
    const found = saved.find(one => one.property === property && one.list === (member === null && property !== 'relation' ? 'family' : 'member'))
    if (!found) return '/data'
    return member === null ? found.path.replace(repeat, `${repeat}[0]`) : found.path.replace(repeat, `${repeat}[${member}]`)
  }
  return [...doubts(home, people, today), ...elsewhere(home, people, family)]
    .map(one => ({ kind: one.kind, path: pathOf(one), words: { nama: nameOf(one.member), lain: one.about } }))
}

/** The same NIK or KK number, or a like name with the same day of birth, in another family that this phone knows. */
function elsewhere (home, people, family) {
  const found = []
  const others = all('identity').filter(({ body }) => familyOf(body.subject) !== family)
  const said = subject => bodyOf(subject).full_name || bodyOf(subject).head_name || ''
  if (home.kk_number) {
    const same = others.find(({ body }) => body.kk_number === home.kk_number)
    if (same) found.push({ kind: 'kk_di_tempat_lain', member: null, property: 'kk_number', about: said(same.body.subject) })
  }
  for (const one of people) {
    const same = one.nik && others.find(({ body }) => body.nik === one.nik)
    const like = !same && one.birth_date && one.full_name && others.find(({ body }) => body.birth_date === one.birth_date && alike(said(body.subject), one.full_name) !== 'lain')
    if (same) found.push({ kind: 'nik_di_tempat_lain', member: one.id, property: 'nik', about: said(same.body.subject) })
    else if (like) found.push({ kind: 'orang_mirip', member: one.id, property: 'full_name', about: said(like.body.subject) })
  }
  return found
}

/** @param {string} id @returns {any} */
const bodyOf = id => (get(id) || { body: {} }).body

/** The family a person or family is of. */
const familyOf = subject => bodyOf(subject).family || subject

/** Questions whose answers become properties: where, of what, which. */
function savedIn (survey) {
  const found = []
  const look = nodes => {
    for (const node of nodes) {
      if (node.save) found.push({ path: node.path, list: node.save[0], property: node.save[1] })
      if (node.children) look(node.children)
    }
  }
  look(survey.nodes)
  return found
}

function propertiesOf (saved, answers, under) {
  const values = {}
  for (const { path, property } of saved) {
    const value = path.slice(under.length + 1).split('/').reduce((at, step) => at ? at[step] : undefined, answers)
    if (value !== undefined && value !== null && value !== '') values[property] = value
  }
  return values
}

/** An answer in a row by its question's name, wherever it stands in it. */
function answerNamed (row, name) {
  for (const [key, value] of Object.entries(row)) {
    if (key === name) return value
    if (value && typeof value === 'object' && !Array.isArray(value)) {
      const found = answerNamed(value, name)
      if (found !== undefined) return found
    }
  }
  return undefined
}

