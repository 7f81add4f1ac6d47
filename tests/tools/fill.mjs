// Fills in forms as JSON lines ask: {key, survey?, options, steps, look, evaluatedAt} → {answers, draft, gaps, errors, look}.
// Steps: ["set", ipath, value], ["add", ipath, hidden?], ["remove", ipath, index], ["guess", seed] answers everything at random,
// ["reopen"] takes the answers as a draft and opens them again. The survey is sent once for a key.
import { createInterface } from 'node:readline'
import { guess } from './guess.mjs'
import { openForm } from '../../pwa/survey/engine/form.js'

const surveys = new Map()

createInterface({ input: process.stdin }).on('line', text => process.stdout.write(JSON.stringify(fill(JSON.parse(text))) + '\n'))

function fill ({ key, survey, options = {}, steps = [], look = [], evaluatedAt = '2026-11-21T10:30:00.000+07:00' }) {
  if (survey) surveys.set(key, survey)
  const open = answers => openForm(surveys.get(key), {
    today: '2026-11-21', now: '2026-11-21T10:00:00.000+07:00', ...options, ...(answers ? { answers, fresh: false } : {})
  })
  let form = open()
  for (const [step, ipath, value] of steps) {
    if (step === 'set') form.set(ipath, value)
    else if (step === 'add') form.addRow(ipath, value)
    else if (step === 'remove') form.removeRow(ipath, value)
    else if (step === 'guess') guess(form, ipath)
    else if (step === 'reopen') form = open(form.answers())
    else throw new Error(step)
  }
  const draft = form.answers()
  const seen = look.map(ipath => form.state(ipath))
  const pages = form.pages.map(page => page.path)
  const stands = form.finish({ evaluatedAt: null })
  const { answers, gaps, errors } = form.finish({ evaluatedAt })
  return { draft, stands: stands.answers, answers, pages, gaps: gaps.map(gap => gap.ipath), errors: errors.map(error => [error.kind, error.ipath]), look: seen }
}
