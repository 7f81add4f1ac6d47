import { useEffect, useState } from '../vendor/ui.js'

/**
 * Render the calling component again whenever an answer, rule or row at `ipath` changes, and only then.
 * @param {import('./engine/form.js').Form} form
 * @param {string} ipath instance path, `/data/roster/anggota[0]/nama`
 */
export function useWatch (form, ipath) {
  const [, again] = useState(0)
  useEffect(() => form.subscribe(changed => { if (changed.has(ipath)) again(n => n + 1) }), [form, ipath])
}
