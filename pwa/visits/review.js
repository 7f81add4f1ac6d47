// "Periksa lagi sebelum dikirim": what can still be mended, what was recorded, and one button.
import { html, useEffect, useRef, useState } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { Actions, EmergencyButton, Icon, Page } from '../shell/frame.js'
import { Missing, Problem } from '../shell/trouble.js'
import { go } from '../shell/router.js'
import { status } from '../sync/status.js'
import { localToday } from '../sync/clock.js'
import { answered, ASKED, NOT_HELD, pathOf } from './meaning.js'
import { placeOf } from './places.js'
import { openSession } from './session.js'
import { familyTitle } from './title.js'

/** The result of a visit that goes on another day: its gaps may stay. */
const PARTLY = 'sebagian'

const SHOWN = [ASKED.consent, 'cara_setuju', ASKED.head, 'no_kk', 'no_hp', ASKED.services, ASKED.urgency, 'alamat_domisili', 'kanal_kabar', 'tindak_lanjut']

/** @param {{ draft: string, openForm: any, said: Function, allAsks: Function, askWords: Function, rowSummary: Function, missingPapers: (session: any) => Promise<any[]>, householdAsks: (session: any) => { kind: string, path: string, words: any }[], send: (session: any) => Promise<void> }} props */
export function ReviewScreen (props) {
  const [session, setSession] = useState(/** @type {any} */ (undefined))
  const [missing, setMissing] = useState(/** @type {any[]} */ ([]))
  const [trouble, setTrouble] = useState(/** @type {Error|null} */ (null))
  const [busy, setBusy] = useState(false)
  const [stopped, setStopped] = useState(0)
  const doors = useRef(/** @type {HTMLElement|null} */ (null))
  useEffect(() => { if (stopped && doors.current) { scrollTo(0, 0); doors.current.focus({ preventScroll: true }) } }, [stopped])
  useEffect(() => {
    openSession(props.draft, props.openForm)
      .then(async found => { if (found) setMissing(await props.missingPapers(found)); setSession(found) })
      .catch(setTrouble)
  }, [props.draft])
  if (session === undefined) return trouble ? html`<${Problem} error=${trouble} />` : null
  if (session === null) return html`<${Missing} text=${t('kunjungan.tidak_ada')} />`
  const { form, draft } = session
  const problems = form.problems('/data')
  const wrong = problems.filter(p => p.kind)
  const gaps = problems.filter(p => !p.kind)
  const asks = props.allAsks(form, session.survey, localToday(), draft.confirmed || [])
  const household = props.householdAsks(session)
  const nameOf = row => props.rowSummary(form, form.node(row), row).title || t('survei.belum_bernama')
  const follow = (ipath, to) => event => { event.preventDefault(); session.keep({ question: ipath }).then(() => go(to), setTrouble) }
  const result = String(answered(session.survey, form.answers(), ASKED.result))
  const mustMend = result !== PARTLY && !NOT_HELD.has(result) && problems.length > 0
  const send = async () => {
    if (mustMend) return setStopped(stopped + 1)
    setBusy(true)
    try {
      await props.send(session)
      go('/kiriman', { replace: true })
    } catch (error) {
      setTrouble(/** @type {Error} */ (error))
      setBusy(false)
    }
  }
  const [rw] = draft.area.split('/')
  const papers = /** @type {any[]} */ (Object.values(draft.papers))
  const people = countPeople(form, session.survey)
  const shown = SHOWN.flatMap(name => pathOf(session.survey, name) || []).filter(path => form.state(path).relevant && props.said(form, path))
  const footer = html`<${Actions}><button class="btn wide" disabled=${busy} onClick=${send}><${Icon} name="send" />${t('kunjungan.selesai')}</button></${Actions}>`
  return html`
    <${Page} title=${t('kunjungan.cek_ulang')} back=${`/kunjungan/${draft.id}/${pathOf(session.survey, ASKED.services) ? 'berkas' : form.pages.length - 1}`} status=${false} footer=${footer}>
      <div class="stack-s"><h2>${familyTitle(session)}/RW ${rw}</h2><p class="dim">${people > 0 ? t('kunjungan.n_anggota', { n: people }) : session.survey.title}</p></div>
      ${trouble && html`<${Problem} error=${trouble} inline />`}
      ${(problems.length + missing.length + asks.length + household.length > 0) && html`<section class="stack">
        <h2 tabindex="-1" ref=${doors} role=${stopped ? 'alert' : undefined} class=${stopped && mustMend ? 'bad-t' : ''}>${stopped && mustMend ? t('kunjungan.lengkapi_dulu', { n: problems.length }) : t('kunjungan.masih_bisa')}</h2>
        <ul class="list">
          ${wrong.map(p => html`<${Door} key=${p.ipath} icon="warn" title=${p.label} about=${p.message} to=${placeOf(session, p.ipath)} onGo=${follow(p.ipath, placeOf(session, p.ipath))} />`)}
          ${asks.map(ask => html`<${Door} key=${ask.path + ask.kind} icon="warn" title=${t('tanya.chip_' + ask.kind)} about=${`${nameOf(ask.row)}. ${props.askWords(ask)}`}
            to=${placeOf(session, ask.path)} onGo=${follow(ask.place, placeOf(session, ask.path))} />`)}
          ${household.map(ask => html`<${Door} key=${ask.path + ask.kind} icon="warn" title=${t('ragu_judul.' + ask.kind)} about=${t('ragu.' + ask.kind, ask.words)}
            to=${placeOf(session, ask.path)} onGo=${follow(ask.path, placeOf(session, ask.path))} />`)}
          ${gaps.length > 0 && html`<${Door} icon="ask" title=${t('kunjungan.n_kosong', { n: gaps.length })}
            about=${[...new Set(gaps.map(p => p.label.replace(/ ?[?:]$/, '')))].slice(0, 3).join('; ') + (gaps.length > 3 ? '; …' : '')}
            to=${placeOf(session, gaps[0].ipath)} onGo=${follow(gaps[0].ipath, placeOf(session, gaps[0].ipath))} />`}
          ${missing.length > 0 && html`<${Door} icon="page" title=${t('berkas.kurang', { n: missing.length })}
            about=${missing.map(p => p.label).join('; ')} to=${`/kunjungan/${draft.id}/berkas`} onGo=${event => { event.preventDefault(); go(`/kunjungan/${draft.id}/berkas`) }} />`}
        </ul>
        <p class="small dim">${mustMend ? t('kunjungan.atau_sebagian') : t('kunjungan.boleh_tetap')}</p>
      </section>`}
      ${(shown.length > 0 || papers.length > 0) && html`<section class="card"><h3>${t('kunjungan.ringkasan')}</h3><dl class="kv">
        ${shown.map(path => html`
          <div key=${path}><dt>${form.state(path).label}</dt><dd>${masked(path, props.said(form, path))}</dd>
            <dd><a class="nowrap" href=${placeOf(session, path)} onClick=${follow(path, placeOf(session, path))}>${t('umum.ubah')}<span class="hide"> ${form.state(path).label}</span></a></dd></div>`)}
        ${papers.length > 0 && html`<div><dt>${t('berkas.judul_pendek')}</dt><dd>${t('berkas.ringkas', { ada: papers.filter(p => p.state === 'ada').length, kurang: missing.length, foto: papers.reduce((n, p) => n + p.photos.length, 0) })}</dd>
          <dd><a class="nowrap" href=${`/kunjungan/${draft.id}/berkas`}>${t('umum.ubah')}<span class="hide"> ${t('berkas.judul_pendek')}</span></a></dd></div>`}
      </dl></section>`}
      ${status.value.state === 'offline' && html`<div class="note-box"><span><${Icon} name="nosignal" /></span><p class="small">${t('kunjungan.menunggu_sinyal')}</p></div>`}
      <p class="small dim">${t('maklumat.gratis')} ${t('maklumat.bukan_penentu')}</p>
      <${EmergencyButton} />
    </${Page}>`
}

const Door = ({ icon, title, about, to, onGo }) => html`<li><a class="go" href=${to} onClick=${onGo}>
  <span class="dot warn"><${Icon} name=${icon} /></span>
  <span><span class="t">${title}</span><span class="m">${about}</span></span><${Icon} name="next" /></a></li>`

const masked = (path, text) => /(?:no_kk|nik)$/.test(path) ? text.replace(/^([0-9]{6})[0-9]{6}([0-9]{4})$/, '$1••••••$2') : text

/** People noted: rows of the survey's first repeat. */
function countPeople (form, survey) {
  const find = node => node.kind === 'repeat' && node.children.some(({ name }) => name === 'id_anggota') ? node : (node.children || []).map(find).find(Boolean)
  const repeat = survey.nodes.map(find).find(Boolean)
  return repeat ? form.rows(repeat.path).length : 0
}
