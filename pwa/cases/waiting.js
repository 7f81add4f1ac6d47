// Of what lies in quarantine: what waits for which.

/** All but actions and sets of what is there already; what cannot be read may be anything. */
const mayBegin = ({ sent }) => !(sent && (sent.do || (sent.set && typeof sent.set === 'object' && !Array.isArray(sent.set) && !('exists' in sent.set))))

/**
 * What waits for the record that `row` would begin, and for what those would begin: left without hope if `row` is put away.
 * @param {any} row @param {any[]} rows @returns {any[]}
 */
export function waitingFor (row, rows) {
  const away = [row]
  for (const one of away) {
    const rest = rows.filter(other => !away.includes(other))
    const begunElse = rest.some(other => other.sent && other.sent.record === one.sent?.record && mayBegin(other))
    if (one.sent && mayBegin(one) && !begunElse) away.push(...rest.filter(other => other.waits_for === one.sent.record))
  }
  return away.slice(1)
}
