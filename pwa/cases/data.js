// The right pane of the review: what was typed with its marks, the conditions, and who did what.
import { html, useEffect, useState } from '../vendor/ui.js'
import { formatDate, t } from '../text/text.js'
import { Icon } from '../shell/frame.js'
import { bodyOf, get, identityId, of } from '../store/records.js'
import { request } from '../sync/api.js'
import { usePublication } from './catalogue.js'
import { answersOf } from './answers.js'
import { moment } from './words.js'

const TABS = ['data', 'syarat', 'jawaban', 'riwayat']

/** @param {{ record: any, catalogue: any, member: string|null }} props member: whose paper is open */
export function DataPane ({ record, catalogue, member }) {
  const [tab, setTab] = useState('data')
  const visit = get(record.body.visit)
  const survey = usePublication('survey', visit ? visit.body.survey : null)
  const marks = (visit && visit.body.marks) || []
  return html`<section class="pane" aria-label=${t('periksa.data_diketik')}>
    <div class="pane-h"><div class="subtabs" role="tablist">${TABS.map(name => html`<button key=${name} role="tab" aria-selected=${tab === name ? 'true' : 'false'} onClick=${() => setTab(name)}>${t('periksa.tab_' + name)}</button>`)}</div></div>
    <div class="pane-b stack">
      ${tab === 'data' && html`<${People} record=${record} member=${member} marks=${marks} survey=${survey} />`}
      ${tab === 'syarat' && html`<${Conditions} record=${record} catalogue=${catalogue} survey=${survey} visit=${visit} />`}
      ${tab === 'jawaban' && html`<${Answers} survey=${survey} visit=${visit} />`}
      ${tab === 'riwayat' && html`<${History} id=${record.id} />`}
    </div></section>`
}

function People ({ record, member, marks, survey }) {
  const family = bodyOf(record.body.family)
  const members = of('member', 'family', record.body.family).sort((a, b) => (a.body.order || 0) - (b.body.order || 0))
  const shown = member ? [...members.filter(m => m.id === member), ...members.filter(m => m.id !== member)] : members
  const familyIdentity = bodyOf(identityId(record.body.family))
  const labels = survey ? answersOf(survey, {}) : null
  return html`
    ${marks.length > 0 && html`<ul>${marks.map((mark, i) => html`<li class="cond" key=${i}><span class="warn-t"><${Icon} name="warn" /></span>
      <span>${labels ? labels.labelOf(mark.path) : mark.path}<small>${mark.message || t('tanda.' + mark.kind)}</small></span></li>`)}</ul>`}
    <h3>${family.head_name} <span class="reg dim">· ${t('periksa.keluarga')}</span></h3>
    <dl class="data"><dt>${t('periksa.no_kk')}</dt><dd class="num">${familyIdentity.kk_number || '-'}</dd>
      <dt>${t('periksa.alamat')}</dt><dd>${family.address || '-'}</dd>
      <dt>${t('periksa.hp')}</dt><dd>${family.phone || '-'}</dd></dl>
    ${shown.map(m => { const identity = bodyOf(identityId(m.id)); return html`<div key=${m.id} class="stack-s"><h3>${m.body.full_name} <span class="reg dim">· ${label(survey, 'hubungan', m.body.relation)}</span></h3>
      <dl class="data"><dt>NIK</dt><dd class="num">${identity.nik || '-'}</dd>
        <dt>${t('periksa.lahir')}</dt><dd>${identity.birth_date ? formatDate(identity.birth_date) : identity.birth_year || identity.birth_year_estimate || '-'}</dd>
        <dt>${t('periksa.jk')}</dt><dd>${label(survey, 'jk', m.body.sex) || '-'}</dd>
        ${m.body.insurance && html`<dt>BPJS/KIS</dt><dd>${label(survey, 'jkn', m.body.insurance)}${m.body.insurance_status ? `, ${label(survey, 'jkn_status', m.body.insurance_status)}` : ''}</dd>`}</dl></div>` })}`
}

const label = (survey, list, code) => (survey && survey.choices[list] && (survey.choices[list].find(c => c.name === code) || {}).label) || code || ''

const OUTCOME = { terpenuhi: ['ok-t', 'done', 'syarat.terpenuhi'], belum_terpenuhi: ['dim', 'minus', 'syarat.tidak'], belum_diketahui: ['warn-t', 'ask', 'syarat.belum_diketahui'], ditanyakan: ['warn-t', 'ask', 'syarat.petugas'] }

function Conditions ({ record, catalogue, survey, visit }) {
  const service = catalogue && catalogue.services.find(s => s.code === record.body.service)
  const advice = record.body.advice
  if (!service || !advice || !survey || !visit) return html`<p class="dim">${t('periksa.syarat_belum')}</p>`
  const answers = answersOf(survey, visit.body.answers)
  return html`<p class="b">${t('cek.' + (advice.advice || 'belum_dinilai'))}</p>
    <ul>${(advice.conditions || []).map(outcome => {
      const condition = service.conditions.find(c => c.code === outcome.code)
      const [tone, icon, key] = OUTCOME[outcome.outcome] || ['dim', 'info', 'syarat.catatan']
      const because = (outcome.because || []).slice(0, 4).map(({ path, row }) => `${answers.labelOf(path)}: ${answers.said(path, row) || t('periksa.kosong')}`)
      return condition && html`<li class="cond" key=${outcome.code}><span class=${tone}><${Icon} name=${icon} /></span><span>${condition.text}
        <small><b class=${tone}>${t(key)}</b>${because.length ? `: ${because.join('; ')}` : ''}</small></span></li>`
    })}</ul>
    <p class="small dim">${t('syarat.bukan_keputusan')} ${t('syarat.sumber', { sumber: service.source, sejak: service.since || '-' })}</p>`
}

function Answers ({ survey, visit }) {
  if (!survey || !visit) return html`<p class="dim">${t('periksa.jawaban_belum')}</p>`
  return html`${answersOf(survey, visit.body.answers).sections().map(section => html`<div key=${section.key} class="stack-s"><h3>${section.label}</h3>
    <dl class="data">${section.rows.map(row => html`<dt key=${row.key + 'l'}>${row.label}</dt><dd key=${row.key}>${row.said}</dd>`)}</dl></div>`)}`
}

function History ({ id }) {
  const [state, setState] = useState(/** @type {any} */ (null))
  useEffect(() => { request(`/api/records/${id}/history`).then(({ data }) => setState(data), () => setState({ trouble: true })) }, [id])
  if (!state) return html`<p class="dim" role="status">${t('periksa.riwayat_memuat')}</p>`
  if (state.trouble) return html`<p class="dim">${t('periksa.riwayat_perlu_sinyal')}</p>`
  const entries = state.entries || state.history || state
  return html`<ul>${entries.map(entry => html`<li class="cond" key=${entry.seq}><span class="dim"><${Icon} name="clock" /></span>
    <span>${t('riwayat.' + (entry.do || 'isi').replace('.', '_'))}<small>${entry.person_name || entry.by || ''} · ${moment(local(entry.received_at))}</small></span></li>`)}</ul>`
}

/** A moment of the server in the office's time. */
const local = iso => new Date(Date.parse(iso) + 7 * 3600000).toISOString().slice(0, 19)
