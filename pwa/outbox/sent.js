// Kiriman: everything finished on this phone and how far it has come, by receipts alone.
import { html, useEffect, useState } from '../vendor/ui.js'
import { formatMoment, formatSize, hasText, serviceDay, t } from '../text/text.js'
import { dropRefused, items, outbox } from '../store/outbox.js'
import { canVisit, isField, mine } from '../store/me.js'
import { all, get } from '../store/records.js'
import { tallyOf } from '../store/tally.js'
import { meta } from '../store/meta.js'
import { isDiscarded, journal } from '../store/journal.js'
import { draftsVersion, drafts } from '../store/drafts.js'
import { localToday } from '../sync/clock.js'
import { syncNow } from '../sync/exchange.js'
import { status } from '../sync/status.js'
import { sayResting } from '../sync/words.js'
import { asked } from '../shell/tasks.js'
import { Chip, Empty, Icon, OwnPage, Trail } from '../shell/frame.js'
import { detailOf } from '../shell/trouble.js'
import { wayOf, wayOfPhoto } from './ways.js'

export const SentScreen = () => html`<${OwnPage} title=${t('nav.kiriman')} tabs stack="stack"><${Body} /></${OwnPage}>`

function Body () {
  const [open, setOpen] = useState(0)
  useEffect(() => { drafts().then(list => setOpen(list.length), () => {}) }, [draftsVersion.value])
  const rows = items.value
  const busy = status.value.state === 'busy'
  const [at, setAt] = useState('')
  useEffect(() => { meta('last_sent').then(last => setAt(last || ''), () => {}) }, [status.value])
  return html`<div class="apart"><p class="small">${at ? html`${t('kiriman.terakhir')}<br /><b>${formatMoment(at, new Date())}</b>` : t('kiriman.belum_pernah')}</p>
      <button type="button" class="btn two s" aria-disabled=${busy} onClick=${() => { if (!busy) syncNow() }}>${t('kiriman.sekarang')}</button></div>
    ${isField() && html`<${Week} />`}
    ${open > 0 && html`<p class="small dim">${t('kiriman.draf', { n: open })}</p>`}
    ${rows.length ? rows.map(row => html`<${Sent} key=${row.key} row=${row} />`) : html`<${Empty} icon="send">${t('kiriman.kosong')}</${Empty}>`}
    ${rows.some(({ state, photos }) => state === 'hp' || state === 'mengirim' || photos.left > 0) && html`<p class="small">${t('bawa.lama')} <a href="/kiriman/file">${t('bawa.judul')}</a></p>`}`
}

/** My own count, the one that the desk has of me too. */
function Week () {
  const [settled, setSettled] = useState(/** @type {any[] | null} */ (null))
  useEffect(() => { journal().then(setSettled, () => {}) }, [items.value])
  return settled && html`<p class="small">${t('kiriman.minggu', tallyOf({ waiting: outbox.value, settled, visits: all('visit'), person: mine().person, today: localToday() }))}</p>`
}

function Sent ({ row }) {
  const id = `k-${row.key}`
  const word = `kiriman.jenis.${row.kind.replace('.', '_')}`
  const kind = t(hasText(word) ? word : 'kiriman.jenis.lain')
  return html`<section class=${`card${row.state === 'tertahan' ? ' bad' : ''}`} aria-labelledby=${id}><h2 id=${id}>${row.title || kind}</h2>
    <p class="small dim">${row.number ? html`${t('kiriman.nomor')} <b>${row.number}</b>` : row.title ? kind : ''}${row.detail && ` · ${row.detail}`}${(row.number || row.title || row.detail) && ' · '}${formatMoment(row.at, new Date())}</p>
    <${Trail} state=${row.state} />
    ${row.bytes && (row.bytes.gone > 0 || row.state === 'mengirim') && html`<p class="small">${t('kiriman.bytes', { n: formatSize(row.bytes.gone), total: formatSize(row.bytes.total) })}</p>`}
    ${row.came && html`<p class="small dim">${t('kiriman.diterima', { waktu: formatMoment(row.came.at, new Date()), nomor: row.came.seq })}</p>`}
    ${row.state === 'tertahan' && html`<${Held} receipt=${row.receipt} /><${Way} way=${!isDiscarded(row) && wayOf(row)} />`}
    ${row.state === 'tertahan' && (row.changes.every(change => 'do' in change) || isDiscarded(row)) && row.receipt.status === 'refused' && html`<button type="button" class="btn two s" onClick=${() => dropRefused(row.key).then(sayResting)}>${t('kiriman.sudah_dilihat')}</button>`}
    <${Contested} row=${row} />
    <${Photos} photos=${row.photos} row=${row} />
    <${NextDoor} row=${row} />
    <${Cases} cases=${row.cases} /></section>`
}

