// Somebody came without an appointment: a name and what is needed are enough for a number; the rest while they wait.
import { html, useEffect, useState } from '../vendor/ui.js'
import { dayMonth, formatDate, t } from '../text/text.js'
import { DeskPage } from '../shell/desk.js'
import { Chip, Icon, NoteBox, toast } from '../shell/frame.js'
import { Key } from '../shell/keys.js'
import { back } from '../shell/router.js'
import { all, bodyOf, identityId, of, version } from '../store/records.js'
import { mine } from '../store/me.js'
import { localToday, now } from '../sync/clock.js'
import { uuid7 } from '../sync/uuid.js'
import { LEAST_ROOM, spoken } from './order.js'
import { queue } from './board.js'
import { aloneSince, counter, linesOf, manned, numberFor, sitDown, spend, take } from './here.js'
import { useNames, WISHES } from './services.js'
import { ticketOf } from './tickets.js'
import { feedWall } from './wall.js'

const MOST = 4
const OPEN = ['terkirim', 'perlu_dilengkapi', 'siap', 'terjadwal', 'tidak_hadir']
const PRIORITIES = ['lansia', 'ibu_hamil', 'disabilitas', 'balita']
const NOTHING = { text: '', family: '', wish: '', first: /** @type {string[]} */ ([]) }

/** @param {{ search: any, openDays: any, mayChooseDay: any, schedule: any }} given */
export function WalkInScreen ({ search, ...later }) {
  version.value // eslint-disable-line no-unused-expressions
  const today = localToday()
  const day = all('service_day').find(({ body }) => body.date === today && body.state === 'buka') || null
  useEffect(() => { if (day) { sitDown(today); feedWall() } }, [today])
  useEffect(() => { document.getElementById('nama')?.focus() }, [])
  const head = right => html`<div class="page-h"><div class="line"><a class="ib" href="/rabu" aria-label=${t('antre.ke_hari')}><${Icon} name="back" /></a>
    <div><h1>${t('antre.judul_tanpa_janji')}</h1><p class="small dim">${t('antre.nama_dulu')}</p></div></div>${right || html`<span></span>`}</div>`
  if (!day || !counter.value) {
    return html`<${DeskPage} title=${t('antre.judul_tanpa_janji')} head=${head(null)} name=${mine().name} desa=${mine().desa.name}>
      <div class="empty stack"><p><${Icon} name="cal" xl /></p><p class="b">${t(day ? 'antre.pilih_loket_dulu' : 'antre.bukan_hari')}</p><a class="btn" href="/rabu">${t('antre.ke_hari')}</a></div></${DeskPage}>`
  }
  return html`<${Form} day=${day} at=${counter.value} head=${head} search=${search} ...${later} />`
}

