// Evaluates expressions given as JSON lines, as evaluate.py does (--kinds too): node tests/tools/evaluate.mjs. The trees are made
// by evaluate.py --trees in a child process, since the phone has no parser.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { compile } from '../../pwa/survey/engine/evaluate.js'
import { Instance } from '../../pwa/survey/engine/instance.js'
import { schemeOf } from '../../pwa/survey/engine/scheme.js'
import { Day, first, LimitReached, Nodes, numberText, toText } from '../../pwa/survey/engine/values.js'

const python = process.env.PYTHON || fileURLToPath(new URL('../../.venv/bin/python', import.meta.url))
const parser = spawn(python, [fileURLToPath(new URL('evaluate.py', import.meta.url)), '--trees'], { stdio: ['pipe', 'pipe', 'inherit'] })
const tellsKinds = process.argv.includes('--kinds')
const LIMIT = 'Rumus ini terlalu berat untuk dihitung.'
const surveys = new Map()

createInterface({ input: process.stdin })
  .on('line', line => parser.stdin.write(line + '\n'))
  .on('close', () => parser.stdin.end())
createInterface({ input: parser.stdout }).on('line', line => process.stdout.write(JSON.stringify(evaluate(JSON.parse(line))) + '\n'))

function evaluate (line) {
  if ('error' in line) return line
  const key = JSON.stringify(line.survey)
  if (!surveys.has(key)) surveys.set(key, line.survey)
  const survey = surveys.get(key)
  const scheme = schemeOf(survey)
  const now = line.now || `${line.today || '2026-11-21'}T10:00:00.000+07:00`
  const instance = new Instance(scheme, { now })
  instance.load(survey.nodes.map(node => scheme.slots.get(node.path)), instance.root, line.nested)
  let row = instance.root
  let depth = 0
  for (const [, name, index] of (line.context || '').matchAll(/([A-Za-z_]\w*)\[([0-9]+)\]/g)) {
    row = [...row.repeats].find(([path]) => path.endsWith('/' + name))[1][Number(index)]
    depth++
  }
  try {
    return (tellsKinds ? kinds : said)(compile(line.tree, depth, scheme.slots)(row, line.self === undefined ? '' : line.self, instance.env))
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
