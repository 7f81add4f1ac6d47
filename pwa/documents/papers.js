// "Cek berkas": each paper with its state, why it is asked and where to get it; and the family's card.
import { html, useEffect, useState } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { Actions, Chip, EmergencyButton, Icon, Page, Paper } from '../shell/frame.js'
import { KeptVisit } from '../shell/kept.js'
import { Missing, Problem } from '../shell/trouble.js'
import { go } from '../shell/router.js'
import { thumbUrl } from '../store/photos.js'
import { MOST } from './asked.js'
import { byPerson, missing } from './checklist.js'
import { CardPart } from './card.js'
import { needsOf, paperMark } from './needs.js'

/** @param {{ draft: string, openSession: Function, openForm: Function, tools: any, familyTitle: Function, placeOf: Function }} props */
export function PapersScreen (props) {
  const [state, setState] = useState(/** @type {any} */ (undefined))
  const look = (session, tools) => setState({ session, tools, ...needsOf(session, tools) })
  useEffect(() => {
    Promise.all([props.openSession(props.draft, props.openForm), props.tools()])
      .then(([session, tools]) => session ? look(session, tools) : setState(null), error => setState({ error }))
  }, [props.draft])
  if (state === undefined) return null
  if (state === null) return html`<${Missing} text=${t('kunjungan.tidak_ada')} />`
  if (state.error) return html`<${Problem} error=${state.error} />`
  const { session, tools, lines, services } = state
  const { draft } = session
  const firm = lines.filter(line => !line.asked)
  const asked = lines.filter(line => line.asked)
  const here = firm.filter(line => line.state === 'ada').length
  const lacking = missing(firm)
  const mark = (line, changes) => session
    .keep({ papers: { ...session.draft.papers, [line.key]: paperMark(line, changes) } })
    .then(() => look(session, tools), error => setState({ error }))
  const shoot = (line, more = '') => go(`/kunjungan/${draft.id}/foto/${line.paper}/${line.member || '-'}${more}`)
  const answer = line => { const open = () => go(props.placeOf(session, line.question)); session.seek(line.question).then(open, open) }
  const nameOf = code => (tools.catalogue.body.services.find(s => s.code === code) || { name: code }).name
  const footer = html`<${Actions}><button class="btn wide" onClick=${() => go(`/kunjungan/${draft.id}/periksa`)}>${t('berkas.lanjut')}</button></${Actions}>`
  return html`
    <${Page} title=${t('berkas.judul')} sub=${props.familyTitle(session)} back=${`/kunjungan/${draft.id}/cek`} under=${html`<${KeptVisit} form=${session.form} />`} footer=${footer}>
      ${firm.length > 0
        ? html`<section class="stack"><h2>${t('berkas.n_dari', { ada: here, n: firm.length })}</h2>
            <progress class="ok" max=${firm.length} value=${here} aria-label=${t('berkas.sudah_ada')}></progress>
            ${lacking.length > 0 && html`<p>${t('berkas.kurang_pendek')} <b>${lacking.map(line => line.name).join(', ')}</b></p>`}</section>`
        : html`<p class="note-box"><span><${Icon} name="info" /></span><span>${services.length ? t('berkas.tidak_perlu') : t('cek.tanpa_layanan')}</span></p>`}
      ${byPerson(firm).map(group => html`<section class="stack" key=${group.name}>
        <h2>${group.name || t('berkas.keluarga')}</h2>
        <ul class="list">${group.lines.map(line => html`<${PaperRow} key=${line.key} line=${line} nameOf=${nameOf} onShoot=${() => shoot(line)} onMore=${() => shoot(line, '/lagi')} onAnswer=${() => answer(line)} onMark=${changes => mark(line, changes)} />`)}</ul>
      </section>`)}
      ${asked.length > 0 && html`<details class="card tight"><summary class="b">${t('berkas.ditanyakan', { n: asked.length })}</summary>
        <ul>${asked.map(line => html`<li class="cond" key=${line.key}><span class="warn-t"><${Icon} name="ask" /></span><span>${line.name}<small>${line.reason}</small></span></li>`)}</ul></details>`}
      <${CardPart} session=${session} onKept=${() => look(session, tools)} />
      <div class="note-box"><span><${Icon} name="lock" /></span><p class="small">${t('berkas.kembalikan')} ${t('wa.jangan_foto_ktp')}</p></div>
      <${EmergencyButton} />
    </${Page}>`
}

const MENDED = new Set(['buram', 'tidak_cocok', 'kedaluwarsa'])

const STATES = {
  ada: ['ok', 'done', 'berkas.ada'],
  belum: ['hollow', 'minus', 'berkas.belum'],
  menyusul: ['info', 'clock', 'berkas.menyusul'],
  buram: ['bad', 'warn', 'berkas.buram_pendek'],
  tidak_cocok: ['bad', 'warn', 'berkas.tidak_cocok'],
  kedaluwarsa: ['bad', 'warn', 'berkas.kedaluwarsa']
}

