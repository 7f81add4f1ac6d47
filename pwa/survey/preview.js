// A survey as the phone shows it, before it goes out: the same form and the same widgets, nothing kept and nothing sent.
import { html, useEffect, useMemo, useRef, useState } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { Actions, Bar, Icon, NoteBox } from '../shell/frame.js'
import { Sprite } from '../icons/sprite.svg.js'
import { localNow, localToday } from '../sync/clock.js'
import { uuid7 } from '../sync/uuid.js'
import { openForm } from './engine/form.js'
import { ErrorSummary } from './errors.js'
import { Part, Parts } from './page.js'
import { rowWords } from './roster.js'
import { Sections } from './sections.js'

/**
 * @param {{ survey: any, mode?: 'lengkap' | 'cepat', hidden?: Record<string, any>, messages: Record<string, string> }} props
 *   hidden: values of hidden questions by name, as a visit would have them
 */
export function Preview ({ survey, mode = 'lengkap', hidden = {}, messages }) {
  const form = useMemo(() => openForm(survey, { hidden, mode, today: localToday(), now: localNow(), messages }), [survey, mode])
  const [, draw] = useState(0)
  const again = () => draw(n => n + 1)
  useEffect(() => form.subscribe(again), [form])
  const [place, setPlace] = useState({ at: 0, row: '' })
  const [check, setCheck] = useState(0)
  const [isListed, setListed] = useState(false)
  useEffect(() => { setPlace({ at: 0, row: '' }); setCheck(0) }, [form])
  const pages = form.pages
  const at = Math.min(place.at, pages.length)
  const here = pages[at]
  const row = place.row && form.rows(place.row.slice(0, place.row.lastIndexOf('['))).includes(place.row) ? place.row : ''
  const to = (next, open = '') => { setPlace({ at: next, row: open }); setCheck(0); setListed(false) }
  const sheet = useMemo(() => sheetOf(form, check > 0, again, open => to(at, open)), [form, at, check > 0])
  if (!pages.length) return html`<main class="stack-l"><p>${t('unggah.tanpa_halaman')}</p></main>`
  const listed = isListed && html`<${Listed} onClose=${() => setListed(false)}><${Sections} form=${form} pages=${pages} at=${at} onGo=${i => to(i)} onSpeak=${language => form.speak(language)} /></${Listed}>`
  const { filled, total } = form.progress()
  const around = (title, sub, back, ...rest) => html`<${Sprite} /><div class="phone">
    <header><${Bar} title=${title} sub=${sub} back=${back} tight right=${!row && html`<button type="button" class="ib" aria-label=${t('survei.daftar_bagian')} onClick=${() => setListed(true)}><${Icon} name="menu" /></button>`} />
      <div class="prog"><p class="apart small"><span>${t('kunjungan.kemajuan', { terisi: filled, total })}</span><span class="dim">${t('unggah.pratinjau')}</span></p></div></header>
    ${rest}</div>${listed}`
  if (!here) return around(t('kunjungan.cek_ulang'), '', () => to(pages.length - 1), html`<${Ended} left=${form.problems('/data').length} onAgain=${() => to(0)} />`)
  const scope = row || here.path
  const problems = check ? form.problems(scope, true) : []
  const onward = () => row ? to(at, outerRow(row)) : to(at + 1)
  const submit = event => {
    event.preventDefault()
    if (form.problems(scope, true).length && !(row && check)) setCheck(check + 1)
    else onward()
  }
  const ofRow = row ? rowWords(form, row) : null
  const previous = row ? () => to(at, outerRow(row)) : at > 0 ? () => to(at - 1) : undefined
  return around(ofRow ? ofRow.title : here.label, ofRow ? ofRow.place : t('survei.halaman_ke', { i: at + 1, n: pages.length }), previous, html`
    <main>${check > 0 && html`<${ErrorSummary} problems=${problems} turn=${check} />`}
      <form id="f" key=${scope + form.language} onSubmit=${submit} noValidate>${row
        ? html`<${Parts} form=${form} nodes=${form.node(row).children} under=${row} sheet=${sheet} />`
        : html`<${Part} form=${form} node=${form.node(here.path)} ipath=${here.path} sheet=${sheet} heading=${false} />`}</form></main>
    <${Actions} note=${problems.length > 0 && t('survei.boleh_lewati')}>${ofRow
      ? html`<button type="button" class="btn wide" onClick=${submit}>${ofRow.save}</button>`
      : html`<div class="pair">${problems.length > 0
          ? html`<button type="button" class="btn two" onClick=${onward}>${t('survei.lewati')}</button>`
          : html`<button type="button" class="btn two" disabled=${at === 0} onClick=${previous}>${t('umum.kembali')}</button>`}
        <button type="button" class="btn" onClick=${submit}>${problems.length > 0 ? t('survei.periksa_lagi') : t('umum.lanjut')}</button></div>`}</${Actions}>`)
}

/** The row that a row stands in; '' for one of the page itself. */
const outerRow = row => (/^.*\]/.exec(row.slice(0, row.lastIndexOf('['))) || [''])[0]

/** Where the survey ends and what the application shows of itself begins. @param {{ left: number, onAgain: () => void }} props */
const Ended = ({ left, onAgain }) => html`<main class="stack"><${NoteBox}>${t('unggah.akhir')}</${NoteBox}>
    ${left > 0 && html`<p class="b">${t('survei.perlu_diperiksa', { n: left })}</p>`}</main>
  <${Actions}><button type="button" class="btn two wide" onClick=${onAgain}>${t('unggah.dari_awal')}</button></${Actions}>`

/** A sheet in a page of its own kind: the desk's keys and history are not the phone's. @param {{ onClose: () => void, children: any }} props */
function Listed ({ onClose, children }) {
  const box = useRef(/** @type {HTMLElement|null} */ (null))
  useEffect(() => { if (box.current) box.current.focus() }, [])
  return html`<div class="layer"><div class="scrim" onClick=${onClose}></div>
    <section class="sheet stack" role="dialog" aria-modal="true" aria-label=${t('survei.daftar_bagian')} tabindex="-1" ref=${box} onKeyDown=${event => event.key === 'Escape' && onClose()}>
      <h2>${t('survei.daftar_bagian')}</h2>${children}<button type="button" class="btn two wide" onClick=${onClose}>${t('umum.tutup')}</button></section></div>`
}

/** What a page knows beside the form (visits/sheet.js); photos stay in memory. */
function sheetOf (form, checked, again, openRow) {
  const touched = new Set()
  const photos = new Map()
  const keep = async file => { const id = uuid7(); photos.set(id, URL.createObjectURL(file)); return id }
  const answer = (ipath, value) => { form.set(ipath, value); again() }
  const nothing = () => null
  return {
    checked,
    touched: ipath => checked || touched.has(ipath),
    asked: node => form.isAsked(node),
    source: nothing,
    newer: nothing,
    asks: () => [],
    asksIn: () => [],
    onConfirm: nothing,
    media: { keep, keepFile: keep, url: async id => photos.get(id) || null, room: async () => {} },
    onAnswer: answer,
    onLeave: (ipath, value) => { touched.add(ipath); if (value !== form.get(ipath)) answer(ipath, value); else form.say ? form.say(ipath) : again() },
    rowKey: (_, at) => at,
    openRow,
    addRow: ipath => openRow(`${ipath}[${form.addRow(ipath, { id_anggota: uuid7() })}]`)
  }
}
