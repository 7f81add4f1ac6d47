// The camera: a frame of the paper's shape, one sentence, one shutter; then the photo, to keep or to take again.
import { html, useEffect, useRef, useState } from '../vendor/ui.js'
import { t, Worded } from '../text/text.js'
import { Bar, EmergencyIcon, errorText, Icon, Sheet } from '../shell/frame.js'
import { roomForPhoto } from '../store/photos.js'
import { shrink } from './shrink.js'
import { Taken } from './taken.js'
import { isCard, prepare, verdictOn } from './verdict.js'

/**
 * @param {{ paper: string, title: string, onKeep: (photo: { blob: Blob, thumb: Blob, verdict: string|null, reason: string|null }) => Promise<void>,
 *   onClose: () => void, onLater?: () => void, later?: boolean }} props
 *   verdict: what the phone saw wrong, codes with spaces between, "jelas" for nothing; reason: why it is kept all the same;
 *   later: the paper may come later
 */
export function Camera ({ paper, title, onKeep, onClose, onLater, later = false }) {
  const [taken, setTaken] = useState(/** @type {any} */ (null))
  const [trouble, setTrouble] = useState('')
  const [busy, setBusy] = useState(false)
  const [full, setFull] = useState(false)
  const [asking, setAsking] = useState(false)
  useEffect(prepare, [])
  useEffect(() => { roomForPhoto().catch(error => { setTrouble(errorText(error)); setFull(true) }) }, [])
  const take = async (source, turn = 0) => {
    setBusy(true)
    setTrouble('')
    await shrink(source, bitmap => verdictOn(bitmap, paper), turn).then(found => setTaken({ ...found, source, turn }), error => setTrouble(errorText(error)))
    setBusy(false)
  }
  const keep = reason => {
    const { blob, thumb, seen } = taken
    setBusy(true)
    onKeep({ blob, thumb, verdict: seen && (seen.join(' ') || 'jelas'), reason }).catch(error => { setTrouble(errorText(error)); setBusy(false) })
  }
  const good = taken && !(taken.seen && taken.seen.length)
  const closing = () => good ? setAsking(true) : onClose()
  const drop = () => { setAsking(false); setTaken(null) }
  const close = html`<${Bar} title=${title} back=${closing} right=${html`<${EmergencyIcon} />`} />`
  if (taken) {
    return html`<div class="cam"><header>${close}</header>
      <${Taken} taken=${taken} title=${title} trouble=${trouble} busy=${busy} later=${later} onKeep=${keep} onAgain=${() => setTaken(null)} onTurn=${by => take(taken.source, (taken.turn + by) % 360)} onLater=${onLater} />
      ${asking && html`<${Sheet} title=${t('foto.buang_tanya')} onClose=${() => setAsking(false)}>${shut => html`
        <button class="btn bad wide" onClick=${drop}>${t('foto.buang')}</button><button class="btn two wide" onClick=${shut}>${t('umum.batal')}</button>`}</${Sheet}>`}</div>`
  }
  return html`<div class="cam"><header>${close}</header>
    <${Finder} card=${isCard(paper)} busy=${busy || full} trouble=${trouble} onTake=${take} /></div>`
}

function Finder ({ card, busy, trouble, onTake }) {
  const video = useRef(/** @type {HTMLVideoElement|null} */ (null))
  const [stream, setStream] = useState(/** @type {MediaStream|null} */ (null))
  const [denied, setDenied] = useState(false)
  const [torch, setTorch] = useState(false)
  useEffect(() => {
    let mine = /** @type {MediaStream|null} */ (null)
    let gone = false
    openCamera().then(found => { gone ? stop(found) : setStream(mine = found) }, () => setDenied(true))
    return () => { gone = true; stop(mine) }
  }, [])
  useEffect(() => { if (video.current && stream) { video.current.srcObject = stream; video.current.play().catch(() => {}) } }, [stream])
  const shoot = () => frameOf(video.current).then(onTake, () => setDenied(true))
  const light = () => stream && stream.getVideoTracks()[0].applyConstraints({ advanced: [/** @type {any} */ ({ torch: !torch })] }).then(() => setTorch(!torch), () => {})
  const canLight = stream && /** @type {any} */ (stream.getVideoTracks()[0].getCapabilities?.() || {}).torch
  const said = trouble || (busy ? t('foto.memeriksa') : denied ? t('foto.tanpa_kamera') : '')
  const fromFile = html`<label class="tool file"><${Icon} name="page" big />${t('foto.dari_file')}
    <input class="hide" type="file" accept="image/*" onChange=${e => { const [file] = e.target.files; e.target.value = ''; if (file) onTake(file) }} /></label>`
  return html`
    <main id="isi"><div class="view">
      ${stream && html`<video ref=${video} playsinline muted></video>`}
      <svg class="frame" viewBox="0 0 360 566" preserveAspectRatio="xMidYMid slice" aria-hidden="true"><path class="edge" d=${card ? 'M20 206v-34a14 14 0 0 1 14-14h34M292 158h34a14 14 0 0 1 14 14v34M340 328v34a14 14 0 0 1-14 14h-34M68 376H34a14 14 0 0 1-14-14v-34' : 'M34 120V86a14 14 0 0 1 14-14h34M278 72h34a14 14 0 0 1 14 14v34M326 446v34a14 14 0 0 1-14 14h-34M82 494H48a14 14 0 0 1-14-14v-34'} /></svg>
      <p class="say up">${card ? t('foto.bingkai_kartu') : t('foto.bingkai_kertas')}</p>
      <p class=${said ? 'say' : 'hide'} role="status">${said}</p>
    </div></main>
    <footer class="shoot">
      ${canLight ? html`<button class="tool" aria-pressed=${torch} onClick=${light}><${Icon} name="torch" big />${t('foto.senter')}</button>` : html`<span></span>`}
      ${denied
        ? html`<label class="btn file"><${Icon} name="camera" />${t('berkas.foto')}<input class="hide" type="file" accept="image/*" capture="environment"
            onChange=${e => { const [file] = e.target.files; e.target.value = ''; if (file) onTake(file) }} /></label>`
        : html`<button class="shutter" aria-label=${t('berkas.foto')} disabled=${!stream || busy} onClick=${shoot}></button>`}
      ${fromFile}
    </footer>`
}

const openCamera = () => navigator.mediaDevices
  ? navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1920 }, height: { ideal: 1440 } }, audio: false })
  : Promise.reject(new Error('no camera'))

const stop = stream => stream && stream.getTracks().forEach(track => track.stop())

/** The picture the camera shows now. @returns {Promise<Blob>} */
function frameOf (video) {
  const canvas = document.createElement('canvas')
  canvas.width = video.videoWidth
  canvas.height = video.videoHeight
  const picture = canvas.getContext('2d')
  if (picture) picture.drawImage(video, 0, 0)
  return new Promise((resolve, reject) => canvas.toBlob(blob => blob ? resolve(blob) : reject(new Worded('foto.rusak')), 'image/jpeg', 0.92))
}
