// What somebody did on a phone before the application became another: the same in every version's own words. Names are made up.
export const DESA = '32.01.15.2008'
export const PIN = '246810'
export const BEARER = 'token-of-ani'
export const ENROLMENT = { id: '019b0000-0000-7000-8000-0000000000a1', person: 'ani', name: 'Bu Ani', desa: DESA, created_at: '2026-11-20T08:00:00+07:00' }
export const ME = {
  person: 'ani', name: 'Bu Ani', roles: ['kader_pkk'], areas: ['004'], desa: { code: DESA, name: 'Cibadak', kecamatan: 'Ciampea', short: 'CBD' },
  regions: [{ dusun: 'I', rw: '004', rts: ['001', '002'] }], people: [], hash: 'h'
}
export const LISTED = { hash: 'survei-1', kind: 'survey', code: 'kelayakan', version: '1', in_force: '2026-01-01' }
export const CURSOR = { epoch: 'e1', seq: 60, tag: 1, scope: 's' }

const record = (id, collection, body, seq) => ({ id, collection, seq, area: '004/002/b', gone: null, body, versions: Object.fromEntries(Object.keys(body).map(name => [name, seq])) })
export const FAMILY = record('f1', 'family', { exists: true, head_name: 'Suryati', landmark: 'mushola' }, 7)
export const HOUSES = Array.from({ length: 60 }, (_, n) => record(`b${n}`, 'building', { exists: true, number: String(n) }, n + 1))
export const DRAFTS = [
  { id: 'd1', kind: 'visit', survey: 'survei-1', family: 'f1', building: 'b1', area: '004/002', mode: 'lengkap', answers: { nama: 'Suryati', anggota: [{ nama: 'Icih' }] }, page: 2, papers: { kk: { state: 'ada', photos: ['p1'] } } },
  { id: 'd2', kind: 'visit', survey: 'survei-1', family: null, building: 'b2', area: '004/001', mode: 'cepat', answers: {}, page: 0, papers: {} }
]
/** Photos by id: what is on each, and what became of it. */
export const PHOTOS = { p1: 'draf', p2: 'menunggu', p3: 'sampai' }
const picture = text => new Blob([text], { type: 'image/jpeg' })

/**
 * Do all of it with the modules of a version.
 * @param {(path: string) => Promise<any>} module of `pwa/`, by its path
 * @param {any} keys the server's public ones
 */
export async function live (module, keys) {
  const { loadText } = await module('text/text.js')
  await loadText(async () => (await import('node:fs')).readFileSync((await module('')).folder + '/text/id.json', 'utf8')).catch(() => {})
  const { useEnrolment } = await module('store/db.js')
  useEnrolment(ENROLMENT.id)
  const pin = await module('store/pin.js')
  if (pin) await pin.createVault(PIN, { keys, iterations: 1000 })
  await (await module('store/device.js')).keepEnrolment(ENROLMENT, BEARER)
  await (await module('store/me.js')).keepMe(ME)
  const publications = await module('store/publications.js')
  await publications.keepList([LISTED])
  await publications.keepPublication(LISTED, { id: 'kelayakan', version: '1' })
  const records = await module('store/records.js')
  await records.loadRecords()
  await records.keepRecords(HOUSES, null)
  await records.keepRecords([FAMILY], { key: `cursor:${DESA}`, value: CURSOR })

  const outbox = await module('store/outbox.js')
  const change = (id, number) => ({ ...outbox.setChange('building', id, { number }, { area: '004/001/x' }), id: `change-${id}` })
  await outbox.enqueue([change('n1', 'diterima')], { title: 'Rumah Iroh' })
  await outbox.enqueue([change('n2', 'ditolak')], { title: 'Rumah Udin' })
  const [one, two] = await outbox.sealBatch()
  await outbox.settle([{ id: one.id, status: 'accepted', seq: 61, problem: null }, { id: two.id, status: 'refused', seq: null, problem: { type: '/problems/out-of-scope', title: 'Udin di luar wilayah' } }])
  const { saveDraft } = await module('store/drafts.js')
  for (const draft of DRAFTS) await saveDraft(draft)
  const photos = await module('store/photos.js')
  await photos.keepPhoto({ id: 'p1', blob: picture(PHOTOS.p1), thumb: picture('kecil'), record: 'doc1', kind: 'document', draft: 'd1' })
  await saveDraft({ ...DRAFTS[1], id: 'd3' })
  await photos.keepPhoto({ id: 'p2', blob: picture(PHOTOS.p2), thumb: picture('kecil'), record: 'doc2', kind: 'document', draft: 'd3' })
  await outbox.finish({ id: 'd3' }, [change('n3', 'berangkat')], ['p2'], { title: 'Rumah Wiwin' })
  await outbox.sealBatch() // in a request when the application was closed
  await outbox.enqueue([outbox.setChange('family', 'f1', { landmark: 'warung' })], { title: 'Suryati' })
  await photos.keepPhoto({ id: 'p3', blob: picture(PHOTOS.p3), thumb: picture('kecil'), record: 'doc3', kind: 'document', waiting: true })
  await photos.settled('p3', 'kept')
  const carry = await module('store/carry.js')
  if (carry) await carry.keepWarrant(ENROLMENT.id, BEARER)
}
