// A newer version of the survey came while a visit was open: what it asks differently, and what moving would leave out.
import { html, useEffect, useState } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { changeWords } from '../shell/changes.js'
import { Actions, EmergencyButton, Icon, NoteBox, Page } from '../shell/frame.js'
import { toast } from '../shell/layers.js'
import { Missing, Problem } from '../shell/trouble.js'
import { go } from '../shell/router.js'
import { draft as loadDraft, saveDraft } from '../store/drafts.js'
import { inForce, publication } from '../store/publications.js'
import { localToday } from '../sync/clock.js'
import { movedBack, movedDraft } from './move.js'

/** The version that holds now, when a draft follows another one of the same survey. @param {any} survey of the draft @param {string} hash */
export function newerVersion (survey, hash) {
  const found = inForce('survey', survey.id, localToday())
  return found && found.hash !== hash ? found : null
}

/** @param {{ draft: string, differences: Function, carry: Function }} props */
export function VersionScreen ({ draft: id, differences, carry }) {
  const [both, setBoth] = useState(/** @type {any} */ (undefined))
  const [trouble, setTrouble] = useState(/** @type {Error|null} */ (null))
  const load = async () => {
    const draft = await loadDraft(id)
    const old = draft && await publication(draft.survey)
    const found = old && newerVersion(old, draft.survey)
    const fresh = found && await publication(found.hash)
    setBoth(fresh ? { draft, old, fresh, hash: found.hash, told: differences(old, fresh), carried: carry(old, fresh, draft.answers) } : null)
  }
  useEffect(() => { load().catch(setTrouble) }, [id])
  if (trouble) return html`<${Problem} error=${trouble} />`
  if (both === undefined) return null
  if (both === null) return html`<${Missing} text=${t('versi.tidak_ada')} />`
  const undo = async () => {
    const now = await loadDraft(id)
    if (!now || !now.before) return
    await saveDraft(movedBack(now, carry(both.fresh, both.old, now.answers)))
    go(`/kunjungan/${id}/versi`, { replace: true }) // another screen: the one of the visit holds what it opened
  }
  const move = () => saveDraft(movedDraft(both.draft, both.hash, both.carried)).then(() => {
    toast(t('versi.pindah_sudah'), () => { undo().catch(setTrouble) })
    go(`/kunjungan/${id}/0`, { replace: true })
  }, setTrouble)
  const { told, carried } = both
  const footer = html`<${Actions}><div class="pair"><a class="btn two" href=${`/kunjungan/${id}/${both.draft.page || 0}`}>${t('versi.tetap')}</a>
    <button type="button" class="btn" onClick=${move}>${t('versi.pindah')}</button></div></${Actions}>`
  return html`<${Page} title=${t('versi.judul')} sub=${both.fresh.title} back=${`/kunjungan/${id}/${both.draft.page || 0}`} footer=${footer}>
    <${NoteBox} icon="new">${t('versi.jelas')}</${NoteBox}>
    ${carried.left.length > 0 && html`<section class="stack-s"><h2>${t('versi.tidak_ikut', { n: carried.left.length })}</h2><p>${t('versi.tidak_ikut_jelas')}</p>
      <${Lines} of=${carried.left.map(one => ({ title: one.label, more: one.value }))} icon="warn" /></section>`}
    <${Section} title=${t('versi.baru', { n: told.added.length })} of=${told.added} icon="plus" />
    <${Section} title=${t('versi.dihapus', { n: told.removed.length })} of=${told.removed} icon="minus" />
    <${Section} title=${t('versi.diubah', { n: told.changed.length })} icon="edit" of=${told.changed.map(one => ({ ...one, page: changeWords(one) }))} />
    <${EmergencyButton} /></${Page}>`
}

const Section = ({ title, of, icon }) => of.length > 0 && html`<section class="stack-s"><h2>${title}</h2>
  <${Lines} of=${of.map(one => ({ title: one.label, more: one.page }))} icon=${icon} /></section>`

const Lines = ({ of, icon }) => html`<ul class="list">${of.map(({ title, more }, at) => html`<li key=${at} class="cond pane-b"><span><${Icon} name=${icon} /></span><span>${title}<br /><span class="small dim">${more}</span></span></li>`)}</ul>`

/** On the first page of a visit: a newer version waits. Nothing happens by itself. */
export const NewerVersion = ({ session }) => newerVersion(session.survey, session.draft.survey) && html`<div class="lead-in"><${NoteBox} icon="new">
  ${t('versi.ada')} <a class="text-link" href=${`/kunjungan/${session.draft.id}/versi`}>${t('versi.lihat')}</a></${NoteBox}></div>`
