// A repeat: a card a row with a line about it, and "Tambah". A row opens as a page of its own.
import { html } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { Chip, Icon } from '../shell/frame.js'
import { said } from './said.js'
import { useWatch } from './watch.js'

export function Roster ({ form, node, ipath, sheet }) {
  useWatch(form, ipath)
  const rows = form.rows(ipath)
  return html`<section class="stack">
    <h2>${t('survei.baris_dicatat', { n: rows.length })}</h2>
    ${form.state(ipath).hint && html`<p class="hint">${form.state(ipath).hint}</p>`}
    ${rows.length > 0 && html`<ul class="list">
      ${rows.map((_, i) => html`<${Card} key=${sheet.rowKey(ipath, i)} form=${form} node=${node} row=${`${ipath}[${i}]`}
        onOpen=${() => sheet.openRow(`${ipath}[${i}]`)} />`)}
    </ul>`}
    <button type="button" class="btn add wide" onClick=${() => sheet.addRow(ipath)}><${Icon} name="plus" />${t('survei.tambah', { apa: node.label })}</button>
  </section>`
}

function Card ({ form, node, row, onOpen }) {
  useWatch(form, row)
  const { title, about } = rowSummary(form, node, row)
  const left = form.open(row)
  const open = event => { event.preventDefault(); onOpen() }
  return html`<li><a class="go" href="#" onClick=${open}>
    <span class="dot"><${Icon} name="person" /></span>
    <span><span class="t">${title || t('survei.belum_bernama')}</span>${about && html`<span class="m">${about}</span>`}
      <span class="m">${left === 0
        ? html`<${Chip} kind="ok" icon="done">${t('survei.lengkap')}</${Chip}>`
        : html`<${Chip} kind="info" icon="edit">${t('survei.belum_diisi_n', { n: left })}</${Chip}>`}</span></span>
    <${Icon} name="next" /></a></li>`
}

/**
 * A row in one line: its first text answer is the title; relation-like choice and age follow when the row has them.
 * @returns {{ title: string, about: string }}
 */
export function rowSummary (form, node, row) {
  const questions = flatten(node, row)
  const first = questions.find(q => q.node.type === 'text')
  const choice = questions.find(q => q.node.type === 'select_one' && q.node.name === 'hubungan')
  const age = questions.find(q => q.node.name === 'umur')
  const years = age && form.state(age.ipath).value
  return {
    title: first ? said(form, first.ipath) : '',
    about: [choice && said(form, choice.ipath), years !== undefined && years !== '' && years !== null && t('survei.umur_tahun', { n: years })].filter(Boolean).join(' · ')
  }
}

const flatten = (node, ipath) => node.children.flatMap(child => child.kind === 'question'
  ? [{ node: child, ipath: ipath + '/' + child.name }]
  : child.kind === 'group' ? flatten(child, ipath + '/' + child.name) : [])
