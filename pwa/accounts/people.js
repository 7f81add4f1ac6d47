// "Orang dan HP": who works here, where, with which phones; inviting, giving and handing over an area, letting a phone go.
import { html, useEffect, useState } from '../vendor/ui.js'
import { formatDate, formatMoment, t } from '../text/text.js'
import { DeskPage } from '../shell/desk.js'
import { Dialog, errorText, Icon, toast } from '../shell/frame.js'
import { isOffice, mine } from '../store/me.js'
import { request } from '../sync/api.js'
import { PersonDialog } from './person.js'
import { LeftOn, unheard, useKader } from '../shell/unsent.js'
import { ApproveDialog, Askings, HandDialog, isShown, LeaveDialog, onSame, Phones } from './phones.js'
import { areaWords, roleWords } from './words.js'

export function PeopleScreen () {
  const [state, setState] = useState(/** @type {any} */ ({ people: null, phones: [], askings: [], trouble: '' }))
  const [opening, setOpening] = useState(/** @type {any} */ (null))
  const [handing, setHanding] = useState(/** @type {any} */ (null))
  const [editing, setEditing] = useState(/** @type {any} */ (null))
  const [invited, setInvited] = useState(/** @type {any} */ (null))
  const [leaving, setLeaving] = useState(/** @type {any} */ (null))
  const load = () => Promise.all([request('/api/people'), request('/api/enrolments'), request('/api/recoveries')])
    .then(([people, phones, askings]) => setState({ people: people.data.people, phones: phones.data.enrolments, askings: askings.data.recoveries, trouble: '' }),
      error => setState(s => ({ ...s, trouble: errorText(error) })))
  useEffect(() => {
    load()
    const timer = setInterval(load, 30000) // somebody may be standing at the desk
    return () => clearInterval(timer)
  }, [])
  const invite = person => request(`/api/people/${person.id}/invitations`, { method: 'POST', json: {} })
    .then(({ data }) => setInvited({ person, ...data }), error => setState({ ...state, trouble: errorText(error) }))
  const save = async values => {
    const path = editing.id ? `/api/people/${editing.id}` : '/api/people'
    const { data } = await request(path, { method: editing.id ? 'PATCH' : 'POST', json: values })
    setEditing(null)
    await load()
    if (!editing.id) invite({ ...values, id: data.id })
  }
  const leave = (phones, way, reason) => {
    const [path, json] = way === 'putus' ? ['revoke', { reason }] : ['order', { reason, order: way }]
    return Promise.all(phones.map(({ id }) => request(`/api/enrolments/${id}/${path}`, { method: 'POST', json, read: 'none' })))
      .then(() => { setLeaving(null); toast(t(`orang.selesai_${way}`)); return load() }, error => { setLeaving(null); setState({ ...state, trouble: errorText(error) }) })
  }
  const approve = async said => {
    await request(`/api/recoveries/${opening.id}/approve`, { method: 'POST', json: said, read: 'none' })
    setOpening(null)
    toast(t('orang.dibantu'))
    await load()
  }
  /** The new one first: in between both have the families, never nobody. As they are now, for another officer may have been there. */
  const hand = async to => {
    const { people } = (await request('/api/people')).data
    const areasOf = ({ id }) => people.find(one => one.id === id)?.areas || []
    await request(`/api/people/${to.id}`, { method: 'PATCH', json: { areas: Array.from(new Set([...areasOf(to), ...areasOf(handing)])) } })
    await request(`/api/people/${handing.id}`, { method: 'PATCH', json: { areas: [] } })
    setHanding(null)
    toast(t('orang.diserahkan', { nama: to.name }))
    await load()
  }
  const kader = useKader()
  const { since, who: silent } = unheard(kader)
  const head = html`<div class="page-h"><div><h1>${t('desk.orang')}</h1><p class="dim">${t('orang.jelas')}</p></div>
    <p class="line"><a class="btn two" href="/orang/file"><${Icon} name="box" />${t('bawa.terima_file')}</a>${isOffice() && html`<a class="btn two" href="/kartu"><${Icon} name="print" />${t('kartu.cetak')}</a>`}<button class="btn" onClick=${() => setEditing({})}><${Icon} name="plus" />${t('orang.undang_baru')}</button></p></div>`
  return html`<${DeskPage} title=${t('desk.orang')} head=${head} name=${mine().name} desa=${mine().desa.name}>
    ${state.trouble && html`<div class="note-box warn" role="alert"><span><${Icon} name="warn" /></span><p>${state.trouble}</p></div>`}
    <${Askings} list=${state.askings} onOpen=${setOpening} />
    ${silent.length > 0 && html`<div class="note-box warn"><span><${Icon} name="nosignal" /></span><p>${t('orang.diam_semua', { kapan: formatMoment(since, new Date()), n: silent.length, nama: silent.map(({ name }) => name).join(', ') })}</p></div>`}
    ${state.people && html`<section class="pane"><table class="tbl"><caption class="hide">${t('desk.orang')}</caption>
      <thead><tr>${['nama', 'tugas', 'wilayah', 'hp', 'tindakan'].map(key => html`<th scope="col" key=${key}>${t('orang.t_' + key)}</th>`)}</tr></thead>
      <tbody>${state.people.map(person => html`<${PersonRow} key=${person.id} person=${person} row=${kader.find(one => one.person === person.id)} phones=${state.phones.filter(phone => phone.person === person.id && isShown(phone, Date.now()))}
        onEdit=${() => setEditing(person)} onInvite=${() => invite(person)} onRevoke=${setLeaving} onHand=${() => setHanding(person)} />`)}</tbody></table></section>`}
    ${editing && html`<${PersonDialog} person=${editing} onSave=${save} onClose=${() => setEditing(null)} />`}
    ${invited && html`<${InvitedDialog} invited=${invited} onClose=${() => setInvited(null)} />`}
    ${leaving && html`<${LeaveDialog} phone=${leaving} others=${onSame(leaving, state.phones)} onDo=${leave} onClose=${() => setLeaving(null)} />`}
    ${opening && html`<${ApproveDialog} asking=${opening} onApprove=${approve} onClose=${() => setOpening(null)} />`}
    ${handing && html`<${HandDialog} from=${handing} people=${state.people} onHand=${hand} onClose=${() => setHanding(null)} />`}
  </${DeskPage}>`
}

function PersonRow ({ person, row, phones, onEdit, onInvite, onRevoke, onHand }) {
  const field = person.areas.some(Boolean) && person.roles.some(role => role.startsWith('kader') || role === 'psm')
  return html`<tr><td class="nowrap"><b>${person.name}</b>${!person.active && html`<small>${t('orang.tidak_aktif')}</small>`}${row && html`<small>${t('kader.minggu', { n: row.visits })}</small>`}</td>
    <td>${roleWords(person.roles)}</td><td>${areaWords(person.areas)}</td>
    <td><${Phones} phones=${phones} onLeave=${phone => onRevoke({ ...phone, name: person.name })} /><${LeftOn} row=${row} /></td>
    <td class="nowrap"><button class="btn two s" onClick=${onInvite}>${t('orang.undang')}</button> <button class="link" onClick=${onEdit}>${t('umum.ubah')}</button>
      ${field && html`<button class="link" onClick=${onHand}>${t('orang.serahkan')}</button>`}</td></tr>`
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
