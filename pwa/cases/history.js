// Who did what to a case and its papers, with the notes that officers leave each other.
import { html, useEffect, useState } from '../vendor/ui.js'
import { hasText, localIso, serviceDay, t } from '../text/text.js'
import { errorText, Icon, toast } from '../shell/frame.js'
import { desilWords } from '../shell/desil.js'
import { identityOf, of } from '../store/records.js'
import { mine } from '../store/me.js'
import { enqueue, setChange } from '../store/outbox.js'
import { request } from '../sync/api.js'
import { uuid7 } from '../sync/uuid.js'
import { moment } from './words.js'

const LONGEST = 1000

/** @param {{ record: any, papers: { name: string, document: any }[] }} props of the case; its papers, each named */
export function History ({ record, papers }) {
  const [state, setState] = useState(/** @type {{ steps: any[], trouble: boolean } | null} */ (null))
  const numbers = identityOf(record.body.family)
  const told = [{ name: '', id: record.id }, ...(numbers && 'desil' in numbers.body ? [{ name: '', id: numbers.id, only: 'desil' }] : []), ...papers.filter(({ document }) => document).map(({ name, document }) => ({ name, id: document.id }))]
  const asked = told.map(({ id }) => id).join()
  useEffect(() => { lives(told).then(steps => setState({ steps, trouble: false }), () => setState({ steps: [], trouble: true })) }, [asked, record.seq])
  const notes = of('note', 'case', record.id).map(note => ({ key: note.id, at: madeAt(note.id), name: note.body.by ? note.body.by.name : mine().name, note }))
  const lines = [...(state ? state.steps : []), ...notes].sort((a, b) => b.at - a.at)
  return html`<${NewNote} record=${record} />
    ${!state && html`<p class="dim" role="status">${t('periksa.riwayat_memuat')}</p>`}
    ${state && state.trouble && html`<p class="dim">${t('periksa.riwayat_perlu_sinyal')}</p>`}
    <ul>${lines.map(line => html`<li class="cond" key=${line.key}><span class=${line.note ? 'nila-t' : 'dim'}><${Icon} name=${line.note ? 'edit' : 'clock'} /></span>
      <span>${line.note ? html`“${line.note.body.text}”` : line.words}<small>${line.name || t('riwayat.server')} · ${moment(localIso(new Date(line.at)))}</small>
        ${line.note && isMine(line.note) && html`<button type="button" class="link" onClick=${() => keep(setChange('note', line.note.id, { exists: false }))}>${t('periksa.hapus_catatan')}</button>`}</span></li>`)}</ul>`
}

function NewNote ({ record }) {
  const [text, setText] = useState('')
  const send = event => {
    event.preventDefault()
    if (!text.trim()) return
    keep(setChange('note', uuid7(), { family: record.body.family, case: record.id, text: text.trim() })).then(() => setText(''), () => {})
  }
  return html`<form class="stack-s" onSubmit=${send}><label class="b" for="catatan-petugas">${t('periksa.catatan_petugas')}</label>
    <p class="small dim" id="catatan-untuk">${t('periksa.catatan_untuk')}</p>
    <textarea class="in" id="catatan-petugas" rows="2" maxlength=${LONGEST} aria-describedby="catatan-untuk" value=${text} onInput=${event => setText(event.target.value)}></textarea>
    <p><button class="btn two s" disabled=${!text.trim()}>${t('periksa.simpan_catatan')}</button></p></form>`
}

const keep = change => enqueue([change]).catch(error => { toast(errorText(error)); throw error })
const isMine = ({ body }) => !body.by || body.by.person === mine().person

/** The steps of several records' lives, as the server's log has them; `only`: of one field. @param {{ name: string, id: string, only?: string }[]} told */
async function lives (told) {
  const answers = await Promise.all(told.map(({ id }) => request(`/api/records/${id}/history`)))
  return answers.flatMap(({ data }, i) => data.history.filter(({ after }) => !told[i].only || told[i].only in after).map((step, j) => ({
    key: `${told[i].id}:${step.seq}`,
    at: Date.parse(step.received_at),
    name: step.name,
    words: [told[i].name, stepWords(step, j === data.history.length - 1)].filter(Boolean).join(': ') + (step.after.office_note ? ` “${step.after.office_note}”` : '')
  })))
}

/** What a step of a record's life was. @param {any} step @param {boolean} first */
function stepWords ({ do: action, before, after }, first) {
  const key = `riwayat.${(action || '').replace('.', '_')}`
  if (action && hasText(key)) return t(key)
  if (after.desil !== undefined) return t('riwayat.desil', { dari: desilWords(before.desil), ke: desilWords(after.desil) })
  if (first) return t('riwayat.dibuat')
  if (after.status && after.status !== before.status) return t('status.' + after.status, { tanggal: after.service_day ? serviceDay(after.service_day) : '', instansi: after.agency || t('status.instansi') })
  return t('riwayat.isi')
}

/** The moment in a UUIDv7, ms. */
const madeAt = id => parseInt(id.replace(/-/g, '').slice(0, 12), 16)
