// What does not fit together in a row, asked and never refused: what the NIK says of its bearer beside what was answered. Pure.
import { normaliserOf, readNik } from './normalise.js'

/**
 * @typedef {{ path: string, kind: string, of: string, date: string|null, sex: string, place: string, mend: string }} Ask
 *   path: of the NIK; kind: as `readNik` warns; of: the answers it is about, so that a new answer asks anew;
 *   place: the question it is shown under; mend: the field "Perbaiki" leads to
 */

/**
 * @param {any} form @param {any} node of the repeat (or of the page) @param {string} row instance path
 * @param {string} today "2026-11-21" @param {{ path: string, kind: string, of: string }[]} confirmed
 * @returns {Ask[]} those nobody has confirmed
 */
export function asksOf (form, node, row, today, confirmed) {
  const questions = flatten(node, row).filter(({ ipath }) => form.state(ipath).relevant)
  const nik = questions.find(q => normaliserOf(q.node) === 'nik' && q.node.save && q.node.save[1] === 'nik')
  if (!nik) return []
  const of = property => questions.find(q => q.node.save && q.node.save[1] === property)
  const valueOf = question => question ? form.get(question.ipath) : ''
  const born = ['birth_date', 'birth_year'].map(of).find(q => valueOf(q) !== '')
  const guessed = questions.find(q => q.node.name === 'umur_perkiraan')
  const sex = of('sex')
  const birth = String(valueOf(of('birth_date')))
  const said = readNik(String(valueOf(nik)), today, {
    birth_date: /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(birth) ? birth : null,
    birth_year: numberOf(valueOf(of('birth_year'))),
    age: numberOf(valueOf(guessed)),
    sex: String(valueOf(sex)) || null
  })
  if (!said) return []
  const answers = [nik, of('birth_date'), of('birth_year'), guessed, sex].map(valueOf).join('|')
  return said.warnings
    .filter(kind => !confirmed.some(c => c.path === nik.ipath && c.kind === kind && c.of === answers))
    .map(kind => {
      const bySex = kind === 'jk_beda' && sex
      const other = kind === 'tanggal_tidak_ada' ? nik : bySex ? nik : born || guessed || nik
      return { path: nik.ipath, kind, of: answers, date: said.date, sex: said.sex, place: bySex ? sex.ipath : nik.ipath, mend: other.ipath }
    })
}

/** All asks of a form's repeats. @returns {(Ask & { row: string })[]} */
export function allAsks (form, survey, today, confirmed) {
  const under = (nodes, ipath) => nodes.flatMap(node => {
    const here = `${ipath}/${node.name}`
    if (node.kind === 'group') return under(node.children, here)
    if (node.kind !== 'repeat' || !form.state(here).relevant) return []
    return form.rows(here).flatMap(row => asksOf(form, node, row, today, confirmed).map(ask => ({ ...ask, row })))
  })
  return under(survey.nodes, '/data')
}

const numberOf = value => typeof value === 'number' ? value : null

const flatten = (node, ipath) => node.children.flatMap(child => child.kind === 'question'
  ? [{ node: child, ipath: ipath + '/' + child.name }]
  : child.kind === 'group' ? flatten(child, ipath + '/' + child.name) : [])
