// A recording or a PDF that an answer names: fetched when it is asked for, and let go when it is left.
import { html, useEffect, useState } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { errorText, Icon } from '../shell/frame.js'
import { photo } from '../store/photos.js'
import { request } from '../sync/api.js'

/** @param {{ id: string, label: string }} props what is kept beside the visit, and the question it answers */
export function Attachment ({ id, label }) {
  const [{ url, type, trouble, busy }, set] = useState({ url: '', type: '', trouble: '', busy: false })
  useEffect(() => () => { if (url) URL.revokeObjectURL(url) }, [url])
  const open = () => {
    set({ url: '', type: '', trouble: '', busy: true })
    fetched(id).then(
      blob => set({ url: URL.createObjectURL(blob), type: blob.type, trouble: '', busy: false }),
      error => set({ url: '', type: '', trouble: error.status === 404 ? t('periksa.berkas_menunggu') : errorText(error), busy: false })
    )
  }
  if (url && type.startsWith('audio/')) return html`<audio class="wide" controls autoplay src=${url} aria-label=${label}></audio>`
  if (url) return html`<a class="link" href=${url} target="_blank" rel="noopener"><${Icon} name="page" />${t('periksa.buka_pdf')}</a>`
  return html`<button type="button" class="btn two s" aria-label=${`${t('periksa.buka_berkas')}: ${label}`} disabled=${busy} onClick=${open}><${Icon} name="page" />${t(busy ? 'periksa.mengambil' : 'periksa.buka_berkas')}</button>
    ${trouble && html`<p class="small warn-t" role="status">${trouble}</p>`}`
}

/** From this device when it was taken here, else from the server; never shown as anything but what the server vouches for. */
async function fetched (id) {
  const mine = await photo(id)
  const blob = (mine && mine.blob) || (await request(`/api/blobs/${encodeURIComponent(id)}`, { read: 'blob' })).data
  return /^(audio\/.*|application\/pdf)$/.test(blob.type) ? blob : new Blob([blob], { type: 'application/octet-stream' })
}
