// What a kader has to do, worked out from the records: papers that came back, drafts, people to tell, houses to see again. Pure.
import { dayMonth, t } from '../text/text.js'
import { placeOf, rtOf } from './people.js'

/**
 * @typedef {{ key: string, href: string, icon: string, tone: string, title: string, lines: string[], due: string, area: string, house?: string }} Task `house`: the family or building to go to
 * @param {{ stopped?: any[], conflicts?: any[], arrived?: any[], cases: any[], drafts: any[], notices: any[], visits: any[], get: (id: string) => any, me: any, today: string, cutoff: string | null, paperName?: (code: string) => string, living?: (building: string) => any[] }} stored
 *   `stopped`: rows of Kiriman that the server holds or refused, or that lost a photo; `conflicts`: those that ask me; `arrived`: families that moved into my area; `living`: the families of a house
 * @returns {Task[]} by due time, then by RT
 */
export function tasksOf ({ stopped = [], conflicts = [], arrived = [], cases, drafts, notices, visits, get, me, today, cutoff, paperName = () => '', living = () => [] }) {
  const named = id => get(id)?.body.head_name || t('warga.tanpa_nama')
  const where = record => [named(record.body.family), rtOf(record.area)].join(', ')
  return [
    ...stopped.filter(({ state }) => state === 'tertahan').map(toSee),
    ...stopped.filter(({ photos }) => photos?.lost).map(retake),
    ...conflicts.map(record => toChoose(record, record.body.family && get(record.body.family) ? where(record) : record.body.title || '')),
    ...arrived.map(record => newcomer(record)),
    ...cases.filter(({ body }) => body.status === 'perlu_dilengkapi' && (!body.by || body.by.person === me.person)).map(record => returned(record, where(record), cutoff, paperName)),
    ...drafts.map(draft => unfinished(draft, named)),
    ...notices.filter(record => record.body.state === 'tugas' && !over(record, get, today)).map(record => tell(record, where(record))),
    ...again(visits, today).map(record => visitAgain(record, living(record.body.building), named))
  ].sort((a, b) => a.due.localeCompare(b.due) || a.area.localeCompare(b.area))
}

function toSee ({ key, title, receipt }) {
  return {
    key, href: '/kiriman', icon: 'warn', tone: 'warn', area: '', due: '0',
    title: t('tugas.perlu_dilihat', { apa: title || t('kiriman.jenis.lain') }),
    lines: [receipt?.problem?.title || t(receipt?.status === 'held' ? 'kiriman.menunggu_lain' : 'kiriman.ditahan')]
  }
}

function retake ({ key, title, changes, photos }) {
  const family = changes.map(change => change.collection === 'family' ? change.record : change.set?.family?.to).find(Boolean)
  return {
    house: family, key: `foto-${key}`, href: family ? `/warga/${family}` : '/kiriman', icon: 'camera', tone: 'warn', area: '', due: '0',
    title: t('tugas.foto_hilang'), lines: [title, t('kiriman.foto_hilang', { n: photos.lost })].filter(Boolean)
  }
}

const OF_PHOTOS = new Set(['photo_verdict', 'state', 'kept_reason', 'copy'])

/** What is asked together with which photos of a paper stand: what the same two people said of those photos. @param {any} conflict record @param {any[]} conflicts @returns {any[]} */
export const companions = ({ body }, conflicts) => body.field !== 'photos' || body.closed
  ? []
  : conflicts.filter(one => !one.body.closed && OF_PHOTOS.has(one.body.field) && ['record', 'standing_person', 'other_person'].every(name => one.body[name] === body[name]))

/** Conflicts without those that are asked together with another. @template {{ id: string, body: any }} T @param {T[]} conflicts @returns {T[]} */
export function asked (conflicts) {
  const others = new Set(conflicts.flatMap(one => companions(one, conflicts).map(({ id }) => id)))
  return conflicts.filter(({ id }) => !others.has(id))
}

