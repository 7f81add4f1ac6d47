// "Hasil cek layanan": for each service what is met, not met or unknown, and because of which answer. Never a decision.
import { html, useEffect, useState } from '../vendor/ui.js'
import { longDay, shortVersion, t } from '../text/text.js'
import { Actions, Chip, EmergencyButton, Icon, Page, Sheet } from '../shell/frame.js'
import { KeptVisit } from '../shell/kept.js'
import { Causes, tellingFirst } from '../shell/causes.js'
import { Missing, Problem } from '../shell/trouble.js'
import { go } from '../shell/router.js'
import { needsOf } from './needs.js'
import { aloud } from './aloud.js'
import { causeOf } from './cause.js'
import { missing } from './checklist.js'
import { nextSteps } from './next.js'

/** @param {{ draft: string, openSession: Function, openForm: Function, tools: any, said: Function, placeOf: Function, familyTitle: Function, near: Function }} props */
export function AdviceScreen (props) {
  const [state, setState] = useState(/** @type {any} */ (undefined))
  const [wanted, setWanted] = useState(/** @type {any} */ (null)) // a question that the short visit does not ask
  useEffect(() => {
    Promise.all([props.openSession(props.draft, props.openForm), props.tools()])
      .then(([session, tools]) => setState(session && { session, tools, ...needsOf(session, tools) }), error => setState({ error }))
  }, [props.draft])
  if (state === undefined) return null
  if (state === null) return html`<${Missing} text=${t('kunjungan.tidak_ada')} />`
  if (state.error) return html`<${Problem} error=${state.error} />`
  const { session, tools, services, assessment, lines } = state
  const catalogue = tools.catalogue.body
  const others = catalogue.services.filter(s => !services.includes(s.code) && assessment.services[s.code].advice === 'mungkin')
  const card = service => html`<${ServiceCard} key=${service.code} service=${service} result=${assessment.services[service.code]}
    lines=${lines.filter(line => line.services.includes(service.code))} props=${props} session=${session} onWhole=${setWanted} />`
  const labels = causes => unique(causes.map(cause => causeOf(cause, props, session)).filter(Boolean)).map(cause => cause.label)
  const footer = html`<${Actions}><button class="btn wide" onClick=${() => go(`/kunjungan/${session.draft.id}/berkas`)}>${t('cek.lanjut')}</button></${Actions}>`
  return html`
    <${Page} title=${t('cek.judul')} sub=${props.familyTitle(session)} back=${`/kunjungan/${session.draft.id}`} stack="stack" under=${html`<${KeptVisit} form=${session.form} />`} footer=${footer}>
      <div class="note-box info"><span><${Icon} name="talk" /></span><p><b>${t('cek.bacakan')}</b> ${aloud(catalogue, services, assessment, lines, labels)}</p></div>
      ${services.length === 0 && html`<p class="note-box"><span><${Icon} name="info" /></span><span>${t('cek.tanpa_layanan')}</span></p>`}
      ${catalogue.services.filter(s => services.includes(s.code)).map(card)}
      ${others.length > 0 && html`<details class="card tight"><summary class="b">${t('cek.lain', { n: others.length })}</summary>
        <ul>${others.map(s => html`<li class="cond" key=${s.code}><span class="ok-t"><${Icon} name="done" /></span><span>${s.name}<small>${t('cek.lain_tambah')}</small></span></li>`)}</ul></details>`}
      <p class="small dim">${t('maklumat.bukan_penentu')} ${t('maklumat.gratis')}<br />${t('cek.versi', { versi: shortVersion(catalogue.version) })}</p>
      <${EmergencyButton} />
    </${Page}>
    ${wanted && html`<${Whole} cause=${wanted} props=${props} session=${session} onClose=${() => setWanted(null)} />`}`
}

/** Asks before the short visit becomes the whole survey: from then on its other questions are asked too. */
function Whole ({ cause, props, session, onClose }) {
  const [trouble, setTrouble] = useState(/** @type {any} */ (null))
  const go_ = async () => {
    await session.complete(cause.ipath)
    go(props.placeOf(await props.openSession(props.draft, props.openForm), cause.ipath))
  }
  return html`<${Sheet} title=${t('cek.lengkapi')} onClose=${onClose}>
    ${trouble && html`<${Problem} error=${trouble} inline />`}
    <p>${t('cek.lengkapi_isi')}</p>
    <button type="button" class="btn wide" onClick=${() => go_().catch(setTrouble)}>${t('cek.lengkapi')}</button>
    <button type="button" class="btn two wide" onClick=${onClose}>${t('umum.kembali')}</button>
  </${Sheet}>`
}

const ADVICE = {
  mungkin: ['ok', 'done', 'cek.mungkin'],
  belum_memenuhi: ['hollow', 'minus', 'cek.belum_memenuhi'],
  belum_dinilai: ['hollow', 'ask', 'cek.belum_dinilai']
}

