// The one seam through which everything personal passes on its way to the disk and back.
// Today it wraps the plain value; a PIN and AES-GCM come in here, and nowhere else changes.

/**
 * @template T
 * @typedef {{ v: 1, plain: T }} Sealed
 */

/**
 * @template T
 * @param {T} value anything IndexedDB can keep
 * @returns {Promise<Sealed<T>>}
 */
export async function seal (value) {
  return { v: 1, plain: value }
}

/**
 * @template T
 * @param {Sealed<T>} sealed
 * @returns {Promise<T>}
 */
export async function open (sealed) {
  if (sealed.v !== 1) throw new Error(`sealed by a newer version: ${sealed.v}`)
  return sealed.plain
}

/** @template T @param {T[]} values */
export const sealAll = values => Promise.all(values.map(seal))

/** @template T @param {Sealed<T>[]} sealed */
export const openAll = sealed => Promise.all(sealed.map(open))
