// The corridor of a visit: one page of the survey after the other, forward and back, nothing ever lost.
import { html, useEffect, useMemo, useRef, useState } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { Actions, EmergencyButton, Icon, Page } from '../shell/frame.js'
import { Missing, Problem } from '../shell/trouble.js'
import { back, go } from '../shell/router.js'
import { Contents } from './contents.js'
import { answered, ASKED, NOT_HELD } from './meaning.js'
import { mediaOf } from './media.js'
import { openSession } from './session.js'
import { Refused } from './refused.js'
import { familyTitle } from './title.js'

/**
 * @param {{ draft: string, page?: string, openForm: Function, Part: any, Parts: any, ErrorSummary: any, rowSummary: any,
 *   shrink: Function, send: (session: any) => Promise<void> }} props
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

function Corridor ({ session, page, row, Part, Parts, ErrorSummary, rowSummary, shrink, send }) {
  const { form, draft } = session
  const [, again] = useState(0)
  useEffect(() => form.subscribe(() => again(n => n + 1)), [form])
  const [check, setCheck] = useState({ turn: 0, at: '' })
  const [listing, setListing] = useState(false)
  const [trouble, setTrouble] = useState(/** @type {Error|null} */ (null))
  const [sending, setSending] = useState(false)
  const touched = useRef(new Set())
  const pages = form.pages.filter(p => form.pageState(p).relevant && form.pageState(p).total > 0)
  const at = Math.min(Math.max(Number(page ?? draft.page) || 0, 0), pages.length - 1)
  const here = pages[at]
  const inRow = row && rowPath(form, here, row)
  const scope = inRow || here.path
  const checked = check.at === scope
  const result = String(answered(session.survey, form.answers(), ASKED.result))
  const ends = NOT_HELD.has(result) && pages.length === 1
  const problems = checked ? form.problems(scope) : []

  useEffect(() => {
    session.keep({ page: at, row: row || null })
    window.scrollTo(0, 0)
    const wanted = draft.question
    if (wanted && check.turn === 0) document.getElementById(anchor(wanted))?.scrollIntoView({ block: 'center' })
  }, [at, row])

  const sheet = useMemo(() => ({
    checked,
    touched: ipath => checked || touched.current.has(ipath),
    asked: node => draft.mode !== 'cepat' || form.isAsked(node),
    source: (ipath, value) => source(draft, ipath, value),
    media: mediaOf(session, shrink),
    onAnswer: (ipath, value) => session.answer(ipath, value).catch(setTrouble),
    onLeave: (ipath, value) => {
      touched.current.add(ipath)
      if (value !== form.get(ipath)) session.answer(ipath, value).catch(setTrouble)
      again(n => n + 1)
    },
    rowKey: (ipath, i) => form.get(`${ipath}[${i}]/id_anggota`) || i,
    openRow: ipath => go(`/kunjungan/${draft.id}/${at}/${index(ipath)}`),
    addRow: ipath => go(`/kunjungan/${draft.id}/${at}/${session.addRow(ipath)}`)
  }), [checked, at])

  const leave = () => { session.keep({ question: null }); back('/') }
  const toPage = i => { setCheck({ turn: 0, at: '' }); session.keep({ question: null }); go(`/kunjungan/${draft.id}/${i}`, { replace: true }) }
  const previous = () => row ? back(`/kunjungan/${draft.id}/${at}`) : at > 0 ? toPage(at - 1) : leave()
  const next = event => {
    event.preventDefault()
    if (row) {
      if (!checked && form.problems(scope).length) return setCheck({ turn: check.turn + 1, at: scope })
      return back(`/kunjungan/${draft.id}/${at}`)
    }
    if (!checked && form.problems(scope).length) return setCheck({ turn: check.turn + 1, at: scope })
    if (checked && problems.length && !event.skip) return setCheck({ turn: check.turn + 1, at: scope })
    at < pages.length - 1 ? toPage(at + 1) : go(`/kunjungan/${draft.id}/cek`)
  }
  const end = event => {
    event.preventDefault()
    setCheck(form.problems(scope).length ? { turn: check.turn + 1, at: scope } : { turn: 0, at: 'tutup' })
  }
  const skip = () => next({ preventDefault () {}, skip: true })
  const close = () => { setSending(true); send(session).catch(error => { setTrouble(error); setSending(false) }) }

  if (ends && check.at === 'tutup') return html`<${Refused} result=${result} busy=${sending} onBack=${() => setCheck({ turn: 0, at: '' })} onDone=${close} />`

  const progress = form.progress()
  const title = inRow ? rowSummary(form, form.node(inRow), inRow).title || t('survei.belum_bernama') : here.label
  const sub = inRow
    ? t('survei.baris_ke', { i: index(inRow) + 1, n: form.rows(inRow.replace(/\[[0-9]+\]$/, '')).length })
    : [familyTitle(session), t('survei.halaman_ke', { i: at + 1, n: pages.length })].filter(Boolean).join(' · ')
  const right = inRow
    ? html`<button class="ib" aria-label=${t('survei.hapus_baris')} onClick=${() => confirmRemove(session, inRow, () => back(`/kunjungan/${draft.id}/${at}`))}><${Icon} name="trash" /></button>`
    : html`<button class="ib" aria-label=${t('survei.daftar_bagian')} onClick=${() => setListing(true)}><${Icon} name="menu" /></button>`

  const under = html`<div class="prog">
    ${!inRow && html`<ol class="steps" aria-hidden="true">${pages.map((p, i) => html`<li key=${p.path} class=${stepClass(form, p, i, at)}></li>`)}</ol>`}
    <p class="split small"><span>${t('kunjungan.kemajuan', { terisi: progress.filled, total: progress.total })}</span>
      <span class="ok-t b"><${Icon} name="check" /> ${t('kunjungan.tersimpan')}</span></p>
  </div>`
  const open = checked && problems.length > 0
  const footer = html`<${Actions} note=${open && t('survei.boleh_lewati')}>
    ${inRow
      ? html`<button class="btn wide" form="f">${t('survei.simpan_baris')}</button>`
      : html`<div class="pair">
          ${open && !ends
            ? html`<button type="button" class="btn two" onClick=${skip}>${t('survei.lewati')}</button>`
            : html`<button type="button" class="btn two" onClick=${previous}>${t('umum.kembali')}</button>`}
          <button class="btn" form="f">${open ? t('survei.periksa_lagi') : t('umum.lanjut')}</button>
        </div>`}
  </${Actions}>`
  return html`
    <${Page} title=${title} sub=${sub} back=${previous} right=${right} under=${under} footer=${footer} stack="">
      ${trouble && html`<${Problem} error=${trouble} inline />`}
      ${checked && html`<${ErrorSummary} problems=${problems} turn=${check.turn} />`}
      <form id="f" onSubmit=${ends ? end : next} noValidate>
        ${inRow
          ? html`<${Parts} form=${form} nodes=${form.node(inRow).children} under=${inRow} sheet=${sheet} />`
          : html`<${Part} form=${form} node=${form.node(here.path)} ipath=${here.path} sheet=${sheet} heading=${false} />`}
      </form>
      <p class="gap-t"><${EmergencyButton} /></p>
    </${Page}>
    ${listing && html`<${Contents} form=${form} pages=${pages} at=${at} onGo=${i => { setListing(false); toPage(i) }} onClose=${() => setListing(false)} />`}`
}