/** The advice on one service as a chip. @param {{ advice: string }} props */
export function AdviceChip ({ advice }) {
  const [kind, icon, key] = ADVICE[advice] || ADVICE.belum_dinilai
  return html`<${Chip} kind=${kind} icon=${icon}>${t(key)}</${Chip}>`
}

function ServiceCard ({ service, result, lines, props, session, onWhole }) {
  const lacking = missing(lines).length
  return html`<section class="card stack-s">
    <h2>${service.name}</h2>
    <p><${AdviceChip} advice=${result.advice} /></p>
    <ul>${result.conditions.map(outcome => {
      const condition = service.conditions.find(c => c.code === outcome.code)
      return condition && html`<${Condition} key=${outcome.code} condition=${condition} outcome=${outcome} props=${props} session=${session} />`
    })}</ul>
    ${service.duration && html`<p class="small dim">${t('cek.lama', { lama: service.duration })}</p>`}
    <p class="small dim">${service.since ? t('syarat.sumber', { sumber: service.source, sejak: longDay(service.since) }) : t('syarat.sumber_saja', { sumber: service.source })}</p>
    <${NextSteps} steps=${nextSteps(result, service, lines)} props=${props} session=${session} onWhole=${onWhole} />
    <p>${lacking > 0
      ? html`<a class="link" href=${`/kunjungan/${session.draft.id}/berkas`} onClick=${follow}><${Icon} name="page" />${t('berkas.kurang', { n: lacking })}</a>`
      : html`<${Chip} kind="ok" icon="done">${t('berkas.lengkap')}</${Chip}>`}</p>
  </section>`
}

/** What would bring this further: what can be answered now, what the officer asks, what is to be brought. */
function NextSteps ({ steps, props, session, onWhole }) {
  const causes = unique(steps.answer.map(cause => causeOf(cause, props, session)).filter(Boolean))
  const [answers, beyond] = [causes.filter(cause => cause.asked), causes.filter(cause => !cause.asked)]
  if (causes.length + steps.bring.length + steps.asked.length === 0) return null
  return html`<div class="note-box"><span><${Icon} name="next" /></span><div><p class="b">${t('cek.berikut')}</p><ul>
    ${answers.length > 0 && html`<li>${t('cek.jawab')} <${Causes} of=${answers.map(questionLink(session))} rest="cek.dan_pertanyaan" /></li>`}
    ${beyond.length > 0 && html`<li>${t('cek.tidak_ditanya')} <${Causes} of=${beyond.map(cause => cause.label)} rest="cek.dan_pertanyaan" />.
      <button type="button" class="link" onClick=${() => onWhole(beyond[0])}><${Icon} name="edit" />${t('cek.lengkapi')}</button></li>`}
    ${steps.bring.map(line => html`<li key=${line.key}>${t(line.issuer ? 'cek.bawa_dari' : 'cek.bawa', { berkas: line.memberName ? t('berkas.nama_untuk', { berkas: line.name, nama: line.memberName }) : line.name, penerbit: line.issuer })}</li>`)}
    ${steps.asked.length > 0 && html`<li>${t('cek.petugas_tanya', { n: steps.asked.length })}</li>`}</ul></div></div>`
}

const unique = causes => [...new Map(causes.map(cause => [cause.ipath, cause])).values()]

const OUTCOME = {
  terpenuhi: ['ok-t', 'done', 'syarat.terpenuhi'],
  belum_terpenuhi: ['dim', 'minus', 'syarat.tidak'],
  belum_diketahui: ['warn-t', 'ask', 'syarat.belum_diketahui'],
  ditanyakan: ['warn-t', 'ask', 'syarat.petugas']
}

function Condition ({ condition, outcome, props, session }) {
  const [tone, icon, key] = OUTCOME[outcome.outcome] || ['dim', 'info', 'syarat.catatan']
  const causes = /** @type {any[]} */ (tellingFirst(outcome.because, condition.expr).map(cause => causeOf(cause, props, session)).filter(Boolean))
  const unknown = outcome.outcome === 'belum_diketahui'
  const of = unknown ? causes.map(questionLink(session)) : causes.filter(c => c.answer).map(c => `${c.label}: ${c.answer}`)
  return html`<li class="cond"><span class=${tone}><${Icon} name=${icon} /></span><span>${condition.text}
    <small><b class=${tone}>${t(key)}</b>${of.length > 0 && ': '}<${Causes} of=${of} rest=${unknown ? 'cek.dan_pertanyaan' : 'cek.dan_jawaban'} /></small></span></li>`
}

const questionLink = session => cause => !cause.asked ? cause.label : html`<a href=${cause.place} onClick=${toQuestion(session, cause)}>${cause.label}</a>`

/** To the page of a question, at that question. */
const toQuestion = (session, cause) => event => {
  event.preventDefault()
  const open = () => go(cause.place)
  session.seek(cause.ipath).then(open, open)
}

const follow = event => { event.preventDefault(); go(event.currentTarget.getAttribute('href')) }
