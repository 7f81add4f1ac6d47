// The scripts that may run as workers. The page's policy (Trusted Types) lets no other address pass.
const WORKERS = ['/sw.js', '/documents/quality-worker.js']

const types = /** @type {any} */ (globalThis).trustedTypes

const policy = types && types.createPolicy('siaga', { createScriptURL: allowed })

/** An address of ours as a worker's script. @param {string} url @returns {any} */
export const workerUrl = url => policy ? policy.createScriptURL(url) : allowed(url)

function allowed (url) {
  if (!WORKERS.includes(url)) throw new TypeError(url)
  return url
}
