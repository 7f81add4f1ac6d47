// A finished visit's answers in words: labels of questions and choices, page by page. Pure.
import { longDay, t } from '../text/text.js'
import { unmarked } from '../survey/engine/marks.js'

/** @param {any} survey compiled @param {any} answers nested */
export function answersOf (survey, answers) {
  const byPath = new Map()
  const walk = nodes => { for (const node of nodes) { byPath.set(node.path, node); if (node.children) walk(node.children) } }
  walk(survey.nodes)
  const people = (survey.entities || []).find(({ list }) => list === 'member')
  const nameOf = (path, row) => people && row !== null && path.startsWith(people.repeat + '/') ? at(answers, `${people.repeat}/nama`, byPath, row) : ''
  /** @param {string} path @param {number|null} [row] of the repeat it lies in: then the person is named too */
  const labelOf = (path, row = null) => {
    const node = byPath.get(bare(path))
    return [nameOf(path, row), node ? plain(node.label) || node.name : path.split('/').pop()].filter(Boolean).join(', ')
  }
  return {
    labelOf,
    /** @param {string} path template @param {number|null} [row] of the repeat it lies in */
    said: (path, row = null) => {
      const node = byPath.get(path)
      return node ? words(survey, node, at(answers, path, byPath, row)) : ''
    },
    /** Every picture answered, with the question's words. @returns {{ id: string, label: string }[]} */
    photos: () => keptIn(survey.nodes, answers).filter(({ type }) => type === 'image'),
    /** @returns {{ key: string, label: string, rows: { key: string, label: string, said: string, file: string|null }[] }[]} questions in no group first */
    sections: () => [
      ...sectionsOf(survey, { children: survey.nodes.filter(node => node.kind === 'question') }, answers, plain(survey.title), '/data'),
      ...survey.nodes.filter(node => node.kind !== 'question').flatMap(node => node.kind === 'repeat'
        ? sectionsOf(survey, { children: [node] }, answers, '', '/data')
        : sectionsOf(survey, node, answers[node.name], plain(node.label), node.path))
    ]
  }
}

/** What is kept beside the visit. */
function keptIn (nodes, values) {
  return nodes.flatMap(node => {
    const value = values ? values[node.name] : undefined
    if (value === undefined || value === null || value === '') return []
    if (node.kind === 'repeat') return value.flatMap(row => keptIn(node.children, row))
    if (node.kind === 'group') return keptIn(node.children, value)
    return KEPT.has(node.type) ? [{ id: value, label: plain(node.label), type: node.type }] : []
  })
}

const KEPT = new Set(['image', 'audio', 'file'])
const bare = path => path.replace(/\[[0-9]+\]/g, '')
const plain = label => Array.isArray(label) ? unmarked(label.map(part => typeof part === 'string' ? part : '…').join('')) : label && typeof label === 'object' ? plain(Object.values(label)[0]) : unmarked(label || '')

function sectionsOf (survey, node, value, title, key) {
  if (value === undefined || value === null) return []
  const rows = []
  const under = []
  const collect = (children, values, trail) => {
    for (const child of children) {
      const answer = values[child.name]
      if (answer === undefined || answer === null || answer === '') continue
      if (child.kind === 'group') collect(child.children, answer, trail + '/' + child.name)
      else if (child.kind === 'repeat') answer.forEach((row, i) => under.push(...sectionsOf(survey, { ...child, kind: 'group' }, row, `${plain(child.label)} ${i + 1}`, `${trail}/${child.name}[${i}]`)))
      else if (child.type !== 'calculate' && child.type !== 'hidden' && child.type !== 'note' && child.label) rows.push({ key: trail + '/' + child.name, label: plain(child.label), said: words(survey, child, answer), file: child.type === 'audio' || child.type === 'file' ? answer : null })
    }
  }
  collect(node.children, value, key)
  return [...(rows.length ? [{ key, label: title, rows }] : []), ...under]
}

function words (survey, node, value) {
  if (value === undefined || value === null || value === '') return ''
  const list = node.list && survey.choices[node.list]
  if (list) return String(value).split(' ').map(code => plain((list.find(c => c.name === code) || { label: code }).label)).join(', ')
  if (node.type === 'date') return longDay(value)
  if (node.type === 'image') return t('periksa.satu_foto')
  if (node.type === 'audio' || node.type === 'file') return t('periksa.satu_berkas')
  return String(value)
}

function at (answers, path, byPath, row) {
  let value = answers
  let trail = '/data'
  for (const step of path.split('/').slice(2)) {
    if (value === undefined || value === null) return undefined
    value = value[step]
    trail += '/' + step
    const node = byPath.get(trail)
    if (node && node.kind === 'repeat' && Array.isArray(value)) value = value[row ?? 0]
  }
  return value
}
