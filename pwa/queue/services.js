// What a line came for, in the words of the catalogue that holds.
import { useEffect, useState } from '../vendor/ui.js'
import { hasText, t } from '../text/text.js'
import { inForce, listed, publication } from '../store/publications.js'

/** Words for people who came without a case: what is asked for most, said in one word. */
export const WISHES = ['tanya', 'bpjs', 'sktm', 'dtsen', 'lainnya']

/** @returns {{ service: (code: string) => string, paper: (code: string) => string, of: (line: import('./board.js').Line) => string[] }} */
export function useNames () {
  const [body, setBody] = useState(/** @type {any} */ (null))
  const found = (inForce('catalogue') || { hash: null }).hash
  useEffect(() => { if (found) publication(found).then(setBody) }, [found, listed.value])
  const named = (list, code) => (body && body[list].find(one => one.code === code) || { name: code }).name
  const service = code => {
    const word = 'antre.perlu_' + code
    return hasText(word) ? t(word) : named('services', code)
  }
  return {
    service,
    paper: code => named('papers', code),
    of: line => line.cases.length ? line.cases.map(({ body: one }) => named('services', one.service)) : [service(line.wish)]
  }
}
