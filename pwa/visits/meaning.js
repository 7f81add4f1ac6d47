// The questions whose meaning the application knows, by the name they have in every home-visit survey.

/** Names, as authors write them in the survey; a home-visit survey has them all. */
export const ASKED = {
  date: 'tgl_kunjungan',
  house: 'no_rumah',
  consent: 'setuju_data',
  result: 'hasil_akhir',
  reason: 'alasan',
  services: 'layanan',
  urgency: 'urgensi',
  story: 'uraian',
  head: 'nama_kepala',
  role: 'jenis_kader'
}

/** Results after which nothing but the house is kept. */
export const NOT_HELD = new Set(['tidak_bertemu', 'menolak', 'pindah'])

/**
 * The path of the question called `name`, or null when the survey has none.
 * @param {any} survey compiled
 * @param {string} name
 * @returns {string|null}
 */
export function pathOf (survey, name) {
  const stack = [...survey.nodes]
  while (stack.length) {
    const node = stack.shift()
    if (node.kind === 'question' && node.name === name) return node.path
    if (node.children) stack.push(...node.children)
  }
  return null
}

/**
 * An answer by the question's name, '' when unanswered or unknown to this survey.
 * @param {any} survey @param {any} answers nested @param {string} name
 */
export function answered (survey, answers, name) {
  const path = pathOf(survey, name)
  if (!path) return ''
  const value = path.split('/').slice(2).reduce((at, step) => (at === undefined || at === null ? undefined : at[step]), answers)
  return value ?? ''
}
