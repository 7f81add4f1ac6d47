// A person's phones at the desk: when each was last heard of, shutting one out, having one emptied; and forgotten PINs.
import { html, useState } from '../vendor/ui.js'
import { formatMoment, t } from '../text/text.js'
import { lacking } from './words.js'
import { Chip, Dialog, errorText, Icon } from '../shell/frame.js'
import { enrolmentInUse } from '../store/device.js'

const QUIET_DAYS = 3
const SHUT_DAYS = 30 // that one shut out stays in the list: it may turn out to be stolen, and one wants to read that it is empty

/** Whole days since a phone was last heard of. @param {{ last_seen: string }} phone */
const quietDays = phone => Math.floor((Date.now() - Date.parse(phone.last_seen)) / 86400000)

/** Whether a phone is in the list: let in, still to do what it was ordered, or shut out lately. @param {any} phone @param {number} now ms */
export const isShown = ({ revoked_at: shut, ordered, order_done_at: done }, now) => !shut || Boolean(ordered && !done) || now - Date.parse(shut) < SHUT_DAYS * 86400000

/** @param {{ phones: any[], onLeave: (phone: any) => void }} props those of `isShown` */
export function Phones ({ phones, onLeave }) {
  if (!phones.length) return html`<${Chip} kind="hollow" icon="phone">${t('orang.tanpa_hp')}</${Chip}>`
  return html`<ul class="phones">${phones.map(phone => html`<li key=${phone.id}><span>${phone.agent || t('orang.peramban')}
      <small>${phone.last_seen ? t('orang.terakhir', { kapan: formatMoment(phone.last_seen, new Date()) }) : t('orang.belum_pernah')}</small>
      ${phone.ordered
        ? html`<${Chip} kind=${phone.order_done_at ? 'ok' : 'warn'} icon=${phone.order_done_at ? 'done' : 'clock'}>${phone.order_done_at ? t('orang.sudah_kosong') : t(`orang.perintah_${phone.ordered}`)}</${Chip}>`
        : phone.revoked_at ? html`<${Chip} kind="hollow" icon="lock">${t('orang.sudah_putus')}</${Chip}>`
        : quietDays(phone) >= QUIET_DAYS && html`<${Chip} kind="warn" icon="nosignal">${t('orang.diam', { n: quietDays(phone) })}</${Chip}>`}</span>
    ${!phone.order_done_at && phone.ordered !== 'hilang' && html`<button class="link bad" onClick=${() => onLeave(phone)}>${t(phone.revoked_at ? 'orang.kosongkan' : 'orang.putus')}</button>`}</li>`)}</ul>`
}

const WAYS = ['putus', 'hilang', 'berhenti']

/** Others who were let in by the browser of a phone, as far as it is known, but not who sits here: an order empties one person's part of it. @param {any} phone @param {any[]} phones */
export const onSame = (phone, phones) => phones.filter(other => phone.browser && other.browser === phone.browser && ![phone.id, enrolmentInUse()].includes(other.id) && !other.order_done_at && other.ordered !== 'hilang')

/** What is to become of a phone, and why; a lost one is lost for all who use it. @param {{ phone: any, others: any[], onDo: (phones: any[], way: string, reason: string) => void, onClose: () => void }} props */
export function LeaveDialog ({ phone, others, onDo, onClose }) {
  const [spared, setSpared] = useState(/** @type {string[]} */ ([]))
  const [reason, setReason] = useState('')
  const ways = phone.revoked_at ? ['hilang'] : WAYS
  const [way, setWay] = useState(ways[0])
  const without = lacking({ alasan: reason.trim().length >= 3 })
  return html`<${Dialog} title=${t(phone.revoked_at ? 'orang.kosongkan_judul' : 'orang.putus_judul', { nama: phone.name })} onClose=${onClose} footer=${close => html`<p class="line right">${without && html`<span class="small dim">${without}</span>`}
      <button class="btn two" onClick=${close}>${t('umum.batal')}</button><button class="btn bad" disabled=${Boolean(without)} onClick=${() => onDo([phone, ...(way === 'hilang' ? others : []).filter(({ id }) => !spared.includes(id))], way, reason.trim())}>${t(`orang.tombol_${way}`)}</button></p>`}>
    <div class="stack"><fieldset class="q"><legend>${t('orang.apa_yang_terjadi')}</legend>${ways.map(one => html`
      <label class="choice" key=${one}><input type="radio" name="cara" checked=${way === one} onChange=${() => setWay(one)} /><span class="box"><span>${t(`orang.cara_${one}`)}<small>${t(`orang.jelas_${one}`, { nama: phone.name })}</small></span></span></label>`)}</fieldset>
    ${way === 'hilang' && others.length > 0 && html`<fieldset class="q"><legend>${t('orang.sehp')}</legend>${others.map(({ id, name }) => html`<label class="choice" key=${id}><input type="checkbox" checked=${!spared.includes(id)}
      onChange=${event => setSpared(event.target.checked ? spared.filter(one => one !== id) : [...spared, id])} /><span class="box"><span>${t('orang.sehp_juga', { nama: name })}</span></span></label>`)}</fieldset>`}
    <div class="q"><label for="putus-a">${t('orang.putus_alasan')}</label><input class="in" id="putus-a" value=${reason} onInput=${e => setReason(e.target.value)} /></div></div></${Dialog}>`
}

