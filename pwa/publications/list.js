// Survei dan layanan: what kader are asked and what services need, which version since when, by whom; and the answers as a file.
import { html, useEffect, useState } from '../vendor/ui.js'
import { formatMoment, shortVersion, t } from '../text/text.js'
import { isOffice, mine } from '../store/me.js'
import { now } from '../sync/clock.js'
import { DeskPage } from '../shell/desk.js'
import { Chip, Icon, NoteBox } from '../shell/frame.js'
import { errorText } from '../shell/layers.js'
import { AdviceRuns } from './advice.js'
import { Answers } from './answers.js'
import { downloadWorkbook, versions, workbookName } from './fetching.js'
import { mayPublish, scopeName, since, standing, titleOf } from './words.js'

const CHIPS = { holds: ['ok', 'done'], later: ['info', 'cal'], old: ['hollow', 'clock'] }
const OLD = 3 // versions of the past that are shown at once

export function VersionsScreen () {
  const [listed, setListed] = useState(/** @type {import('./words.js').Version[] | null} */ (null))
  const [trouble, setTrouble] = useState('')
  const [asking, setAsking] = useState(/** @type {import('./words.js').Version | null} */ (null))
  const fail = error => setTrouble(errorText(error))
  useEffect(() => { versions().then(setListed, fail) }, [])
  const things = grouped((listed || []).filter(({ kind }) => kind === 'survey' || kind === 'catalogue'))
  const head = html`<div class="page-h"><div><h1>${t('desk.survei')}</h1><p class="dim">${t('unggah.daftar_jelas')}</p></div>
    <p class="line">${isOffice() && html`<a class="btn two" href="/pesan"><${Icon} name="chat" />${t('pesan.judul')}</a><a class="btn two" href="/desil"><${Icon} name="page" />${t('desil.judul')}</a>`}${mayPublish() && html`<a class="btn two" href="/survei/unggah/katalog"><${Icon} name="plus" />${t('unggah.katalog_baru')}</a>
      <a class="btn" href="/survei/unggah/survei"><${Icon} name="plus" />${t('unggah.survei_baru')}</a>`}</p></div>`
  return html`<${DeskPage} title=${t('desk.survei')} head=${head} name=${mine().name} desa=${mine().desa.name}><div class="stack">
    ${trouble && html`<div role="alert"><${NoteBox} kind="warn" icon="warn"><p>${trouble}</p></${NoteBox}></div>`}
    ${listed && !mayPublish() && html`<${NoteBox}><p>${t('unggah.hanya_lihat')}</p></${NoteBox}>`}
    ${things.map(thing => html`<${Thing} key=${thing[0].kind + thing[0].code} versions=${thing} onFail=${fail} onAsk=${setAsking} />`)}
    ${isOffice() && html`<${AdviceRuns} />`}
    ${isOffice() && html`<${Answers} asking=${asking} onClose=${() => setAsking(null)} />`}</div></${DeskPage}>`
}

/** The versions of each survey and catalogue, in the order of the last one. */
function grouped (listed) {
  const found = new Map()
  for (const one of listed) {
    const key = one.kind + ' ' + one.code
    found.set(key, [...(found.get(key) || []), one])
  }
  return [...found.values()]
}

function Thing ({ versions, onFail, onAsk }) {
  const [all, setAll] = useState(false)
  const current = versions.find(({ holds }) => holds) || versions[0]
  const shown = versions.filter(one => all || standing(one) !== 'old' || versions.filter(other => standing(other) === 'old').indexOf(one) < OLD)
  const survey = current.kind === 'survey'
  return html`<section class="pane"><div class="pane-h"><h2>${titleOf(current)} <span class="dim small">${current.code}</span></h2>
      ${survey && isOffice() && html`<button type="button" class="btn two s" onClick=${() => onAsk(current)}><${Icon} name="page" />${t('ekspor.tombol')}</button>`}</div>
    <table class="tbl"><caption class="hide">${titleOf(current)}</caption>
      <thead><tr>${['versi', 'keadaan', 'cakupan', 'oleh', 'tindakan'].map(key => html`<th scope="col" key=${key}>${t('unggah.t_' + key)}</th>`)}</tr></thead>
      <tbody>${shown.map(one => html`<${Row} key=${one.hash} version=${one} onFail=${onFail} />`)}</tbody></table>
    ${shown.length < versions.length && html`<p class="pane-b"><button type="button" class="link" onClick=${() => setAll(true)}>${t('unggah.lainnya', { n: versions.length - shown.length })}</button></p>`}</section>`
}

function Row ({ version, onFail }) {
  const [kind, icon] = CHIPS[standing(version)]
  const keep = () => downloadWorkbook(version).catch(onFail)
  return html`<tr class="top-row"><td><b class="num" title=${version.version}>${shortVersion(version.version)}</b></td>
    <td><${Chip} kind=${kind} icon=${icon}>${t('unggah.keadaan.' + standing(version))}</${Chip}><small>${since(version)}</small></td>
    <td>${scopeName(version.scope, version.scope_name)}</td>
    <td>${version.published_by_name || t('unggah.bawaan')}<small>${formatMoment(version.published_at, now())}</small></td>
    <td class="nowrap">${version.kind === 'survey' && html`<a class="btn two s" href=${`/survei/lihat/${version.hash}`}>${t('unggah.lihat')}</a>`} ${workbookName(version)
      ? html`<button type="button" class="link" onClick=${keep}>${t('unggah.unduh', { berkas: workbookName(version) })}</button>`
      : html`<span class="small dim">${t('unggah.dilengkapi')}</span>`}</td></tr>`
}