const toChoose = ({ id, area }, where) => ({
  key: id, href: `/pilih/${id}`, icon: 'two', tone: 'warn', area, due: '1', title: t('tugas.pilih_data'), lines: [where].filter(Boolean)
})

const newcomer = ({ id, area, body }) => ({
  house: id, key: `moved-${id}`, href: `/warga/${id}`, icon: 'people', tone: '', area, due: '6', title: t('tugas.keluarga_pindah'),
  lines: [[body.head_name || t('warga.tanpa_nama'), rtOf(area)].join(', '), t('tugas.pindah_dari', { tempat: body.moved ? placeOf(body.moved.from) : t('tugas.desa', { nama: body.came.name }) })]
})

function returned ({ id, area, body }, where, cutoff, paperName) {
  const lacking = body.missing || []
  const only = lacking.length === 1 ? paperName(lacking[0].paper) : ''
  return {
    house: body.family, key: id, href: `/kasus/${id}`, icon: 'camera', tone: 'warn', area, due: body.due || cutoff || '',
    title: only ? t(lacking[0].document ? 'tugas.foto_ulang' : 'tugas.foto', { berkas: only }) : lacking.length ? t('tugas.lengkapi_n', { n: lacking.length }) : t('tugas.lengkapi'),
    lines: [where, body.due || cutoff ? t('tugas.sampai', { tanggal: dayMonth(body.due || cutoff) }) : ''].filter(Boolean)
  }
}

function unfinished (draft, named) {
  const name = draft.title || (draft.known === false || !draft.family ? t('kunjungan.keluarga_baru') : named(draft.family))
  const { filled, total } = draft.progress || {}
  return {
    house: draft.family, key: draft.id, href: `/kunjungan/${draft.id}/${draft.page || 0}${draft.row ? `/${draft.row}` : ''}`, icon: 'edit', tone: '', area: draft.area || '', due: '8',
    title: t('tugas.lanjutkan'),
    lines: [draft.name || [name, rtOf(draft.area || '')].join(', '), total ? t('kunjungan.kemajuan', { terisi: filled, total }) : t('kunjungan.tersimpan')]
  }
}

function tell ({ id, area, body }, where) {
  return {
    house: body.family, key: id, href: `/kabari/${id}`, icon: body.kind === 'dicabut' ? 'lock' : body.channel === 'wa' ? 'chat' : 'pin', tone: body.kind === 'dicabut' ? 'warn' : '', area, due: body.due || '5',
    title: taskTitle(body),
    lines: [where, t(`kabar.${body.kind}`)]
  }
}

/** What a kader is asked to do about a notice. @param {any} notice its body */
export const taskTitle = ({ kind, channel }) => kind === 'dicabut' ? t('tugas.dicabut') : kind === 'minta' ? t('tugas.minta') : t(channel === 'wa' ? 'tugas.kabari_wa' : 'tugas.kabari')

/** An arrival to be told of that lies behind us. */
const over = ({ body }, get, today) => (body.kind === 'jadwal' || body.kind === 'besok') && (get(body.case)?.body.service_day || today) < today

/** Houses where nobody could be met, as long as no later visit went better. */
function again (visits, today) {
  const latest = new Map()
  for (const visit of visits) {
    const key = visit.body.building || visit.id
    const other = latest.get(key)
    if (!other || (other.body.date || '') < (visit.body.date || '')) latest.set(key, visit)
  }
  return Array.from(latest.values()).filter(({ body }) => body.result === 'tidak_bertemu' && body.date && body.date < today)
}

/** @param {any} visit @param {any[]} families of that house: what is kept of a closed door names nobody @param {(id: string) => string} named */
function visitAgain ({ id, area, body }, families, named) {
  const family = families.length === 1 ? families[0].id : null
  return {
    house: family || body.building, key: id, href: family ? `/warga/${family}` : '/mulai', icon: 'pin', tone: '', area, due: '9',
    title: t('tugas.kunjungi_lagi'), lines: [[family && named(family), rtOf(area)].filter(Boolean).join(', '), t('tugas.tidak_bertemu', { tanggal: dayMonth(body.date) })]
  }
}
