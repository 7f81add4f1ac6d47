// QR codes on papers: a new KK and certificates carry one, and some of them the number. Read where the browser can.

/** What the codes in a picture say; nothing where the browser reads none. @param {Blob} picture @returns {Promise<string[]>} */
export async function codesIn (picture) {
  if (!('BarcodeDetector' in window)) return []
  try {
    const bitmap = await createImageBitmap(picture)
    const found = await new (/** @type {any} */ (window).BarcodeDetector)({ formats: ['qr_code'] }).detect(bitmap)
    bitmap.close()
    return found.map(one => one.rawValue)
  } catch {
    return []
  }
}

/** Numbers of 16 digits in texts. @param {string[]} texts */
export const numbersIn = texts => [...new Set(texts.flatMap(text => text.match(/[0-9]+/g) || []).filter(digits => digits.length === 16))]

/** A number of the codes that nobody typed, null where all fits or there is none. @param {string[]} codes @param {any} answers of the visit */
export function otherNumber (codes, answers) {
  const typed = numbersIn([JSON.stringify(answers || {})])
  const read = numbersIn(codes)
  return typed.length && read.length && !read.some(number => typed.includes(number)) ? read[0] : null
}
