// Coming in: an invitation (link, QR, eight letters), once and with signal; in a demo, one tap. Then the area is downloaded.
import { html, useEffect, useState } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { useEnrolment } from '../store/db.js'
import { keepEnrolment, keepSetting, setting } from '../store/device.js'
import { createVault, prepareVault } from '../store/pin.js'
import { keepMe } from '../store/me.js'
import { request } from '../sync/api.js'
import { errorText } from './layers.js'
import { Actions, Icon, NoteBox, Page } from './frame.js'
import { secret } from './arrival.js'
import { shortName } from './greeting.js'
import { NewPin } from './new-pin.js'
import { placesOf, rolesOf } from './people.js'

/** @param {{ onward: () => void, onLeave: (() => void) | null }} props `onLeave`: back to who is enrolled here already */
export function Enrol ({ onward, onLeave }) {
  const [ticket, setTicket] = useState(/** @type {any} */ (null))
  const [invitation, setInvitation] = useState(/** @type {any} */ (null))
  const [error, setError] = useState(/** @type {any} */ (null))
  const [busy, setBusy] = useState(false)
  const [coming, setComing] = useState(/** @type {any} */ (null))
  const [demo, setDemo] = useState(/** @type {any[]} */ ([]))
  const [emptied, setEmptied] = useState(false)
  useEffect(() => { setting('emptied').then(one => setEmptied(Boolean(one))) }, [])
  useEffect(() => { request('/api/demo').then(({ data }) => setDemo(data.people || []), () => {}) }, [])

  const attempt = async work => {
    setBusy(true)
    setError(null)
    try { await work() } catch (failure) { setError(failure) } finally { setBusy(false) }
  }
  const look = chosen => attempt(async () => {
    const { data } = await request('/api/invitations/open', { json: chosen })
    setTicket(chosen)
    setInvitation(data)
  })
  const enter = pin => attempt(async () => {
    const vault = coming.vault || await prepareVault(pin) // before the invitation is used up: what takes time, or fails
    setComing({ ...coming, vault })
    const { data } = await request(coming.path, { json: coming.json })
    await welcome(data, vault)
    await keepSetting('emptied', null)
    secret.value = null
    onward()
  })

  if (coming) return html`<${NewPin} who=${coming.name} lines=${coming.lines} busy=${busy ? t('undangan.menyambung') : coming.vault ? t('undangan.tinggal_sambung') : ''} onPin=${enter} onBack=${busy ? undefined : () => { setComing(null); setError(null) }}
    trouble=${error && html`<${Trouble} error=${error} />${coming.vault && html`<button type="button" class="btn wide" onClick=${() => enter('')}>${t('galat.coba_lagi')}</button>`}`} />`
  if (invitation) return html`<${Confirm} invitation=${invitation} busy=${busy} error=${error} onAccept=${() => setComing(withInvitation(invitation, ticket))} onRefuse=${() => { setInvitation(null); secret.value = null }} />`
  if (secret.value) return html`<${ByLink} busy=${busy} error=${error} onOpen=${() => look({ secret: secret.value })} onOther=${() => { secret.value = null; if (onLeave) onLeave() }} />`
  return html`<${ByCode} busy=${busy} error=${error} demo=${demo} emptied=${emptied} onCode=${code => look({ code })} onSecret=${found => look({ secret: found })}
    onDemo=${person => { setError(null); setComing(tryingOut(person)) }} onLeave=${onLeave} />`
}

const withInvitation = ({ name, roles, areas, desa }, ticket) => ({
  path: '/api/enrolments', json: ticket, name, lines: [`${rolesOf(roles, true)}, ${placesOf(areas) || t('orang.seluruh_desa')}`, t('undangan.desa', { desa: desa.name, kecamatan: desa.kecamatan || '' })]
})

const tryingOut = ({ id, name, roles, areas }) => ({
  path: '/api/demo/enrolments', json: { person: id }, name, lines: [[rolesOf(roles, true), placesOf(areas)].filter(Boolean).join(', '), t('demo.pin')]
})

