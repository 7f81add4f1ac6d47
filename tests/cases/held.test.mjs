// A change in quarantine at the desk: what of it can be repaired, and that it can be carried away whole.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import '../pwa/place.mjs'
import { fieldsOf, heldFile } from '../../pwa/cases/held.js'

const SET = { id: 'c1', n: 4, collection: 'member', record: 'm', desa: 'd', made_at: '', set: { family: { to: 'f', seen: 0 }, full_name: { to: 'Icih', seen: 0 }, nik: { to: '12', seen: 3 } } }
const row = sent => ({ change: 'c1', by: 'Bu Ani', at: '2026-11-21T10:00:00+07:00', problem: { type: '/problems/malformed', title: 'NIK 16 angka' }, sent, waits_for: null })

test('a poisoned change is carried away as a file: all of what was typed, whose it is and why it is held', async () => {
  const file = heldFile(row(SET))
  assert.equal(file.type, 'application/json')
  assert.deepEqual(JSON.parse(await file.text()), row(SET))
})

test('also one that is no change at all', async () => {
  assert.deepEqual(JSON.parse(await heldFile(row('bukan')).text()).sent, 'bukan')
})

test('what can be repaired is what was typed, not what it hangs on', () => {
  assert.deepEqual(fieldsOf(SET), [{ name: 'full_name', to: 'Icih' }, { name: 'nik', to: '12' }])
  assert.deepEqual(fieldsOf({ do: 'family.attach_card', args: { card: '0193f2a0-0001-7abc-8def-0123456789ab' } }), [{ name: 'pin', to: undefined }], 'a PIN is never kept, so it is asked for anew')
})
