// A case that came back: which paper, why, the photo that will not do; the retake closes it.
import { html, useEffect, useState } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { Actions, Chip, EmergencyButton, errorText, Icon, Page, toast } from '../shell/frame.js'
import { Missing } from '../shell/trouble.js'
import { go, openLayer } from '../shell/router.js'
import { all, bodyOf, get, of, version } from '../store/records.js'
import { mayCorrect } from '../store/me.js'
import { finish, outbox, setChange } from '../store/outbox.js'
import { keepPhoto } from '../store/photos.js'
import { uuid7 } from '../sync/uuid.js'
import { now } from '../sync/clock.js'
import { useCatalogue } from './catalogue.js'
import { serves } from './papers.js'
import { dayToFill } from './service-day.js'
import { usePhoto } from './viewer.js'
import { moment, namesOf, reasonWords, StatusChip, statusWords } from './words.js'

/** @param {{ id: string, Camera: any }} props of the case; the camera is handed in */
export function ReturnedScreen ({ id, Camera }) {
  version.value // eslint-disable-line no-unused-expressions
  const record = get(id)
  const names = namesOf(useCatalogue())
  const [shooting, setShooting] = useState(/** @type {any} */ (null))
  useEffect(() => shooting ? openLayer(() => setShooting(null)) : undefined, [shooting]) // the phone's back closes the camera only
  if (!record) return html`<${Missing} text=${t('kasus.tidak_ada')} />`
  const family = bodyOf(record.body.family)
  const day = dayToFill(all('service_day'), now().getTime())
  const cutoff = day && day.body.cutoff
  const documents = of('document', 'family', record.body.family)
  const open = record.body.status === 'perlu_dilengkapi' ? (record.body.missing || []).map(item => lineOf(item, documents)) : []
  const left = open.filter(line => !line.mended)
  const visit = get(record.body.visit)
  const title = line => [names.paper(line.paper), line.member && bodyOf(line.member).full_name].filter(Boolean).join(', ')
  if (shooting) {
    return html`<${Camera} paper=${shooting.paper} title=${title(shooting)} onClose=${() => setShooting(null)}
      onKeep=${photo => mend(shooting, record, photo).then(() => setShooting(null))} />`
  }
  const taken = documents.filter(d => d.body.verdict === 'diterima')
  const doors = line => html`<${Doors} title=${title(line)} retake=${photosOf(line).length > 0} filled=${line === left[0]} onShoot=${() => setShooting(line)}
    onNotYet=${() => notYet(line, record).then(() => left.length === 1 && go('/'), error => toast(errorText(error)))} />`
  const footer = left.length > 1
    ? null
    : left.length === 1 ? html`<${Actions}>${doors(left[0])}</${Actions}>` : html`<${Actions}><button class="btn wide" onClick=${() => go('/')}>${t('umum.ke_beranda')}</button></${Actions}>`
  return html`<${Page} title=${open.length ? t('status.perlu_dilengkapi') : statusWords(record.body)} sub=${[family.head_name, record.body.number].filter(Boolean).join(' · ')} back="/" footer=${footer}>
    ${open.length === 0 && html`<p class="wrap"><${StatusChip} body=${record.body} /></p>
      <p>${names.service(record.body.service)}</p>
      ${record.body.arrival && html`<p class="b">${t('kasus.datang', { jam: record.body.arrival, nomor: record.body.queue_number })}</p>`}`}
    ${left.map(line => html`<${MissingPaper} key=${line.key} line=${line} title=${title(line)} due=${record.body.due || cutoff} doors=${left.length > 1 && doors(line)} />`)}
    ${open.filter(line => line.mended).map(line => html`<p class="note-box ok" key=${line.key}><span><${Icon} name="done" /></span><span>${t('kasus.sudah_difoto', { berkas: title(line) })}</span></p>`)}
    ${record.body.office_note && open.length > 0 && html`<section class="card stack"><p class="small dim">${t('kasus.catatan_petugas')}</p><p>“${record.body.office_note}”</p></section>`}
    ${visit && mayCorrect(visit.body) && html`<p><a class="link" href=${`/betulkan/${visit.id}`}><${Icon} name="edit" />${t('kunjungan.betulkan')}</a></p>`}
    ${taken.length > 0 && html`<section class="stack"><h3>${t('kasus.sudah_diterima')}</h3><p class="wrap">${taken.map(d => html`<${Chip} key=${d.id} kind="ok" icon="done">${names.paper(d.body.paper)}</${Chip}>`)}</p></section>`}
    <${EmergencyButton} />
  </${Page}>`
}

