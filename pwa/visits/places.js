// Where one is in a survey: its pages, and the row of a roster that is open. Pure.

/**
 * The repeat of a page, by its instance path; null when the page has none.
 * @param {any} form @param {{ path: string }} page
 * @returns {string|null}
 */
export function repeatOf (form, page) {
  const find = (node, under) => {
    if (node.kind === 'repeat') return under
    for (const child of node.children || []) {
      const found = find(child, under + '/' + child.name)
      if (found) return found
    }
    return null
  }
  return find(form.node(page.path), page.path)
}

/**
 * The row an address means: a number is a row of the page's first repeat, anything else an instance path.
 * @returns {string|null} null when there is none such
 */
export function rowOf (form, page, row) {
  if (row === undefined) return null
  if (!/^[0-9]+$/.test(row)) return isThere(form, row) ? row : null
  const repeat = repeatOf(form, page)
  return repeat && Number(row) < form.rows(repeat).length ? `${repeat}[${Number(row)}]` : null
}

function isThere (form, row) {
  try { return form.rows(repeatOfRow(row)).includes(row) } catch { return false }
}

/** The last part of the address of a row, as `rowOf` reads it. @param {any} form @param {{ path: string }} page @param {string} row */
export const rowAddress = (form, page, row) => repeatOfRow(row) === repeatOf(form, page) ? String(indexOf(row)) : encodeURIComponent(row)

/** The row that a row stands in, null for one that stands on the page itself. @param {string} row */
export const rowAround = row => (/^.*\]/.exec(repeatOfRow(row)) || [null])[0]

/** The number of a row, 0 for the first. @param {string} row instance path */
export const indexOf = row => Number(row.slice(row.lastIndexOf('[') + 1, -1))

/** The repeat a row belongs to. @param {string} row instance path */
export const repeatOfRow = row => row.slice(0, row.lastIndexOf('['))

/** The address of the page (and row) a question stands on. @param {any} session @param {string} ipath */
export function placeOf ({ form, draft }, ipath) {
  const at = Math.max(0, form.pages.findIndex(page => ipath === page.path || ipath.startsWith(page.path + '/')))
  const row = /^.*\]/.exec(ipath)
  return `/kunjungan/${draft.id}/${at}${row ? '/' + rowAddress(form, form.pages[at], row[0]) : ''}`
}

/** How a page's segment of the progress line looks: a wrong answer is seen wherever one is, a gap once one has gone by. */
export function stepClass (form, page, i, at) {
  if (i === at) return 'now'
  const problems = form.problems(page.path, true)
  const { filled } = form.progress(page.path, true)
  if (problems.some(({ kind }) => kind)) return 'warn'
  if (problems.length > 0 || (filled === 0 && repeatOf(form, page))) return i < at ? 'warn' : ''
  return filled > 0 || i < at ? 'done' : ''
}
