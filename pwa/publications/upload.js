// A new survey or catalogue: choose the file, mend what is wrong, see what changes, publish. Nothing reaches a phone before the last step.
import { html, useEffect, useState } from '../vendor/ui.js'
import { longDay, shortVersion, t } from '../text/text.js'
import { mine } from '../store/me.js'
import { syncNow } from '../sync/exchange.js'
import { DeskPage } from '../shell/desk.js'
import { Icon, NoteBox } from '../shell/frame.js'
import { errorText, toast } from '../shell/layers.js'
import { go } from '../shell/router.js'
import { Missing } from '../shell/trouble.js'
import { CatalogueChanges, SurveyChanges } from './compare.js'
import { Drop } from './drop.js'
import { body, downloadWorkbook, send, versions, workbookName } from './fetching.js'
import { Mistakes } from './mistakes.js'
import { OnPhone } from './on-phone.js'
import { KINDS, mayPublish, scopeName, scopesOfMine, since, today } from './words.js'

const DOOR = { survei: '/api/surveys', katalog: '/api/catalogues' }

/** @param {{ kind: string, Preview: any, differences: Function, messages: () => Record<string, string> }} props kind: 'survei' or 'katalog' */
export function UploadScreen (props) {
  return props.kind in DOOR ? html`<${Upload} ...${props} />` : html`<${Missing} text=${t('galat.alamat')} to="/survei" word=${t('desk.survei')} />`
}

function Upload ({ kind, Preview, differences, messages }) {
  const [file, setFile] = useState(/** @type {File | null} */ (null))
  const [state, setState] = useState(/** @type {any} */ ({ busy: false }))
  const [listed, setListed] = useState(/** @type {import('./words.js').Version[]} */ ([]))
  useEffect(() => { versions().then(setListed, () => {}) }, [])
  const { checked, mistakes, trouble, told, busy } = state
  const current = listed.find(one => one.kind === KINDS[kind] && one.holds && (!checked || one.code === checked.code) && (checked || kind === 'katalog' || one.code === 'kelayakan'))
  const check = async chosen => {
    if (!chosen) return
    setFile(chosen)
    setState({ busy: true })
    try {
      const { data } = await send(DOOR[kind], chosen, { check: 'true' })
      const old = (listed.length ? listed : await versions()).find(one => one.kind === 'survey' && one.holds && one.code === data.code)
      setState({ busy: false, checked: data, told: kind === 'survei' && old ? differences(await body(old.hash), data.body) : null })
    } catch (error) {
      const { slug, document } = /** @type {any} */ (error)
      setState({ busy: false, mistakes: slug === 'not-compiled' ? document.errors : null, trouble: errorText(error) })
    }
  }
  const publish = async ({ scope, day }) => {
    setState({ ...state, busy: true })
    try {
      const { data } = await send(DOOR[kind], /** @type {File} */ (file), { in_force: day, ...(kind === 'survei' ? { scope } : {}) })
      toast(t(data.in_force > today() ? 'unggah.terbit_nanti' : 'unggah.terbit', { tanggal: longDay(data.in_force) }))
      syncNow()
      go('/survei')
    } catch (error) {
      setState({ ...state, busy: false, trouble: errorText(error) })
    }
  }
  const title = t(kind === 'katalog' ? 'unggah.judul_katalog' : 'unggah.judul_survei')
  const head = html`<div class="page-h"><div class="line"><a class="ib" href="/survei" aria-label=${t('unggah.ke_survei')}><${Icon} name="back" /></a><div><h1>${title}${checked && kind === 'survei' && `: ${checked.title}`}</h1>
      <p class="dim">${current ? html`${t('unggah.sekarang')} <b class="num" title=${current.version}>${shortVersion(current.version)}</b>, ${since(current)}` : t('unggah.belum_ada')}</p></div></div>
    ${current && workbookName(current) && html`<button type="button" class="btn two" onClick=${() => downloadWorkbook(current).catch(error => setState({ ...state, trouble: errorText(error) }))}>${t('unggah.unduh_sekarang')}</button>`}</div>`
  return html`<${DeskPage} title=${title} head=${head} name=${mine().name} desa=${mine().desa.name}>
    ${!mayPublish() ? html`<${NoteBox}><p>${t('unggah.hanya_lihat')}</p></${NoteBox}>` : html`<div class="panes upl">
      <${Steps} file=${file} state=${state} />
      <div class="stack">
        ${(mistakes || trouble) && html`<div class="errsum flat" role="alert"><h2>${mistakes ? t('unggah.ada_salah', { n: mistakes.length }) : trouble}</h2><p>${t('unggah.tidak_berubah')}</p></div>`}
        ${mistakes && html`<${Mistakes} mistakes=${mistakes} />`}
        ${busy && html`<p role="status">${t(checked ? 'unggah.menerbitkan' : 'unggah.memeriksa', { berkas: file ? file.name : '' })}</p>`}
        ${checked && html`<${Found} checked=${checked} kind=${kind} told=${told} Preview=${Preview} messages=${messages} onPublish=${publish} busy=${busy} />`}
        <${Drop} accept=${kind === 'survei' ? '.xlsx,.csv,.md,.zip' : '.xlsx,.csv,.md'} kinds=${t(kind === 'survei' ? 'unggah.jenis_survei' : 'unggah.jenis')} onFile=${check} again=${!!file} /></div></div>`}</${DeskPage}>`
}

