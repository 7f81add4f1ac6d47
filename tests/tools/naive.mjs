// evaluate.mjs with one naive habit planted: PLANT=<kind>. The random test has to find each.
import { FUNCTIONS } from '../../pwa/survey/engine/functions.js'
import { Day, first, toNumber, toText } from '../../pwa/survey/engine/values.js'

const PLANTS = {
  exponents: { string: ([a]) => typeof first(a) === 'number' ? String(first(a)) : toText(a) },
  lengths: { 'string-length': ([a]) => toText(a).length },
  rounding: { round: ([a, b = 0]) => Math.round(toNumber(a) * 10 ** toNumber(b)) / 10 ** toNumber(b) },
  digits: { number: ([a]) => toNumber(toText(a).replace(/[٠-٩]/g, digit => String(digit.charCodeAt(0) - 0x660))) },
  spaces: { 'normalize-space': ([a]) => toText(a).trim().replace(/\s+/g, ' ') },
  dates: {
    date: ([a]) => {
      const parts = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(toText(a))
      if (!parts) return FUNCTIONS['date-time']([a])
      const days = Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3])) / 86400000
      return new Day(days, new Date(days * 86400000).toISOString().slice(0, 10))
    }
  },
  extremes: { min: values => Math.min(...values.flat().filter(value => value !== '').map(toNumber).filter(number => !Number.isNaN(number))) },
  powers: { pow: ([a, b]) => toNumber(a) ** toNumber(b) }
}

Object.assign(FUNCTIONS, PLANTS[process.env.PLANT])
await import('./evaluate.mjs')
