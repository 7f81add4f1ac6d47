// Names of people as cards and kader write them: whether two may be of one person. server/families/names.py is the twin. Pure.

const TITLES = new Set('h hj haji hajah kh drs dra ir dr prof ust ustad ustadz ustadzah bapak bpk pak ibu bu alm almh sdr sdri ny tn'.split(' '))
const LONG = Object.fromEntries([
  ...'m md moh moch muh mhd mohamad mohammad muhammad mochamad mochammad muhamad'.split(' ').map(word => [word, 'muhamad']),
  ...['abd', 'abdul', 'abdoel'].map(word => [word, 'abdul']),
  ...['st', 'siti', 'sitti'].map(word => [word, 'siti'])
])
/** @type {[RegExp, string][]} */
const SOUNDS = [[/oe/g, 'u'], [/dj/g, 'j'], [/tj/g, 'c'], [/sj|sy/g, 's'], [/ph|v|f/g, 'p'], [/kh|ch/g, 'h'], [/dz|z/g, 'j'], [/y|e/g, 'i'],
  [/([a-z])\1+/g, '$1'], [/h\b/g, ''], [/([aiou])[aiou]+/g, '$1']]

/** The words of a name without titles and degrees, short forms written out: "H. M. Yusup, S.Pd" is muhamad yusup. @param {string} name */
export function wordsOf (name) {
  const plain = name.split(',')[0].toLowerCase().normalize('NFD').replace(/[\u0300-\u036f'\u2018\u2019`]/g, '')
  const words = plain.split(/[^a-z0-9]+/).filter(Boolean)
  while (words.length > 1 && TITLES.has(words[0])) words.shift()
  return words.map((word, at) => at === 0 && words.length > 1 && Object.hasOwnProperty.call(LONG, word) ? LONG[word] : word)
}

/** A word as it sounds here: one form for oe and u, dj and j, f and p, y, e and i, double letters. @param {string} word */
export const soundOf = word => SOUNDS.reduce((heard, [spelled, instead]) => heard.replace(spelled, instead), word)

/**
 * @param {string} one @param {string} other
 * @returns {'sama' | 'mirip' | 'lain'} sama: the same but for titles and short forms; mirip: spelled otherwise, or shorter
 */
export function alike (one, other) {
  const [a, b] = [wordsOf(one), wordsOf(other)]
  if (!a.length || !b.length) return 'lain'
  if (a.join(' ') === b.join(' ')) return 'sama'
  const heard = [a, b].map(words => words.map(soundOf))
  const [short, long] = heard[1].length < heard[0].length ? [heard[1], heard[0]] : heard
  const [x, y] = heard.map(words => words.join(''))
  const reach = Math.min(x.length, y.length)
  if (reach >= 4 && short.every((word, at) => fits(word, long[at]))) return 'mirip'
  return reach >= 5 && steps(x, y) <= (reach >= 10 ? 2 : 1) ? 'mirip' : 'lain'
}

/** The same sound, or one of them only the first letter of the other. */
const fits = (word, other) => word === other || ((word.length === 1 || other.length === 1) && word[0] === other[0])

/** Letters to change, add or take away to make one text the other. */
function steps (one, other) {
  const row = Array.from({ length: other.length + 1 }, (_, j) => j)
  for (let i = 1; i <= one.length; i++) {
    let before = row[0]
    row[0] = i
    for (let j = 1; j <= other.length; j++) {
      const here = row[j]
      row[j] = Math.min(row[j] + 1, row[j - 1] + 1, before + (one[i - 1] === other[j - 1] ? 0 : 1))
      before = here
    }
  }
  return row[other.length]
}
