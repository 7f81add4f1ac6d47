// Functions on text. Lengths and places are counted in code points; white space is XPath's four; digits are 0 to 9.
// The twin is server/surveys/text_functions.py.
import { round } from './numbers.js'
import { toNumber, toText } from './values.js'

/** The codes of a select_multiple. @returns {string[]} */
export const words = value => toText(value).split(/[ \t\r\n]+/).filter(Boolean)

const trim = text => text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '')

export const selected = (value, code) => words(value).includes(trim(toText(code)))

/** The code at a place counted from 0; empty if there is none. */
export function selectedAt (value, index) {
  const codes = words(value)
  const place = toNumber(index)
  return place >= 0 && place < codes.length ? codes[Math.trunc(place)] : ''
}

/** From start up to but not with end, counted from 0; negative places count from the end of the text. */
export function substr (value, start, end) {
  const text = [...toText(value)]
  const low = place(toNumber(start), text.length)
  const high = end === undefined ? text.length : place(toNumber(end), text.length)
  return Number.isNaN(low + high) ? '' : text.slice(low, high).join('')
}

function place (number, length) {
  if (Number.isNaN(number)) return NaN
  const whole = Math.trunc(Math.max(-1e9, Math.min(1e9, number)))
  return Math.max(0, Math.min(length, whole < 0 ? whole + length : whole))
}

/** XPath's: counted from 1, both numbers rounded. */
export function substring (value, start, length) {
  const begin = round(start)
  const end = length === undefined ? Infinity : begin + round(length)
  return [...toText(value)].filter((_, at) => begin <= at + 1 && at + 1 < end).join('')
}

export function substringBefore (value, part) {
  const text = toText(value)
  const at = text.indexOf(toText(part))
  return at > 0 ? text.slice(0, at) : ''
}

export function substringAfter (value, part) {
  const text = toText(value)
  const wanted = toText(part)
  const at = text.indexOf(wanted)
  return at >= 0 ? text.slice(at + wanted.length) : ''
}

/** Each character of `old` becomes the one at its place in `new_`, or goes. */
export function translate (value, old, new_) {
  const replacement = [...toText(new_)]
  const places = new Map()
  ;[...toText(old)].forEach((character, at) => { if (!places.has(character)) places.set(character, replacement[at] || '') })
  return [...toText(value)].map(character => places.has(character) ? places.get(character) : character).join('')
}

/**
 * Whether a program (server/surveys/regexes.py) is found anywhere in the text, and how many states were tried.
 * All states are followed at once, so the time grows with text times program and never explodes.
 * @param {string} text @param {number[][]} program @returns {[boolean, number]}
 */
export function matches (text, program) {
  const codes = [...text].map(character => character.codePointAt(0))
  const end = program.length
  let tried = 0
  let waiting = []
  for (let at = 0; at <= codes.length; at++) {
    const seen = new Set()
    const stack = [0, ...waiting]
    waiting = []
    while (stack.length) {
      const state = stack.pop()
      if (seen.has(state)) continue
      seen.add(state)
      if (state === end) continue
      const [kind, x, y] = program[state]
      if (kind <= 1) {
        if (at < codes.length && takes(program[state], codes[at])) waiting.push(state + 1)
      } else if (kind === 2) stack.push(x, y)
      else if (kind === 3) stack.push(x)
      else if (kind === 4 ? at === 0 : at === codes.length) stack.push(state + 1)
    }
    tried += seen.size
    if (seen.has(end)) return [true, tried]
  }
  return [false, tried]
}

function takes (instruction, code) {
  for (let at = 1; at < instruction.length; at += 2) {
    if (instruction[at] <= code && code <= instruction[at + 1]) return instruction[0] === 0
  }
  return instruction[0] === 1
}
