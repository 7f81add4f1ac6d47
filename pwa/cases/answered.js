// One visit as it was answered, with what the server noticed: for visits that ask for no service, too.
import { html } from '../vendor/ui.js'
import { formatDate, t } from '../text/text.js'
import { DeskPage } from '../shell/desk.js'
import { Icon } from '../shell/frame.js'
import { Missing } from '../shell/trouble.js'
import { bodyOf, get, version } from '../store/records.js'
import { canVisit, mine } from '../store/me.js'
import { usePublication } from './catalogue.js'
import { Answers } from './told.js'
import { notesOf } from './notes.js'

/** @param {{ id: string }} props of the visit */
export function AnsweredScreen ({ id }) {
  version.value // eslint-disable-line no-unused-expressions
  const visit = get(id)
  const survey = usePublication('survey', visit ? visit.body.survey : null)
  if (!visit || visit.collection !== 'visit') return html`<${Missing} text=${t('warga.tidak_ada')} />`
  const { body } = visit
  const name = bodyOf(body.family).head_name || t('warga.tanpa_nama')
  const notes = survey ? notesOf({ survey, visit, marks: body.marks || [] }).all : []
  const head = html`<div class="page-h"><div class="line"><a class="ib" href=${`/warga/${body.family}`} aria-label=${t('umum.kembali')}><${Icon} name="back" /></a>
    <div><h1>${name}</h1><p class="small dim">${[survey && survey.title, body.date && formatDate(body.date), body.by && body.by.name].filter(Boolean).join(' · ')}</p></div></div>
    ${canVisit() && body.family && !body.superseded_by && html`<a class="btn two s" href=${`/betulkan/${id}`}><${Icon} name="edit" />${t('kunjungan.betulkan')}</a>`}</div>`
  return html`<${DeskPage} title=${t('periksa.jawaban_dari', { nama: name })} head=${head} name=${mine().name} desa=${mine().desa.name}>
    <section class="pane"><div class="pane-b stack"><${Revision} body=${body} />
      ${notes.length > 0 && html`<ul>${notes.map((note, i) => html`<li class="cond" key=${i}><span class="warn-t"><${Icon} name="warn" /></span><span>${note.label}<small>${note.words}</small></span></li>`)}</ul>`}
      <${Answers} survey=${survey} visit=${visit} /></div></section></${DeskPage}>`
}

/** Which of several revisions this is: who corrected it and why, and the way to the one before and the one that counts. */
function Revision ({ body }) {
  const [before, after] = [body.supersedes, body.superseded_by].map(id => id && get(id) ? `/jawaban/${id}` : null)
  return html`${before && html`<div class="note-box info"><span><${Icon} name="edit" /></span><div><p>${t('kunjungan.dibetulkan_oleh', { nama: body.by ? body.by.name : '' })}</p>
      ${body.correction && html`<p>“${body.correction}”</p>`}<p><a class="link" href=${before}>${t('kunjungan.lihat_sebelum')}</a></p></div></div>`}
    ${after && html`<div class="note-box"><span><${Icon} name="warn" /></span><p><a class="link" href=${after}>${t('kunjungan.lihat_sesudah')}</a></p></div>`}`
}
