import assert from 'node:assert/strict'
import { test } from 'node:test'
import './place.mjs'
import { behind, heardSince, silent } from '../../pwa/shell/unsent.js'

const at = text => Date.parse(`${text}+07:00`)
const CUTOFFS = ['2026-11-24T12:00:00+07:00', '2026-12-01T12:00:00+07:00']
const ICIH = { name: 'Bu Icih', items: 0, photos: 0, drafts: 0, since: null, heard: '2026-11-22T19:00:00+07:00', awaited: 0, held: 0 }

for (const [fact, now, limit] of [
  ['in the week three days are long', '2026-11-20T09:00:00', '2026-11-17T09:00:00'],
  ['the last day before the cut-off counts from its beginning', '2026-11-24T09:00:00', '2026-11-23T12:00:00'],
  ['it begins a day before', '2026-11-23T12:00:00', '2026-11-23T12:00:00'],
  ['after the cut-off the next one is a week away', '2026-11-24T12:00:01', '2026-11-21T12:00:01']
]) test(fact, () => assert.equal(heardSince(CUTOFFS, at(now)), at(limit)))

test('without a service day it is three days', () => assert.equal(heardSince([], at('2026-11-24T09:00:00')), at('2026-11-21T09:00:00')))

test('who was heard of on Sunday evening is missed on Tuesday, and not on Monday morning', () => {
  const missed = now => silent([ICIH, { ...ICIH, heard: null }], heardSince(CUTOFFS, at(now))).length
  assert.deepEqual([missed('2026-11-23T09:00:00'), missed('2026-11-24T09:00:00')], [0, 1])
})

test('finished work and photos are behind at once, a draft when it is not of today; the oldest stands first', () => {
  const now = at('2026-11-23T15:00:00')
  const rows = [
    { ...ICIH, name: 'a', drafts: 1, since: '2026-11-23T14:00:00+07:00' },
    { ...ICIH, name: 'b', drafts: 1, since: '2026-11-22T14:00:00+07:00' },
    { ...ICIH, name: 'c', items: 1, since: '2026-11-20T14:00:00+07:00' },
    { ...ICIH, name: 'd', items: null, photos: null, drafts: null },
    { ...ICIH, name: 'e', awaited: 2 }
  ]
  assert.deepEqual(behind(rows, now).map(({ name }) => name), ['c', 'b', 'e'])
})
