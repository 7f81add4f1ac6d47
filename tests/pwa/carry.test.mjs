// Unsent work as a file: what goes in, what a finder sees, and how the desk tells a whole file from a cut or altered one.
import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { ANI, counts, DESA, newPhone } from './phone.mjs'
import { readCarried } from '../../pwa/accounts/carried-file.js'
import { carry, keepWarrant, unsent } from '../../pwa/store/carry.js'
import { saveDraft } from '../../pwa/store/drafts.js'
import { enqueue, finish, outbox, settle, setChange, takeBack } from '../../pwa/store/outbox.js'
import { keepPhoto, settled } from '../../pwa/store/photos.js'
import { base64, useKey, useServerKeys } from '../../pwa/store/vault.js'

const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits'])
const KEYS = { delivery: base64(new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))) }
const PHONE = { id: '019b0000-0000-7000-8000-000000000001', desa: DESA }
const picture = new Blob([Uint8Array.from({ length: 5000 }, (_, index) => index % 251)], { type: 'image/jpeg' })
const house = number => setChange('building', crypto.randomUUID(), { number }, { area: '004/001/x' })

beforeEach(async () => {
  useServerKeys(KEYS)
  await newPhone(ANI, KEYS)
  await keepWarrant(PHONE.id, 'token')
})

test('what was finished is in the file with its photos, and drafts are not; it opens nothing for who finds it', async () => {
  await saveDraft({ id: 'd', kind: 'visit', survey: 'x' })
  await keepPhoto({ id: 'p1', blob: picture, thumb: null, record: 'doc', kind: 'document', draft: 'd2' })
  await keepPhoto({ id: 'p2', blob: picture, thumb: null, record: 'doc', kind: 'document', draft: 'd' })
  await finish({ id: 'd2' }, [house('Suryati'), house('Iroh')], ['p1'])
  assert.deepEqual(await unsent(), { changes: 2, photos: 1, size: 5028, left: 0, ready: true })
  const { file, name } = await carry(PHONE)
  assert.match(name, /^kiriman-\d{4}-\d\d-\d\d-\d\d\.\d\d-00000001\.siaga$/)
  const { head, photos } = await readCarried(file)
  const said = JSON.parse(head)
  assert.deepEqual(said.changes.map(({ n }) => n), [1, 2])
  assert.deepEqual(photos.map(({ id }) => id), ['p1'])
  assert.ok(said.changes.every(change => Object.keys(change).sort().join() === 'id,n,sealed'))
  const text = Buffer.from(await file.arrayBuffer()).toString('latin1')
  for (const secret of ['Suryati', 'Iroh', 'token', 'Bu Ani']) assert.ok(!text.includes(secret), secret)
  assert.deepEqual(await counts('outbox', 'drafts'), { outbox: 2, drafts: 1 }, 'all of it stays here')
})

test('a locked phone can make it too, and nothing in it can be taken back or changed afterwards', async () => {
  const change = house('1')
  await enqueue([change], { until: Date.now() + 5000 })
  assert.deepEqual(await unsent(), { changes: 0, photos: 0, size: 0, left: 1, ready: true }, 'what may be taken back does not leave')
  await takeBack([change.id])
  await enqueue([change])
  useKey(null)
  assert.equal((await carry(PHONE)).changes, 1)
  assert.equal(await takeBack([change.id]), false)
})

test('a phone that has heard of it has nothing to carry', async () => {
  await enqueue([house('1')])
  await keepPhoto({ id: 'p1', blob: picture, thumb: null, record: 'doc', kind: 'document', waiting: true })
  await carry(PHONE)
  await settle([{ id: outbox.value[0].change.id, status: 'duplicate', seq: 7, problem: null }])
  await settled('p1', 'kept')
  assert.deepEqual(await unsent(), { changes: 0, photos: 0, size: 0, left: 0, ready: true })
})

test('a file that was cut anywhere, or changed, is told from a whole one', async () => {
  await enqueue([house('1')])
  await keepPhoto({ id: 'p1', blob: picture, thumb: null, record: 'doc', kind: 'document', waiting: true })
  const { file } = await carry(PHONE)
  const why = async one => readCarried(one).then(() => '', error => error.key)
  assert.equal(await why(file), '')
  for (let at = 0; at < file.size; at += 97) assert.equal(await why(file.slice(0, at)), 'bawa.terpotong', `cut at ${at}`)
  assert.equal(await why(new Blob([file, 'x'])), 'bawa.berubah')
  assert.equal(await why(new Blob([file.slice(0, file.size - 9), 'x', file.slice(file.size - 8)])), 'bawa.berubah')
  assert.equal(await why(new Blob(['{"bukan": "file"}'])), 'bawa.bukan_file')
})

test('before the server is known there is no file, and nothing is given away', async () => {
  useServerKeys({})
  await newPhone()
  await keepWarrant(PHONE.id, 'token')
  await enqueue([house('1')])
  assert.equal((await unsent()).ready, false)
  await assert.rejects(carry(PHONE), { key: 'bawa.belum_bisa' })
})
