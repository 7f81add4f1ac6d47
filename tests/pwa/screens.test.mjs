import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import './place.mjs'
import { newPhone } from './phone.mjs'
import { search, sound } from '../../pwa/families/search.js'
import { serviceWeek } from '../../pwa/shell/week.js'
import { toSay } from '../../pwa/shell/said.js'
import { tasksOf } from '../../pwa/shell/tasks.js'
import { arriving } from '../../pwa/cases/arriving.js'
import { withdrawn } from '../../pwa/cases/withdrawn.js'
import { helpers } from '../../pwa/shell/emergency.js'
import { shortName } from '../../pwa/shell/greeting.js'
import { formatDate, formatMoment, formatSize, loadText, localIso, rupiah, speakAtDesk, t } from '../../pwa/text/text.js'

before(() => newPhone())

const ROWS = ['Siti Nur\'aeni Rahmawati', 'Asep Saepudin Nur Hasanah', 'Suryati Nuraini', 'M. Yusup', 'Djadjang Soekarna']
for (const [query, found] of [
  ['nuraini', ['Suryati Nuraini', 'Siti Nur\'aeni Rahmawati']],
  ['jajang', ['Djadjang Soekarna']],
  ['sukarna', ['Djadjang Soekarna']],
  ['yusuf', ['M. Yusup']],
  ['asep hasanah', ['Asep Saepudin Nur Hasanah']],
  ['zzz', []],
  ['', ROWS]
]) test(`"${query}" finds ${found.length} families`, () => assert.deepEqual(search(ROWS, query, row => row), found))

test('what sounds alike is written alike', () => {
  assert.equal(sound('Nur\'aeni'), sound('Nuraini'))
  assert.notEqual(sound('Asep'), sound('Icih'))
})

test('the week leads to the next open service day', () => {
  const days = [{ body: { date: '2026-11-25', state: 'buka', cutoff: '2026-11-24T12:00:00+07:00' } }, { body: { date: '2026-12-02', state: 'buka' } }]
  const week = serviceWeek(days, '2026-11-23')
  assert.equal(week.date, '2026-11-25')
  assert.deepEqual([week.days[0], week.days[6]], ['2026-11-19', '2026-11-25'])
  assert.equal(week.cutoff, '2026-11-24T12:00:00+07:00')
})

test('a holiday on Wednesday moves the day, and is named', () => {
  const week = serviceWeek([{ body: { date: '2026-11-25', state: 'tutup', reason: 'Libur' } }, { body: { date: '2026-11-26', state: 'buka' } }], '2026-11-23')
  assert.deepEqual([week.date, week.moved], ['2026-11-26', { reason: 'Libur', from: '2026-11-25' }])
  const moved = [{ body: { date: '2026-11-26', state: 'buka', moved_from: '2026-11-25', reason: 'Rapat' } }]
  assert.deepEqual(serviceWeek(moved, '2026-11-23').moved, { reason: 'Rapat', from: '2026-11-25' })
  assert.equal(serviceWeek(moved, '2026-11-26').moved, null, 'the day that was left lies behind us')
})

test('without a calendar the next Wednesday is taken, today included', () => {
  assert.equal(serviceWeek([], '2026-11-21').date, '2026-11-25')
  assert.equal(serviceWeek([], '2026-11-25').date, '2026-11-25')
})

test('tasks come by due time: papers that came back first, then who is to be told, drafts, houses to see again', () => {
  const get = id => ({ f: { id: 'f', body: { head_name: 'Suryati' } }, gone: { id: 'gone', body: { service_day: '2026-11-18' } } })[id] || null
  const tasks = tasksOf({
    cases: [{ id: 'k', area: '004/002/b', body: { status: 'perlu_dilengkapi', family: 'f', missing: [{}], due: '2026-11-24' } },
      { id: 'other', area: '004/002/b', body: { status: 'perlu_dilengkapi', family: 'f', by: { person: 'somebody' } } },
      { id: 'done', area: '004/002/b', body: { status: 'siap', family: 'f' } }],
    drafts: [{ id: 'd', family: 'f', area: '004/001', page: 2 }],
    notices: [{ id: 'n', area: '004/002', body: { state: 'tugas', channel: 'wa', kind: 'kurang', family: 'f' } }, { id: 'n2', area: '', body: { state: 'selesai' } },
      { id: 'past', area: '', body: { state: 'tugas', kind: 'jadwal', case: 'gone', family: 'f' } }],
    visits: [{ id: 'v', area: '004/003/x', body: { building: 'x', result: 'tidak_bertemu', date: '2026-11-20' } },
      { id: 'v2', area: '004/003/y', body: { building: 'y', result: 'tidak_bertemu', date: '2026-11-18' } }, { id: 'v3', area: '004/003/y', body: { building: 'y', result: 'terisi', date: '2026-11-19' } }],
    get, me: { person: 'ani' }, today: '2026-11-21', cutoff: null, living: house => house === 'x' ? [{ id: 'f' }] : []
  })
  assert.deepEqual(tasks.map(({ key }) => key), ['k', 'n', 'd', 'v'])
  assert.deepEqual([tasks[3].href, tasks[3].lines[0]], ['/warga/f', 'Suryati, RT 003'], 'whoever lives behind the door that stayed shut')
  assert.equal(tasks[0].href, '/kasus/k')
  assert.match(tasks[0].lines[0], /Suryati, RT 002/)
})