function PaperRow ({ line, nameOf, onShoot, onMore, onAnswer, onMark }) {
  const [kind, icon, key] = STATES[line.state] || ['hollow', 'minus', 'berkas.belum_ditandai']
  const here = line.state === 'ada'
  const [fault] = faultsIn(line.photo_verdict)
  const places = line.services.length > 1 ? t('berkas.untuk_n', { n: line.services.length }) : nameOf(line.services[0])
  return html`<li class="paper">
    <${Thumb} id=${line.photos[line.photos.length - 1]} paper=${line.paper} verdict=${here} state=${line.state} />
    <div class="stack-s"><p class="b">${line.name}</p>
      <p class="wrap"><${Chip} kind=${kind} icon=${icon}>${t(key)}</${Chip}>
        ${here && line.copy === 'fotokopi' && html`<${Chip} kind="warn" icon="warn">${t('berkas.fotokopi_pendek')}</${Chip}>`}
        ${fault && html`<${Chip} kind="warn" icon="warn">${t('foto_judul.' + fault)}</${Chip}>`}
        ${line.qr_other && html`<${Chip} kind="warn" icon="warn">${t('berkas.qr_beda', { akhir: line.qr_other.slice(-4) })}</${Chip}>`}
        ${line.photos.length > 1 && html`<${Chip} kind="hollow" icon="camera">${t('periksa.n_foto', { n: line.photos.length })}</${Chip}>`}
        ${line.earlier && here && html`<${Chip} kind="info" icon="done">${t('berkas.dari_dulu')}</${Chip}>`}</p>
      <p class="small dim">${line.required ? html`<b>${t('berkas.wajib')}</b>` : t('berkas.bila_perlu')} ${t('berkas.untuk_layanan', { layanan: places })}. ${line.reason}.</p>
      ${!here && line.issuer && html`<p class="small dim">${t('berkas.di_mana', { penerbit: line.issuer })}</p>`}
      ${!here && line.form && html`<p class="small dim">${t('berkas.bentuk', { bentuk: line.form })}${line.months ? ` ${t('berkas.berlaku', { n: line.months })}` : ''}</p>`}
      ${here && line.original && html`<p class="small dim">${t('berkas.asli')}</p>`}
    </div>
    ${line.question
      ? html`<p class="act"><button class="link" onClick=${onAnswer}><${Icon} name="camera" />${t('berkas.foto_survei')}</button></p>`
      : html`<${PaperActions} line=${line} onShoot=${onShoot} onMore=${onMore} onMark=${onMark} />`}
  </li>`
}

function PaperActions ({ line, onShoot, onMore, onMark }) {
  const here = line.state === 'ada'
  return html`
    <p class="act pair-b">
      <button class=${here ? 'btn two s' : 'btn s'} onClick=${onShoot}><${Icon} name="camera" />${here ? t('berkas.ulang') : t('berkas.foto')}</button>
      ${here
        ? html`<button class="btn two s" onClick=${() => onMark({ copy: line.copy === 'fotokopi' ? 'asli' : 'fotokopi' })}>${line.copy === 'fotokopi' ? t('berkas.ini_asli') : t('berkas.ini_fotokopi')}</button>`
        : html`<button class="btn two s" aria-pressed=${line.state === 'belum'} onClick=${() => onMark({ state: line.later ? 'menyusul' : 'belum' })}>${line.later ? t('berkas.menyusul') : t('berkas.belum')}</button>`}
    </p>
    ${here && line.photos.length > 0 && line.photos.length < MOST && html`<p class="act"><button class="link" onClick=${onMore}><${Icon} name="plus" />${t('foto.tambah')}</button></p>`}`
}

/** What was found wrong with the photos of a paper, without what is said already. @param {string|null} verdict */
const faultsIn = verdict => (verdict || '').split(' ').filter(code => code && code !== 'jelas' && code !== 'fotokopi')

const DRAWN = { ktp_el: 'ktp', kk: 'kk', kis: 'kis', kks: 'kis', kia: 'ktp', kartu_pelajar: 'ktp', buku_kia: 'kia', foto_rumah: 'rumah' }

/** A kept photo as a small picture; without one, the paper drawn as people know it. @param {{ id?: string, paper: string, verdict?: boolean, state?: string }} props */
export function Thumb ({ id, paper, verdict, state }) {
  const [url, setUrl] = useState(/** @type {string|null} */ (null))
  useEffect(() => { if (id) thumbUrl(id).then(setUrl, () => {}) }, [id])
  const mark = verdict
    ? html`<span class="verdict"><${Icon} name="check" /></span>`
    : state && MENDED.has(state) && html`<span class="verdict bad"><${Icon} name="x" /></span>`
  const picture = url ? html`<img src=${url} alt="" />` : html`<${Paper} name=${DRAWN[paper] || 'surat'} />`
  return html`<span class=${url || verdict ? 'thumb' : 'thumb none'}>${picture}${mark}</span>`
}
