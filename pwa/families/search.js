// Finding a family by name or place, also where it is spelled otherwise: "nuraini" finds Nur'aeni. Pure.

/** Letters as they sound to most ears here: one form for oe/u, dj/j, tj/c, f/p, y/i, double letters, h at an end. @param {string} text */
export function sound (text) {
  return text.toLowerCase().normalize('NFD').replace(/[\u0300-\u036f]/g, '')
    .replace(/oe/g, 'u').replace(/dj/g, 'j').replace(/tj/g, 'c').replace(/sj|sy/g, 's').replace(/ph|v|f/g, 'p').replace(/kh|ch/g, 'h').replace(/z|dz/g, 'j')
    .replace(/y/g, 'i').replace(/e/g, 'i').replace(/[^a-z0-9 ]/g, '').replace(/([a-z])\1+/g, '$1').replace(/h\b/g, '').replace(/([aiou])[aiou]+/g, '$1')
}

/**
 * @template T
 * @param {T[]} rows
 * @param {string} query
 * @param {(row: T) => string} textOf what is searched: names of all members, address, landmark
 * @returns {T[]} those that hold every word, exact spelling first
 */
export function search (rows, query, textOf) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  if (!words.length) return rows
  const heard = words.map(sound).filter(word => word.length > 1)
  const close = []
  const exact = []
  for (const row of rows) {
    const text = textOf(row)
    if (words.every(word => text.toLowerCase().includes(word))) exact.push(row)
    else if (heard.length) {
      const tight = sound(text).replace(/ /g, '')
      if (heard.every(word => tight.includes(word.replace(/ /g, '')))) close.push(row)
    }
  }
  return [...exact, ...close]
}
