import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newPhone, PIN, record } from './phone.mjs'
import { closeAll, transact, useEnrolment } from '../../pwa/store/db.js'
import { bearer, keepEnrolment } from '../../pwa/store/device.js'
import { drafts, saveDraft } from '../../pwa/store/drafts.js'
import { journal } from '../../pwa/store/journal.js'
import { sealStore } from '../../pwa/store/migrate.js'
import { loadMe, me } from '../../pwa/store/me.js'
import { enqueue, pending, sealBatch, sealParcels, sendAgain, setChange, settle } from '../../pwa/store/outbox.js'
import { keepPhoto, outgoing, photo, photoRows } from '../../pwa/store/photos.js'
import { changePin, createVault, hasPin, isEasy, unlock, waiting } from '../../pwa/store/pin.js'
import { get, loadRecords } from '../../pwa/store/records.js'
import { base64, Locked, open, seal, useKey } from '../../pwa/store/vault.js'

const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits'])
const KEYS = { delivery: base64(new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))) }
const lock = () => useKey(null)
const row = () => transact('readonly', ['meta'], meta => meta.get('vault'))
const wrong = async pin => { try { await unlock(pin) } catch (error) { return error } }

/** Turn the phone's clock, for as long as `work` runs. */
async function at (ms, work) {
  const now = Date.now
  Date.now = () => now() + ms
  try { return await work() } finally { Date.now = now }
}

test('what was sealed opens with the PIN, pictures and all, and not without', async () => {
  await newPhone()
  const sealed = await seal({ nama: 'Suryati', foto: [new Blob(['satu'], { type: 'image/jpeg' }), new Blob(['dua'])] })
  lock()
  await assert.rejects(open(sealed), Locked)
  await assert.rejects(seal('x'), Locked)
  await unlock(PIN)
  const { nama, foto } = await open(sealed)
  assert.deepEqual([nama, await foto[0].text(), foto[0].type, await foto[1].text()], ['Suryati', 'satu', 'image/jpeg', 'dua'])
})

test('wrong PINs slow the phone down, and closing the application starts nothing afresh', async () => {
  await newPhone()
  lock()
  const left = []
  for (let turn = 0; turn < 5; turn++) left.push((await wrong('135790')).left)
  assert.deepEqual(left, [4, 3, 2, 1, 0])
  await closeAll()
  assert.ok(await waiting() > 55000)
  assert.equal((await wrong(PIN)).name, 'WrongPin', 'the right one has to wait as well')
  assert.equal((await row()).tries, 5, 'and is not counted')
  await at(61000, async () => assert.ok((await wrong('135790')).wait > 4 * 60000))
  await at(7 * 60000, async () => unlock(PIN))
  assert.equal(await waiting(), 0)
})

test('a clock that was set back lengthens no pause for ever', async () => {
  await newPhone()
  for (let turn = 0; turn < 5; turn++) await wrong('135790')
  await at(-86400000, async () => {
    assert.equal(await waiting(), 60000)
    await wrong(PIN)
    await at(61000, () => unlock(PIN))
  })
})

test('a new PIN opens what the old one sealed, and the old one nothing', async () => {
  await newPhone()
  const sealed = await seal('Suryati')
  await changePin(PIN, '975310', 1)
  lock()
  assert.equal((await wrong(PIN)).left, 4)
  await unlock('975310')
  assert.equal(await open(sealed), 'Suryati')
})

test('neither the key nor the device secret can be exported', async () => {
  await newPhone()
  const { device } = await row()
  await assert.rejects(crypto.subtle.exportKey('raw', device))
})

test('the first PINs that anybody would try are not taken', () => {
  for (const pin of ['123456', '987654', '111111', '121212', '112112', '120785', '850712', '890123']) assert.equal(isEasy(pin), true, pin)
  for (const pin of ['246810', '975310', '480273']) assert.equal(isEasy(pin), false, pin)
})

