// The service day of a case that waits for one, or wants another: an officer chooses it with the family.
import { html, useEffect, useState } from '../vendor/ui.js'
import { formatDate, t } from '../text/text.js'
import { Dialog } from '../shell/frame.js'
import { actionChange } from '../store/outbox.js'
import { all, bodyOf } from '../store/records.js'
import { request } from '../sync/api.js'
import { now } from '../sync/clock.js'
import { decide } from './deciding.js'

/** Whether an officer may choose the day of a case. @param {any} body */
export const mayChooseDay = body => ['siap', 'terjadwal', 'tidak_hadir'].includes(body.status)

/** Days that take families now, the nearest first. @param {any[]} days records of service days @param {number} at ms */
export const openDays = (days, at) => days.map(({ body }) => body)
  .filter(({ state, cutoff }) => state === 'buka' && cutoff && Date.parse(cutoff) > at).sort((a, b) => a.date.localeCompare(b.date)).slice(0, 6)

/** Give the family of a case that day. @param {any} record @param {string} day @returns {Promise<boolean>} whether it is kept */
export const schedule = (record, day) => decide([actionChange('case.schedule', record.id, { day })], t('jadwal.dicatat', { tanggal: formatDate(day) }), bodyOf(record.body.family).head_name || '')

/** The day a case has, had or gave up; '' where it had none. */
function standing ({ status, service_day: day, arrival, queue_number: number, not_on: missed }) {
  if (status === 'terjadwal') return t('jadwal.sekarang', { tanggal: formatDate(day), jam: arrival, nomor: number })
  if (status === 'tidak_hadir') return t('jadwal.tidak_hadir', { tanggal: formatDate(day) })
  return missed ? t('jadwal.ditunda', { tanggal: formatDate(missed) }) : ''
}

const PLACE = 10 // minutes of a case, as the planning counts where nothing was measured

/** @param {{ record: any, name: string, onClose: () => void }} props */
export function ScheduleDialog ({ record, name, onClose }) {
  const { body } = record
  const days = openDays(all('service_day'), now().getTime()).filter(({ date }) => date !== body.service_day)
  const [room, setRoom] = useState(/** @type {Record<string, number>} */ ({}))
  useEffect(() => { request('/api/servicedays').then(({ data }) => setRoom(Object.fromEntries(data.days.map(({ date, capacity, used }) => [date, Math.floor((capacity - used) / PLACE)]))), () => {}) }, [])
  const [day, setDay] = useState('')
  const suits = ({ date }) => room[date] !== 0 && date > (body.not_on || '')
  const chosen = day || (days.find(suits) || { date: '' }).date
  const submit = event => { event.preventDefault(); if (chosen) { schedule(record, chosen); onClose() } }
  return html`<${Dialog} title=${t(body.arrival ? 'jadwal.judul_ganti' : 'jadwal.judul', { nama: name })} onClose=${onClose} footer=${close => html`<p class="line right">
      <button type="button" class="btn two" onClick=${close}>${t('umum.batal')}</button><button class="btn" form="jadwal" disabled=${!chosen}>${t('jadwal.jadwalkan', { tanggal: chosen ? formatDate(chosen) : '' })}</button></p>`}>
    <form class="stack" id="jadwal" onSubmit=${submit}>${standing(body) && html`<p class="b">${standing(body)}</p>`}<p>${t('jadwal.jelas')}</p>
      ${days.length === 0 ? html`<p class="b">${t('jadwal.tidak_ada')}</p>` : html`<fieldset class="q"><legend>${t('jadwal.hari')}</legend>${days.map(({ date }) => html`<label class="choice" key=${date}>
        <input type="radio" name="hari" checked=${chosen === date} disabled=${room[date] === 0} onChange=${() => setDay(date)} /><span class="box"><span>${formatDate(date)}${date in room && html`<small>${room[date] > 0 ? t('jadwal.sisa', { n: room[date] }) : t('jadwal.penuh')}</small>`}</span></span></label>`)}</fieldset>`}</form></${Dialog}>`
}
