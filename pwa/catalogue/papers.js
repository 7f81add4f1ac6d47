// One list of papers for several services: one photo of a KK serves every service that needs it.
// server/catalogue/papers.py is the twin.

/**
 * @typedef {{ paper: string, member: number | null, required: boolean, later: boolean, outcome: 'perlu' | 'ditanyakan',
 *   of?: number[], services: string[], reasons: string[] }} MergedPaper
 */

/**
 * Merge the papers of services, in their order. Where any of several members may bring a paper, one who brings it for
 * another service already is taken. Required if one service requires it; later only if all services say so.
 * @param {import('./assess.js').Assessment} assessment @param {string[]} services @returns {MergedPaper[]}
 */
export const papersFor = (assessment, services) => {
  const merged = []
  for (const code of services) {
    for (const paper of (assessment.services[code] || { papers: [] }).papers) {
      let one = merged.find(other => other.paper === paper.paper && serves(other, paper))
      if (!one) {
        const { reason, ...rest } = paper
        merged.push(one = { ...rest, services: [], reasons: [] })
      }
      one.required = one.required || paper.required
      one.later = one.later && paper.later
      if (paper.outcome === 'perlu') one.outcome = 'perlu'
      if (!one.services.includes(code)) one.services.push(code)
      if (paper.reason && !one.reasons.includes(paper.reason)) one.reasons.push(paper.reason)
    }
  }
  return merged
}

// Whether the paper that is asked for already can be this one; of members who may bring it, those are kept who do.
const serves = (one, paper) => {
  if (one.member === null || paper.member === null) return one.member === paper.member
  const other = paper.of || [paper.member]
  const may = (one.of || [one.member]).filter(member => other.includes(member))
  if (may.length && one.of) {
    one.member = may[0]
    if (paper.of) one.of = may
    else delete one.of
  }
  return may.length > 0
}
