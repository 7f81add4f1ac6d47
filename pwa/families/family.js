// One family: who lives there, what is asked for them and how it stands, which papers are known, and the way to a visit.
import { html, useEffect, useState } from '../vendor/ui.js'
import { formatDate, shortDate, t } from '../text/text.js'
import { get, of, version } from '../store/records.js'
import { stateOn } from '../store/expiry.js'
import { drafts, draftsVersion } from '../store/drafts.js'
import { canVisit, isOffice, mayCorrect, mine } from '../store/me.js'
import { inForce, publication } from '../store/publications.js'
import { localToday } from '../sync/clock.js'
import { Closed, isClosed } from '../shell/closed.js'
import { DeskPage } from '../shell/desk.js'
import { Actions, Chip, EmergencyButton, Icon, NoteBox, Page } from '../shell/frame.js'
import { Missing } from '../shell/trouble.js'
import { placeOf } from '../shell/people.js'
import { Consent } from './consent.js'
import { caseChip } from './state.js'

/** @param {{ id: string }} props */
export function FamilyScreen ({ id }) {
  const [open, setOpen] = useState(/** @type {any} */ (null))
  const [catalogue, setCatalogue] = useState(/** @type {any} */ (null))
  useEffect(() => { drafts().then(list => setOpen(list.find(({ family }) => family === id) || null), () => {}) }, [id, draftsVersion.value])
  useEffect(() => { const held = inForce('catalogue'); if (held) publication(held.hash).then(setCatalogue) }, [])
  version.value // eslint-disable-line no-unused-expressions -- look again when a record changes
  const family = get(id)
  if (!family || family.collection !== 'family') return html`<${Missing} text=${t('warga.tidak_ada')} />`
  const name = family.body.head_name || t('warga.tanpa_nama')
  const body = html`<${Family} family=${family} catalogue=${catalogue} />`
  if (isOffice()) return html`<${DeskPage} title=${name} name=${mine().name} desa=${mine().desa.name}><div class="stack-l"><h1>${name}</h1>${body}<p><a class="btn two s" href=${`/warga/${id}/petugas`}>${t('kantor.judul')}</a></p></div></${DeskPage}>`
  const footer = canVisit() && (open || !isClosed(family.body)) && html`<${Actions} note=${open && t('kunjungan.tersimpan')}>${open
    ? html`<a class="btn wide" href=${`/kunjungan/${open.id}/${open.page || 0}${open.row ? `/${open.row}` : ''}`}><${Icon} name="edit" />${t('tugas.lanjutkan')}</a>`
    : html`<a class="btn wide" href=${`/mulai/${id}`}><${Icon} name="plus" />${t('kunjungan.mulai')}</a>`}</${Actions}>`
  return html`<${Page} title=${name} sub=${placeOf(family.area)} back="/warga" footer=${footer}>${body}
    ${canVisit() && family.body.building && html`<p><a class="link" href=${`/mulai/rumah/${family.body.building}`}><${Icon} name="plus" />${t('kunjungan.keluarga_berikut')}</a></p>`}
    <${EmergencyButton} /></${Page}>`
}

