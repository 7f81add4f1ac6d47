// The catalogue that holds now, for the names of services and papers.
import { useEffect, useState } from '../vendor/ui.js'
import { inForce, listed, publication } from '../store/publications.js'

/** @param {string|null} [hash] of a publication; null: the one in force @returns {any} compiled, null until it is here */
export function usePublication (kind, hash = null) {
  const [body, setBody] = useState(/** @type {any} */ (null))
  const found = hash || (inForce(kind) || { hash: null }).hash
  useEffect(() => { if (found) publication(found).then(setBody) }, [found, listed.value])
  return body
}

export const useCatalogue = () => usePublication('catalogue')
