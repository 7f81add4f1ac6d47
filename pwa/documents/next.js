// What would bring a service further for this family: what can be answered here and now, what only the officer asks, what to bring. Pure.

/**
 * @param {import('../catalogue/assess.js').Advice} result @param {any} service of the catalogue
 * @param {import('./checklist.js').Line[]} lines papers this service needs
 * @returns {{ answer: import('../catalogue/kleene.js').Key[], asked: string[], bring: import('./checklist.js').Line[] }}
 *   answer: questions without an answer that a condition waits for; asked: conditions no question decides; bring: required papers not there yet
 */
export function nextSteps (result, service, lines) {
  const counts = new Set(service.conditions.filter(condition => condition.kind === 'syarat').map(condition => condition.code))
  const met = groupsMet(result, service)
  const open = result.conditions.filter(({ code }) => counts.has(code) && !met.has(groupOf(service, code)))
  return {
    answer: open.filter(({ outcome }) => outcome === 'belum_diketahui').flatMap(({ because }) => because),
    asked: open.filter(({ outcome }) => outcome === 'ditanyakan').map(({ code }) => code),
    bring: lines.filter(line => line.required && !line.asked && line.state !== 'ada')
  }
}

const groupOf = (service, code) => (service.conditions.find(condition => condition.code === code) || {}).group || ''

/** Letters of which one alternative is met: the others need no answer any more. */
function groupsMet (result, service) {
  const met = result.conditions.filter(({ outcome }) => outcome === 'terpenuhi').map(({ code }) => groupOf(service, code))
  return new Set(met.filter(Boolean))
}
