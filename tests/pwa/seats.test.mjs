// Which application each role gets. The table is that of tests/sync/test_seats.py, which holds it against the rights of the protocol.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { before, test } from 'node:test'
import './place.mjs'
import { newPhone } from './phone.mjs'
import { canVisit, isDesk, isOffice, seat } from '../../pwa/store/me.js'
import { summary } from '../../pwa/cases/numbers.js'

before(() => newPhone())

const read = path => readFileSync(new URL(path, import.meta.url), 'utf8')
const SEATS = JSON.parse(read('../vectors/seats.json'))

/** The rows of main.js's table, each with the seats that see it. */
const main = read('../../pwa/main.js')
const everybody = /EVERYBODY = '([^']+)'/.exec(main)[1]
const ROWS = Array.from(main.matchAll(/\{ path: '([^']+)',(?: who: ('[^']+'|EVERYBODY),)?.*?(?:name: '(\w+)'|screen: \(\) => (\w+))/g), ([, path, who, name, screen]) =>
  ({ path, name: name || screen, who: (!who ? 'kader office' : who === 'EVERYBODY' ? everybody : who.slice(1, -1)).split(' ') }))
const screens = at => ROWS.filter(({ who }) => who.includes(at)).map(({ path, name }) => `${path} ${name}`)

for (const row of SEATS) {
  test(`${row.roles.join(' and ')}: ${row.seat}`, () => {
    assert.equal(seat(row), row.seat)
    assert.equal(canVisit(row), row.visits)
    assert.equal(isOffice(row), row.seat === 'office')
    assert.equal(isDesk(row), ['office', 'admin', 'dinas'].includes(row.seat))
    const open = screens(row.seat)
    assert.equal(open.some(one => one.startsWith('/mulai') || one.startsWith('/kunjungan') || one.includes('ReturnedScreen')), row.visits, 'a visit is begun by who may write one')
    assert.equal(open.some(one => one.startsWith('/warga')), row.reads.includes('family'), 'families are listed for who may read them')
    assert.equal(open.some(one => one.includes('NumbersScreen')), ['numbers', 'dinas'].includes(row.seat))
    assert.equal(open.some(one => one.includes('UploadScreen')), isDesk(row))
    assert.equal(open.some(one => one.includes('PeopleScreen')), row.seat === 'office' || row.seat === 'admin')
  })
}

for (const [at, home] of [['kader', 'Home'], ['office', 'InboxScreen'], ['ketua', 'FamiliesScreen'], ['numbers', 'NumbersScreen'], ['dinas', 'NumbersScreen'], ['admin', 'PeopleScreen']]) {
  test(`${at} begins at ${home}, and finds Lainnya`, () => {
    assert.deepEqual(screens(at).filter(one => one.startsWith('/ ')), [`/ ${home}`])
    assert.ok(screens(at).includes('/lainnya MoreScreen'))
  })
}

test('numbers are added up by status and by RW; what was cancelled lacks nothing', () => {
  const rows = [['004', 'terkirim', 3], ['004', 'siap', 1], ['005', 'selesai', 2], ['005', 'dibatalkan', 5]].map(([rw, status, count]) => ({ rw, status, count }))
  assert.deepEqual(summary(rows), {
    total: 11,
    complete: 50,
    statuses: [{ status: 'dibatalkan', count: 5 }, { status: 'terkirim', count: 3 }, { status: 'selesai', count: 2 }, { status: 'siap', count: 1 }],
    rws: [{ rw: '004', total: 4, complete: 25 }, { rw: '005', total: 7, complete: 100 }]
  })
  assert.equal(summary([]).complete, 0)
})