function Steps ({ file, state: { checked, mistakes, trouble } }) {
  const wrong = mistakes || trouble
  const steps = [
    [file ? 'done' : 'now', file ? 'check' : 'plus', 'pilih', file ? file.name : ''],
    [checked ? 'done' : file ? 'now' : 'next', wrong ? 'warn' : 'check', 'periksa', mistakes ? t('unggah.n_salah', { n: mistakes.length }) : checked ? t('unggah.tanpa_salah') : ''],
    [checked ? 'done' : 'next', checked ? 'check' : 'two', 'bandingkan', t('unggah.bandingkan_jelas')],
    [checked ? 'now' : 'next', 'cal', 'terbitkan', t('unggah.terbitkan_jelas')]
  ]
  return html`<nav class="pane" aria-label=${t('unggah.langkah')}><ol class="road pane-b">${steps.map(([state, icon, key, more]) => html`
    <li class=${state} key=${key}><span class="tick"><${Icon} name=${icon} /></span><div><p class="b">${t('unggah.langkah_' + key)}</p><p class="small dim">${more}</p></div></li>`)}</ol></nav>`
}

function Found ({ checked, kind, told, Preview, messages, onPublish, busy }) {
  const names = list => code => (list.find(one => one.code === code) || { name: code }).name
  return html`${checked.remarks.length > 0 && html`<section class="pane"><div class="pane-h"><h2>${t('unggah.n_peringatan', { n: checked.remarks.length })}</h2><span class="small dim">${t('unggah.boleh')}</span></div>
      <ul class="pane-b">${checked.remarks.map(remark => html`<li class="cond" key=${remark}><span class="warn-t"><${Icon} name="warn" /></span><span>${remark}</span></li>`)}</ul></section>`}
    <div class=${kind === 'survei' ? 'panes try' : ''}><div class="stack">
      ${kind === 'survei' ? html`<${SurveyChanges} told=${told} />` : html`<${CatalogueChanges} effects=${checked.effects} paperName=${names(checked.body.papers)} serviceName=${names(checked.body.services)} />`}
      <${Publish} checked=${checked} kind=${kind} onPublish=${onPublish} busy=${busy} /></div>
      ${kind === 'survei' && html`<${OnPhone} survey=${checked.body} Preview=${Preview} messages=${messages} />`}</div>`
}

function Publish ({ checked, kind, onPublish, busy }) {
  const scopes = kind === 'survei' ? scopesOfMine() : [checked.scope]
  const [scope, setScope] = useState(scopes[0])
  const [day, setDay] = useState(today())
  const submit = event => { event.preventDefault(); onPublish({ scope, day }) }
  return html`<section class="pane fresh"><form class="pane-b stack" onSubmit=${submit}><h2>${t('unggah.terbitkan_versi', { versi: shortVersion(checked.version) })}</h2>
    <fieldset class="q"><legend>${t('unggah.untuk_siapa')}</legend>${scopes.map(one => html`<label class="choice" key=${one}>
      <input type="radio" name="cakupan" checked=${scope === one} onChange=${() => setScope(one)} /><span class="box"><span>${scopeName(one)}</span></span></label>`)}</fieldset>
    <div class="q"><label for="berlaku">${t('unggah.mulai_berlaku')}</label><input class="in" id="berlaku" type="date" required min=${today()} value=${day} onInput=${event => setDay(event.target.value)} />
      <p class="hint">${t('unggah.mulai_jelas')}</p></div>
    <p><button class="btn" disabled=${busy || !day}><${Icon} name="send" />${t('unggah.terbitkan')}</button></p></form></section>`
}
