// Right after coming in: the area is downloaded with a count, storage is asked for and its answer shown, the app offered for installing.
import { html, useEffect, useState } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { keepMeta } from '../store/meta.js'
import { mine } from '../store/me.js'
import { counted } from '../store/records.js'
import { listed, missing } from '../store/publications.js'
import { received, syncing } from '../sync/exchange.js'
import { status } from '../sync/status.js'
import { Actions, Icon, NoteBox, Page } from './frame.js'
import { askPersistence, installable } from './arrival.js'
import { placesOf, rolesOf } from './people.js'

/** @param {{ onward: () => void }} props */
export function Welcome ({ onward }) {
  const [done, setDone] = useState(false)
  const [left, setLeft] = useState(0)
  const [persistent, setPersistent] = useState(/** @type {boolean | null} */ (null))
  const load = () => syncing().then(async answered => setDone(answered && (await missing()).length === 0))
  useEffect(() => { load(); askPersistence().then(setPersistent) }, [])
  useEffect(() => { missing().then(lacking => setLeft(lacking.length)) }, [received.value, status.value])
  const finish = async () => { await keepMeta('welcomed', true); onward() }
  const total = listed.value.length
  const broken = !done && !['busy', 'idle', 'done'].includes(status.value.state)
  return html`<${Page} brand hem status=${false} name=${t('unduh.judul')}
    footer=${html`<${Actions}>${broken
      ? html`<button type="button" class="btn wide" onClick=${load}>${t('unduh.ulang')}</button>`
      : html`<button type="button" class="btn wide" disabled=${!done} onClick=${finish}>${done ? t('unduh.mulai') : t('unduh.sedang')}</button>`}</${Actions}>`}>
    <div class="stack-s"><h1>${t('undangan.berhasil', { nama: mine().name })}</h1><p class="dim">${rolesOf(mine().roles)} · ${placesOf(mine().areas)}</p></div>
    <section class="card stack" aria-live="polite"><h2>${t(done ? 'unduh.siap' : 'unduh.judul')}</h2>
      <progress class=${done ? 'ok' : ''} max=${total + 1} value=${done ? total + 1 : total ? 1 + total - left : 0} aria-label=${t('unduh.judul')}></progress>
      <ul class="stack-s"><${Row} ready=${total > 0 || done}>${t('unduh.wilayah', { n: Math.max(received.value, counted()) })}</${Row}>
        <${Row} ready=${done}>${t('unduh.formulir', { i: total - left, n: total })}</${Row}></ul>
      ${broken && html`<p class="small warn-t" role="alert">${t('unduh.terputus')}</p>`}</section>
    ${persistent !== null && html`<${Kept} persistent=${persistent} />`}
    <${Install} /></${Page}>`
}

const Row = ({ ready, children }) => html`<li class="cond"><${Icon} name=${ready ? 'done' : 'clock'} /><span>${children}</span></li>`

/** What the browser answered: whether it may throw our data away. @param {{ persistent: boolean }} props */
export const Kept = ({ persistent }) => persistent
  ? html`<${NoteBox} kind="ok" icon="check2"><p>${t('ruang.aman')}</p></${NoteBox}>`
  : html`<${NoteBox} kind="warn" icon="box"><p>${t('ruang.belum_aman')}</p></${NoteBox}>`

/** A button where the browser offers it, else how to do it by hand; nothing once installed. */
export function Install () {
  const offer = installable.value
  if (matchMedia('(display-mode: standalone)').matches) return null
  if (!offer) return html`<p class="small dim">${t('masuk.pasang_sendiri')}</p>`
  const install = async () => {
    await offer.prompt()
    installable.value = null
    askPersistence()
  }
  return html`<button type="button" class="btn two wide" onClick=${install}><${Icon} name="phone" />${t('masuk.pasang_tombol')}</button>`
}
