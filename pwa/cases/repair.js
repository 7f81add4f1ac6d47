// "Perlu dibetulkan": what two people said differently, and what the server could not take; each with its reason and a way out.
import { html, useEffect, useState } from '../vendor/ui.js'
import { formatMoment, longDay, t } from '../text/text.js'
import { DeskPage } from '../shell/desk.js'
import { Chip, errorText, GoRow, Icon, toast } from '../shell/frame.js'
import { placeOf } from '../shell/people.js'
import { all, get, version } from '../store/records.js'
import { outbox } from '../store/outbox.js'
import { mine } from '../store/me.js'
import { heldAtDesk } from '../sync/status.js'
import { request } from '../sync/api.js'
import { buttonWords, decide, Sides, useDifference } from './choose.js'
import { isDecided, openOnes } from './differences.js'
import { HeldPane, heldReason, heldTitle } from './held.js'
import { Leaving } from './leaving.js'

export function RepairScreen () {
  version.value // eslint-disable-line no-unused-expressions
  const [picked, setPicked] = useState('')
  const [held, setHeld] = useState(/** @type {{ rows: any[] | null, trouble: boolean }} */ ({ rows: null, trouble: false }))
  const load = () => request('/api/quarantine').then(({ data }) => setHeld({ rows: data.quarantine, trouble: false }), () => setHeld(now => ({ ...now, trouble: true })))
  useEffect(() => { load() }, [heldAtDesk.value])
  const [pairs, setPairs] = useState(/** @type {any[]} */ ([]))
  useEffect(() => { request('/api/twins').then(({ data }) => setPairs(data.pairs), () => {}) }, [])
  const twins = pairs.filter(({ one, other }) => get(one) && get(other) && !toldApart(one, other))
  const conflicts = openOnes(all('conflict')).filter(one => !isDecided(one, outbox.value))
  const rows = held.rows || []
  const ids = [...conflicts.map(({ id }) => id), ...rows.map(({ change }) => change)]
  const here = ids.includes(picked) ? picked : ids[0]
  const conflict = conflicts.find(({ id }) => id === here)
  const row = rows.find(({ change }) => change === here)
  const head = html`<div class="page-h"><div><h1>${t('betulkan.judul')}</h1><p class="dim">${t('betulkan.jelas')}</p></div><${LastBackup} /></div>`
  return html`<${DeskPage} title=${t('desk.betulkan')} head=${head} name=${mine().name} desa=${mine().desa.name}>
    ${held.trouble && html`<div class="note-box warn" role="status"><span><${Icon} name="nosignal" /></span><p>${t('betulkan.perlu_sinyal')}</p></div>`}
    ${twins.length > 0 && html`<section class="pane gap-t"><div class="pane-h"><h2>${t('betulkan.kembar', { n: twins.length })}</h2><span></span></div>
      <ul class="list">${twins.slice(0, 20).map(({ one, other, names, why }) => html`<${GoRow} key=${one + other} href=${`/kembar/${one}/${other}`} icon="people" title=${names.map(name => name || t('warga.tanpa_nama')).join(' · ')} more=${why.map(code => t(`betulkan.kembar_${code}`)).join(', ')} />`)}</ul></section>`}
    <${Returning} />
    ${ids.length === 0
      ? held.rows && !held.trouble && !twins.length && html`<div class="empty stack"><p><${Icon} name="done" xl /></p><p class="b">${t('betulkan.kosong')}</p></div>`
      : html`<div class="panes mend gap-t"><section class="pane">
          ${conflicts.length > 0 && html`<div class="pane-h"><h2>${t('betulkan.beda', { n: conflicts.length })}</h2><span></span></div>
            <ul class="list">${conflicts.map(one => html`<${Row} key=${one.id} id=${one.id} here=${here} onPick=${setPicked} title=${one.body.title || t('warga.tanpa_nama')}
              more=${t('betulkan.beda_antara', { satu: one.body.standing_by || t('riwayat.server'), dua: one.body.other_by })} chip=${one.body.left && t('betulkan.diserahkan', { nama: one.body.left.name })} />`)}</ul>`}
          ${rows.length > 0 && html`<div class="pane-h"><h2>${t('betulkan.tertahan', { n: rows.length })}</h2><span></span></div>
            <ul class="list">${rows.map(one => html`<${Row} key=${one.change} id=${one.change} here=${here} onPick=${setPicked} title=${heldTitle(one)} more=${[one.by, formatMoment(one.at, new Date())].filter(Boolean).join(' · ')} fine=${one.again} chip=${one.again ? t('betulkan.sudah_lagi') : heldReason(one.problem)} />`)}</ul>`}</section>
        ${conflict ? html`<${Decide} key=${here} conflict=${conflict} />` : row ? html`<${HeldPane} key=${here} row=${row} rows=${rows} onDone=${load} />` : html`<span></span>`}</div>`}
    <${Leaving} />
  </${DeskPage}>`
}

