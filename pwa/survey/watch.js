import { useEffect, useState } from '../vendor/ui.js'

/**
 * Render the calling component again whenever an answer, rule or row at `ipath` changes, and only then.
 * @param {import('./engine/form.js').Form} form
 * @param {string} ipath instance path, `/data/roster/anggota[0]/nama`
 */
export function useWatch (form, ipath) {
  useChanges(form, changed => changed.has(ipath), ipath)
}

/** The same for a component that shows what is anywhere under `ipath`, and at `besides`. @param {any} form @param {string} ipath @param {string} [besides] */
export function useWatchUnder (form, ipath, besides) {
  useChanges(form, changed => [...changed].some(path => path.startsWith(ipath) || path === besides), `${ipath} ${besides}`)
}

function useChanges (form, concerns, key) {
  const [, again] = useState(0)
  useEffect(() => form.subscribe(changed => { if (concerns(changed)) again(n => n + 1) }), [form, key])
}
