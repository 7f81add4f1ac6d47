import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { isMobile, normalise, normaliserOf, readNik } from '../../pwa/survey/normalise.js'

const table = JSON.parse(readFileSync(new URL('../vectors/normalise.json', import.meta.url), 'utf8'))

for (const row of [...table.nik, ...table.kk]) {
  test(`NIK: ${row.says}`, () => {
    assert.equal(normalise('nik', row.typed), row.normal)
    if (row.sex) assert.deepEqual(readNik(row.normal, table.today), { sex: row.sex, date: row.date, warnings: row.warnings })
  })
}

for (const row of table.hp) {
  test(`HP: ${row.says}`, () => {
    assert.equal(normalise('hp', row.typed), row.normal)
    assert.equal(isMobile(row.normal), row.mobile)
  })
}

for (const row of table.century) {
  test(`century: ${row.says}`, () => {
    const { date, warnings } = readNik(row.nik, table.today, row.said)
    assert.deepEqual({ date, warnings }, { date: row.date, warnings: row.warnings })
  })
}

test('a question asks for its normaliser in its appearance', () => {
  assert.equal(normaliserOf({ appearance: 'numbers normalisasi-nik' }), 'nik')
  assert.equal(normaliserOf({ appearance: 'multiline' }), null)
})
