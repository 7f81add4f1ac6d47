// The photo of a paper, large: zoom, turn, fit. It is fetched once and let go when it is left.
import { html, useEffect, useRef, useState } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { Icon } from '../shell/frame.js'
import { Key } from '../shell/keys.js'
import { photo } from '../store/photos.js'
import { photoUrl } from '../sync/api.js'

const STEP = 1.25

/**
 * @param {{ photos: string[], at: number, title: string, sub?: string, zoom: number, turn: number, onPage: (i: number) => void,
 *   onZoom: (z: number) => void, onTurn: () => void }} props photos: blob ids, oldest first
 */
export function Viewer ({ photos, at, title, sub, zoom, turn, onPage, onZoom, onTurn }) {
  const id = photos[at] || null
  const [url, trouble] = usePhoto(id)
  const [frame, size] = useSize(url)
  const [width, height] = [size[0] * zoom, size[1] * zoom]
  const lies = turn % 180 !== 0
  const fits = lies ? { width: `${height}px`, height: `${width}px` } : { width: `${width}px`, height: `${height}px` }
  return html`<section class="pane viewer" aria-label=${t('periksa.foto_dari', { berkas: title })}>
    <div class="vbar"><span><b>${title}</b>${sub && ` · ${sub}`}</span>
      ${photos.length > 1 && html`<span class="line"><button aria-label=${t('periksa.foto_sebelum')} disabled=${at === 0} onClick=${() => onPage(at - 1)}>‹</button>
        <span role="status">${t('periksa.foto_ke', { i: at + 1, n: photos.length })}</span>
        <button aria-label=${t('periksa.foto_berikut')} disabled=${at === photos.length - 1} onClick=${() => onPage(at + 1)}>›</button></span>`}</div>
    ${url
      ? html`<div class="scroll" ref=${frame} tabindex=${zoom > 1 ? 0 : -1}><div class="sheet-of" style=${{ width: `${width}px`, height: `${height}px` }}>
          <img src=${url} alt=${t('periksa.foto_dari', { berkas: title })} style=${{ ...fits, transform: `translate(-50%, -50%) rotate(${turn}deg)` }} /></div></div>`
      : html`<p class="empty" role="status">${trouble || (id ? t('periksa.foto_menunggu') : t('periksa.tanpa_foto'))}</p>`}
    ${url && html`<div class="tools">
      <button aria-label=${t('periksa.perkecil')} onClick=${() => onZoom(Math.max(0.5, zoom / STEP))}><${Icon} name="zoomout" /><${Key} of="-" /></button>
      <button aria-label=${t('periksa.perbesar')} onClick=${() => onZoom(Math.min(6, zoom * STEP))}><${Icon} name="zoomin" /><${Key} of="+" /></button>
      <button aria-label=${t('periksa.putar')} onClick=${onTurn}><${Icon} name="rotate" /><${Key} of="O" /></button>
      <button onClick=${() => onZoom(1)}>${t('periksa.pas')} <${Key} of=${0} /></button></div>`}
  </section>`
}

const EDGE = 16 // px around the photo

/** How large the place for the photo is, without its edge: what is larger than it can be scrolled to from any side. */
function useSize (shown) {
  const frame = useRef(null)
  const [size, setSize] = useState([0, 0])
  useEffect(() => {
    const measure = () => { if (frame.current) setSize([frame.current.offsetWidth - EDGE, frame.current.offsetHeight - EDGE]) }
    measure()
    addEventListener('resize', measure)
    return () => removeEventListener('resize', measure)
  }, [shown])
  return [frame, size]
}

const SOON = 5000 // ms until a photo that is still on its way is asked for once more; doubles up to LATE
const LATE = 60000

/**
 * A photo as an address: from this device when it was taken here, else from the server, as soon as it is there.
 * @returns {[string|null, string]} the address; what to say while there is none
 */
export function usePhoto (id, thumb = false) {
  const [state, setState] = useState(/** @type {[string|null, string]} */ ([null, '']))
  useEffect(() => {
    let address = ''
    let gone = false
    let timer = 0
    let wait = SOON
    const look = () => load(id, thumb).then(url => { address = url; gone ? URL.revokeObjectURL(url) : setState([url, '']) }, error => {
      if (gone) return
      setState([null, error.status === 404 ? t('periksa.foto_menunggu') : error.title || t('periksa.foto_perlu_sinyal')])
      if (error.name === 'Problem' && error.status !== 404) return
      timer = setTimeout(look, wait)
      wait = Math.min(wait * 2, LATE)
    })
    setState([null, ''])
    if (id) look()
    return () => { gone = true; clearTimeout(timer); if (address) URL.revokeObjectURL(address) }
  }, [id])
  return state
}

async function load (id, thumb) {
  const mine = await photo(id)
  const blob = mine && (thumb ? mine.thumb : mine.blob)
  return blob ? URL.createObjectURL(blob) : photoUrl(id, thumb)
}