function Form ({ day, at, head, search, openDays, mayChooseDay, schedule }) {
  const [given, setGiven] = useState(NOTHING)
  const [prints, setPrints] = useState(false)
  const [last, setLast] = useState(/** @type {any} */ (null))
  const names = useNames()
  const lines = linesOf(day)
  const families = given.text.trim().length > 1 ? search(all('family'), given.text.replace(/\s(?=\d)/g, ''), known).slice(0, MOST) : []
  const family = families.find(({ id }) => id === given.family) || null
  const cases = family ? of('case', 'family', family.id).filter(({ body }) => OPEN.includes(body.status)) : []
  const here = family && lines.find(line => line.family === family.id)
  const set = change => { setGiven({ ...given, ...change }); setLast(null) }
  const waits = cases.find(({ body }) => mayChooseDay(body) && body.service_day !== day.body.date)
  const [next] = openDays(all('service_day'), now().getTime())
  const wish = given.wish || (cases[0] ? `case:${cases[0].id}` : '')
  const number = numberFor(day, lines, given.first.length > 0)
  const room = queue({ lines, day: day.body, now: minutes(), counters: manned(day.body), mine: counter.value, alone: aloneSince.value !== null }).room
  const ready = given.text.trim() && (wish || here)
  const give = async event => {
    if (event) event.preventDefault()
    if (!ready) { toast(t('antre.isi_dulu')); return }
    if (here) {
      if (here.status === 'terjadwal') await take(day, 'arrive', { ticket: here.ticket, family: family.id }, here.number)
      setLast({ number: here.number, at: '', name: here.name })
    } else {
      const mineToo = wish.startsWith('case:') ? [wish.slice(5)] : []
      await spend(day, number)
      const kept = await take(day, 'register', {
        ticket: family ? ticketOf(family.id, day.body.date) : uuid7(),
        number,
        family: family ? family.id : null,
        name: family ? null : given.text.trim().slice(0, 80),
        wish: mineToo.length ? bodyOf(mineToo[0]).service : wish,
        priority: given.first,
        cases: mineToo
      }, number)
      if (!kept) return
      setLast({ number, at: estimate(day, number, given.first.length > 0), name: family ? family.body.head_name : given.text.trim() })
    }
    setGiven(NOTHING)
    if (prints) setTimeout(() => print(), 100)
    document.getElementById('nama')?.focus()
  }
  const shown = last ? last.number : here ? here.number : number
  const keys = event => { if (event.key === 'Enter' && event.ctrlKey) give(event); if (event.key === 'Escape') back('/rabu') }
  const places = Math.floor((room + 25 - LEAST_ROOM) / 25)
  const hints = [['Tab', t('antre.k_tab')], ['Spasi', t('antre.k_spasi')], ['Ctrl Enter', t('antre.k_beri')]]
  const chip = html`<p><${Chip} kind=${places > 0 ? 'info' : 'warn'} icon="clock">${places > 0 ? t('antre.sisa', { n: places }) : t('antre.penuh')}</${Chip}></p>`
  return html`<${DeskPage} title=${t('antre.judul_tanpa_janji')} head=${head(chip)} keys=${hints} name=${mine().name} desa=${mine().desa.name}>
    <div class="panes walk" onKeyDown=${keys}><form class="card stack" id="f" onSubmit=${give}>
      <div class="q"><label for="nama">${t('antre.nama_nik')}</label><input class="in" id="nama" autocomplete="off" maxlength="80" aria-describedby="nama-h" value=${given.text} onInput=${e => set({ text: e.target.value, family: '', wish: '' })} />
        <p class="hint" id="nama-h" role="status">${given.text.trim().length < 2 ? t('antre.ketik_nama') : families.length ? t('antre.cocok', { n: families.length }) : t('antre.warga_baru_saja')}</p></div>
      ${families.length > 0 && html`<fieldset class="q"><legend class="hide">${t('antre.siapa')}</legend><div class="two-c">${families.map(one => html`<${Known} key=${one.id} family=${one} chosen=${given.family === one.id} onPick=${() => set({ family: one.id, wish: '' })} />`)}
        <label class="choice"><input type="radio" name="w" checked=${!given.family} onChange=${() => set({ family: '', wish: '' })} /><span class="box"><span>${t('antre.warga_baru')}</span></span></label></div></fieldset>`}
      ${here && html`<${NoteBox} kind="info"><p>${t(here.status === 'terjadwal' ? 'antre.punya_nomor' : 'antre.sudah_ada', { nomor: here.number, jam: here.appointment || '' })}</p></${NoteBox}>`}
      ${!here && cases.length > 0 && html`<${NoteBox} kind="info"><p>${t('antre.punya_kasus', { nama: family.body.head_name, layanan: cases.map(({ body }) => names.service(body.service)).join(', ') })}${missing(cases, names)}</p></${NoteBox}>`}
      ${!here && html`<fieldset class="q"><legend>${t('antre.perlu_apa')}</legend><div class="three-c">
        ${[...cases.map(one => [`case:${one.id}`, t('antre.melanjutkan', { layanan: names.service(one.body.service) })]), ...WISHES.map(code => [code, t('antre.perlu_' + code)])].map(([code, words]) => html`<label class="choice" key=${code}>
          <input type="radio" name="l" checked=${wish === code} onChange=${() => set({ wish: code })} /><span class="box"><span>${words}</span></span></label>`)}</div></fieldset>
      <fieldset class="q"><legend>${t('antre.didahulukan')}</legend><div class="four-c">${PRIORITIES.map(code => html`<label class="choice" key=${code}><input type="checkbox" checked=${given.first.includes(code)}
          onChange=${e => set({ first: e.target.checked ? [...given.first, code] : given.first.filter(one => one !== code) })} /><span class="box"><span>${t('antre.dulu_' + code)}</span></span></label>`)}</div></fieldset>`}</form>
    <section class="pane" aria-labelledby="tk"><div class="pane-h"><h2 id="tk">${t('antre.nomor_antrean')}</h2></div><div class="pane-b stack mid">
      <p class=${`big-no nila-t tall${shown.length > 7 ? ' long' : ''}`} role="status">${shown}</p>
      ${last ? html`<p>${t('antre.diberikan', { nama: last.name })}${last.at && html`<br /><b>${t('antre.kira_pukul', { jam: last.at })}</b>`}</p>` : !here && html`<p>${t('antre.kira_pukul', { jam: estimate(day, number, given.first.length > 0) })}</p>`}
      ${!last && given.first.length > 0 && html`<p><${Chip} kind="info" icon="child">${t('hari.didahulukan')}: ${given.first.map(code => t('antre.dulu_' + code)).join(', ')}</${Chip}></p>`}
      ${places <= 0 && !here && html`<${NoteBox} kind="warn" icon="clock"><p>${t('antre.penuh_jelas', { tanggal: nextDay(day) })}</p></${NoteBox}>`}
      <button class="btn wide" form="f" disabled=${!ready}>${t(here && here.status === 'terjadwal' ? 'antre.catat_hadir' : 'antre.beri_nomor')} <${Key} of="Ctrl" /> <${Key} of="Enter" /></button>
      ${waits && next && next.date !== waits.body.service_day && html`<button type="button" class="btn two wide" onClick=${() => schedule(waits, next.date).then(kept => kept && setGiven(NOTHING))}>${t('jadwal.jadwalkan', { tanggal: formatDate(next.date) })}</button>`}
      ${!ready && given.text.trim() && html`<p class="small dim">${t('antre.isi_dulu')}</p>`}
      <label class="choice"><input type="checkbox" checked=${prints} onChange=${e => setPrints(e.target.checked)} /><span class="box"><span>${t('antre.cetak_nomor')}</span></span></label>
      <p class="small dim">${t('antre.tanpa_jaringan_nomor', { n: number.slice(1).split('-')[0] })}</p></div></section></div>
    ${last && html`<div class="slip" aria-hidden="true"><p>${t('cetak.kantor', { desa: mine().desa.name })}</p><p>${formatDate(day.body.date)}</p><b>${last.number}</b>${last.at && html`<p>${t('antre.kira_pukul', { jam: last.at })}</p>`}<p>${t('antre.gratis')}</p></div>`}</${DeskPage}>`
}

