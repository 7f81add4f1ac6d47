import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { doubts } from '../../pwa/families/household.js'
import { alike } from '../../pwa/families/names.js'

const vectors = name => JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), 'utf8'))

test('two names', () => {
  for (const { one, other, is } of vectors('names')) {
    assert.deepEqual([one, other, alike(one, other)], [one, other, is])
    assert.deepEqual([other, one, alike(other, one)], [other, one, is])
  }
})

test('what is asked of a household', () => {
  const { today, cases } = vectors('household')
  for (const { says, family, members, doubts: expected } of cases) assert.deepEqual([says, doubts(family, members, today)], [says, expected])
})