/** The way to the next family of a house that was just visited. */
function NextDoor ({ row }) {
  const visit = row.changes.find(change => 'set' in change && change.collection === 'visit')
  const house = visit && visit.set.building && visit.set.building.to
  return canVisit() && house && get(house) ? html`<p><a class="link" href=${`/mulai/rumah/${house}`}><${Icon} name="plus" />${t('kunjungan.keluarga_berikut')}</a></p>` : null
}

/** Why the server did not take it, and what happens next. */
function Held ({ receipt }) {
  const problem = receipt.problem || {}
  const reason = problem.title || t('galat.umum')
  const detail = detailOf(problem, wordOf)
  if (isDiscarded({ receipt })) return html`<div class="small stack-s"><p><b>${t('kiriman.tidak_dipakai', { nama: problem.by })}</b></p><p>“${problem.detail}”</p></div>`
  return html`<div class="small stack-s"><p><b>${reason}</b></p>
    ${detail && html`<p>${detail}</p>`}
    <p>${receipt.status === 'held' ? t('kiriman.menunggu_lain') : t('kiriman.ditahan')}</p></div>`
}

/** A field as people call it; none where only its survey has a word for it: the way leads there. */
const wordOf = field => hasText(`isian.${field}`) ? t(`isian.${field}`) : ''

/** Somebody else said otherwise: the way to choose, as long as nobody has. */
function Contested ({ row }) {
  const open = asked(all('conflict')).find(({ body }) => !body.closed && body.other_person === mine().person &&
    row.changes.some(change => change.record === body.record && 'set' in change && (body.field === 'exists' || body.field in change.set)))
  if (!open) return null
  return html`<p class="small warn-t"><${Icon} name="two" /> ${t('kiriman.beda')}</p>${!open.body.left && canVisit() && html`<a class="btn two s" href=${`/pilih/${open.id}`}>${t('kiriman.pilih')}</a>`}`
}

/** To where it can be put right. */
const Way = ({ way }) => way ? html`<p class="gap-t"><a class="btn two s" href=${way.href}>${t(way.word)}</a></p>` : null

function Photos ({ photos, row }) {
  if (!photos.total) return null
  return html`<p class="cond small"><${Icon} name="camera" /><span>${t('kiriman.foto', { n: photos.kept, total: photos.total })}</span></p>
    ${photos.again.map(photo => html`<div key=${photo.id}><p class="small bad-t"><b>${photo.state === 'lost' ? t('kiriman.foto_hilang', { n: 1 }) : t('kiriman.foto_ditolak', { alasan: reasonOf(photo) })}</b></p><${Way} way=${wayOfPhoto(photo, row)} /></div>`)}`
}

/** Why a photo was not taken: a word of the server's, or its whole sentence. */
const reasonOf = ({ problem }) => hasText(`kiriman.foto_alasan.${problem}`) ? t(`kiriman.foto_alasan.${problem}`) : problem || t('kiriman.foto_alasan.rusak')

const TONES = { siap: ['ok', 'done'], terjadwal: ['ok', 'cal'], perlu_dilengkapi: ['warn', 'warn'], diperiksa: ['info', 'search'] }

function Cases ({ cases }) {
  const shown = cases.filter(({ status: at }) => at && at !== 'terkirim')
  if (!shown.length) return null
  return html`<p class="wrap">${shown.map(one => {
    const [kind, icon] = TONES[one.status] || ['info', 'page']
    return html`<${Chip} kind=${kind} icon=${icon}>${statusText(one)}${one.queue_number && html`, <span class="nowrap">${one.queue_number}</span>`}</${Chip}>`
  })}</p>`
}

const statusText = one => one.status === 'terjadwal' ? t('status.terjadwal', { tanggal: one.service_day ? serviceDay(one.service_day) : '' }) : t(`status.${one.status}`, { instansi: t('status.instansi') })