/** Phones that a restored server does not know: their owners stand here and say a code. */
function Returning () {
  const [rows, setRows] = useState(/** @type {any[]} */ ([]))
  const [people, setPeople] = useState(/** @type {any[]} */ ([]))
  const load = () => request('/api/enrolments/returning').then(({ data }) => {
    setRows(data.returning)
    if (data.returning.length) return request('/api/people').then(answer => setPeople(answer.data.people))
  }, () => {})
  useEffect(() => { load() }, [])
  if (!rows.length) return null
  return html`<section class="pane gap-t"><div class="pane-h"><h2>${t('kembali.judul', { n: rows.length })}</h2><span></span></div>
    <div class="pane-b stack"><p class="small dim">${t('kembali.jelas')}</p>${rows.map(row => html`<${Comer} key=${row.enrolment} row=${row} people=${people} onDone=${load} />`)}</div></section>`
}

function Comer ({ row, people, onDone }) {
  const same = people.find(({ name }) => name === row.name)
  const [person, setPerson] = useState('')
  const [code, setCode] = useState('')
  const [trouble, setTrouble] = useState('')
  const who = person || (same ? same.id : '')
  const confirm = event => {
    event.preventDefault()
    return request(`/api/enrolments/${row.enrolment}/confirm`, { method: 'POST', json: { person: who, code: code.replace(/[^0-9]/g, '') }, read: 'none' })
      .then(() => { toast(t('kembali.tersambung')); return onDone() }, error => setTrouble(errorText(error)))
  }
  return html`<form class="line" onSubmit=${confirm}><p><b>${row.name}</b><br /><span class="small dim">${row.agent}, ${formatMoment(row.asked_at, new Date())}</span></p>
    <label><span class="hide">${t('kembali.siapa')}</span><select class="in" onChange=${event => setPerson(event.target.value)}><option value="">${t('kembali.siapa')}</option>${people.map(one => html`<option key=${one.id} value=${one.id} selected=${one.id === who}>${one.name}</option>`)}</select></label>
    <label><span class="hide">${t('kembali.kode')}</span><input class="in" inputmode="numeric" autocomplete="off" placeholder=${t('kembali.kode')} value=${code} onInput=${event => setCode(event.target.value)} /></label>
    <button class="btn two s" disabled=${!who || code.replace(/[^0-9]/g, '').length !== 6}>${t('kembali.sambungkan')}</button>${trouble && html`<p class="err" role="alert">${trouble}</p>`}</form>`
}

/** An officer has said that these two only look alike, or that they are one, and the server may not have heard yet. */
const toldApart = (one, other) => [[one, other], [other, one]].some(([a, b]) => (get(a)?.body.not_twins || []).includes(b) ||
  outbox.value.some(({ change }) => 'do' in change && change.record === a && [change.args.family, change.args.into].includes(b)))

/** When this server was last backed up; a warning where that is long ago. */
function LastBackup () {
  const [last, setLast] = useState(/** @type {any} */ (null))
  useEffect(() => { request('/api/backup').then(({ data }) => setLast(data), () => {}) }, [])
  if (!last) return html`<span></span>`
  const text = last.at ? t('cadangan.terakhir', { waktu: formatMoment(last.at, new Date()) }) : t('cadangan.belum')
  return last.late ? html`<${Chip} kind="warn" icon="warn">${text}</${Chip}>` : html`<p class="small dim">${text}</p>`
}

const Row = ({ id, here, onPick, title, more, chip, fine = false }) => html`<li><button type="button" class=${`go plain${here === id ? ' cur' : ''}`} aria-current=${here === id ? 'true' : undefined} onClick=${() => onPick(id)}>
  <span><span class="t">${title}</span><span class="m">${more}</span>${chip && html`<span class="m"><${Chip} kind=${fine ? 'ok' : 'warn'} icon=${fine ? 'done' : 'warn'}>${chip}</${Chip}></span>`}</span><${Icon} name="next" /></button></li>`

/** One conflict, decided by an officer. */
function Decide ({ conflict }) {
  const difference = useDifference(conflict)
  const [pick, setPick] = useState('')
  const save = () => decide(conflict, pick).then(kept => { if (kept) toast(t('periksa.tercatat')) })
  return html`<section class="pane" aria-labelledby="bd"><div class="pane-h"><h2 id="bd">${difference.family}</h2><span class="small dim nowrap">${placeOf(conflict.area)}</span></div>
    <div class="pane-b stack">${conflict.body.family && html`<p><a href=${`/warga/${conflict.body.family}`}>${t('betulkan.buka_keluarga')}</a></p>`}
      <${Sides} id="b" difference=${difference} pick=${pick} onPick=${setPick} leave=${false} />
      <p class="small dim">${t('betulkan.riwayat')}</p>
      <p class="right"><button type="button" class="btn" disabled=${!pick} onClick=${save}>${buttonWords(difference, pick)}</button></p></div></section>`
}
