// What the desk offers next for a case is what the server takes (tests/cases/test_rules.py holds the other side).
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { AFTER, RESULTS, isOver, mayCancel, rolesFrom, stepsFrom } from '../../pwa/cases/steps.js'

const MOVES = JSON.parse(readFileSync(new URL('../vectors/steps.json', import.meta.url), 'utf8'))
const STEPS = MOVES.filter(({ to }) => to !== 'dibatalkan')
const ENDS = MOVES.filter(({ to }) => to === 'dibatalkan')
const EVERY = ['petugas_fo', 'petugas_bo', 'koordinator', 'kesra', 'operator_siks']

test('each role is offered the steps it may take, and no other', () => {
  for (const from of ['terkirim', ...AFTER, 'selesai', 'dibatalkan', 'siap']) {
    for (const role of EVERY) {
      const may = STEPS.filter(step => step.from === from && step.roles.includes(role)).map(({ to }) => to)
      assert.deepEqual(stepsFrom(from, [role]).sort(), may.sort(), `${role} from ${from}`)
    }
    assert.deepEqual(rolesFrom(from).sort(), [...new Set(STEPS.filter(step => step.from === from).flatMap(({ roles }) => roles))].sort())
  }
})

test('what was served goes on until it is over', () => {
  const reached = ['diproses']
  for (const from of reached) for (const to of stepsFrom(from, EVERY)) if (!reached.includes(to)) reached.push(to)
  assert.deepEqual(reached.filter(isOver), ['selesai'])
  assert.ok(RESULTS.every(status => reached.includes(status)))
})

test('each role may end what it may end, and nothing that is over', () => {
  for (const role of EVERY) {
    for (const { from, roles } of ENDS) assert.equal(mayCancel(from, [role]), roles.includes(role), `${role} from ${from}`)
    for (const over of ['selesai', 'dibatalkan']) assert.equal(mayCancel(over, [role]), false)
  }
})
