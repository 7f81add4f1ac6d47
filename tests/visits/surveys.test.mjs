// Which surveys a kader can begin a visit with.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import '../pwa/place.mjs'
import { newPhone } from '../pwa/phone.mjs'
import { keepList, keepPublication } from '../../pwa/store/publications.js'
import { surveysFor } from '../../pwa/visits/surveys.js'

const family = [{ list: 'family', repeat: null }]
const held = (code, in_force, body) => [{ hash: code + in_force, kind: /** @type {'survey'} */ ('survey'), code, version: '1', in_force }, { title: code.toUpperCase(), entities: [], nodes: [], ...body }]

test('what was published can be begun: the home visit first; where no family is known yet, only what makes one', async () => {
  await newPhone()
  const published = [
    held('hewan', '2026-01-01', {}),
    held('kelayakan', '2026-01-01', { entities: family, nodes: [{ children: [{ quick: true }] }] }),
    held('besok', '2999-01-01', {}),
    held('anak', '2026-01-01', { entities: [{ list: 'member', repeat: '/data/anggota' }] })
  ]
  await keepList(published.map(([listed]) => listed))
  for (const [listed, body] of published) await keepPublication(listed, body)
  assert.deepEqual(await surveysFor(true), [
    { code: 'kelayakan', title: 'KELAYAKAN', quick: true, makes: true },
    { code: 'anak', title: 'ANAK', quick: false, makes: false },
    { code: 'hewan', title: 'HEWAN', quick: false, makes: false }
  ])
  assert.deepEqual((await surveysFor(false)).map(({ code }) => code), ['kelayakan'])
})