function Family ({ family, catalogue }) {
  const members = of('member', 'family', family.id).filter(({ body }) => body.presence !== 'meninggal').sort((a, b) => (a.body.order || 0) - (b.body.order || 0))
  const cases = of('case', 'family', family.id)
  const documents = of('document', 'family', family.id)
  const visits = of('visit', 'family', family.id)
    .sort((a, b) => (b.body.date || '').localeCompare(a.body.date || '') || Number(Boolean(a.body.superseded_by)) - Number(Boolean(b.body.superseded_by)))
  return html`
    <section class="stack"><${Closed} body=${family.body} /><p>${[family.body.address, family.body.landmark].filter(Boolean).join(', ') || placeOf(family.area)}</p>
      ${family.pending && html`<${NoteBox} icon="phone"><p class="small">${t('warga.menunggu_kirim')}</p></${NoteBox}>`}</section>
    ${cases.length > 0 && html`<section class="stack"><h2>${t('warga.permohonan')}</h2><ul class="list">${cases.map(one => html`<${Case} key=${one.id} one=${one} catalogue=${catalogue} />`)}</ul></section>`}
    ${(members.length > 0 || canVisit()) && html`<section class="stack"><h2>${t('warga.anggota', { n: members.length })}</h2>
      <ul class="list">${members.map(member => html`<li key=${member.id}><div class="go"><span class="dot mute"><${Icon} name="person" /></span>
        <span><span class="t">${member.body.full_name || t('survei.belum_bernama')}</span><span class="m">${[relation(member), age(member.id)].filter(Boolean).join(' · ')}</span></span></div></li>`)}</ul></section>`}
    ${documents.length > 0 && html`<section class="stack"><h2>${t('warga.berkas')}</h2><ul class="list">${documents.map(one => html`<${Paper} key=${one.id} one=${one} catalogue=${catalogue} />`)}</ul></section>`}
    ${visits.length > 0 && html`<section class="stack"><h2>${t('warga.kunjungan')}</h2><ul class="list">${visits.map(({ id, body }) => html`<li key=${id}><${isOffice() ? 'a' : 'div'} class="go plain" href=${isOffice() ? `/jawaban/${id}` : undefined}>
      <span><span class="t">${body.name || (body.date ? formatDate(body.date) : '')}</span><span class="m">${[body.name && body.date && shortDate(body.date), t(`hasil.${body.result || 'selesai'}`), body.by && body.by.name, body.superseded_by && t('kunjungan.sudah_dibetulkan')].filter(Boolean).join(' · ')}</span>
      ${!isOffice() && mayCorrect(body) && html`<span class="m"><a class="link" href=${`/betulkan/${id}`}>${t('kunjungan.betulkan')}</a></span>`}</span>${isOffice() && html`<${Icon} name="next" />`}</${isOffice() ? 'a' : 'div'}></li>`)}</ul></section>`}
    ${canVisit() && html`<${Consent} family=${family} />`}`
}

function Case ({ one, catalogue }) {
  const { kind, icon, text } = caseChip(one)
  const inside = html`<span><span class="t">${serviceName(catalogue, one.body.service)}</span>
    <span class="m">${[one.body.number, one.body.queue_number, one.body.status === 'terjadwal' && one.body.arrival && t('warga.datang_pukul', { jam: one.body.arrival })].filter(Boolean).map((words, at) => html`${at > 0 && ' · '}<span class="nowrap">${words}</span>`)}</span>
    <span class="m"><${Chip} kind=${kind} icon=${icon}>${text}</${Chip}></span></span>`
  const leads = isOffice() ? `/periksa/${one.id}` : canVisit() && one.body.status === 'perlu_dilengkapi' ? `/kasus/${one.id}` : null
  return leads ? html`<li><a class="go plain" href=${leads}>${inside}<${Icon} name="next" /></a></li>` : html`<li><div class="go plain">${inside}</div></li>`
}

const STATES = { ada: ['ok', 'done'], belum: ['hollow', 'minus'], buram: ['warn', 'warn'], tidak_cocok: ['warn', 'warn'], kedaluwarsa: ['warn', 'clock'], menyusul: ['info', 'clock'] }

function Paper ({ one, catalogue }) {
  const { paper, member, verdict } = one.body
  const state = stateOn(one.body, paperOf(catalogue, paper)?.months, localToday())
  const [kind, icon] = STATES[state] || ['hollow', 'page']
  const refused = verdict === 'ditolak'
  return html`<li><div class="go plain"><span><span class="t">${paperOf(catalogue, paper)?.name || paper}</span>
    <span class="m">${member ? get(member)?.body.full_name : t('warga.sekeluarga')}</span>
    <span class="m"><${Chip} kind=${refused ? 'bad' : kind} icon=${refused ? 'stop' : icon}>${t(refused ? 'warga.berkas_ditolak' : `berkas.${state}`)}</${Chip}></span></span></div></li>`
}

const serviceName = (catalogue, code) => catalogue?.services.find(service => service.code === code)?.name || code
const paperOf = (catalogue, code) => catalogue?.papers.find(paper => paper.code === code)

const relation = ({ body }) => body.relation ? t(`hubungan.${body.relation}`) : ''

/** Age in words, from the identity record; that it lies apart is nothing a reader of this page has to know. */
function age (member) {
  const identity = of('identity', 'subject', member)[0]?.body
  if (!identity) return ''
  if (identity.birth_date) return t('warga.lahir', { tanggal: shortDate(identity.birth_date), n: years(identity.birth_date) })
  return identity.birth_year ? t('warga.umur_kira', { n: new Date().getFullYear() - identity.birth_year }) : ''
}

function years (birth) {
  const [date, now] = [new Date(birth), new Date()]
  const had = now.getMonth() > date.getMonth() || (now.getMonth() === date.getMonth() && now.getDate() >= date.getDate())
  return now.getFullYear() - date.getFullYear() - (had ? 0 : 1)
}
