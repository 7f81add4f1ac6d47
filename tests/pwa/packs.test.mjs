import assert from 'node:assert/strict'
import { test } from 'node:test'
import { counts, newPhone, record } from './phone.mjs'
import { transact } from '../../pwa/store/db.js'
import { open, openAll, seal } from '../../pwa/store/vault.js'
import { all, counted, dropOthers, get, keepRecords, loadRecords } from '../../pwa/store/records.js'

/** Numbers from a seed, so that a failure can be repeated. */
function chance (seed) {
  return below => {
    seed = (seed * 1103515245 + 12345) % 2147483648
    return Math.floor(seed / 2147483648 * below)
  }
}

const many = (count, seq = 1) => Array.from({ length: count }, (_, i) => record(`b${i}`, 'building', { number: `${i}` }, { seq }))

test('many records share few rows, a few have a row each', async () => {
  await newPhone()
  await keepRecords(many(500), null)
  assert.deepEqual(await counts('records'), { records: 10 })
  await keepRecords([record('x', 'building', {}), record('y', 'building', {})], null)
  assert.deepEqual(await counts('records'), { records: 12 })
})

test('records that came one by one are packed before there are too many of them', async () => {
  await newPhone()
  for (let at = 0; at < 230; at++) await keepRecords([record(`s${at}`, 'building', { number: `${at}` })], null)
  assert.ok((await counts('records')).records < 50)
  await loadRecords()
  assert.deepEqual([counted(), get('s7').body.number, get('s229').body.number], [230, '7', '229'])
})

test('a record that changed or went leaves nothing of itself in the row it shared', async () => {
  await newPhone()
  await keepRecords(many(60), null)
  await keepRecords([record('b3', 'building', { number: 'baru' }, { seq: 2 }), record('b4', 'building', {}, { seq: 3, gone: 'same_as x' })], null)
  const rows = await transact('readonly', ['records'], store => store.getAll())
  const written = JSON.stringify(await openAll(rows.map(({ sealed }) => sealed)))
  assert.equal(written.includes('"b4"'), false)
  assert.equal(written.split('"number":"3"').length, 1)
  await loadRecords()
  assert.equal(get('b3').body.number, 'baru')
  assert.equal(get('b4'), null)
  assert.equal(counted(), 59)
})

test('whatever comes and goes, what is read back is what was kept', async () => {
  for (let seed = 1; seed <= Number(process.env.FUZZ || 15); seed++) {
    await newPhone()
    const below = chance(seed)
    const model = new Map()
    for (let turn = 1; turn <= 12; turn++) {
      if (below(6) === 0) {
        const staying = new Set(Array.from(model.keys()).filter(() => below(2)))
        await dropOthers(staying)
        for (const id of model.keys()) if (!staying.has(id)) model.delete(id)
      } else {
        const ids = new Set(Array.from({ length: below(3) ? 1 + below(30) : 100 + below(60) }, () => `b${below(200)}`))
        const page = Array.from(ids, id => record(id, 'building', { number: `${turn}` }, { seq: turn, ...(below(5) ? {} : { gone: 'moved' }) }))
        await keepRecords(page, null)
        for (const { id, gone, body } of page) gone ? model.delete(id) : model.set(id, body.number)
      }
      if (below(3) === 0) await loadRecords()
    }
    await loadRecords()
    const here = new Map(all('building').map(({ id, body }) => [id, body.number]))
    assert.deepEqual([...here].sort(), [...model].sort(), `seed ${seed}`)
    const rows = await transact('readonly', ['records'], store => store.getAll())
    const opened = await openAll(rows.map(({ sealed }) => sealed))
    const ids = rows.flatMap(({ id, pack }, index) => pack ? opened[index].map(one => one.id) : [id])
    assert.equal(ids.length, new Set(ids).size, `seed ${seed}: a record lies in one row only`)
  }
})

test('a tab that another one overtook reads anew before it writes', async () => {
  await newPhone()
  await keepRecords(many(60), null)
  const rows = await transact('readonly', ['records'], store => store.getAll())
  const left = await Promise.all(rows.map(async ({ sealed }) => seal((await open(sealed)).filter(({ id }) => id !== 'b7'))))
  await transact('readwrite', ['records', 'meta'], (records, meta) => { // the other tab: one record has left its row
    rows.forEach((row, index) => records.put({ ...row, sealed: left[index] }))
    meta.put({ key: 'records', value: 'theirs' })
  })
  await keepRecords([record('b8', 'building', { number: 'baru' }, { seq: 2 })], null)
  await loadRecords()
  assert.equal(get('b7'), null)
  assert.equal(get('b8').body.number, 'baru')
})
