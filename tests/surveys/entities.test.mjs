import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { familyChanges, identityId, prefill } from '../../pwa/survey/entities.js'
import { openForm } from '../../pwa/survey/engine/form.js'

const here = path => fileURLToPath(new URL(path, import.meta.url))
const python = process.env.PYTHON || here('../../.venv/bin/python')
const survey = JSON.parse(execFileSync(python, [here('../tools/survey.py'), here('../../server/surveys/forms/kelayakan.md')], { maxBuffer: 1e8 }))

const FAMILY = '01935a2b-7c4d-7e10-8a3b-000000000001'
const ICIH = '01935a2b-7c4d-7e10-8a3b-000000000002'
const NENG = '01935a2b-7c4d-7e10-8a3b-000000000003'
const DADANG = '01935a2b-7c4d-7e10-8a3b-000000000004'
const AT = { family: FAMILY, building: 'rumah-1', area: '004/002/rumah-1' }
const record = (id, body) => ({ id, body, versions: Object.fromEntries(Object.keys(body).map((field, i) => [field, i + 10])) })

const known = {
  family: record(FAMILY, { head_name: 'Suryati', house_number: '12', data_consent: 'ya', location: '-6.5 106.7 0 5', landmark: 'mushola' }),
  members: [
    record(NENG, { full_name: 'Neng', presence: 'tinggal', order: 2 }),
    record(ICIH, { full_name: 'Icih', presence: 'tinggal', order: 1, relation: 'kepala', sex: 'p' })
  ],
  identities: [
    record(identityId(FAMILY), { subject: FAMILY, kk_number: '3201990107150001' }),
    record(identityId(ICIH), { subject: ICIH, nik_status: 'ada', nik: '3201994107580001', birth_known: 'tahun', birth_year: 1958 })
  ]
}
const identityOf = subject => known.identities.find(identity => identity.id === identityId(subject)) || null

/** A visit: filled in from the family when it is known, agreed to, answered, finished. */
function visit (filled, answer) {
  const form = openForm(survey, { answers: filled ? filled.answers : {}, hidden: { id_keluarga: FAMILY }, today: '2026-11-21', now: '2026-11-21T10:00:00+07:00' })
  form.set('/data/kunjungan/hasil_kunjungan', 'terisi')
  form.set('/data/kunjungan/setuju_data', 'ya')
  answer(form)
  return familyChanges(survey, form.finish({ evaluatedAt: '2026-11-21T10:30:00+07:00' }).answers, filled, AT)
}
const refill = () => prefill(survey, known.family, known.members, identityOf, '12 Mei')
const of = (sets, id) => (sets.find(set => set.record === id) || { fields: {} }).fields

test('a known family is filled in, members in their order, with the version of each field', () => {
  const { answers, versions } = refill()
  assert.equal(answers.keluarga.nama_kepala, 'Suryati')
  assert.equal(answers.keluarga.no_kk, '3201990107150001')
  assert.deepEqual(answers.roster.anggota.map(row => [row.id_anggota, row.nama]), [[ICIH, 'Icih'], [NENG, 'Neng']])
  assert.equal(answers.roster.anggota[0].usia.tahun_lahir, 1958)
  assert.deepEqual(versions['/data/roster/anggota[0]/identitas/nik'], { value: '3201994107580001', seq: 12, date: '12 Mei' })
})

test('what is asked anew at every visit is not filled in', () => {
  const { answers } = refill()
  assert.equal('setuju_data' in answers.kunjungan, false)
  assert.equal('persetujuan' in answers, false)
})

test('a form filled in from a family takes its defaults all the same', () => {
  const form = openForm(survey, { answers: refill().answers, today: '2026-11-21', now: '2026-11-21T10:00:00+07:00' })
  assert.equal(form.get('/data/kunjungan/tgl_kunjungan'), '2026-11-21')
})

test('a known family is set only where an answer differs, with what was seen', () => {
  const sets = visit(refill(), form => form.set('/data/keluarga/patokan', 'warung'))
  const family = sets.find(set => set.record === FAMILY)
  assert.deepEqual(family.fields, { landmark: 'warung' })
  assert.deepEqual(family.versions, { landmark: 14 })
  assert.equal(sets.length, 1)
})

test('an answer taken away is null, one no longer asked for is left as it was', () => {
  const sets = visit(refill(), form => {
    form.set('/data/keluarga/patokan', '')
    form.set('/data/roster/anggota[0]/keberadaan', 'meninggal')
  })
  assert.deepEqual(of(sets, FAMILY), { landmark: null })
  assert.deepEqual(of(sets, ICIH), { presence: 'meninggal' })
  assert.equal(sets.some(set => set.record === identityId(ICIH)), false)
})

test('what identifies goes to the record beside, under an id made from the member', () => {
  const sets = visit(refill(), form => form.set('/data/roster/anggota[0]/usia/tahun_lahir', 1959))
  assert.deepEqual(sets.map(set => [set.collection, set.record, set.fields]), [['identity', identityId(ICIH), { birth_year: 1959 }]])
  assert.equal(identityId(ICIH)[14], '8')
})

test('a new member comes after the others, with all properties and a subject for its identity', () => {
  const sets = visit(refill(), form => {
    form.addRow('/data/roster/anggota', { id_anggota: DADANG })
    form.set('/data/roster/anggota[2]/nama', 'Dadang')
    form.set('/data/roster/anggota[2]/identitas/status_nik', 'belum_punya')
  })
  assert.deepEqual(of(sets, DADANG), { family: FAMILY, order: 3, full_name: 'Dadang' })
  assert.deepEqual(of(sets, identityId(DADANG)), { subject: DADANG, nik_status: 'belum_punya' })
})

test('a member whose row was removed is left as it is', () => {
  const sets = visit(refill(), form => form.removeRow('/data/roster/anggota', 0))
  assert.deepEqual(sets, [])
})

test('a new family gets its building and area', () => {
  const [family] = visit(null, form => form.set('/data/keluarga/nama_kepala', 'Suryati'))
  assert.deepEqual(family, { collection: 'family', record: FAMILY, area: AT.area, fields: { building: 'rumah-1', data_consent: 'ya', head_name: 'Suryati' }, versions: { data_consent: 0, head_name: 0 } })
})

test('without consent nothing of the family is made', () => {
  assert.deepEqual(visit(null, form => {
    form.set('/data/keluarga/nama_kepala', 'Suryati')
    form.set('/data/kunjungan/setuju_data', 'tidak')
  }), [])
})
