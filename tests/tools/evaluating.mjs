// What evaluate.mjs does with one line that evaluate.py --trees has parsed.
import { compile } from '../../pwa/survey/engine/evaluate.js'
import { Instance } from '../../pwa/survey/engine/instance.js'
import { schemeOf } from '../../pwa/survey/engine/scheme.js'
import { Day, first, LimitReached, Nodes, numberText, toText } from '../../pwa/survey/engine/values.js'

const LIMIT = 'Rumus ini melewati batas: 20.000 langkah atau 10.000 huruf.'
const instances = new Map()

/** The answers of a line: sent once for a key. */
function instanceOf ({ key, survey, nested }, now) {
  if (survey) {
    const scheme = schemeOf(survey)
    const instance = new Instance(scheme, { now })
    instance.load(survey.nodes.map(node => scheme.slots.get(node.path)), instance.root, nested)
    instances.set(key, instance)
  }
  const instance = instances.get(key)
  instance.turn({ now })
  return instance
}

/** @param {any} line as evaluate.py --trees gives it @param {boolean} tellsKinds */
export function evaluate (line, tellsKinds) {
  if ('error' in line) return line
  const instance = instanceOf(line, line.now || `${line.today || '2026-11-21'}T10:00:00.000+07:00`)
  let row = instance.root
  let depth = 0
  for (const [, name, index] of (line.context || '').matchAll(/([A-Za-z_]\w*)\[([0-9]+)\]/g)) {
    row = [...row.repeats].find(([path]) => path.endsWith('/' + name))[1][Number(index)]
    depth++
  }
  try {
    return (tellsKinds ? kinds : said)(compile(line.tree, depth, instance.slots)(row, line.self === undefined ? '' : line.self, instance.env))
  } catch (error) {
    if (error instanceof LimitReached) return tellsKinds ? { type: 'error', value: 'limit' } : { error: LIMIT, position: 0 }
    throw error
  }
}

/** A value as XPath has it: number, string or boolean. */
function said (value) {
  const one = first(value)
  if (typeof one === 'boolean') return { type: 'boolean', value: one }
  if (typeof one !== 'number') return { type: 'string', value: toText(one) }
  return { type: 'number', value: Number.isFinite(one) ? one + 0 : numberText(one) }
}

/** A value with its kind; numbers as their text. */
function kinds (value) {
  if (value instanceof Nodes) return { type: 'nodes', value: Array.from(value, toText) }
  if (typeof value === 'boolean') return { type: 'boolean', value }
  if (value instanceof Day) return { type: 'date', value: value.text }
  if (typeof value === 'number') return { type: 'number', value: numberText(value) }
  return { type: 'text', value }
}
