// The days themselves: who is to come on one that is not today, and moving, adding, closing and planning days.
import { html, useEffect, useState } from '../vendor/ui.js'
import { dayMonth, formatDate, formatTime, t } from '../text/text.js'
import { DeskPage } from '../shell/desk.js'
import { Chip, Dialog, errorText, Icon, toast } from '../shell/frame.js'
import { go } from '../shell/router.js'
import { actionChange, enqueue } from '../store/outbox.js'
import { mine } from '../store/me.js'
import { all, bodyOf } from '../store/records.js'
import { request } from '../sync/api.js'
import { localToday } from '../sync/clock.js'
import { linesOf } from './here.js'
import { minutesOf } from './board.js'
import { useNames } from './services.js'

const act = (verb, day, args) => enqueue([actionChange('day.' + verb, day.id, args)], { title: formatDate(day.body.date) }).then(() => true, error => { toast(errorText(error)); return false })

/** A day that is not today, or is over. */
export function DayPlan ({ day, choose, days, ask }) {
  const names = useNames()
  const lines = day ? linesOf(day) : []
  const state = day && day.body.state
  const promised = day ? lines.reduce((sum, line) => sum + (line.walkIn ? 0 : minutesOf(line, day.body)), 0) : 0
  const about = !day ? t('hari.belum_ada') : state === 'tutup' ? t('hari.tutup', { alasan: day.body.reason || '' }) : state === 'selesai' ? t('antre.sudah_ditutup', { jam: formatTime(day.body.closed_at) }) : t('hari.buka', { dari: day.body.opens, sampai: day.body.closes })
  const moved = day && day.body.moved_from && day.body.moved_from !== day.body.date ? t('antre.pindahan', { tanggal: dayMonth(day.body.moved_from), alasan: day.body.reason || '' }) : ''
  const head = html`<div class="page-h"><div><h1>${day ? formatDate(day.body.date) : t('desk.rabu')}</h1><p class="dim">${about} ${moved}</p></div>
    <div class="line">${choose}${day && html`<a class="btn two" href=${`/rabu/cetak/${day.body.date}`}><${Icon} name="print" />${t('hari.cetak')}</a>`}
      ${state === 'selesai' && html`<a class="btn" href=${`/rabu/laporan/${day.body.date}`}>${t('antre.laporan')}</a>`}
      ${days.length > 0 && html`<button class="btn two" onClick=${() => ask('hari')}><${Icon} name="cal" />${t('antre.atur_hari')}</button>`}</div></div>`
  return html`<${DeskPage} title=${t('desk.rabu')} head=${head} name=${mine().name} desa=${mine().desa.name}>
    <section class="pane"><div class="pane-h"><h2>${t('hari.n_keluarga', { n: lines.filter(({ walkIn }) => !walkIn).length })}</h2>
        <span class="small dim">${day && state === 'buka' ? t('antre.terisi', { n: promised }) : ''}</span></div>
      ${lines.length === 0
        ? html`<div class="empty stack"><p><${Icon} name="people" xl /></p><p class="b">${t('hari.kosong_terjadwal')}</p></div>`
        : html`<table class="tbl"><caption class="hide">${t('hari.antrean')}</caption>
          <thead><tr>${['nomor', 'jam', 'warga', 'layanan', 'keadaan'].map(key => html`<th scope="col" key=${key}>${t('antre.t_' + key)}</th>`)}</tr></thead>
          <tbody>${lines.map(line => html`<tr key=${line.ticket}><td class="qno">${line.number}</td><td class="nowrap">${line.appointment || ''}</td>
            <td>${line.cases[0] ? html`<a href=${`/periksa/${line.cases[0].id}`}>${line.name}</a>` : html`<b>${line.name || t('antre.tanpa_nama')}</b>`}${line.first && html`<small><${Chip} kind="info" icon="elder">${t('hari.didahulukan')}</${Chip}></small>`}</td>
            <td>${names.of(line).join('; ')}</td><td>${t('antre.hasil_' + line.status, { n: line.counter || '' })}</td></tr>`)}</tbody></table>`}
    </section><${WithoutDay} names=${names} /></${DeskPage}>`
}

/** Families that are ready and have no day: nobody else says that they wait. */
function WithoutDay ({ names }) {
  const waiting = all('case').filter(({ body }) => body.status === 'siap')
  if (waiting.length === 0) return null
  const why = body => body.waiting === 'minta_ditunda' ? t('hari.minta_ditunda', { tanggal: body.not_on ? dayMonth(body.not_on) : '' }) : t('hari.belum_ada_tempat')
  return html`<section class="pane gap-t"><div class="pane-h"><h2>${t('hari.tanpa_hari')}</h2><span class="small dim">${t('hari.tanpa_hari_jelas')}</span></div>
    <table class="tbl"><caption class="hide">${t('hari.tanpa_hari')}</caption><thead class="hide"><tr>${['warga', 'layanan', 'keadaan'].map(key => html`<th scope="col" key=${key}>${t('antre.t_' + key)}</th>`)}</tr></thead>
      <tbody>${waiting.map(({ id, body }) => html`<tr key=${id}><td><a href=${`/periksa/${id}`}>${bodyOf(body.family).head_name || t('antre.tanpa_nama')}</a></td><td>${names.service(body.service)}</td><td>${why(body)}</td></tr>`)}</tbody></table></section>`
}

