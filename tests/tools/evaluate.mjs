// Evaluates expressions given as JSON lines, as evaluate.py does (--kinds too): node tests/tools/evaluate.mjs. The trees are made
// by evaluate.py --trees in a child process, since the phone has no parser.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { evaluate } from './evaluating.mjs'

const tellsKinds = process.argv.includes('--kinds')
const python = process.env.PYTHON || fileURLToPath(new URL('../../.venv/bin/python', import.meta.url))
const parser = spawn(python, [fileURLToPath(new URL('evaluate.py', import.meta.url)), '--trees'], { stdio: ['pipe', 'pipe', 'inherit'] })

createInterface({ input: process.stdin })
  .on('line', line => parser.stdin.write(line + '\n'))
  .on('close', () => parser.stdin.end())
createInterface({ input: parser.stdout }).on('line', line => process.stdout.write(JSON.stringify(evaluate(JSON.parse(line), tellsKinds)) + '\n'))