/** Keep the new enrolment, its vault and what it is told of itself, before anything else is asked. */
async function welcome ({ enrolment, bearer, me, keys }, vault) {
  useEnrolment(enrolment)
  await createVault(vault, { keys })
  await keepEnrolment({ id: enrolment, person: me.person, name: shortName(me.name), desa: me.desa.code, created_at: new Date().toISOString() }, bearer)
  await keepMe(me)
}

/** A link was opened: nothing is asked of the server before a tap, so that a preview of the link uses nothing up. */
function ByLink ({ busy, error, onOpen, onOther }) {
  return html`<${Page} brand hem status=${false} emergency=${false} name=${t('undangan.judul_umum')}
    footer=${html`<${Actions}><button type="button" class="btn wide" onClick=${onOpen} aria-disabled=${busy}>${t('undangan.buka')}</button></${Actions}>`}>
    <div class="stack-s"><h1>${t('undangan.selamat')}</h1><p>${t('undangan.dari_tautan')}</p></div>
    <${Trouble} error=${error} /><${After} />
    <button type="button" class="link" onClick=${onOther}>${t('undangan.bukan_saya')}</button></${Page}>`
}

function ByCode ({ busy, error, demo, emptied, onCode, onSecret, onDemo, onLeave }) {
  const [code, setCode] = useState('')
  const letters = code.toUpperCase().replace(/[^A-Z0-9]/g, '').slice(0, 8)
  const shown = letters.length > 4 ? `${letters.slice(0, 4)}-${letters.slice(4)}` : letters
  const scans = typeof window !== 'undefined' && 'BarcodeDetector' in window
  const [short, setShort] = useState(false)
  const submit = event => {
    event.preventDefault()
    setShort(letters.length < 8)
    if (letters.length === 8 && !busy) onCode(letters)
    else event.target.elements.kode.focus()
  }
  const button = html`<button class="btn wide" form="undangan" aria-disabled=${busy}>${t('umum.lanjut')}</button>`
  return html`<${Page} brand hem status=${false} emergency=${false} name=${t('masuk.judul')}
    footer=${demo.length === 0 && html`<${Actions}>${button}</${Actions}>`}>
    <div class="stack-s"><h1>${t('undangan.selamat')}</h1><p>${t('undangan.masukkan')}</p></div>
    ${emptied && html`<${NoteBox} icon="info"><p>${t('perangkat.dihapus')}</p></${NoteBox}>`}
    ${demo.length > 0 && html`<${Demo} people=${demo} busy=${busy} onDemo=${onDemo} />`}
    <${Trouble} error=${error} />
    <form id="undangan" class="q" onSubmit=${submit}><label for="kode">${t('undangan.kode_label')}</label><p class="hint" id="kode-bantu">${t('undangan.kode_contoh')}</p>
      ${short && letters.length < 8 && html`<p class="err" id="kode-galat" role="alert"><${Icon} name="warn" /><span>${t('undangan.kurang', { n: 8 - letters.length })}</span></p>`}
      <input class="in code" id="kode" aria-describedby=${`kode-bantu${short ? ' kode-galat' : ''}`} aria-invalid=${short && letters.length < 8 ? 'true' : undefined} autocomplete="one-time-code" autocapitalize="characters" autocorrect="off" spellcheck=${false}
        maxlength="9" value=${shown} onInput=${event => setCode(event.target.value)} />
      ${demo.length > 0 && html`<p class="gap-t">${button}</p>`}</form>
    ${scans && html`<${Scanner} onSecret=${onSecret} />`}
    <${After} />
    ${onLeave && html`<button type="button" class="link" onClick=${onLeave}>${t('umum.kembali')}</button>`}</${Page}>`
}

