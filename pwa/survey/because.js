// "Ditanyakan karena ...": the answer that brought a conditional question, in the survey's own words.
import { t } from '../text/text.js'
import { near } from './paths.js'
import { said } from './said.js'

/**
 * The cause of a question's relevance: the last answered question its rule reads; null when the rule reads none.
 * @param {any} form
 * @param {any} node
 * @param {string} ipath
 * @returns {string|null}
 */
export function because (form, node, ipath) {
  const cause = references(node.relevant)
    .map(path => near(path, ipath))
    .filter(path => !repeats(form, path))
    .map(found => ({ state: form.state(found), answer: said(form, found) }))
    .filter(({ state, answer }) => state && state.label && answer)
    .pop()
  return cause ? t('survei.karena', { pertanyaan: String(cause.state.label).replace(/\?$/, ''), jawaban: cause.answer }) : null
}

/** Whether a path means a question in rows this one is not in. */
const repeats = (form, path) => {
  try { form.get(path) } catch { return true }
  return false
}

/** Template paths a tree reads, in the order written. @returns {string[]} */
function references (tree) {
  if (!Array.isArray(tree)) return []
  if (tree[0] === 'ref') return [tree[1]]
  return tree.slice(1).flatMap(references)
}
