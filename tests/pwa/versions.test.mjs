import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { inFull } from '../../pwa/store/overlay.js'

const VECTORS = JSON.parse(readFileSync(new URL('../vectors/versions.json', import.meta.url), 'utf8'))

for (const { says, body, whole, short } of VECTORS) {
  test(`the server says versions shortly: ${says}`, () => {
    assert.deepEqual(inFull({ body, versions: short }).versions, whole)
    assert.deepEqual(inFull({ body, versions: whole }).versions, whole)
  })
}
