// A repeat: a card a row with a line about it, and "Tambah". A row opens as a page of its own.
import { html } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { Chip, Icon } from '../shell/frame.js'
import { Filled } from './filled.js'
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
  return html`<section class="stack rows">
    <h2>${wanted ? t('survei.baris_dari', { n: here, total: wanted.n }) : isPeople(node) ? t('survei.baris_dicatat', { n: rows.length }) : counted(node, state.label, rows.length)}</h2>
    ${state.hint && html`<p class="hint">${marked(state.hint)}</p>`}
    ${rows.length > 0 && html`<ul class="list">
      ${rows.map((_, i) => html`<${Card} key=${sheet.rowKey(ipath, i)} form=${form} node=${node} row=${`${ipath}[${i}]`} asks=${sheet.asksIn(`${ipath}[${i}]`)}
        onOpen=${() => sheet.openRow(`${ipath}[${i}]`)} />`)}
    </ul>`}
    ${!node.count && html`<button type="button" class="btn add wide" onClick=${() => sheet.addRow(ipath)}><${Icon} name="plus" />${t('survei.tambah', { apa: lower(wordOf(node, state.label) ? state.label : t('survei.baris')) })}</button>`}
    ${differs && html`<div class="note-box warn"><span><${Icon} name="warn" /></span><p>${t(here < wanted.n ? 'survei.hitungan_kurang' : 'survei.hitungan_lebih', { ditulis: wanted.n, dicatat: here })}
      ${' '}<button type="button" class="text-link" onClick=${() => sheet.onAnswer(wanted.ipath, here)}>${t('survei.hitungan_ubah', { n: here })}</button></p></div>`}
  </section>`
}

/** How many, of what: on a page of its own its title says that. */
const counted = (node, label, n) => label && node.path.split('/').length > 3 ? t('survei.n_apa_dicatat', { apa: label.replace(/[?:]$/, ''), n }) : t('survei.n_dicatat', { n })

/** Whether its rows are people: those have records of their own. */
const isPeople = node => node.children.some(({ name }) => name === 'id_anggota')
const lower = text => /^.[A-Z]/.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1)

/** The repeat's label without its letter, where it is a word for one row; '' where it is a sentence. */
function wordOf (node, label) {
  const word = label.replace(/^[A-Z0-9]{1,2}[.)]\s+/, '').replace(/^(?:daftar|data|isian|roster)\s+/i, '').trim()
  const fits = /^[\p{L}'’/-]+(?: [\p{L}'’/-]+){0,2}$/u.test(word) && word.length <= 24
  return !fits ? '' : isPeople(node) ? word.split(' ')[0] : word
}

/**
 * What a row is called, after the repeat's own label.
 * @param {any} form @param {string} row its instance path
 * @returns {{ title: string, about: string, place: string, save: string, remove: string, isPerson: boolean, isFixed: boolean }} isFixed: how many there are is another answer's word
 */
export function rowWords (form, row) {
  const repeat = row.slice(0, row.lastIndexOf('['))
  const node = form.node(repeat)
  const word = wordOf(node, form.state(repeat).label)
  const what = word || t('survei.baris')
  const i = Number(row.slice(repeat.length + 1, -1)) + 1
  const { title, about } = rowSummary(form, node, row)
  return {
    title: title || (isPeople(node) ? t('survei.belum_bernama') : `${what} ${i}`),
    about,
    place: t('survei.baris_ke', { apa: what, i, n: form.rows(repeat).length }),
    save: t('survei.simpan_baris', { apa: lower(word) }).trim(),
    remove: t('survei.hapus_baris', { apa: lower(what) }),
    isPerson: isPeople(node),
    isFixed: Boolean(node.count)
  }
}

function Card ({ form, node, row, asks, onOpen }) {
  const { title, about } = rowWords(form, row)
  const icon = personIcon(form, node, row)
  const open = event => { event.preventDefault(); onOpen() }
  return html`<li><a class="go" href="#" onClick=${open}>
    <span class="dot"><${Icon} name=${icon} /></span>
    <span><span class="t">${title}</span>${about && html`<span class="m">${about}</span>`}
      <span class="m">${asks.length > 0
        ? html`<${Chip} kind="warn" icon="warn">${t('tanya.chip_' + asks[0].kind)}</${Chip}>`
        : html`<${Filled} form=${form} path=${row} />`}</span></span>
    <${Icon} name="next" /></a></li>`
}

/**
 * A row in one line. Of people the first text, how they are related, and their age; of anything else its first answers.
 * @returns {{ title: string, about: string }}
 */
function rowSummary (form, node, row) {
  const questions = flatten(node, row)
  if (!isPeople(node) && !questions.some(q => q.node.name === 'hubungan')) return firstAnswers(form, questions)
  const first = questions.find(q => q.node.type === 'text')
  const choice = questions.find(q => q.node.type === 'select_one' && q.node.name === 'hubungan')
  const age = questions.find(q => q.node.name === 'umur')
  const years = age && form.state(age.ipath).value
  return {
    title: first ? said(form, first.ipath) : '',
    about: [choice && said(form, choice.ipath), years !== undefined && years !== '' && years !== null && t('survei.umur_tahun', { n: years })].filter(Boolean).join(' · ')
  }
}

const IN_LINE = new Set(['text', 'barcode', 'select_one', 'select_multiple', 'integer', 'decimal', 'range', 'date', 'time'])
const MOST = 3 // answers of a line
const LONG = 32 // letters of a question that is not said with its answer

/** A text as the title; anything else with its question. */
function firstAnswers (form, questions) {
  const told = []
  for (const { node, ipath } of questions) {
    if (told.length === MOST) break
    if (!IN_LINE.has(node.type)) continue
    const { relevant, label, value } = form.state(ipath)
    if (!relevant || value === '') continue
    const isText = node.type === 'text'
    const asked = label.replace(/[?:]$/, '')
    told.push({ isText, words: isText || asked.length > LONG ? said(form, ipath) : `${asked}: ${said(form, ipath)}` })
  }
  const title = told.find(({ isText }) => isText)
  return { title: title ? title.words : '', about: told.filter(one => one !== title).map(({ words }) => words).join(' · ') }
}

/** A picture beside the words, from sex and age alone. */
function personIcon (form, node, row) {
  if (!isPeople(node) && !flatten(node, row).some(q => q.node.name === 'umur' || q.node.name === 'jk')) return 'page'
  const value = name => { const found = flatten(node, row).find(q => q.node.name === name); return found ? form.state(found.ipath).value : '' }
  const age = value('umur')
  if (typeof age === 'number' && age < 6) return 'child'
  if (typeof age === 'number' && age >= 60) return 'elder'
  return value('jk') === 'p' ? 'woman' : 'person'
}

const flatten = (node, ipath) => node.children.flatMap(child => child.kind === 'question'
  ? [{ node: child, ipath: ipath + '/' + child.name }]
  : child.kind === 'group' ? flatten(child, ipath + '/' + child.name) : [])
