// Template paths (/data/roster/anggota/nama) and instance paths (/data/roster/anggota[0]/nama).

/** The id of a question's field on the page, so that an error summary can jump to it. @param {string} ipath */
export const fieldId = ipath => 'q' + ipath.replace(/[^A-Za-z0-9_]+/g, '-')

/** The template path of an instance path. @param {string} ipath */
export const templateOf = ipath => ipath.replace(/\[[0-9]+\]/g, '')

/**
 * The instance of `path` that a question at `ipath` means: rows they share are the same row.
 * @param {string} path template path
 * @param {string} ipath instance path
 * @returns {string}
 */
export function near (path, ipath) {
  const steps = path.split('/')
  const here = ipath.split('/')
  let shared = true
  return steps.map((step, i) => {
    const mine = here[i]
    shared = shared && mine !== undefined && templateOf(mine) === step
    return shared ? mine : step
  }).join('/')
}
