// Families that come from other desas of this server: taken into an RT, or declined; and what became of those that left.
import { html, useState } from '../vendor/ui.js'
import { dayMonth, t } from '../text/text.js'
import { DeskPage } from '../shell/desk.js'
import { Dialog, GoRow, Icon } from '../shell/frame.js'
import { placeOf } from '../shell/people.js'
import { all, bodyOf, version } from '../store/records.js'
import { outbox } from '../store/outbox.js'
import { mine } from '../store/me.js'
import { act, ChoiceDialog } from './office.js'
import { desaOf, releasedWords } from './release.js'

const DECLINED = ['bukan_warga', 'tidak_dikenal', 'sudah_ada', 'lain']
const SHOWN = 20 // that are over
const ICONS = { menunggu: 'clock', diterima: 'done' }

export function ArrivalsScreen () {
  version.value // eslint-disable-line no-unused-expressions
  const arrivals = all('arrival').sort((a, b) => a.body.at.localeCompare(b.body.at))
  const waiting = arrivals.filter(({ body }) => body.state === 'menunggu')
  const over = arrivals.filter(({ body }) => body.state !== 'menunggu').reverse().slice(0, SHOWN)
  const left = all('family').filter(({ body }) => body.released).sort((a, b) => b.body.released.at.localeCompare(a.body.released.at))
  const head = html`<div class="page-h"><div class="line"><a class="ib" href="/masuk" aria-label=${t('umum.kembali')}><${Icon} name="back" /></a><div><h1>${t('pindahan.judul')}</h1><p class="dim">${t('pindahan.jelas')}</p></div></div></div>`
  return html`<${DeskPage} title=${t('pindahan.judul')} head=${head} name=${mine().name} desa=${mine().desa.name}><div class="narrow stack-l">
    ${waiting.map(one => html`<${Arrival} key=${one.id} arrival=${one} />`)}
    ${!waiting.length && html`<div class="empty stack"><p><${Icon} name="done" xl /></p><p class="b">${t('pindahan.kosong')}</p></div>`}
    ${over.length > 0 && html`<section class="pane"><div class="pane-h"><h2>${t('pindahan.sudah')}</h2><span></span></div><ul class="list">${over.map(({ id, body }) => {
      const words = t('pindahan.dari_tanggal', { desa: desaOf(fromOf(body)), tanggal: dayMonth(body.at) })
      const more = [t(`pindahan.jawab_${body.state}`), body.reason && t(`pindahan.tolak_${body.reason}`)].filter(Boolean).join(': ')
      const name = bodyOf(body.family || '').head_name
      return name ? html`<${GoRow} key=${id} icon="done" href=${`/warga/${body.family}`} title=${name} more=${`${words}: ${more}`} />` : html`<li key=${id}><div class="go"><span class="dot"><${Icon} name="info" /></span><span>${words}: ${more}</span></div></li>`
    })}</ul></section>`}
    ${left.length > 0 && html`<section class="pane"><div class="pane-h"><h2>${t('pindahan.dari_sini')}</h2><span></span></div><ul class="list">${left.map(({ id, body }) => html`
      <${GoRow} key=${id} icon=${ICONS[body.released.state] || 'info'} href=${`/warga/${id}/petugas`} title=${body.head_name || t('warga.tanpa_nama')} more=${releasedWords(body.released)} />`)}</ul></section>`}
  </div></${DeskPage}>`
}

const fromOf = body => ({ name: body.from_name, kecamatan: body.from_kecamatan })

function Arrival ({ arrival }) {
  const [asking, setAsking] = useState('')
  const { id, body } = arrival
  const sent = outbox.value.some(({ change }) => change.record === id)
  const done = (name, args) => act(name, arrival, args).then(kept => { if (kept) setAsking('') })
  const name = body.head_name || t('warga.tanpa_nama')
  return html`<section class="pane" aria-labelledby=${`a-${id}`}><div class="pane-h"><h2 id=${`a-${id}`}>${name}</h2><span class="small dim nowrap">${t('pindahan.sampai', { tanggal: dayMonth(body.until) })}</span></div>
    <div class="pane-b stack"><p>${t('pindahan.datang_dari', { desa: desaOf(fromOf(body)), tanggal: dayMonth(body.at) })}</p>
      <p class="dim">${t('pindahan.isi', { tempat: placeOf(body.from_area || ''), orang: body.people, berkas: body.papers })}</p>
      ${sent
        ? html`<p class="small dim">${t('beda.menunggu_kirim')}</p>`
        : html`<p class="line"><button type="button" class="btn" onClick=${() => setAsking('terima')}>${t('pindahan.terima')}</button>
          <button type="button" class="btn two" onClick=${() => setAsking('tolak')}>${t('pindahan.tolak')}</button></p>`}</div>
    ${asking === 'terima' && html`<${TakeDialog} name=${name} onDone=${args => done('arrival.take', args)} onClose=${() => setAsking('')} />`}
    ${asking === 'tolak' && html`<${ChoiceDialog} title=${t('pindahan.tolak_judul', { nama: name })} text=${t('pindahan.tolak_jelas')} word=${t('pindahan.tolak')} codes=${DECLINED} say=${code => t(`pindahan.tolak_${code}`)} note
      onDone=${(reason, note) => done('arrival.decline', { reason, note: note || null })} onClose=${() => setAsking('')} />`}</section>`
}

function TakeDialog ({ name, onDone, onClose }) {
  const [area, setArea] = useState('')
  const [building, setBuilding] = useState('')
  const houses = area ? all('building').filter(one => one.area.startsWith(`${area}/`) || one.area === area).sort((a, b) => said(a).localeCompare(said(b), 'id', { numeric: true })) : []
  const house = houses.some(({ id }) => id === building) ? building : null
  return html`<${Dialog} title=${t('pindahan.terima_judul', { nama: name })} onClose=${onClose} footer=${close => html`<p class="line right">
      <button type="button" class="btn two" onClick=${close}>${t('umum.batal')}</button><button type="button" class="btn" disabled=${!area} onClick=${() => onDone({ area, building: house })}>${t('pindahan.terima')}</button></p>`}>
    <div class="stack"><p>${t('pindahan.terima_jelas')}</p>
    <div class="q"><label for="p-area">${t('pindahan.tinggal')}</label><select class="in" id="p-area" onChange=${event => setArea(event.target.value)}><option value="">${t('kantor.pilih')}</option>
      ${mine().regions.flatMap(({ rw, rts }) => rts.map(rt => `${rw}/${rt}`)).map(one => html`<option key=${one} value=${one}>${placeOf(one)}</option>`)}</select></div>
    ${houses.length > 0 && html`<div class="q"><label for="p-rumah">${t('pindahan.rumah')}</label><select class="in" id="p-rumah" onChange=${event => setBuilding(event.target.value)}><option value="">${t('pindahan.rumah_belum')}</option>
      ${houses.map(one => html`<option key=${one.id} value=${one.id}>${said(one)}</option>`)}</select></div>`}</div></${Dialog}>`
}

/** A house by its number, and who lives there. */
function said (building) {
  const heads = all('family').filter(({ body }) => body.building === building.id).map(({ body }) => body.head_name).filter(Boolean)
  return [t('pindahan.nomor', { nomor: building.body.number || '–' }), heads.join(', ')].filter(Boolean).join(': ')
}
