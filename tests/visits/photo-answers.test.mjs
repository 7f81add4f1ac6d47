import assert from 'node:assert/strict'
import { test } from 'node:test'
import { photoAnswers } from '../../pwa/visits/photo-answers.js'

const image = name => ({ kind: 'question', type: 'image', name })

test('pictures are found in groups and in every row of a repeat', () => {
  const survey = { nodes: [{ kind: 'group', name: 'rumah', children: [image('depan'), { kind: 'question', type: 'text', name: 'catatan' }] }, { kind: 'repeat', name: 'anggota', children: [image('wajah')] }] }
  const answers = { rumah: { depan: 'a', catatan: 'b' }, anggota: [{ wajah: 'c' }, {}, { wajah: 'd' }] }
  assert.deepEqual(photoAnswers(survey, answers), ['a', 'c', 'd'])
})
