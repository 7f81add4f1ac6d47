// "Orang dan HP": who works here, where, with which phones; inviting, giving an area, revoking.
import { html, useEffect, useState } from '../vendor/ui.js'
import { formatDate, formatMoment, t } from '../text/text.js'
import { Chip, DeskPage, Dialog, errorText, Icon, toast } from '../shell/frame.js'
import { isOffice, mine } from '../store/me.js'
import { request } from '../sync/api.js'
import { PersonDialog } from './person.js'
import { areaWords, roleWords } from './words.js'

export function PeopleScreen () {
  const [state, setState] = useState(/** @type {any} */ ({ people: null, phones: [], trouble: '' }))
  const [editing, setEditing] = useState(/** @type {any} */ (null))
  const [invited, setInvited] = useState(/** @type {any} */ (null))
  const [leaving, setLeaving] = useState(/** @type {any} */ (null))
  const load = () => Promise.all([request('/api/people'), request('/api/enrolments')])
    .then(([people, phones]) => setState({ people: people.data.people, phones: phones.data.enrolments, trouble: '' }),
      error => setState(s => ({ ...s, trouble: errorText(error) })))
  useEffect(() => { load() }, [])
  const invite = person => request(`/api/people/${person.id}/invitations`, { method: 'POST', json: {} })
    .then(({ data }) => setInvited({ person, ...data }), error => setState({ ...state, trouble: errorText(error) }))
  const save = async values => {
    const path = editing.id ? `/api/people/${editing.id}` : '/api/people'
    const { data } = await request(path, { method: editing.id ? 'PATCH' : 'POST', json: values })
    setEditing(null)
    await load()
    if (!editing.id) invite({ ...values, id: data.id })
  }
  const revoke = (phone, reason) => request(`/api/enrolments/${phone.id}/revoke`, { method: 'POST', json: { reason }, read: 'none' })
    .then(() => { setLeaving(null); toast(t('orang.diputus')); return load() }, error => { setLeaving(null); setState({ ...state, trouble: errorText(error) }) })
  const head = html`<div class="page-h"><div><h1>${t('desk.orang')}</h1><p class="dim">${t('orang.jelas')}</p></div>
    <p class="line">${isOffice() && html`<a class="btn two" href="/kartu"><${Icon} name="print" />${t('kartu.cetak')}</a>`}<button class="btn" onClick=${() => setEditing({})}><${Icon} name="plus" />${t('orang.undang_baru')}</button></p></div>`
  return html`<${DeskPage} title=${t('desk.orang')} head=${head} name=${mine().name} desa=${mine().desa.name}>
    ${state.trouble && html`<div class="note-box warn" role="alert"><span><${Icon} name="warn" /></span><p>${state.trouble}</p></div>`}
    ${state.people && html`<section class="pane"><table class="tbl"><caption class="hide">${t('desk.orang')}</caption>
      <thead><tr>${['nama', 'tugas', 'wilayah', 'hp', 'tindakan'].map(key => html`<th scope="col" key=${key}>${t('orang.t_' + key)}</th>`)}</tr></thead>
      <tbody>${state.people.map(person => html`<${PersonRow} key=${person.id} person=${person} phones=${state.phones.filter(p => p.person === person.id && !p.revoked_at)}
        onEdit=${() => setEditing(person)} onInvite=${() => invite(person)} onRevoke=${setLeaving} />`)}</tbody></table></section>`}
    ${editing && html`<${PersonDialog} person=${editing} onSave=${save} onClose=${() => setEditing(null)} />`}
    ${invited && html`<${InvitedDialog} invited=${invited} onClose=${() => setInvited(null)} />`}
    ${leaving && html`<${RevokeDialog} phone=${leaving} onRevoke=${revoke} onClose=${() => setLeaving(null)} />`}
  </${DeskPage}>`
}

function PersonRow ({ person, phones, onEdit, onInvite, onRevoke }) {
  return html`<tr><td class="nowrap"><b>${person.name}</b>${!person.active && html`<small>${t('orang.tidak_aktif')}</small>`}</td>
    <td>${roleWords(person.roles)}</td><td>${areaWords(person.areas)}</td>
    <td>${phones.length === 0
      ? html`<${Chip} kind="hollow" icon="phone">${t('orang.tanpa_hp')}</${Chip}>`
      : html`<ul class="phones">${phones.map(phone => html`<li key=${phone.id}><span>${phone.agent || t('orang.peramban')}<small>${phone.last_seen ? t('orang.terakhir', { kapan: formatMoment(phone.last_seen, new Date()) }) : t('orang.belum_pernah')}</small></span>
          <button class="link bad" onClick=${() => onRevoke({ ...phone, name: person.name })}>${t('orang.putus')}</button></li>`)}</ul>`}</td>
    <td class="nowrap"><button class="btn two s" onClick=${onInvite}>${t('orang.undang')}</button> <button class="link" onClick=${onEdit}>${t('umum.ubah')}</button></td></tr>`
}

function InvitedDialog ({ invited, onClose }) {
  const link = new URL(invited.link, location.origin).href
  const qr = 'data:image/svg+xml,' + encodeURIComponent(invited.qr)
  return html`<${Dialog} title=${t('undangan.judul', { nama: invited.person.name })} onClose=${onClose} footer=${close => html`<p class="right"><button class="btn" onClick=${close}>${t('umum.tutup')}</button></p>`}>
    <div class="two-c"><p class="mid"><img class="qr" src=${qr} alt=${t('orang.qr')} width="260" height="260" /></p>
    <div class="stack"><p>${t('orang.undangan_jelas')}</p>
      <p class="big-no num">${invited.code.slice(0, 4)}-${invited.code.slice(4)}</p>
      <div class="q"><label for="tautan">${t('orang.tautan')}</label><input class="in" id="tautan" readonly value=${link} onFocus=${e => e.target.select()} /></div>
      <p class="small dim">${t('orang.berlaku', { kapan: formatDate(invited.expires.slice(0, 10)) })}</p></div></div></${Dialog}>`
}

function RevokeDialog ({ phone, onRevoke, onClose }) {
  const [reason, setReason] = useState('')
  return html`<${Dialog} title=${t('orang.putus_judul', { nama: phone.name })} onClose=${onClose} footer=${close => html`<p class="line right">
      <button class="btn two" onClick=${close}>${t('umum.batal')}</button><button class="btn bad" disabled=${!reason.trim()} onClick=${() => onRevoke(phone, reason)}>${t('orang.putus')}</button></p>`}>
    <p>${t('orang.putus_jelas')}</p>
    <div class="q"><label for="putus-a">${t('orang.putus_alasan')}</label><input class="in" id="putus-a" value=${reason} onInput=${e => setReason(e.target.value)} /></div></${Dialog}>`
}
