// A draft that goes over to a newer version of its survey, and back. Pure: nothing is thrown away, what did not fit is kept beside.

/**
 * @param {any} draft @param {string} hash of the version it goes to
 * @param {{ answers: any, left: any[], paths: Record<string, string> }} carried as survey/versions.js gives it
 * @returns {any} the draft under the new version; `before` is what it was
 */
export function movedDraft (draft, hash, { answers, left, paths }) {
  return {
    ...draft,
    survey: hash,
    answers,
    left,
    before: { survey: draft.survey, answers: draft.answers },
    prefilled: draft.prefilled && { ...draft.prefilled, versions: renamed(draft.prefilled.versions, paths) },
    confirmed: (draft.confirmed || []).map(one => ({ ...one, path: inNew(one.path, paths) })),
    page: 0,
    row: null,
    question: null
  }
}

/**
 * The draft under the version it came from: what was typed since, over what it was then.
 * @param {any} draft that was moved @param {{ answers: any, paths: Record<string, string> }} carried from the new version to the old
 */
export function movedBack (draft, { answers, paths }) {
  const { before, left, ...rest } = draft
  return { ...movedDraft(rest, before.survey, { answers: over(before.answers, answers), left: [], paths }), before: null }
}

/** @param {any} under @param {any} above */
function over (under, above) {
  if (Array.isArray(above)) return above.map((row, at) => over(Array.isArray(under) ? under[at] : undefined, row))
  if (!above || typeof above !== 'object') return above === undefined ? under : above
  if (!under || typeof under !== 'object') return above
  return Object.fromEntries([...new Set([...Object.keys(under), ...Object.keys(above)])].map(key => [key, over(under[key], above[key])]))
}

const renamed = (versions, paths) => Object.fromEntries(Object.entries(versions || {}).map(([ipath, one]) => [inNew(ipath, paths), one]))

/** An instance path as the new version calls it: `/data/anggota[1]/nama` where the repeat moved too. */
function inNew (ipath, paths) {
  const rows = Array.from(String(ipath).matchAll(/\[([0-9]+)\]/g), ([, row]) => row)
  const path = String(ipath).replace(/\[[0-9]+\]/g, '')
  const target = paths[path]
  if (!target) return ipath
  if (!rows.length) return target
  const repeat = Object.entries(paths).find(([from, to]) => path.startsWith(from + '/') && target.startsWith(to + '/'))
  const at = repeat ? repeat[1] : String(ipath).split('[')[0]
  return target.startsWith(at + '/') ? `${at}[${rows[0]}]${target.slice(at.length)}` : ipath
}