function Known ({ family, chosen, onPick }) {
  const [rw = '', rt = ''] = (family.area || '').split('/')
  const number = tail(family.id)
  return html`<label class="choice"><input type="radio" name="w" checked=${chosen} onChange=${onPick} /><span class="box"><span>${family.body.head_name}
    <small>${t('wilayah.rtrw', { rt, rw })}${number && ` · ${number}`}</small></span></span></label>`
}

const tail = family => {
  const { kk_number: number } = numbersOf(family)
  return number ? `${number.slice(0, 6)}••••••${number.slice(-4)}` : ''
}

/** Names of all members and the numbers, for searching by any of them. */
const known = family => [family.body.head_name, numbersOf(family.id).kk_number, ...of('member', 'family', family.id).flatMap(({ id, body }) => [body.full_name, numbersOf(id).nik])].filter(Boolean).join(' ')

const numbersOf = subject => bodyOf(identityId(subject))

const missing = (cases, names) => {
  const papers = cases.flatMap(({ body }) => body.missing || []).map(({ paper }) => names.paper(paper))
  return papers.length ? ` ${t('antre.kurang', { n: papers.length, berkas: papers.join(', ') })}` : ''
}

const minutes = () => { const at = now(); return at.getHours() * 60 + at.getMinutes() }

/** When the turn of a new number would be. */
function estimate (day, number, first) {
  const line = { number, status: 'hadir', walkIn: true, first, came: now().toISOString(), cases: [], appointment: null, skipped: null, only: true, counter: null }
  const found = queue({ lines: [...linesOf(day).filter(one => one.number !== number), /** @type {any} */ (line)], day: day.body, now: minutes(), counters: manned(day.body), mine: counter.value, alone: aloneSince.value !== null })
  return spoken(found.turns[number] ?? minutes())
}

/** The next open day after this one. */
function nextDay (day) {
  const later = all('service_day').map(({ body }) => body).filter(({ date, state }) => date > day.body.date && state === 'buka').sort((a, b) => a.date.localeCompare(b.date))
  return later[0] ? dayMonth(later[0].date) : ''
}