test('a kader who calls in reads what to say: the day, or the papers', () => {
  const known = { get: id => ({ icih: { body: { full_name: 'Icih' } } })[id], paperName: code => ({ kk: 'Kartu Keluarga', sktm: 'SKTM' })[code] || '', cutoff: '2026-11-24T12:00:00+07:00' }
  const placed = { body: { status: 'terjadwal', service_day: '2026-12-02', queue_number: 'A-014', arrival: '09.20', moved_from: '2026-11-25' } }
  assert.deepEqual(toSay({ kind: 'jadwal', due: '2026-12-02' }, [placed], known)?.items, ['Jadwal Rabu, 25 November tidak jadi.', 'Datang Rabu, 2 Desember, sekitar pukul 09.20.', 'Nomor antrean A-014.', 'Bawa berkas asli. Gratis.'])
  const returned = { body: { status: 'perlu_dilengkapi', missing: [{ paper: 'kk', member: null }, { paper: 'sktm', member: 'icih' }] } }
  const said = toSay({ kind: 'kurang', due: '2026-11-25' }, [returned, placed], known)
  assert.match(said?.lead || '', /paling lambat Selasa, 24 November/)
  assert.deepEqual(said?.items, ['Kartu Keluarga', 'SKTM (Icih)'])
  assert.equal(toSay({ kind: 'jadwal', due: '2026-11-25' }, [placed], known), null, 'a day that is no longer so is not said')
})

test('a family that took its consent back is no family to tell its day', () => {
  const notices = [{ id: 'n', area: '004/002', body: { state: 'tugas', channel: 'kader', kind: 'dicabut', family: 'f' } }, { id: 'm', area: '004/002', body: { state: 'tugas', channel: 'kader', kind: 'minta', family: 'f' } }]
  const tasks = tasksOf({ cases: [], drafts: [], notices, visits: [], get: () => ({ body: { head_name: 'M. Yusup' } }), me: { person: 'ani' }, today: '2026-11-21', cutoff: null })
  assert.deepEqual(tasks.map(({ title, lines }) => [title, lines[1]]), [['Jangan dikunjungi lagi', 'Persetujuan dicabut'], ['Hubungi keluarga', 'Tidak bisa datang']])
})

test('who took the consent back and waits too long for the office stands first, and is called late', () => {
  const family = (id, due) => ({ id, body: { head_name: id, withdrawn_due: due } })
  const shown = withdrawn([family('later', '2026-11-25T09:00:00+00:00'), family('late', '2026-11-20T09:00:00+00:00'), { id: 'x', body: {} }], Date.parse('2026-11-22T09:00:00Z'))
  assert.deepEqual(shown.map(({ name, late }) => [name, late]), [['late', true], ['later', false]])
})

