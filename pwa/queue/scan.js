// A card held before the camera of the laptop or tablet, where the browser reads QR codes. A hand scanner types into the search.
import { html, useEffect, useRef, useState } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { Dialog } from '../shell/frame.js'

const LOOK = 250 // ms between two looks

/** Whether this browser reads QR codes. */
export const canScan = () => 'BarcodeDetector' in window && Boolean(navigator.mediaDevices)

/** @param {{ onFound: (text: string) => void, onClose: () => void }} props */
export function Scan ({ onFound, onClose }) {
  const video = useRef(/** @type {any} */ (null))
  const [trouble, setTrouble] = useState('')
  useEffect(() => {
    let stream = /** @type {MediaStream | null} */ (null)
    let over = false
    const detector = new (/** @type {any} */ (window).BarcodeDetector)({ formats: ['qr_code'] })
    const look = async () => {
      if (over) return
      const [first] = await detector.detect(video.current).catch(() => [])
      if (first && !over) { over = true; onFound(first.rawValue) } else setTimeout(look, LOOK)
    }
    navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } }).then(async opened => {
      stream = opened
      if (over) return stop(opened)
      video.current.srcObject = opened
      await video.current.play()
      look()
    }).catch(() => setTrouble(t('antre.kamera_tertutup')))
    return () => { over = true; if (stream) stop(stream) }
  }, [])
  return html`<${Dialog} title=${t('antre.pindai_judul')} onClose=${onClose}>${trouble ? html`<p role="alert">${trouble}</p>` : html`<video class="scan" ref=${video} muted playsinline></video>`}</${Dialog}>`
}

const stop = stream => { for (const track of stream.getTracks()) track.stop() }
