import assert from 'node:assert/strict'
import { test } from 'node:test'
import { houseAnswers } from '../../pwa/visits/house.js'

test('what is true of the house is copied, nothing of the people in it', () => {
  const body = { address: 'Kp. Babakan', floor: 'semen', head_name: 'Udin', phone: '+628', house_tenure: 'sewa', data_consent: 'ya' }
  const handed = []
  const prefill = (...given) => { handed.push(given); return { answers: 'copied' } }
  assert.equal(houseAnswers(prefill, 'survey', { id: 'x', body }), 'copied')
  const [[survey, family, members, identityOf]] = handed
  assert.deepEqual([survey, family.body, members, identityOf('x')], ['survey', { address: 'Kp. Babakan', floor: 'semen' }, [], null])
})
