// What an officer should look at twice: marks of the server's check and what the kader was asked about and confirmed. Pure.
import { t } from '../text/text.js'
import { answersOf } from './answers.js'

/** Soft questions the kader answered "Sudah benar" to. @param {any} visit record @returns {{ path: string, kind: string }[]} */
export const confirmedOf = visit => (visit && (visit.body.confirmed || (visit.body.extra || {}).confirmed)) || []

/** How many things of a visit the officer is warned of: the same number in the list and above its data. @param {any} visit */
export const warningsOf = visit => ((visit && visit.body.marks) || []).length + confirmedOf(visit).length

/**
 * Notes by the property they are about; the rest have no field of their own on the pane.
 * @param {{ survey: any, visit: any, marks: any[] }} given
 * @returns {{ all: { label: string, words: string }[], beside: (property: string, member: string|null) => { label: string, words: string }[], rest: { label: string, words: string }[] }}
 */
export function notesOf ({ survey, visit, marks }) {
  const labels = survey ? answersOf(survey, (visit && visit.body.answers) || {}, visit ? visit.body : {}) : null
  const all = [
    ...marks.map(mark => ({ path: mark.path, words: mark.message || t('tanda.' + mark.kind), shows: '' })),
    ...confirmedOf(visit).map(({ path, kind }) => ({ path, words: `${t('tanya.chip_' + kind)}. ${t('tanya.dikonfirmasi')}`, shows: SHOWN[kind] || '' }))
  ].map(note => ({ ...note, ...placeOf(survey, visit, note.path), label: labels ? labels.labelOf(note.path) : note.path }))
  const is = (note, property, member) => (note.shows || note.property) === property && note.member === member
  return {
    all,
    beside: (property, member) => all.filter(note => is(note, property, member)),
    rest: all.filter(note => !BESIDE.has(note.shows || note.property))
  }
}

const SHOWN = { tanggal_beda: 'birth_date', tahun_beda: 'birth_date', umur_beda: 'birth_date', jk_beda: 'sex', tanggal_tidak_ada: 'nik' }
const BESIDE = new Set(['kk_number', 'address', 'phone', 'nik', 'birth_date', 'birth_year', 'sex', 'insurance'])

/** The property an answer feeds, and whose. */
function placeOf (survey, visit, path) {
  const steps = path.split('/').slice(2)
  let nodes = survey ? survey.nodes : []
  let value = visit ? visit.body.answers : undefined
  let member = null
  let property = ''
  for (const step of steps) {
    const [, name, index] = /^([^[]+)(?:\[([0-9]+)\])?$/.exec(step) || [null, step, undefined]
    const node = nodes.find(one => one.name === name)
    if (!node) break
    value = value ? value[name] : undefined
    if (index !== undefined && Array.isArray(value)) {
      value = value[Number(index)]
      member = (value && value.id_anggota) || null
    }
    if (node.kind === 'question') property = node.save ? node.save[1] : ''
    nodes = node.children || []
  }
  return { property, member }
}
