// How much room the application uses, and what may be let go: never what has not arrived.
import { html, useEffect, useState } from '../vendor/ui.js'
import { formatSize, t } from '../text/text.js'
import { counted, version } from '../store/records.js'
import { dropKept, photoRows, photosVersion } from '../store/photos.js'
import { outbox } from '../store/outbox.js'
import { syncNow } from '../sync/exchange.js'
import { GoRow, OwnPage, toast } from './frame.js'

export const SpaceScreen = () => html`<${OwnPage} title=${t('ruang.judul')} back="/lainnya"><${Body} /></${OwnPage}>`

function Body () {
  const [photos, setPhotos] = useState(/** @type {any[]} */ ([]))
  const [used, setUsed] = useState(0)
  useEffect(() => {
    photoRows().then(setPhotos)
    if (navigator.storage && navigator.storage.estimate) navigator.storage.estimate().then(({ usage }) => setUsed(usage || 0))
  }, [photosVersion.value, version.value])
  const waiting = photos.filter(({ state, full }) => state !== 'kept' && full)
  const kept = photos.filter(({ state, small }) => state === 'kept' && small !== false)
  const sum = rows => rows.reduce((total, { size, full, thumbSize = 12000 }) => total + (full ? size : thumbSize), 0)
  const empty = async () => {
    await dropKept()
    toast(t('ruang.foto_dilepas'))
  }
  const send = event => { event.preventDefault(); syncNow() }
  return html`
    <section class="card stack"><div class="apart"><h2>${t('ruang.dipakai')}</h2><b>${formatSize(used)}</b></div>
      <dl class="kv"><div><dt>${t('ruang.foto_belum')}</dt><dd>${t('ruang.n_foto', { n: waiting.length, ukuran: formatSize(sum(waiting)) })}</dd><dd></dd></div>
        <div><dt>${t('ruang.foto_sampai')}</dt><dd>${t('ruang.n_foto', { n: kept.length, ukuran: formatSize(sum(kept)) })}</dd><dd></dd></div>
        <div><dt>${t('ruang.data')}</dt><dd>${t('ruang.n_catatan', { n: counted() })}</dd><dd></dd></div></dl></section>
    ${(kept.length > 0 || waiting.length > 0 || outbox.value.length > 0) && html`<section class="stack"><h2>${t('ruang.bisa')}</h2><ul class="list">
      ${kept.length > 0 && html`<${GoRow} href="#" icon="check2" tone="ok" title=${t('ruang.kosongkan')} more=${t('ruang.lega', { ukuran: formatSize(sum(kept)) })} onClick=${event => { event.preventDefault(); empty() }} />`}
      ${waiting.length > 0 && html`<${GoRow} href="#" icon="send" title=${t('ruang.kirim_foto')} more=${t('ruang.perlu_sinyal')} onClick=${send} />`}
      ${(waiting.length > 0 || outbox.value.length > 0) && html`<${GoRow} href="/kiriman/file" icon="box" title=${t('bawa.judul')} more=${t('bawa.tanpa_sinyal')} />`}</ul></section>`}`
}
