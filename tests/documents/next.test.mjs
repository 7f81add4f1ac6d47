import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nextSteps } from '../../pwa/documents/next.js'

const key = path => ({ path, row: null })
const service = {
  conditions: [
    { code: 'desil', kind: 'syarat', group: '' }, { code: 'gizi', kind: 'syarat', group: 'a' }, { code: 'kek', kind: 'syarat', group: 'a' },
    { code: 'dulu', kind: 'prioritas', group: '' }, { code: 'dinsos', kind: 'proses', group: '' }
  ]
}
const said = outcomes => ({ advice: 'belum_dinilai', papers: [], conditions: Object.entries(outcomes).map(([code, outcome]) => ({ code, outcome, because: [key(code)] })) })

test('what is unknown can be answered, what no question decides is asked by the officer', () => {
  const steps = nextSteps(said({ desil: 'belum_diketahui', gizi: 'ditanyakan', kek: 'belum_terpenuhi', dulu: 'belum_diketahui', dinsos: null }), service, [])
  assert.deepEqual([steps.answer.map(one => one.path), steps.asked], [['desil'], ['gizi']])
})

test('alternatives of one that is met need no answer', () => {
  assert.deepEqual(nextSteps(said({ desil: 'terpenuhi', gizi: 'terpenuhi', kek: 'belum_diketahui' }), service, []).answer, [])
})

test('required papers that are not there are to be brought, also those that may come later', () => {
  const line = more => ({ required: true, asked: false, state: '', later: false, ...more })
  const lines = [line({ key: 1 }), line({ key: 2, state: 'ada' }), line({ key: 3, asked: true }), line({ key: 4, required: false }), line({ key: 5, later: true })]
  assert.deepEqual(nextSteps(said({}), service, /** @type {any} */ (lines)).bring.map(one => one.key), [1, 5])
})
