// Runs the phone's half: reads {catalogue, survey, jobs: [{answers, today, services?, merge?}]} from standard input and
// writes [{assessment, merged}] with the milliseconds it took.
import { readFileSync } from 'node:fs'
import { assess } from '../../pwa/catalogue/assess.js'
import { papersFor } from '../../pwa/catalogue/papers.js'

const { catalogue, survey, jobs } = JSON.parse(readFileSync(0, 'utf8'))
const from = performance.now()
const results = jobs.map(({ answers, today, services, merge }) => {
  const assessment = assess(catalogue, survey, answers, { today, services })
  return { assessment, merged: merge ? papersFor(assessment, merge) : null }
})
process.stdout.write(JSON.stringify({ results, milliseconds: performance.now() - from }))
