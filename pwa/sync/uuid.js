// Names for what is made on this phone: UUIDv7, so that they sort as they were made.

let last = 0
let counter = 0

/**
 * A new UUIDv7. Within one millisecond, or when the clock steps back, the next one still sorts after the last.
 * @param {number} [now] milliseconds since 1970
 * @returns {string} 36 characters, lower case
 */
export function uuid7 (now = Date.now()) {
  if (now > last) { last = now; counter = 0 } else if (++counter > 0xfff) { last += 1; counter = 0 }
  const bytes = crypto.getRandomValues(new Uint8Array(8))
  const time = last.toString(16).padStart(12, '0')
  const rest = Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
  const variant = (8 + (bytes[0] & 3)).toString(16)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${counter.toString(16).padStart(3, '0')}-${variant}${rest.slice(1, 4)}-${rest.slice(4)}`
}