test('what the server holds or refused stands above all other tasks, with its reason', () => {
  const row = (key, status, title) => ({ key, title, state: 'tertahan', receipt: { status, problem: status === 'refused' ? { title: 'Di luar wilayah' } : null } })
  const tasks = tasksOf({
    stopped: [row('a', 'refused', 'Suryati'), row('b', 'held', ''), { key: 'c', title: 'Enok', state: 'diperiksa', changes: [{ collection: 'visit', record: 'v', set: { family: { to: 'f' } } }], photos: { lost: 2 } }],
    cases: [], drafts: [{ id: 'd', family: 'f', area: '', page: 2 }], notices: [], visits: [], get: () => null, me: { person: 'ani' }, today: '2026-11-21', cutoff: null
  })
  assert.deepEqual(tasks.map(({ title, href }) => [title, href]).slice(0, 2), [['Perlu dilihat: Suryati', '/kiriman'], ['Perlu dilihat: Perubahan data', '/kiriman']])
  assert.deepEqual([tasks[2].title, tasks[2].href, tasks[2].lines[0]], ['Foto ulang berkas', '/warga/f', 'Enok'])
  assert.deepEqual([tasks[0].lines[0], tasks[3].key], ['Di luar wilayah', 'd'])
  assert.match(tasks[1].lines[0], /Menunggu data lain/)
})

test('in an emergency the PSM of my area is called first, and nobody without a number', () => {
  const psm = (id, areas, phone) => ({ id, name: id, roles: ['psm'], areas, phone })
  const people = [psm('far', ['009'], '+621'), psm('near', ['004/001'], '+622'), psm('all', [''], '+623'), psm('mute', ['004'], null), { ...psm('rt', ['004'], '+624'), roles: ['ketua_rt'] }]
  assert.deepEqual(helpers(/** @type {any} */ ({ person: 'ani', areas: ['004'], people })).map(({ id }) => id), ['near', 'all', 'far'])
  const atADoor = helpers(/** @type {any} */ ({ person: 'ani', areas: ['004'], people }), '009/001/x').map(({ id }) => id)
  assert.deepEqual(atADoor, ['far', 'all', 'near'], 'where help is needed, not where I usually am')
})

test('dates, times, money and sizes are said the Indonesian way', () => {
  assert.equal(formatDate('2026-11-25'), 'Rabu, 25 November 2026')
  assert.equal(rupiah(1500000), 'Rp1.500.000')
  assert.equal(formatSize(1100000), '1,1 MB')
  assert.equal(formatSize(310000), '310 KB')
  assert.equal(formatMoment(new Date(2026, 10, 20, 15, 40), new Date(2026, 10, 21, 9)), 'kemarin pukul 15.40')
  assert.match(localIso(new Date()), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/)
  assert.equal(Date.parse(localIso(new Date(1800000000000))), 1800000000000)
})

test('texts take their values, and a missing one shows its name', () => {
  assert.equal(t('sync.mengirim', { i: 1, n: 3 }), 'Mengirim 1 dari 3...')
  assert.equal(t('tidak.ada'), 'tidak.ada')
})

test('a person is greeted by the first name', () => {
  assert.equal(shortName('Bu Ani Suryani'), 'Bu Ani')
  assert.equal(shortName('Ani Suryani'), 'Ani')
})

test('a desk is not called a phone', async () => {
  await loadText(async () => ({ 'trail.hp@meja': 'Di perangkat ini' }))
  assert.equal(t('trail.hp'), 'Di HP ini')
  speakAtDesk()
  assert.equal(t('trail.hp'), 'Di perangkat ini')
})

test('an officer sees who comes from another desa, and whom the other desa did not take, until it is seen to', () => {
  const released = (id, state, day) => ({ id, body: { head_name: id, released: { state, settled_at: `2026-11-${day}T09:00:00+00:00` } } })
  const arrivals = [{ id: 'comes', body: { state: 'menunggu' } }, { id: 'taken now', body: { state: 'menunggu' } }, { id: 'over', body: { state: 'diterima' } }]
  const families = [released('declined', 'ditolak', 20), released('ran out', 'lewat', 20), released('long ago', 'ditolak', 10), released('taken', 'diterima', 20), { id: 'x', body: {} }]
  const { coming, back } = arriving({ arrivals, families, decided: id => id === 'taken now', at: Date.parse('2026-11-22T09:00:00Z') })
  assert.deepEqual([coming.map(({ id }) => id), back.map(({ id }) => id)], [['comes'], ['declined', 'ran out']])
})

test('a kader is told of a family that came from another desa', () => {
  const family = { id: 'f', area: '001/002', body: { head_name: 'Suryati', came: { name: 'Cibadak', at: '2026-11-22T09:00:00Z' } } }
  const [task] = tasksOf({ arrived: [family], cases: [], drafts: [], notices: [], visits: [], get: () => null, me: { person: 'p' }, today: '2026-11-22', cutoff: null })
  assert.deepEqual(task.lines, ['Suryati, RT 002', 'Dari desa Cibadak'])
})
