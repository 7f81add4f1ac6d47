// "Periksa lagi sebelum dikirim": what must or can still be mended, what was recorded, and one button.
import { html, useEffect, useRef, useState } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { Actions, Dialog, EmergencyButton, Icon, Page, toast } from '../shell/frame.js'
import { KeptVisit } from '../shell/kept.js'
import { Missing, Problem } from '../shell/trouble.js'
import { go } from '../shell/router.js'
import { dropDraft } from '../store/drafts.js'
import { status } from '../sync/status.js'
import { localToday } from '../sync/clock.js'
import { doorsOf } from './doors.js'
import { ASKED, pathOf } from './meaning.js'
import { placeOf } from './places.js'
import { openSession } from './session.js'
import { familyTitle } from './title.js'

const SHOWN = ['hasil_kunjungan', ASKED.consent, 'cara_setuju', ASKED.head, 'no_kk', 'no_hp', ASKED.services, ASKED.urgency, 'alamat_domisili', 'kanal_kabar', 'tindak_lanjut']

/** @param {{ draft: string, openForm: any, said: Function, allAsks: Function, askWords: Function, rowWords: Function, papersOf: (session: any) => Promise<{ papers: any[], missing: any[] }>, householdAsks: (session: any) => { kind: string, path: string, words: any }[], send: (session: any) => Promise<void> }} props */
export function ReviewScreen (props) {
  const [found, setFound] = useState(/** @type {any} */ (undefined))
  const [trouble, setTrouble] = useState(/** @type {Error|null} */ (null))
  useEffect(() => {
    openSession(props.draft, props.openForm)
      .then(async session => setFound(session && { session, ...await props.papersOf(session) }))
      .catch(setTrouble)
  }, [props.draft])
  if (trouble) return html`<${Problem} error=${trouble} />`
  if (found === undefined) return null
  if (found === null) return html`<${Missing} text=${t('kunjungan.tidak_ada')} />`
  return html`<${Review} ...${props} ...${found} />`
}

function Review ({ session, papers, missing, said, allAsks, askWords, rowWords, householdAsks, send }) {
  const { form, draft, survey } = session
  const [trouble, setTrouble] = useState(/** @type {Error|null} */ (null))
  const [busy, setBusy] = useState(false)
  const [stopped, setStopped] = useState(0)
  const [throwing, setThrowing] = useState(false)
  const doors = doorsOf(session, {
    problems: form.problems('/data'),
    asks: allAsks(form, survey, localToday(), draft.confirmed || []),
    household: householdAsks(session),
    missing,
    nameOf: row => rowWords(form, row).title,
    askWords
  })
  const follow = ({ to, question }) => event => {
    event.preventDefault()
    question ? session.seek(question).then(() => go(to), setTrouble) : go(to)
  }
  const finish = () => {
    if (doors.first.length > 0) return setStopped(stopped + 1)
    setBusy(true)
    send(session).then(() => go('/kiriman', { replace: true }), error => { setTrouble(error); setBusy(false) })
  }
  const discard = () => {
    setBusy(true)
    session.saving.catch(() => {}).then(() => dropDraft(draft.id))
      .then(() => { toast(t('kunjungan.sudah_dibuang')); go('/', { replace: true }) }, error => { setThrowing(false); setTrouble(error); setBusy(false) })
  }
  const footer = html`<${Actions}><button class="btn wide" disabled=${busy} onClick=${finish}><${Icon} name="send" />${t('kunjungan.selesai')}</button></${Actions}>`
  const before = pathOf(survey, ASKED.services) ? 'berkas' : form.pages.length - 1
  return html`
    <${Page} title=${t('kunjungan.cek_ulang')} back=${`/kunjungan/${draft.id}/${before}`} under=${html`<${KeptVisit} form=${form} />`} footer=${footer}>
      <${Whose} session=${session} />
      ${trouble && html`<${Problem} error=${trouble} inline />`}
      ${doors.first.length > 0 && html`<${First} doors=${doors.first} n=${doors.n} stopped=${stopped} follow=${follow} />`}
      ${doors.open.length > 0 && html`<section class="stack"><h2>${t('kunjungan.masih_bisa')}</h2>
        <${Doors} doors=${doors.open} tone="warn" follow=${follow} /><p class="small dim">${t('kunjungan.boleh_tetap')}</p></section>`}
      <${Summary} session=${session} said=${said} papers=${papers} missing=${missing} follow=${follow} />
      ${status.value.state === 'offline' && html`<div class="note-box"><span><${Icon} name="nosignal" /></span><p class="small">${t('kunjungan.menunggu_sinyal')}</p></div>`}
      <p class="small dim">${t('maklumat.gratis')} ${t('maklumat.bukan_penentu')}</p>
      <p><button type="button" class="link" disabled=${busy} onClick=${() => setThrowing(true)}>${t('kunjungan.buang')}</button></p>
      <${EmergencyButton} area=${draft.area} />
      ${throwing && html`<${Dialog} title=${t('kunjungan.buang_judul')} onClose=${() => setThrowing(false)} footer=${close => html`<p class="line right">
        <button type="button" class="btn two" onClick=${close}>${t('umum.batal')}</button><button type="button" class="btn bad" disabled=${busy} onClick=${discard}>${t('kunjungan.buang_ya')}</button></p>`}>
        <p>${t('kunjungan.buang_jelas')}</p></${Dialog}>`}
    </${Page}>`
}

