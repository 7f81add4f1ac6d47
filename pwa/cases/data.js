// The right pane of the review: what was typed with its marks, the conditions, and who did what.
import { html, useState } from '../vendor/ui.js'
import { longDay, t } from '../text/text.js'
import { Causes, tellingFirst } from '../shell/causes.js'
import { DesilRow } from '../shell/desil.js'
import { Icon } from '../shell/frame.js'
import { bodyOf, get, identityId, of } from '../store/records.js'
import { usePublication } from './catalogue.js'
import { answersOf } from './answers.js'
import { Answers } from './told.js'
import { History } from './history.js'
import { HouseholdNotes } from './household.js'
import { choiceLabels } from './labels.js'
import { notesOf, warningsOf } from './notes.js'

const TABS = ['data', 'syarat', 'jawaban', 'riwayat']

/** @param {{ record: any, catalogue: any, member: string|null, papers: { name: string, document: any }[] }} props member: whose paper is open */
export function DataPane ({ record, catalogue, member, papers }) {
  const [tab, setTab] = useState('data')
  const visit = get(record.body.visit)
  const survey = usePublication('survey', visit ? visit.body.survey : null)
  const marks = (visit && visit.body.marks) || []
  const notes = of('note', 'case', record.id).length
  const warnings = warningsOf(visit)
  return html`<section class="pane" aria-label=${t('periksa.data_diketik')}>
    <div class="pane-h"><div class="subtabs" role="tablist">${TABS.map(name => html`<button key=${name} role="tab" aria-selected=${tab === name ? 'true' : 'false'} onClick=${() => setTab(name)}>${t('periksa.tab_' + name)}${name === 'riwayat' && notes > 0 ? ` (${notes})` : ''}</button>`)}</div>
      ${warnings > 0 ? html`<span class="small dim nowrap">${t('periksa.n_tanda', { n: warnings })}</span>` : html`<span></span>`}</div>
    <div class="pane-b stack">
      ${tab === 'data' && html`<${People} record=${record} member=${member} marks=${marks} survey=${survey} visit=${visit} />`}
      ${tab === 'syarat' && html`<${Conditions} record=${record} catalogue=${catalogue} survey=${survey} visit=${visit} />`}
      ${tab === 'jawaban' && html`<${Answers} survey=${survey} visit=${visit} />`}
      ${tab === 'riwayat' && html`<${History} record=${record} papers=${papers} />`}
    </div></section>`
}

function People ({ record, member, marks, survey, visit }) {
  const family = bodyOf(record.body.family)
  const members = of('member', 'family', record.body.family).sort((a, b) => (a.body.order || 0) - (b.body.order || 0))
  const shown = member ? [...members.filter(m => m.id === member), ...members.filter(m => m.id !== member)] : members
  const identityOf = id => bodyOf(identityId(id))
  const notes = notesOf({ survey, visit, marks })
  /** @param {string} property @param {string|null} [id] of a member */
  const about = (property, id = null) => notes.beside(property, id)
  return html`<${HouseholdNotes} family=${record.body.family} />
    ${notes.rest.length > 0 && html`<ul>${notes.rest.map((note, i) => html`<li class="cond" key=${i}><span class="warn-t"><${Icon} name="warn" /></span>
      <span>${note.label}<small>${note.words}</small></span></li>`)}</ul>`}
    <h3>${family.head_name} <span class="reg dim">· ${t('periksa.keluarga')}</span></h3>
    <dl class="data"><${Field} name=${t('periksa.no_kk')} value=${identityOf(record.body.family).kk_number} num notes=${about('kk_number')} />
      <${Field} name=${t('periksa.alamat')} value=${family.address} notes=${about('address')} />
      <${Field} name=${t('periksa.hp')} value=${family.phone} notes=${about('phone')} />
      <${DesilRow} key=${record.body.family} family=${record.body.family} said=${saidDesil(visit)} /></dl>
    ${shown.map(m => { const identity = identityOf(m.id); return html`<div key=${m.id} class="stack-s"><h3>${m.body.full_name} <span class="reg dim">· ${label(survey, 'hubungan', m.body.relation)}</span></h3>
      <dl class="data"><${Field} name="NIK" value=${identity.nik} num notes=${about('nik', m.id)} />
        <${Field} name=${t('periksa.lahir')} value=${identity.birth_date ? longDay(identity.birth_date) : identity.birth_year || identity.birth_year_estimate} notes=${[...about('birth_date', m.id), ...about('birth_year', m.id)]} />
        <${Field} name=${t('periksa.jk')} value=${label(survey, 'jk', m.body.sex)} notes=${about('sex', m.id)} />
        ${m.body.insurance && html`<${Field} name="BPJS/KIS" value=${[label(survey, 'jkn', m.body.insurance), m.body.insurance_status && label(survey, 'jkn_status', m.body.insurance_status)].filter(Boolean).join(', ')} notes=${about('insurance', m.id)} />`}</dl></div>` })}`
}

/** What the visit says of the desil, wherever its survey asks. */
const saidDesil = visit => Object.values((visit && visit.body.answers) || {}).map(part => part && part.desil_info).find(Boolean)

/** One property of the person, and what was noticed about it. */
const Field = ({ name, value, num, notes }) => html`<dt>${name}</dt><dd class=${num && !notes.length ? 'num' : ''}>${notes.length
  ? html`<div class="w"><${Icon} name="warn" /> ${value || '-'}${notes.map(note => html`<br /><small>${note.words}</small>`)}</div>`
  : value || '-'}</dd>`

const label = (survey, list, code) => !code ? '' : survey ? choiceLabels(survey, list, code) : code

const OUTCOME = { terpenuhi: ['ok-t', 'done', 'syarat.terpenuhi'], belum_terpenuhi: ['dim', 'minus', 'syarat.tidak'], belum_diketahui: ['warn-t', 'ask', 'syarat.belum_diketahui'], ditanyakan: ['warn-t', 'ask', 'syarat.petugas'] }

function Conditions ({ record, catalogue, survey, visit }) {
  const service = catalogue && catalogue.services.find(s => s.code === record.body.service)
  const advice = record.body.advice
  if (!service || !advice || !survey || !visit) return html`<p class="dim">${t('periksa.syarat_belum')}</p>`
  const answers = answersOf(survey, visit.body.answers, visit.body)
  return html`<p class="b">${t('cek.' + (advice.advice || 'belum_dinilai'))}</p>
    <ul>${(advice.conditions || []).map(outcome => {
      const condition = service.conditions.find(c => c.code === outcome.code)
      const [tone, icon, key] = OUTCOME[outcome.outcome] || ['dim', 'info', 'syarat.catatan']
      const because = tellingFirst(outcome.because || [], condition && condition.expr).map(({ path, row }) => `${answers.labelOf(path, row)}: ${answers.said(path, row) || t('periksa.kosong')}`)
      return condition && html`<li class="cond" key=${outcome.code}><span class=${tone}><${Icon} name=${icon} /></span><span>${condition.text}
        <small><b class=${tone}>${t(key)}</b>${because.length > 0 && ': '}<${Causes} of=${because} /></small></span></li>`
    })}</ul>
    <p class="small dim">${t('syarat.bukan_keputusan')} ${service.since ? t('syarat.sumber', { sumber: service.source, sejak: longDay(service.since) }) : t('syarat.sumber_saja', { sumber: service.source })}</p>`
}