test('a PIN is made slow enough for this device, and by what it takes when the device is not busy', async t => {
  let [now, calls] = [0, 0]
  const { deriveBits } = crypto.subtle
  t.mock.method(performance, 'now', () => now)
  t.mock.method(crypto.subtle, 'deriveBits', (how, ...rest) => { // a phone of 10,000 rounds a millisecond, every second time half as fast
    now += how.iterations / 10_000 * (++calls % 2 ? 1 : 2)
    return deriveBits.call(crypto.subtle, { ...how, iterations: 1 }, ...rest)
  })
  useEnrolment('019b0000-0000-7000-8000-0000f0000001')
  await createVault('480273')
  const { iterations } = await row()
  assert.ok(iterations >= 3_000_000 && iterations < 6_000_000, `${iterations} rounds for 300 ms`)
})

test('what is finished is sealed for the server too, as soon as its key is known', async () => {
  await newPhone()
  await enqueue([setChange('building', 'b1', { rt: '001' })])
  const rows = () => transact('readonly', ['outbox'], store => store.getAll())
  assert.equal((await rows())[0].parcel, null)
  await newPhone(undefined, KEYS)
  await enqueue([setChange('building', 'b2', { rt: '001' })])
  assert.match((await rows())[0].parcel.k, /^[0-9a-f]{8}$/)
  const [change] = await sealBatch()
  await settle([{ id: change.id, status: 'accepted', seq: 1, problem: null, number: 'CBD-2026-000001' }])
  await sendAgain()
  assert.ok((await rows())[0].parcel, 'also when a restored server asks for it again')
  await sealParcels()
})

test('a receipt names nobody on the disk, and says all when it is read', async () => {
  await newPhone()
  await enqueue([setChange('building', 'b1', { rt: '001' })])
  const [change] = await sealBatch()
  const receipt = { id: change.id, status: 'refused', seq: null, problem: { type: '/problems/changed-meanwhile', title: 'Sudah diubah', by: 'Pak Dedi' } }
  await settle([receipt])
  const [stored] = await transact('readonly', ['journal'], store => store.getAll())
  assert.deepEqual(stored.receipt, { id: change.id, status: 'refused', seq: null, problem: { type: '/problems/changed-meanwhile' } })
  assert.deepEqual((await journal())[0].receipt, receipt)
})

test('what travels of a photo is what lies here sealed', async () => {
  await newPhone(undefined, KEYS)
  await keepPhoto({ id: 'p1', blob: new Blob(['gambar'], { type: 'image/jpeg' }), thumb: new Blob(['kecil']), record: 'd', kind: 'document', waiting: true })
  const { bytes, parcel } = await outgoing('p1')
  assert.ok(parcel)
  assert.equal((await bytes.text()).includes('gambar'), false)
  assert.equal(await (await photo('p1')).blob.text(), 'gambar')
})

/** A store as the first version wrote it: everything open. */
async function unsealed (last) {
  const id = `019b0000-0000-7000-8000-0000e${String(last).padStart(7, '0')}`
  useEnrolment(id)
  const plain = value => ({ v: 1, plain: value })
  const change = { id: 'c1', collection: 'building', record: 'b1', desa: 'd', made_at: '', set: { exists: { to: true, seen: 0 }, rt: { to: '001', seen: 0 } } }
  const item = { key: 'i1', kind: 'visit', title: 'Suryati', detail: '', at: '' }
  await transact('readwrite', ['meta', 'drafts', 'outbox', 'journal', 'photos', 'records'], (meta, drafts, outbox, journal, photos, records) => {
    meta.put({ key: 'bearer', sealed: plain('rahasia') })
    meta.put({ key: 'me', sealed: plain({ person: 'ani', name: 'Bu Ani', roles: [], areas: [], desa: { code: 'd' }, regions: [], people: [], hash: 'h' }) })
    meta.put({ key: 'n', value: 2 })
    drafts.put({ id: 'd1', updated_at: '2026', sealed: plain({ id: 'd1', updated_at: '2026', answers: { nama: 'Suryati' } }) })
    outbox.put({ id: 'c1', n: 2, at: '', sent: true, sealed: plain({ change, item }) })
    journal.put({ id: 'c0', n: 1, at: '', receipt: { id: 'c0', status: 'refused', seq: null, problem: { title: 'Suryati sudah ada' } }, sealed: plain({ change: { ...change, id: 'c0' }, item }) })
    photos.put({ id: 'p1', state: 'waiting', draft: null, item: 'i1', record: 'r', kind: 'visit', size: 6, at: '1', upload: { url: '/x', chunk: 1 }, problem: null, full: true, sealed: plain({ blob: new Blob(['gambar']), thumb: new Blob(['k']) }) })
    photos.put({ id: 'p2', state: 'kept', draft: null, item: 'i1', record: 'r', kind: 'visit', size: 6, at: '2', upload: null, problem: null, full: false, sealed: plain({ blob: null, thumb: new Blob(['k']) }) })
    records.put({ id: 'pack-1', pack: true, sealed: plain([record('f1', 'family', { head_name: 'Suryati' })]) })
    records.put({ id: 'f2', seq: 1, sealed: plain(record('f2', 'family', { head_name: 'Suryati Dua' })) })
  })
}

