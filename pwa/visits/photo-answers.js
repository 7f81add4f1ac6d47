// The photos a visit's answers name.

/** Questions whose answer is kept beside the visit. */
const KEPT = new Set(['image', 'audio', 'file'])

/**
 * Blob ids of every picture, recording and file answered, rows of repeats included.
 * @param {any} survey compiled
 * @param {any} answers nested
 * @returns {string[]}
 */
export function photoAnswers (survey, answers) {
  const under = (nodes, at) => nodes.flatMap(node => {
    const value = at ? at[node.name] : undefined
    if (value === undefined || value === null) return []
    if (node.kind === 'repeat') return value.flatMap(row => under(node.children, row))
    if (node.kind === 'group') return under(node.children, value)
    return KEPT.has(node.type) ? [value] : []
  })
  return under(survey.nodes, answers)
}
