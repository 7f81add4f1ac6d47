// The scripts that may run as workers, and the page that a frame may be given. The page's policy (Trusted Types) lets no other pass.
const WORKERS = ['/sw.js', '/documents/quality-worker.js']
const EMPTY = '<!doctype html><html lang="id"><title>HP</title>'

const types = /** @type {any} */ (globalThis).trustedTypes

const policy = types && types.createPolicy('siaga', { createScriptURL: allowed, createHTML: allowed })

/** An address of ours as a worker's script. @param {string} url @returns {any} */
export const workerUrl = url => policy ? policy.createScriptURL(url) : allowed(url)

/** A page with nothing in it, for a frame. @returns {any} */
export const emptyPage = () => policy ? policy.createHTML(EMPTY) : EMPTY

function allowed (text) {
  if (text !== EMPTY && !WORKERS.includes(text)) throw new TypeError(text)
  return text
}
