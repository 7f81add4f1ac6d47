// The corridor of a visit: one page of the survey after the other, forward and back, nothing ever lost.
import { html, useEffect, useMemo, useRef, useState } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { Actions, EmergencyButton, Icon, Page } from '../shell/frame.js'
import { Missing, Problem } from '../shell/trouble.js'
import { back, go, up } from '../shell/router.js'
import { Contents } from './contents.js'
import { ASKED, NOT_HELD, pathOf } from './meaning.js'
import { indexOf, repeatOfRow, rowAddress, rowAround, rowOf } from './places.js'
import { Progress } from './progress.js'
import { Refused } from './refused.js'
import { leavePage } from './leave.js'
import { RemoveRow } from './remove.js'
import { openSession } from './session.js'
import { sheetOf } from './sheet.js'
import { familyTitle } from './title.js'
import { NewerVersion } from './version.js'
import { version } from '../store/records.js'

/**
 * @param {{ draft: string, page?: string, row?: string, openForm: any, Part: any, Parts: any, ErrorSummary: any, jumpTo: any, rowWords: any, Sections: any, asksOf: any,
 *   shrink: any, send: (session: any) => Promise<void> }} props
 */
export function VisitScreen (props) {
  const [session, setSession] = useState(/** @type {any} */ (undefined))
  const [trouble, setTrouble] = useState(/** @type {Error|null} */ (null))
  useEffect(() => { openSession(props.draft, props.openForm).then(setSession, setTrouble) }, [props.draft])
  if (trouble) return html`<${Problem} error=${trouble} />`
  if (session === undefined) return null
  if (session === null) return html`<${Missing} text=${t('kunjungan.tidak_ada')} />`
  return html`<${Corridor} ...${props} session=${session} />`
}