/** What can be done about one paper; its name stands on each button, for there may be several. */
const Doors = ({ title, retake, filled, onShoot, onNotYet }) => html`<button class=${`btn wide${filled ? '' : ' two'}`} onClick=${onShoot}><${Icon} name="camera" />${t(retake ? 'berkas.ulang_nama' : 'berkas.foto_nama', { berkas: title })}</button>
  <div class="cols gap-t"><button class="btn two s" onClick=${onNotYet}>${t('berkas.belum_nama', { berkas: title })}</button></div>`

/** @param {any} line @returns {string[]} photos of it that were sent */
const photosOf = line => (line.document && line.document.body.photos) || []

function MissingPaper ({ line, title, due, doors }) {
  const photos = photosOf(line)
  const [url] = usePhoto(photos[photos.length - 1] || null)
  const by = line.document && line.document.body.verdict_by
  return html`<section class="stack">
    <div class="stack-s"><h2>${title}</h2>${due && html`<p><${Chip} kind="warn" icon="clock">${t('periksa.sampai', { kapan: moment(due) })}</${Chip}></p>`}</div>
    ${url && html`<figure class="photo crop"><img src=${url} alt=${t('kasus.foto_lama', { berkas: title })} /><figcaption class="tagline"><${Icon} name="warn" /> ${t('kasus.foto_ditolak')}</figcaption></figure>`}
    <div class="card lead"><span class="dot bad"><${Icon} name="warn" /></span><div><p class="b">${line.reason === 'belum_ada' ? t('paper_state.belum_ada') : reasonWords(line.reason)}</p>
      ${by && html`<p class="small dim">${by.name}</p>`}
      ${line.document && line.document.body.verdict_note && html`<p>“${line.document.body.verdict_note}”</p>`}</div></div>${doors && html`<div>${doors}</div>`}</section>`
}

/** One item of what was sent back, with the document it means and whether this phone has mended it. */
function lineOf (item, documents) {
  const document = documents.find(d => d.id === item.document) || documents.find(d => serves(d.body, item)) || null
  const mended = Boolean(document) && document.body.state === 'ada' && (!document.body.verdict || retaken(document.id))
  return { ...item, key: `${item.paper}:${item.member || '-'}`, document, mended }
}

/** Whether a new photo of it waits for the server, which then ends the verdict on the old one. */
const retaken = id => outbox.value.some(({ change }) => change.record === id && 'set' in change && change.set.photos)

/** A new photo of the paper: it goes by itself, and the case returns to the desk when it arrives. */
async function mend (line, record, { blob, thumb, verdict, reason }) {
  const photo = uuid7()
  const document = line.document ? line.document.id : uuid7()
  await keepPhoto({ id: photo, blob, thumb, record: document, kind: 'document' })
  const fields = { photos: [photo], state: 'ada', photo_verdict: verdict, kept_reason: reason }
  await finish(null, [setChange('document', document, line.document ? fields : { family: record.body.family, member: line.member, paper: line.paper, copy: 'asli', ...fields })], [photo], { kind: 'document' })
}

/** The family does not have it yet: the desk is told, and decides what happens. */
const notYet = (line, record) => {
  const fields = { state: 'belum' }
  const change = line.document
    ? setChange('document', line.document.id, fields)
    : setChange('document', uuid7(), { family: record.body.family, member: line.member, paper: line.paper, copy: null, photos: [], ...fields })
  return finish(null, [change], [], { kind: 'document' })
}