/** Move a day, open one more, close one, other hours. */
export function DaysDialog ({ days, day, onClose }) {
  const today = localToday()
  const open = day && day.body.state === 'buka' && day.body.date >= today
  const [what, setWhat] = useState(open ? 'pindah' : 'tambah')
  const [given, setGiven] = useState({ date: '', reason: '', opens: (day && day.body.opens) || '08.00', closes: (day && day.body.closes) || '15.00', officers: (day && day.body.officers) || 2 })
  const [trouble, setTrouble] = useState('')
  const set = key => event => { setGiven({ ...given, [key]: event.target.value }); setTrouble('') }
  const ways = [...(open ? ['pindah', 'jam', 'libur'] : []), ...(day && day.body.state === 'tutup' && day.body.date >= today ? ['buka'] : []), 'tambah']
  const anyDay = day || days[0]
  const there = () => days.find(({ body }) => body.date === given.date)?.body.state
  const wrong = () => {
    if (['pindah', 'tambah'].includes(what) && (!given.date || given.date < today)) return t('antre.pilih_tanggal')
    if (what === 'pindah' && there() === 'tutup') return t('antre.sudah_tutup')
    if (['pindah', 'tambah'].includes(what) && ![undefined, 'tutup'].includes(there())) return t('antre.sudah_hari')
    if (['pindah', 'libur'].includes(what) && !given.reason.trim()) return t('antre.isi_alasan')
    if (['jam', 'tambah'].includes(what) && !(HOUR.test(given.opens) && HOUR.test(given.closes) && given.opens < given.closes)) return t('antre.isi_jam')
    return ''
  }
  const hours = { opens: given.opens, closes: given.closes, officers: Number(given.officers) }
  const moves = useMoves(what === 'jam' && !wrong() ? `/api/servicedays/${day.body.date}/moved?${new URLSearchParams({ ...hours, officers: given.officers })}` : '')
  const send = {
    pindah: () => act('move', day, { date: given.date, reason: given.reason.trim() }),
    libur: () => act('close', day, { reason: given.reason.trim() }),
    buka: () => act('open', day, {}),
    jam: () => act('plan', day, hours),
    tambah: () => act('add', anyDay, { date: given.date, ...hours })
  }
  const save = async close => {
    const said = wrong()
    setTrouble(said)
    if (!said && await send[what]()) { close(); toast(t('antre.hari_disimpan')) }
  }
  return html`<${Dialog} title=${t('antre.atur_judul', { tanggal: day ? formatDate(day.body.date) : '' })} onClose=${onClose}
    footer=${close => html`<button class="btn" onClick=${() => save(close)}>${t('umum.simpan')}</button> <button class="btn two" onClick=${close}>${t('umum.batal')}</button>`}>
    <div class="stack"><fieldset class="q"><legend>${t('antre.atur_apa')}</legend>${ways.map(way => html`<label class="choice" key=${way}><input type="radio" name="atur" checked=${what === way} onChange=${() => { setWhat(way); setTrouble('') }} />
        <span class="box"><span>${t('antre.atur_' + way)}<small>${t('antre.atur_jelas_' + way)}</small></span></span></label>`)}</fieldset>
      ${['pindah', 'tambah'].includes(what) && html`<div class="q"><label for="tanggal">${t('antre.tanggal')}</label><input class="in" id="tanggal" type="date" min=${today} value=${given.date} onInput=${set('date')} /></div>`}
      ${['pindah', 'libur'].includes(what) && html`<div class="q"><label for="alasan">${t('antre.alasan')}</label><input class="in" id="alasan" maxlength="120" value=${given.reason} onInput=${set('reason')} /></div>`}
      ${['jam', 'tambah'].includes(what) && html`<div class="three-c">${[['opens', 'dari_jam'], ['closes', 'sampai'], ['officers', 'loket_n']].map(([key, word]) => html`<div class="q" key=${key}><label for=${`h-${key}`}>${t('antre.' + word)}</label>
        <input class="in num" id=${`h-${key}`} inputmode="decimal" value=${given[key]} onInput=${set(key)} /></div>`)}</div>`}
      ${moves !== null && html`<p class="b" role="status">${moves ? t('antre.atur_pindah_n', { n: moves }) : t('antre.atur_pindah_0')}</p>`}
      ${trouble && html`<p class="err" role="alert"><${Icon} name="warn" /><span>${trouble}</span></p>`}</div></${Dialog}>`
}

/** How many families a plan would move; null while it is not known, or without a network. @param {string} url @returns {number | null} */
function useMoves (url) {
  const [moves, setMoves] = useState(/** @type {number | null} */ (null))
  useEffect(() => {
    let asked = true
    setMoves(null)
    if (url) request(url).then(({ data }) => asked && setMoves(data.families), () => {})
    return () => { asked = false }
  }, [url])
  return moves
}

const HOUR = /^([01][0-9]|2[0-3])\.[0-5][0-9]$/

/** Before the day is closed: what closing does. */
export function CloseDay ({ day, onClose }) {
  const lines = linesOf(day)
  const count = (...statuses) => lines.filter(({ status }) => statuses.includes(status)).length
  const busy = count('dilayani')
  const send = async () => { if (await act('finish', day, {})) go(`/rabu/laporan/${day.body.date}`) }
  return html`<${Dialog} title=${t('antre.tutup_judul')} onClose=${onClose}
    footer=${close => html`<button class="btn" onClick=${() => { close(); send() }}>${t('antre.tutup_hari')}</button> <button class="btn two" onClick=${close}>${t('umum.batal')}</button>`}>
    <ul class="stack-s">${count('terjadwal') > 0 && html`<li>${t('antre.tutup_tidak_hadir', { n: count('terjadwal') })}</li>`}
      ${count('hadir', 'dipanggil') > 0 && html`<li>${t('antre.tutup_menunggu', { n: count('hadir', 'dipanggil') })}</li>`}
      ${busy > 0 && html`<li><b>${t('antre.tutup_dilayani', { n: busy })}</b></li>`}
      <li>${t('antre.tutup_laporan')}</li></ul></${Dialog}>`
}