function Corridor ({ session, page, row, Part, Parts, ErrorSummary, jumpTo, rowWords, Sections, asksOf, shrink, send }) {
  const { form, draft } = session
  const [tick, setTick] = useState(0)
  const again = () => setTick(n => n + 1)
  const [check, setCheck] = useState({ turn: 0, at: '' })
  const [sought, setSought] = useState('')
  const [layer, setLayer] = useState('')
  const [trouble, setTrouble] = useState(/** @type {Error|null} */ (null))
  const [sending, setSending] = useState(false)
  const touched = useRef(new Set())
  const pages = form.pages
  const at = Math.min(Math.max(Number(page ?? draft.page) || 0, 0), pages.length - 1)
  const here = pages[at]
  const open = rowOf(form, here, row)
  const scope = open || here.path
  const checked = check.at === scope
  const problems = checked ? form.problems(scope, true) : []
  const resultAt = useMemo(() => pathOf(session.survey, ASKED.result), [session])
  const result = () => resultAt ? String(form.get(resultAt)) : ''
  const ends = NOT_HELD.has(result()) && pages.length === 1
  const found = ipath => { // at 0 nobody is led away to the summary
    if (form.problems(scope, true).some(problem => problem.ipath === ipath)) setCheck({ turn: 0, at: scope })
    setSought(ipath)
  }
  useEffect(() => { if (sought) jumpTo(sought) }, [sought])
  useArrival(session, at, row, found, setTrouble)
  useFrame(form, open || checked ? null : () => [form.language, familyTitle(session), result(), ...form.pages.map(one => one.path + one.label)].join('\n'), again)
  const sheet = useMemo(() => sheetOf({ session, open, asksOf, at, checked, touched: touched.current, shrink, again, onTrouble: setTrouble }), [checked, at, open])
  // Questions look to themselves, so that an answer on a long page draws nothing but what it changed. In a row they ask about each other.
  const questions = useMemo(() => open
    ? html`<${Parts} form=${form} nodes=${form.node(open).children} under=${open} sheet=${sheet} />`
    : html`<${Part} form=${form} node=${form.node(here.path)} ipath=${here.path} sheet=${sheet} heading=${false} />`,
  [form, here.path, sheet, version.value, form.language, open ? tick : 0])

  const around = open && rowAround(open)
  const list = `/kunjungan/${draft.id}/${at}` + (around ? '/' + rowAddress(form, here, around) : '')
  const leave = () => { leavePage(session, scope, setTrouble); setCheck({ turn: 0, at: '' }); session.keep({ question: null }).catch(setTrouble) }
  const page_ = i => `/kunjungan/${draft.id}/${i}`
  const toPage = i => { leave(); go(page_(i)) }
  const previous = () => { leave(); open ? up(list) : at > 0 ? up(page_(at - 1)) : back('/') }
  const onward = () => {
    leave()
    if (open) up(list)
    else if (at < pages.length - 1) go(page_(at + 1))
    else session.saving.then(() => go(`/kunjungan/${draft.id}/${pathOf(session.survey, ASKED.services) ? 'cek' : 'periksa'}`), setTrouble) // the next screen reads what is kept
  }
  const submit = event => {
    event.preventDefault()
    if (form.problems(scope, true).length && !(open && checked)) setCheck({ turn: check.turn + 1, at: scope })
    else if (ends) setLayer('end')
    else onward()
  }
  const close = () => { setSending(true); send(session).then(() => go('/kiriman', { replace: true }), error => { setTrouble(error); setSending(false); setLayer('') }) }
  const remove = () => { setLayer(''); if (open) session.removeRow(repeatOfRow(open), indexOf(open)).catch(setTrouble); up(list) }

  if (layer === 'end') return html`<${Refused} result=${result()} busy=${sending} onBack=${() => setLayer('')} onDone=${close} />`
  const lacking = checked && problems.length > 0
  const ofRow = open && rowWords(form, open)
  const words = ofRow
    ? { title: ofRow.title, sub: ofRow.place }
    : { title: here.label, sub: [familyTitle(session), t('survei.halaman_ke', { i: at + 1, n: pages.length })].join(' · ') }
  const right = ofRow
    ? !ofRow.isFixed && html`<button class="ib" aria-label=${ofRow.remove} onClick=${() => setLayer('remove')}><${Icon} name="trash" /></button>`
    : html`<button class="ib" aria-label=${t('survei.daftar_bagian')} onClick=${() => setLayer('contents')}><${Icon} name="menu" /></button>`
  return html`
    <${Page} title=${words.title} sub=${words.sub} back=${previous} right=${right} area=${draft.area} stack=""
      under=${html`<${Progress} form=${form} pages=${pages} at=${at} inRow=${Boolean(open)} />`}
      footer=${html`<${Footer} save=${ofRow && ofRow.save} lacking=${lacking} ends=${ends} onBack=${previous} onSkip=${onward} />`}>
      ${trouble && html`<${Problem} error=${trouble} inline />`}
      ${draft.supersedes && at === 0 && !open && html`<p class="note-box info gap-b"><span><${Icon} name="edit" /></span><span>${t('kunjungan.membetulkan')}</span></p>`}
      ${at === 0 && !open && html`<${NewerVersion} session=${session} />`}
      ${checked && html`<${ErrorSummary} problems=${problems} turn=${check.turn} />`}
      <form id="f" key=${scope + form.language} onSubmit=${submit} noValidate>${questions}</form>
      <p class="gap-l"><${EmergencyButton} area=${draft.area} /></p>
    </${Page}>
    ${layer === 'contents' && html`<${Contents} form=${form} Sections=${Sections} pages=${pages} at=${at} onGo=${toPage} onSpeak=${language => session.speak(language).catch(setTrouble)} onLater=${() => go('/')} onClose=${() => setLayer('')} />`}
    ${layer === 'remove' && html`<${RemoveRow} name=${words.title} row=${ofRow} onRemove=${remove} onClose=${() => setLayer('')} />`}`
}

/** Draw the frame around the questions again when an answer changes what it says; without `words`, which tell what that is, at every answer. */
function useFrame (form, words, again) {
  const said = useRef({ words, at: '' })
  said.current = { words, at: words ? words() : '' }
  useEffect(() => form.subscribe(() => {
    const { words, at } = said.current
    if (!words || words() !== at) again()
  }), [form])
}

/** Remember the page, and come back to the question that is sought, or where the phone died. */
function useArrival (session, at, row, onSought, onTrouble) {
  const arrived = useRef(false)
  useEffect(() => {
    const { question, sought } = session.draft
    const wanted = arrived.current ? null : question
    arrived.current = true
    session.keep({ page: at, row: row ?? null, sought: false }).catch(onTrouble)
    const field = wanted && document.getElementById('q' + wanted.replace(/[^A-Za-z0-9_]+/g, '-'))
    if (wanted && sought) onSought(wanted)
    else if (field) field.scrollIntoView({ block: 'center' })
    else scrollTo(0, 0)
  }, [at, row])
}

function Footer ({ save, lacking, ends, onBack, onSkip }) {
  return html`<${Actions} note=${lacking && !ends && t('survei.boleh_lewati')}>
    ${save
      ? html`<button class="btn wide" form="f">${save}</button>`
      : html`<div class="pair">
          ${lacking && !ends
            ? html`<button type="button" class="btn two" onClick=${onSkip}>${t('survei.lewati')}</button>`
            : html`<button type="button" class="btn two" onClick=${onBack}>${t('umum.kembali')}</button>`}
          <button class="btn" form="f">${lacking ? t('survei.periksa_lagi') : t('umum.lanjut')}</button>
        </div>`}
  </${Actions}>`
}
