// "Terima file": unsent work that was carried here as a file, for a phone that gets no signal. Taken as if the phone had sent it.
import { html, useRef, useState } from '../vendor/ui.js'
import { formatMoment, t } from '../text/text.js'
import { mine } from '../store/me.js'
import { request } from '../sync/api.js'
import { syncNow } from '../sync/exchange.js'
import { DeskPage } from '../shell/desk.js'
import { errorText, Icon, NoteBox } from '../shell/frame.js'
import { readCarried } from './carried-file.js'

/** @typedef {{ name: string, made_at: string, taken: number, known: number, attention: number, photos: { kept: number, later: number, refused: number } }} Outcome */

export function CarriedScreen () {
  const [step, setStep] = useState('')
  const [outcome, setOutcome] = useState(/** @type {Outcome | null} */ (null))
  const [trouble, setTrouble] = useState('')
  const [name, setName] = useState('')
  const take = async file => {
    if (!file) return
    setOutcome(null)
    setTrouble('')
    setName(file.name)
    setStep(t('bawa.membaca'))
    try {
      setOutcome(await bring(await readCarried(file), setStep))
      syncNow()
    } catch (/** @type {any} */ error) {
      setTrouble([errorText(error), error.document && error.document.detail].filter(Boolean).join(' '))
    }
    setStep('')
  }
  const head = html`<div class="page-h"><div><h1>${t('bawa.terima_file')}</h1><p class="dim">${t('bawa.terima_jelas')}</p></div>
    <p class="line"><a class="btn two" href="/orang"><${Icon} name="back" />${t('desk.orang')}</a></p></div>`
  return html`<${DeskPage} title=${t('bawa.terima_file')} head=${head} name=${mine().name} desa=${mine().desa.name}><div class="narrow stack">
    ${trouble && html`<div class="errsum flat" role="alert"><h2>${t('bawa.ditolak', { berkas: name })}</h2><p>${trouble}</p></div>`}
    ${outcome && html`<${Told} outcome=${outcome} />`}
    ${step ? html`<p role="status">${step}</p>` : html`<${Pick} onFile=${take} again=${Boolean(outcome || trouble)} />`}</div></${DeskPage}>`
}

/**
 * Text first, then the photos that the server awaits, one by one: what breaks off is taken up by giving the file again.
 * @param {import('./carried-file.js').Carried} file @param {(words: string) => void} say @returns {Promise<Outcome>}
 */
async function bring ({ head, mac, warrant, photos }, say) {
  say(t('bawa.menyerahkan'))
  const { data } = await request('/api/carried', { json: { head, mac, warrant }, timeout: 300000 })
  const counts = { kept: 0, later: 0, refused: 0 }
  const states = new Map(data.photos.map(({ id, state }) => [id, state]))
  for (let index = 0; index < photos.length; index++) {
    const { id, blob } = photos[index]
    let state = states.get(id)
    if (state === 'awaited') {
      say(t('bawa.menyerahkan_foto', { n: index + 1, total: photos.length }))
      const { data: told } = await request(`/api/blobs/${id}`, { method: 'PUT', body: blob, headers: { 'Content-Type': 'application/octet-stream' } })
      state = told.state
    }
    counts[state in counts ? state : 'later']++
  }
  return { ...data, photos: counts }
}

function Told ({ outcome: { name, made_at: at, taken, known, attention, photos } }) {
  return html`<section class="pane" role="status"><div class="pane-h"><h2>${t('bawa.sudah_diterima', { nama: name })}</h2><span class="small dim">${t('bawa.dibuat', { kapan: formatMoment(at, new Date()) })}</span></div>
    <div class="pane-b stack"><dl class="kv">
      <div><dt>${t('bawa.n_baru')}</dt><dd>${taken}</dd><dd></dd></div>
      <div><dt>${t('bawa.n_sudah')}</dt><dd>${known}</dd><dd></dd></div>
      ${attention > 0 && html`<div><dt>${t('bawa.n_tertahan')}</dt><dd>${attention}</dd><dd><a href="/betulkan">${t('desk.betulkan')}</a></dd></div>`}
      <div><dt>${t('bawa.n_foto')}</dt><dd>${photos.kept}</dd><dd></dd></div>
      ${photos.refused > 0 && html`<div><dt>${t('bawa.n_foto_ditolak')}</dt><dd>${photos.refused}</dd><dd></dd></div>`}</dl>
      ${photos.later > 0 && html`<${NoteBox} kind="warn" icon="clock"><p>${t('bawa.n_foto_nanti', { n: photos.later })}</p></${NoteBox}>`}
      <p class="small dim">${t('bawa.hp_tahu', { nama: name })}</p></div></section>`
}

function Pick ({ onFile, again }) {
  const input = useRef(/** @type {HTMLInputElement | null} */ (null))
  const pick = event => { const [file] = event.target.files; event.target.value = ''; onFile(file) }
  const drop = event => { event.preventDefault(); onFile(event.dataTransfer.files[0]) }
  return html`<div class="drop split" onDragOver=${event => event.preventDefault()} onDrop=${drop}><p><b>${t(again ? 'bawa.tarik_lagi' : 'bawa.tarik')}</b><br /><span class="small dim">${t('bawa.jenis')}</span></p>
    <input class="hide" type="file" accept=".siaga" ref=${input} aria-label=${t('bawa.pilih')} tabindex="-1" onChange=${pick} />
    <button type="button" class=${again ? 'btn two' : 'btn'} onClick=${() => input.current && input.current.click()}>${t('bawa.pilih')}</button></div>`
}
