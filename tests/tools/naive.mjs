// The phone's evaluator with one naive habit planted at a time: lines of evaluate.py --trees in, after the last one a line for each
// habit, {"habit", "values"}. The random test has to find each.
import { createInterface } from 'node:readline'
import { FUNCTIONS } from '../../pwa/survey/engine/functions.js'
import { Day, first, toNumber, toText } from '../../pwa/survey/engine/values.js'
import { evaluate } from './evaluating.mjs'

const own = { ...FUNCTIONS }
const scripts = text => text.replace(/[٠-٩]/g, digit => String(digit.charCodeAt(0) - 0x660))
const bankers = number => { const low = Math.floor(number); return number - low === 0.5 ? low + low % 2 : Math.round(number) }
const raises = name => (values, env) => { const value = own[name](values, env); return Number.isNaN(value) ? 'ValueError' : value }

/** Each habit of survey engines that differ from language to language. */
const HABITS = {
  'an exponent in the text of a number': { string: ([a]) => typeof first(a) === 'number' ? String(first(a)) : toText(a) },
  'a failure where there is no number': { sqrt: raises('sqrt'), log: raises('log'), int: raises('int') },
  'digits of another script are digits': { number: ([a]) => toNumber(scripts(toText(a))) },
  'digits of another script are \\d': { regex: ([a, pattern, program], env) => own.regex([/\\d/.test(pattern) ? scripts(toText(a)) : a, pattern, program], env) },
  'lengths in UTF-16 units': { 'string-length': ([a]) => toText(a).length },
  'what is no number is left out of the least and greatest': { min: values => Math.min(...values.flat().filter(value => value !== '').map(toNumber).filter(number => !Number.isNaN(number))) },
  'a date that rolls over': {
    date: ([a], env) => {
      const parts = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(toText(a))
      if (!parts) return own['date-time']([a], env)
      const days = Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3])) / 86400000
      return new Day(days, new Date(days * 86400000).toISOString().slice(0, 10))
    }
  },
  'numbers without end': { pow: ([a, b], env) => { const value = own.pow([a, b], env); return value === Infinity ? '9'.repeat(400) : value } },
  'an end before the last line break': { regex: ([a, pattern, program], env) => own.regex([/\$$/.test(pattern) ? toText(a).replace(/\n$/, '') : a, pattern, program], env) },
  'white space that is none': { 'normalize-space': ([a]) => toText(a).trim().replace(/\s+/g, ' '), 'count-selected': ([a]) => toText(a).split(/\s+/).filter(Boolean).length },
  'half to even': { round: ([a, b = 0]) => toNumber(b) === 0 && Number.isFinite(toNumber(a)) ? bankers(toNumber(a)) : own.round([a, b]) },
  'half of the double, not of its text': { round: ([a, b = 0]) => Math.round(toNumber(a) * 10 ** toNumber(b)) / 10 ** toNumber(b) },
  'powers in the last digit': { pow: ([a, b]) => toNumber(a) ** toNumber(b) }
}

const lines = []
createInterface({ input: process.stdin }).on('line', line => lines.push(JSON.parse(line))).on('close', () => {
  for (const [habit, planted] of Object.entries(HABITS)) {
    Object.assign(FUNCTIONS, own, planted)
    process.stdout.write(JSON.stringify({ habit, values: lines.map(line => evaluate(line, true)) }) + '\n')
  }
})
