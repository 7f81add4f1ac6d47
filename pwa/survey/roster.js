// A repeat: a card a row with a line about it, and "Tambah". A row opens as a page of its own.
import { html } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { Chip, Icon } from '../shell/frame.js'
import { marked } from './marked.js'
import { said } from './said.js'
import { useWatchUnder } from './watch.js'
import { countAt, livingHere, saidCount } from './count.js'

export function Roster ({ form, node, ipath, sheet }) {
  useWatchUnder(form, ipath, countAt(form))
  const state = form.state(ipath)
  const rows = form.rows(ipath)
  const wanted = saidCount(form)
  const here = livingHere(form, node, rows)
  const differs = wanted !== null && rows.length > 0 && here !== wanted.n
  if (!state.relevant) return null
  return html`<section class="stack">
    <h2>${wanted ? t('survei.baris_dari', { n: here, total: wanted.n }) : t(isPeople(node) ? 'survei.baris_dicatat' : 'survei.n_dicatat', { n: rows.length })}</h2>
    ${state.hint && html`<p class="hint">${marked(state.hint)}</p>`}
    ${rows.length > 0 && html`<ul class="list">
      ${rows.map((_, i) => html`<${Card} key=${sheet.rowKey(ipath, i)} form=${form} node=${node} row=${`${ipath}[${i}]`} asks=${sheet.asksIn(`${ipath}[${i}]`)}
        onOpen=${() => sheet.openRow(`${ipath}[${i}]`)} />`)}
    </ul>`}
    ${!node.count && html`<button type="button" class="btn add wide" onClick=${() => sheet.addRow(ipath)}><${Icon} name="plus" />${t('survei.tambah', { apa: lower(state.label || node.name) })}</button>`}
    ${differs && html`<div class="note-box warn"><span><${Icon} name="warn" /></span><p>${t(here < wanted.n ? 'survei.hitungan_kurang' : 'survei.hitungan_lebih', { ditulis: wanted.n, dicatat: here })}
      ${' '}<button type="button" class="text-link" onClick=${() => sheet.onAnswer(wanted.ipath, here)}>${t('survei.hitungan_ubah', { n: here })}</button></p></div>`}
  </section>`
}

/** Whether its rows are people: those have records of their own. */
const isPeople = node => node.children.some(({ name }) => name === 'id_anggota')
const lower = text => text.charAt(0).toLowerCase() + text.slice(1)

function Card ({ form, node, row, asks, onOpen }) {
  const { title, about } = rowSummary(form, node, row)
  const left = form.open(row)
  const icon = personIcon(form, node, row)
  const open = event => { event.preventDefault(); onOpen() }
  return html`<li><a class="go" href="#" onClick=${open}>
    <span class="dot"><${Icon} name=${icon} /></span>
    <span><span class="t">${title || t('survei.belum_bernama')}</span>${about && html`<span class="m">${about}</span>`}
      <span class="m">${asks.length > 0
        ? html`<${Chip} kind="warn" icon="warn">${t('tanya.chip_' + asks[0].kind)}</${Chip}>`
        : left === 0
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

/** A picture beside the words, from sex and age alone. */
function personIcon (form, node, row) {
  const value = name => { const found = flatten(node, row).find(q => q.node.name === name); return found ? form.state(found.ipath).value : '' }
  const age = value('umur')
  if (typeof age === 'number' && age < 6) return 'child'
  if (typeof age === 'number' && age >= 60) return 'elder'
  return value('jk') === 'p' ? 'woman' : 'person'
}

const flatten = (node, ipath) => node.children.flatMap(child => child.kind === 'question'
  ? [{ node: child, ipath: ipath + '/' + child.name }]
  : child.kind === 'group' ? flatten(child, ipath + '/' + child.name) : [])