function Whose ({ session }) {
  const [rw] = session.draft.area.split('/')
  const people = countPeople(session.form, session.survey)
  return html`<div class="stack-s"><h2>${familyTitle(session)}/RW ${rw}</h2><p class="dim">${people > 0 ? t('kunjungan.n_anggota', { n: people }) : session.survey.title}</p></div>`
}

/** What holds the visit back; takes the focus each time it is sent all the same. */
function First ({ doors, n, stopped, follow }) {
  const heading = useRef(/** @type {HTMLElement|null} */ (null))
  useEffect(() => { if (stopped && heading.current) { scrollTo(0, 0); heading.current.focus({ preventScroll: true }) } }, [stopped])
  return html`<section class="stack">
    <h2 tabindex="-1" ref=${heading} role=${stopped ? 'alert' : undefined} class="bad-t">${t('kunjungan.lengkapi_dulu', { n })}</h2>
    <${Doors} doors=${doors} tone="bad" follow=${follow} />
    <p class="small dim">${t('kunjungan.atau_sebagian')}</p>
    <button type="button" class="btn two wide" onClick=${() => go('/')}>${t('kunjungan.lain_kali')}</button></section>`
}

const Doors = ({ doors, tone, follow }) => html`<ul class="list">${doors.map(door => html`<li key=${door.key}><a class="go" href=${door.to} onClick=${follow(door)}>
  <span class=${`dot ${tone}`}><${Icon} name=${door.icon} /></span>
  <span><span class="t">${door.title}</span><span class="m">${door.about}</span></span><${Icon} name="next" /></a></li>`)}</ul>`

/** What was recorded, as far as it is told apart by it. */
function Summary ({ session, said, papers, missing, follow }) {
  const { form, draft, survey } = session
  const shown = SHOWN.flatMap(name => pathOf(survey, name) || []).filter(path => form.state(path).relevant && said(form, path))
  if (shown.length + papers.length === 0) return null
  const row = ({ key, label, text, to, question }) => html`<div key=${key}><dt>${label}</dt><dd>${text}</dd>
    <dd><a class="nowrap" href=${to} onClick=${follow({ to, question })}>${t('umum.ubah')}<span class="hide"> ${label}</span></a></dd></div>`
  const ofPapers = { ada: papers.filter(p => p.state === 'ada').length, kurang: missing.length, foto: papers.reduce((n, p) => n + p.photos.length, 0) }
  return html`<section class="card"><h3>${t('kunjungan.ringkasan')}</h3><dl class="kv">
    ${shown.map(path => row({ key: path, label: form.state(path).label, text: masked(path, said(form, path)), to: placeOf(session, path), question: path }))}
    ${papers.length > 0 && row({ key: 'berkas', label: t('berkas.judul_pendek'), text: t('berkas.ringkas', ofPapers), to: `/kunjungan/${draft.id}/berkas`, question: null })}
  </dl></section>`
}

const masked = (path, text) => /(?:no_kk|nik)$/.test(path) ? text.replace(/^([0-9]{6})[0-9]{6}([0-9]{4})$/, '$1••••••$2') : text

/** People noted: rows of the repeat whose rows become members. */
function countPeople (form, survey) {
  const find = node => node.kind === 'repeat' && node.children.some(({ name }) => name === 'id_anggota') ? node : (node.children || []).map(find).find(Boolean)
  const repeat = survey.nodes.map(find).find(Boolean)
  return repeat ? form.rows(repeat.path).length : 0
}