/** "Coba sebagai kader PKK": the people of a demo, one tap each. */
const Demo = ({ people, busy, onDemo }) => html`<section class="stack" aria-labelledby="coba"><h2 id="coba">${t('demo.judul')}</h2>
  <ul class="list">${people.map(person => html`<li><a class="go" href="#coba" role="button" aria-disabled=${busy} onClick=${event => { event.preventDefault(); if (!busy) onDemo(person) }}>
    <span class="dot"><${Icon} name="person" /></span><span><span class="t">${t('demo.coba', { peran: rolesOf(person.roles, true), nama: person.name })}</span>
    <span class="m">${placesOf(person.areas)}</span></span><${Icon} name="next" /></a></li>`)}</ul>
  <p class="small dim">${t('demo.jelas')}</p></section>`

/** Whom the invitation is for; accepting it uses it up. */
function Confirm ({ invitation, busy, error, onAccept, onRefuse }) {
  return html`<${Page} brand hem status=${false} emergency=${false} name=${t('undangan.judul_umum')}
    footer=${html`<${Actions}><button type="button" class="btn wide" onClick=${onAccept} aria-disabled=${busy}>${busy ? t('undangan.menyambung') : t('undangan.terima')}</button></${Actions}>`}>
    <div class="stack-s"><h1>${t('undangan.judul', { nama: invitation.name })}</h1><p>${t('undangan.desa', { desa: invitation.desa.name, kecamatan: invitation.desa.kecamatan || '' })}</p></div>
    <section class="card"><p>${t('undangan.tugas', { peran: rolesOf(invitation.roles), wilayah: placesOf(invitation.areas) || t('orang.seluruh_desa') })}</p></section>
    <${Trouble} error=${error} />
    <button type="button" class="link" onClick=${onRefuse}>${t('undangan.bukan_saya')}</button></${Page}>`
}

/** What went wrong, with the tries that are left where a code was typed. */
function Trouble ({ error }) {
  if (!error) return null
  const left = error.document && error.document.left
  const text = error.name === 'Offline' ? t('undangan.butuh_sinyal') : error.slug === 'wrong-invitation' && left !== undefined ? t('undangan.salah', { n: left }) : errorText(error)
  return html`<div role="alert"><${NoteBox} kind="warn" icon="warn"><p>${text}</p></${NoteBox}></div>`
}

const After = () => html`<section class="card stack"><h2>${t('undangan.sesudah')}</h2><ul class="stack">
  ${[['box', 'undangan.sesudah_unduh'], ['nosignal', 'undangan.sesudah_sinyal'], ['home', 'masuk.pasang']].map(([icon, key]) => html`<li class="lead"><${Icon} name=${icon} /><span>${t(key)}</span></li>`)}</ul></section>`

/** The camera reads the QR of an invitation, where the browser can. */
function Scanner ({ onSecret }) {
  const [stream, setStream] = useState(/** @type {MediaStream | null} */ (null))
  const [failed, setFailed] = useState(false)
  useEffect(() => () => { if (stream) stream.getTracks().forEach(track => track.stop()) }, [stream])
  const begin = () => navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } }).then(setStream, () => setFailed(true))
  const watch = video => {
    if (!video || video.srcObject === stream) return
    video.srcObject = stream
    const detector = new (/** @type {any} */ (window)).BarcodeDetector({ formats: ['qr_code'] })
    const look = async () => {
      if (!video.isConnected) return
      const codes = video.readyState >= 2 ? await detector.detect(video).catch(() => []) : []
      const found = codes.map(({ rawValue }) => /#undang=([\w-]+)/.exec(rawValue)).find(Boolean)
      if (found) { setStream(null); onSecret(found[1]) } else setTimeout(look, 250)
    }
    look()
  }
  if (failed) return html`<${NoteBox} kind="warn" icon="camera"><p>${t('undangan.kamera')}</p></${NoteBox}>`
  return stream
    ? html`<video class="thumb wide" ref=${watch} autoplay playsinline muted aria-label=${t('undangan.pindai')}></video>`
    : html`<button type="button" class="btn two wide" onClick=${begin}><${Icon} name="camera" />${t('undangan.pindai')}</button>`
}