const anchor = ipath => 'q' + ipath.replace(/[^A-Za-z0-9_]+/g, '-')
const index = ipath => Number(ipath.slice(ipath.lastIndexOf('[') + 1, -1))

/** The repeat row shown: the page's first repeat, row number `row`. */
function rowPath (form, page, row) {
  const find = (node, under) => {
    if (node.kind === 'repeat') return under
    for (const child of node.children || []) {
      const found = find(child, under + '/' + child.name)
      if (found) return found
    }
    return null
  }
  const repeat = find(form.node(page.path), page.path)
  return repeat && Number(row) < form.rows(repeat).length ? `${repeat}[${Number(row)}]` : null
}

function stepClass (form, page, i, at) {
  if (i === at) return 'now'
  const state = form.pageState(page)
  if (state.gaps.length + state.errors.length === 0) return 'done'
  return i < at ? 'warn' : ''
}

/** Where a filled-in answer came from, while it stands unchanged. */
function source (draft, ipath, value) {
  const copied = draft.prefilled && draft.prefilled.versions[ipath]
  return copied && copied.value === value ? t('survei.dari_data', { tanggal: copied.date || '' }) : null
}

function confirmRemove (session, inRow, then) {
  if (!window.confirm(t('kunjungan.hapus_anggota'))) return
  session.removeRow(inRow.replace(/\[[0-9]+\]$/, ''), index(inRow))
  then()
}