/** Phones whose PIN was forgotten, on top of the page while there are any. @param {{ list: any[], onOpen: (asking: any) => void }} props */
export const Askings = ({ list, onOpen }) => list.length > 0 && html`<section class="pane"><div class="pane-b stack"><h2>${t('orang.lupa_pin')}</h2>
  <ul class="phones">${list.map(asking => html`<li key=${asking.id}><span><b>${asking.name}</b> · <small>${asking.agent} · ${formatMoment(asking.asked_at, new Date())}</small></span>
    <button class="btn two s" onClick=${() => onOpen(asking)}><${Icon} name="lock" />${t('orang.bantu_buka')}</button></li>`)}</ul></div></section>`

/** The second person: sees who stands there, types what the phone shows, says why. @param {{ asking: any, onApprove: (said: any) => Promise<void>, onClose: () => void }} props */
export function ApproveDialog ({ asking, onApprove, onClose }) {
  const [code, setCode] = useState('')
  const [reason, setReason] = useState('')
  const [trouble, setTrouble] = useState('')
  const approve = () => onApprove({ code, reason: reason.trim() }).catch(error => setTrouble(error.document?.detail || errorText(error)))
  const without = lacking({ angka: /^[0-9]{4}$/.test(code), alasan: reason.trim().length >= 3 })
  return html`<${Dialog} title=${t('orang.bantu_judul', { nama: asking.name })} onClose=${onClose} footer=${close => html`<p class="line right">${without && html`<span class="small dim">${without}</span>`}
      <button class="btn two" onClick=${close}>${t('umum.batal')}</button><button class="btn" disabled=${Boolean(without)} onClick=${approve}>${t('orang.bantu_buka')}</button></p>`}>
    <div class="stack"><p>${t('orang.bantu_jelas', { nama: asking.name })}</p>
      ${trouble && html`<p class="err" role="alert"><${Icon} name="warn" /><span>${trouble}</span></p>`}
      <div class="q"><label for="kode-hp">${t('orang.empat_angka')}</label><input class="in" id="kode-hp" inputmode="numeric" maxlength="4" autocomplete="off" value=${code} onInput=${e => setCode(e.target.value.replace(/\D/g, ''))} /></div>
      <div class="q"><label for="alasan-hp">${t('orang.putus_alasan')}</label><input class="in" id="alasan-hp" value=${reason} onInput=${e => setReason(e.target.value)} /></div></div></${Dialog}>`
}

/** One kader's area goes to another. @param {{ from: any, people: any[], onHand: (to: any) => Promise<void>, onClose: () => void }} props */
export function HandDialog ({ from, people, onHand, onClose }) {
  const others = people.filter(person => person.active && person.id !== from.id && person.roles.some(role => role.startsWith('kader') || role === 'psm'))
  const [to, setTo] = useState(/** @type {any} */ (null))
  const [trouble, setTrouble] = useState('')
  const without = lacking({ kepada: to })
  return html`<${Dialog} title=${t('orang.serah_judul', { nama: from.name })} onClose=${onClose} footer=${close => html`<p class="line right">${without && html`<span class="small dim">${without}</span>`}
      <button class="btn two" onClick=${close}>${t('umum.batal')}</button><button class="btn" disabled=${Boolean(without)} onClick=${() => onHand(to).catch(error => setTrouble(errorText(error)))}>${t('orang.serahkan')}</button></p>`}>
    <div class="stack"><p>${t('orang.serah_jelas')}</p>${trouble && html`<p class="err" role="alert"><${Icon} name="warn" /><span>${trouble}</span></p>`}
      <fieldset class="q"><legend>${t('orang.serah_kepada')}</legend>${others.map(person => html`<label class="choice" key=${person.id}><input type="radio" name="kepada" checked=${to && to.id === person.id} onChange=${() => setTo(person)} /><span class="box"><span>${person.name}</span></span></label>`)}</fieldset></div></${Dialog}>`
}
