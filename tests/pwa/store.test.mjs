import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accepted, counts, newPhone, record } from './phone.mjs'
import { closeAll, StorageFull, transact } from '../../pwa/store/db.js'
import { all, dropOthers, get, identityId, identityOf, keepRecords, loadRecords, of, version } from '../../pwa/store/records.js'
import { draft, drafts, dropDraft, saveDraft } from '../../pwa/store/drafts.js'
import { actionChange, enqueue, finish, moved, outbox, pending, sealBatch, sendAgain, setChange, settle, TooLarge } from '../../pwa/store/outbox.js'
import { journal, forgetOld } from '../../pwa/store/journal.js'
import { keepPhoto, photo, photoRows, queue, settled } from '../../pwa/store/photos.js'
import { inArea, myRts } from '../../pwa/store/me.js'
import { uuid7 } from '../../pwa/sync/uuid.js'

const FAMILY = '019b1111-0000-7000-8000-000000000001'
const picture = size => ({ blob: new Blob([new Uint8Array(size)], { type: 'image/jpeg' }), thumb: new Blob(['t']) })

test('ids sort as they were made, also within one millisecond', () => {
  const made = Array.from({ length: 5000 }, () => uuid7(1_800_000_000_000))
  assert.deepEqual(made.slice().sort(), made)
  assert.equal(new Set(made).size, 5000)
  assert.match(made[0], /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

test('the identity of a family has its id with version 8', () => {
  assert.equal(identityId(FAMILY), '019b1111-0000-8000-8000-000000000001')
})

test('a pull is found by id, collection and what it points at', async () => {
  await newPhone()
  const before = version.value
  await keepRecords([record(FAMILY, 'family', { head_name: 'Suryati' }), record('m1', 'member', { family: FAMILY, full_name: 'Suryati' }),
    record(identityId(FAMILY), 'identity', { subject: FAMILY, kk_number: '3201990000000001' })], null)
  assert.equal(get(FAMILY).body.head_name, 'Suryati')
  assert.equal(all('family').length, 1)
  assert.deepEqual(of('member', 'family', FAMILY).map(({ id }) => id), ['m1'])
  assert.equal(identityOf(FAMILY).body.kk_number, '3201990000000001')
  assert.equal(version.value, before + 1)
})

test('what was pulled is there after the application was closed', async () => {
  await newPhone()
  await keepRecords([record(FAMILY, 'family', { head_name: 'Suryati' })], { key: 'cursor:d', value: { seq: 1 } })
  await closeAll()
  await loadRecords()
  assert.equal(get(FAMILY).body.head_name, 'Suryati')
})

test('a record that is gone, or that a full pull did not bring again, is off the phone', async () => {
  await newPhone()
  await keepRecords([record(FAMILY, 'family', {}), record('b', 'building', {})], null)
  await keepRecords([record(FAMILY, 'family', {}, { seq: 2, gone: 'same_as x' })], null)
  assert.equal(get(FAMILY), null)
  await dropOthers(new Set())
  assert.deepEqual(await counts('records'), { records: 0 })
})

test('an unsent change lies over the record, and says what it had seen', async () => {
  await newPhone()
  await keepRecords([record(FAMILY, 'family', { head_name: 'Suryati', landmark: 'mushola' }, { seq: 7 })], null)
  const change = setChange('family', FAMILY, { landmark: 'warung' })
  assert.deepEqual(change.set, { landmark: { to: 'warung', seen: 7 } })
  await enqueue([change])
  assert.equal(get(FAMILY).body.landmark, 'warung')
  assert.equal(get(FAMILY).pending, true)
  assert.equal(get(FAMILY).body.head_name, 'Suryati')
})

test('a new record exists from the first change on, with its area, and its identity stands where it stands', async () => {
  await newPhone()
  const change = setChange('family', FAMILY, { head_name: 'Udin' }, { area: '004/001/b' })
  assert.deepEqual(change.set.exists, { to: true, seen: 0 })
  assert.equal(change.area, '004/001/b')
  await enqueue([change, setChange('identity', identityId(FAMILY), { subject: FAMILY, kk_number: '1' })])
  assert.equal(get(FAMILY).area, '004/001/b')
  assert.equal(all('family')[0].body.head_name, 'Udin')
})

test('a newer value of the server stands over an unsent one', async () => {
  await newPhone()
  await keepRecords([record(FAMILY, 'family', { landmark: 'mushola' }, { seq: 3 })], null)
  await enqueue([setChange('family', FAMILY, { landmark: 'warung' })])
  await keepRecords([record(FAMILY, 'family', { landmark: 'pos ronda' }, { seq: 9 })], null)
  assert.equal(get(FAMILY).body.landmark, 'pos ronda')
  assert.equal((await pending())[0].change.set.landmark.seen, 3, 'a pull never moves the seen of what was typed')
})

test('a later change of mine stands over an earlier one that the server took', async () => {
  await newPhone()
  await enqueue([setChange('family', FAMILY, { landmark: 'satu' }, { area: '004/001/b' })])
  await enqueue([setChange('family', FAMILY, { landmark: 'dua' })])
  const [first] = await sealBatch()
  await settle([accepted(first, 5)])
  await keepRecords([record(FAMILY, 'family', { landmark: 'satu' }, { seq: 5 })], null)
  assert.equal(get(FAMILY).body.landmark, 'dua')
})

test('between the receipt and the pull the record still looks as its author left it', async () => {
  await newPhone()
  await enqueue([setChange('family', FAMILY, { head_name: 'Udin' }, { area: '004/001/b' })])
  const [change] = await sealBatch()
  await settle([accepted(change, 5)])
  assert.equal(get(FAMILY).body.head_name, 'Udin')
  assert.equal(get(FAMILY).pending, false)
  assert.deepEqual(await counts('outbox', 'journal'), { outbox: 0, journal: 1 })
})

test('what the server refused is still seen on the phone', async () => {
  await newPhone()
  await enqueue([setChange('family', FAMILY, { head_name: 'Udin' }, { area: '004/001/b' })])
  const [change] = await sealBatch()
  await settle([{ id: change.id, status: 'refused', seq: null, problem: { type: '/problems/kk-taken', title: 'Nomor KK sama' } }])
  await loadRecords()
  assert.equal(get(FAMILY).body.head_name, 'Udin')
  assert.equal((await journal())[0].receipt.problem.title, 'Nomor KK sama')
})

test('deleting says that all of the record was seen', async () => {
  await newPhone()
  await keepRecords([record(FAMILY, 'family', { head_name: 'x' }, { seq: 12, versions: { head_name: 4 } })], null)
  const change = setChange('family', FAMILY, { exists: false })
  assert.equal(change.set.exists.seen, 12)
  await enqueue([change])
  assert.equal(get(FAMILY), null)
})

test('an action says the version of the record it decided on', async () => {
  await newPhone()
  await keepRecords([record('k', 'case', { status: 'terkirim' }, { seq: 41 })], null)
  const change = actionChange('case.send_back', 'k', { note: 'x' })
  assert.equal(change.seen, 41)
  assert.equal(change.do, 'case.send_back')
})

test('a draft is kept whole, found again, and thrown away with its photos', async () => {
  await newPhone()
  await saveDraft({ id: 'd1', kind: 'visit', answers: { a: 1 }, page: 3 })
  await saveDraft({ id: 'd1', kind: 'visit', answers: { a: 2 }, page: 3 })
  await keepPhoto({ id: 'p1', ...picture(10), record: 'v', kind: 'visit', draft: 'd1' })
  assert.deepEqual((await draft('d1')).answers, { a: 2 })
  assert.equal((await drafts()).length, 1)
  await dropDraft('d1')
  assert.deepEqual(await counts('drafts', 'photos'), { drafts: 0, photos: 0 })
})

test('of fifty drafts all are there after the application was closed, the latest first', async () => {
  const ids = Array.from({ length: 50 }, (_, index) => `d${index}`)
  for (const id of ids) await saveDraft({ id, kind: 'visit', survey: 'x' }, new Date(Date.UTC(2026, 10, 21, 8, Number(id.slice(1)))))
  await closeAll()
  assert.deepEqual((await drafts()).map(({ id }) => id), [...ids].reverse())
})

test('finishing puts the changes in, takes the draft away and lets the photos go: one transaction', async () => {
  await newPhone()
  await saveDraft({ id: 'd1', kind: 'visit' })
  await keepPhoto({ id: 'p1', ...picture(10), record: 'doc', kind: 'document' })
  assert.equal((await queue()).length, 0, 'a photo of a draft does not travel')
  await finish({ id: 'd1' }, [setChange('family', FAMILY, { head_name: 'Icih' }, { area: '004/001/b' })], ['p1'])
  assert.deepEqual(await counts('drafts', 'outbox'), { drafts: 0, outbox: 1 })
  assert.deepEqual((await queue()).map(({ id }) => id), ['p1'])
  assert.equal((await pending())[0].item.title, 'Icih')
})

test('if finishing fails nothing of it is kept, and n is not used up', async () => {
  await newPhone()
  await saveDraft({ id: 'd1', kind: 'visit' })
  const change = setChange('family', FAMILY, { head_name: 'Icih' }, { area: '004/001/b' })
  const put = IDBObjectStore.prototype.delete
  IDBObjectStore.prototype.delete = function (...args) {
    if (this.name === 'drafts') throw new DOMException('no room', 'QuotaExceededError')
    return put.apply(this, args)
  }
  try {
    await assert.rejects(finish({ id: 'd1' }, [change]), error => error instanceof StorageFull && error.key === 'galat.penuh')
  } finally { IDBObjectStore.prototype.delete = put }
  assert.deepEqual(await counts('drafts', 'outbox'), { drafts: 1, outbox: 0 })
  await finish({ id: 'd1' }, [change])
  assert.equal((await pending())[0].change.n, 1)
})

test('n counts the changes of this enrolment', async () => {
  await newPhone()
  await enqueue([setChange('building', 'b1', { rt: '001' }, { area: '004/001/b1' }), setChange('building', 'b2', { rt: '001' }, { area: '004/001/b2' })])
  await enqueue([actionChange('notice.done', 'x')])
  assert.deepEqual((await pending()).map(({ change }) => change.n), [1, 2, 3])
  await settle([accepted((await pending())[0].change, 1)])
  await enqueue([actionChange('notice.done', 'y')])
  assert.deepEqual((await pending()).map(({ change }) => change.n), [2, 3, 4])
})

test('what began a record and was refused begins it again, whole, when it is written anew', async () => {
  await newPhone()
  const area = '004/002/b1'
  await enqueue([setChange('family', FAMILY, { head_name: { x: 1 }, landmark: 'warung' }, { area }), setChange('document', 'd1', { family: FAMILY, paper: 'kk' })])
  const [family, paper] = await sealBatch()
  await settle([{ id: family.id, status: 'refused', seq: null, problem: { type: '/problems/malformed', title: 'x' } }, { id: paper.id, status: 'held', seq: null, problem: { type: '/problems/waiting', title: 'x' } }])
  const again = setChange('family', FAMILY, { head_name: 'Suryati', landmark: null })
  assert.deepEqual([again.area, again.set], [area, { exists: { to: true, seen: 0 }, head_name: { to: 'Suryati', seen: 0 } }])
  assert.deepEqual(Object.keys(setChange('document', 'd1', { state: 'ada' }).set), ['state'], 'it waits at the server, and begins with what it waits for')
  await enqueue([again])
  assert.deepEqual(Object.keys(setChange('family', FAMILY, { landmark: 'warung' }).set), ['landmark'], 'it is on its way')
})

test('a change too large to travel is refused when typed', async () => {
  await newPhone()
  await assert.rejects(enqueue([setChange('visit', 'v', { answers: 'x'.repeat(210000) })]), TooLarge)
  assert.deepEqual(await counts('outbox'), { outbox: 0 })
})

test('a batch holds at most 100 changes and 240 KB, in the order of n', async () => {
  await newPhone()
  await enqueue(Array.from({ length: 130 }, (_, index) => setChange('building', `b${index}`, { rt: '001' })))
  assert.deepEqual((await sealBatch()).map(({ n }) => n), Array.from({ length: 100 }, (_, index) => index + 1))
  await newPhone()
  await enqueue(Array.from({ length: 3 }, (_, index) => setChange('visit', `v${index}`, { answers: 'x'.repeat(100000) })))
  assert.equal((await sealBatch()).length, 2)
})

test('what has no receipt stays in the outbox, and is sent again with the same content', async () => {
  await newPhone()
  await enqueue([setChange('building', 'b1', { rt: '001' }), setChange('building', 'b2', { rt: '002' })])
  const first = await sealBatch()
  await settle([accepted(first[0], 1)])
  assert.deepEqual(await sealBatch(), [first[1]])
})

test('a receipt for what this phone never sent does nothing', async () => {
  await newPhone()
  await settle([{ id: 'unknown', status: 'accepted', seq: 1, problem: null }])
  assert.deepEqual(await counts('journal'), { journal: 0 })
})

test('after a restore of the server the journal goes into the outbox again, in order', async () => {
  await newPhone()
  await enqueue([setChange('building', 'b1', { rt: '001' }), setChange('building', 'b2', { rt: '002' })])
  const changes = await sealBatch()
  await settle(changes.map((change, index) => accepted(change, index + 1)))
  assert.equal(await sendAgain(), 2)
  assert.deepEqual(await sealBatch(), changes)
})

test('the journal forgets after 30 days, but not what is held or refused', async () => {
  await newPhone()
  await enqueue([setChange('building', 'b1', { rt: '001' }), setChange('building', 'b2', { rt: '002' })])
  const [kept, refused] = await sealBatch()
  await settle([accepted(kept, 1), { id: refused.id, status: 'refused', seq: null, problem: { title: 'x' } }])
  await forgetOld(new Date())
  await forgetOld(new Date(Date.now() + 29 * 86400000))
  assert.equal((await journal()).length, 2)
  await forgetOld(new Date(Date.now() + 31 * 86400000))
  assert.deepEqual((await journal()).map(({ receipt }) => receipt.status), ['refused'])
})

test('a photo that arrived leaves its small picture and nothing else', async () => {
  await newPhone()
  await keepPhoto({ id: 'p1', ...picture(5000), record: 'doc', kind: 'document', waiting: true })
  await settled('p1', 'kept')
  const left = await photo('p1')
  assert.equal(left.blob, null)
  assert.equal(left.state, 'kept')
  assert.ok(left.thumb)
  assert.equal((await queue()).length, 0)
})

test('a connection that the browser closes is opened again and no save is lost', async () => {
  await newPhone()
  await saveDraft({ id: 'd1', kind: 'visit', page: 1 })
  await closeAll()
  await saveDraft({ id: 'd1', kind: 'visit', page: 2 })
  assert.equal((await draft('d1')).page, 2)
})

test('everything personal lies sealed', async () => {
  await newPhone()
  await saveDraft({ id: 'd1', kind: 'visit', answers: { nama: 'Suryati' } })
  await keepRecords([record(FAMILY, 'family', { head_name: 'Suryati' })], null)
  await enqueue([setChange('family', FAMILY, { landmark: 'rumah Suryati' })], { title: 'Suryati' })
  for (const store of ['drafts', 'records', 'outbox']) {
    for (const { sealed, ...open } of await transact('readonly', [store], rows => rows.getAll())) {
      assert.equal(sealed.v, 2)
      assert.doesNotMatch(JSON.stringify(open), /Suryati/)
    }
  }
})

test('my areas decide where a house may stand', async () => {
  await newPhone()
  assert.deepEqual(myRts().map(({ area }) => area), ['004/001', '004/002'])
  assert.equal(inArea('004/002/b'), true)
  assert.equal(inArea('0041'), false)
  assert.equal(inArea('005/001', ['']), true)
})

test('two phones in one browser do not see each other', async () => {
  await newPhone()
  await saveDraft({ id: 'd1', kind: 'visit' })
  await enqueue([setChange('building', 'b1', { rt: '001' })])
  await newPhone()
  await moved()
  assert.equal((await drafts()).length, 0)
  assert.equal(outbox.value.length, 0)
  assert.equal((await photoRows()).length, 0)
})

test('a conflict does not hide what stands: its receipt names the number of somebody else', async () => {
  await newPhone()
  await keepRecords([record('f1', 'family', { head_name: 'Suryati' }, { seq: 5 })], null)
  await enqueue([setChange('family', 'f1', { head_name: 'Yati' })])
  const [mine] = await sealBatch()
  await settle([{ ...accepted(mine, 9), status: 'conflict' }])
  await keepRecords([record('f1', 'family', { head_name: 'Sur' }, { seq: 9 })], null)
  await enqueue([setChange('family', 'f1', { head_name: 'Yati' }, { versions: { head_name: 5 } })])
  assert.equal(get('f1').body.head_name, 'Sur')
})
