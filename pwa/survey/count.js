// How many people were said to live here, beside how many were noted.

/** Where a person who is noted does not live in the house. */
const AWAY = new Set(['meninggal', 'pindah_dn', 'pindah_ln', 'tidak_ditemukan'])

/** Where it is asked how many live here: the question whose answer is the family's `member_count`. @param {any} form @returns {string|undefined} */
export function countAt (form) {
  const stack = [...form.survey.nodes]
  while (stack.length) {
    const node = stack.shift()
    if (node.kind === 'group') stack.push(...node.children)
    if (node.kind === 'question' && node.save && node.save[1] === 'member_count') return node.path
  }
}

/** The answer to it. @param {any} form @returns {{ ipath: string, n: number }|null} null while it is unanswered or not asked */
export function saidCount (form) {
  const ipath = countAt(form)
  if (!ipath) return null
  const { relevant, value } = form.state(ipath)
  return relevant && typeof value === 'number' ? { ipath, n: value } : null
}

/** Rows of people who live here. @param {any} form @param {any} node the repeat @param {string[]} rows */
export function livingHere (form, node, rows) {
  const presence = node.children.find(child => child.save && child.save[1] === 'presence')
  return rows.filter(row => !presence || !AWAY.has(String(form.get(`${row}/${presence.name}`)))).length
}
