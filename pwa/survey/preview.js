// A survey as the phone shows it, before it goes out: the same form and the same widgets, nothing kept and nothing sent.
import { html, useEffect, useMemo, useState } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { Actions, Bar, Icon } from '../shell/frame.js'
import { Sprite } from '../icons/sprite.svg.js'
import { localNow, localToday } from '../sync/clock.js'
import { uuid7 } from '../sync/uuid.js'
import { openForm } from './engine/form.js'
import { ErrorSummary } from './errors.js'
import { Part, Parts } from './page.js'
import { rowWords } from './roster.js'

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
  useEffect(() => { setPlace({ at: 0, row: '' }); setCheck(0) }, [form])
  const pages = form.pages
  const at = Math.min(place.at, pages.length - 1)
  const here = pages[at]
  const row = place.row && form.rows(place.row.slice(0, place.row.lastIndexOf('['))).includes(place.row) ? place.row : ''
  const to = (next, open = '') => { setPlace({ at: next, row: open }); setCheck(0) }
  const sheet = useMemo(() => sheetOf(form, check > 0, again, open => to(at, open)), [form, at, check > 0])
  if (!here) return html`<main class="stack-l"><p>${t('unggah.tanpa_halaman')}</p></main>`
  const scope = row || here.path
  const problems = check ? form.problems(scope) : []
  const onward = event => {
    event.preventDefault()
    if (!check && form.problems(scope).length) setCheck(check + 1)
    else if (row) to(at)
    else to(Math.min(at + 1, pages.length - 1))
  }
  const { filled, total } = form.progress()
  const ofRow = row ? rowWords(form, row) : null
  const title = ofRow ? ofRow.title : here.label
  return html`<${Sprite} /><div class="phone">
    <header><${Bar} title=${title} sub=${ofRow ? ofRow.place : t('survei.halaman_ke', { i: at + 1, n: pages.length })} back=${row || at > 0 ? () => row ? to(at) : to(at - 1) : undefined} />
      <div class="prog"><p class="apart small"><span>${t('kunjungan.kemajuan', { terisi: filled, total })}</span><span class="dim">${t('unggah.pratinjau')}</span></p></div></header>
    <main>${check > 0 && html`<${ErrorSummary} problems=${problems} turn=${check} />`}
      <form id="f" key=${scope} onSubmit=${onward} noValidate>${row
        ? html`<${Parts} form=${form} nodes=${form.node(row).children} under=${row} sheet=${sheet} />`
        : html`<${Part} form=${form} node=${form.node(here.path)} ipath=${here.path} sheet=${sheet} heading=${false} />`}</form></main>
    <${Actions}>${row
      ? html`<button type="button" class="btn wide" onClick=${onward}>${ofRow && ofRow.save}</button>`
      : html`<div class="pair"><button type="button" class="btn two" disabled=${at === 0} onClick=${() => to(at - 1)}>${t('umum.kembali')}</button>
          <button type="button" class="btn" disabled=${at === pages.length - 1 && check > 0} onClick=${onward}>${t('umum.lanjut')}<${Icon} name="next" /></button></div>`}</${Actions}></div>`
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
