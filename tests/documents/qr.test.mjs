import assert from 'node:assert/strict'
import { test } from 'node:test'
import { numbersIn, otherNumber } from '../../pwa/documents/qr.js'

const KK = '3201990107150001'
const answers = { keluarga: { no_kk: KK }, roster: { anggota: [{ identitas: { nik: '3201991207850001' } }] } }

test('numbers are of 16 digits, whatever stands around them', () => {
  assert.deepEqual(numbersIn([`https://example.org/kk?no=${KK}&t=12`, `${KK}9`, 'tanpa']), [KK])
})

test('a number that nobody typed is said; one that was, and a code without one, are not', () => {
  assert.equal(otherNumber([`KK ${KK}`], answers), null)
  assert.equal(otherNumber(['KK 3201990107150002'], answers), '3201990107150002')
  assert.equal(otherNumber(['https://example.org/x'], answers), null)
  assert.equal(otherNumber(['KK 3201990107150002'], {}), null)
})