const everything = () => transact('readonly', ['meta', 'drafts', 'outbox', 'journal', 'photos', 'records'], async (...stores) =>
  (await Promise.all(stores.map(store => store.getAll()))).flat())

test('a store of the version before is sealed without losing anything', async () => {
  await unsealed(1)
  assert.equal(await hasPin(), false)
  await createVault(PIN, { keys: KEYS, iterations: 1 })
  assert.equal(await sealStore(), 9)
  const rows = await everything()
  assert.doesNotMatch(JSON.stringify(rows), /Suryati|rahasia|Bu Ani/)
  assert.ok(rows.every(({ sealed }) => !sealed || sealed.v === 2))
  assert.equal(await sealStore(), 0)
  lock()
  await unlock(PIN)
  await loadMe()
  await loadRecords()
  assert.deepEqual([await bearer(), me.value.name, get('f1').body.head_name, get('f2').body.head_name], ['rahasia', 'Bu Ani', 'Suryati', 'Suryati Dua'])
  assert.equal((await drafts())[0].answers.nama, 'Suryati')
  assert.deepEqual((await pending()).map(({ change, item, sealed }) => [change.n, change.id, item.title, sealed]), [[2, 'c1', 'Suryati', true]])
  assert.equal((await journal())[0].receipt.problem.title, 'Suryati sudah ada')
  assert.equal(await (await photo('p1')).blob.text(), 'gambar')
  assert.equal((await photo('p2')).blob, null)
  assert.deepEqual((await photoRows()).map(({ state }) => state), ['waiting', 'kept'])
})

test('sealing that broke off in the middle goes on where it stopped', async () => {
  await unsealed(2)
  await createVault(PIN, { iterations: 1 })
  const put = IDBObjectStore.prototype.put
  let puts = 0
  IDBObjectStore.prototype.put = function (...args) {
    if (++puts === 4) throw new DOMException('the battery', 'UnknownError')
    return put.apply(this, args)
  }
  try { await assert.rejects(sealStore()) } finally { IDBObjectStore.prototype.put = put }
  lock()
  await unlock(PIN)
  assert.equal((await drafts())[0].answers.nama, 'Suryati', 'half sealed, all can be read')
  assert.equal(await sealStore(), 6)
  assert.equal((await pending()).length, 1)
})

test('what an old window writes while it is sealed is not overwritten', async () => {
  await unsealed(3)
  await createVault(PIN, { iterations: 1 })
  const encrypt = crypto.subtle.encrypt
  let once = true
  crypto.subtle.encrypt = async function (...args) {
    if (once) {
      once = false
      await transact('readwrite', ['meta'], meta => { meta.put({ key: 'bearer', sealed: { v: 1, plain: 'rahasia baru' } }) })
    }
    return encrypt.apply(this, args)
  }
  try { await sealStore() } finally { crypto.subtle.encrypt = encrypt }
  assert.equal(await bearer(), 'rahasia baru')
})
