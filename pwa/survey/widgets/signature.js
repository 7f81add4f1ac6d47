// A signature: drawn with a finger, kept as a JPEG like any photo.
import { html, useEffect, useRef, useState } from '../../vendor/ui.js'
import { t } from '../../text/text.js'
import { errorText, Icon } from '../../shell/frame.js'
import { Group } from './field.js'
import { useRoom, useThumb } from './image.js'

const WIDTH = 640
const HEIGHT = 280

export function SignatureField ({ id, state, words, error, onAnswer, media }) {
  const canvas = useRef(/** @type {HTMLCanvasElement|null} */ (null))
  const [drawn, setDrawn] = useState(false)
  const url = useThumb(media, state.value)
  const waiting = !url && !state.value
  useEffect(() => { if (waiting && canvas.current) blank(canvas.current) }, [waiting])
  const full = useRoom(media)
  const [trouble, setTrouble] = useState('')
  const keep = () => canvas.current?.toBlob(blob => media.keep(blob).then(onAnswer, reason => setTrouble(errorText(reason))), 'image/jpeg', 0.8)
  const again = () => { onAnswer(''); setDrawn(false) }
  return html`<${Group} id=${id} state=${state} words=${words} error=${error}>
    ${(trouble || full) && html`<p class="err" role="alert"><${Icon} name="warn" /><span>${trouble || full}</span></p>`}
    ${waiting
      ? html`<canvas class="sign" ref=${canvas} width=${WIDTH} height=${HEIGHT} role="img" aria-label=${state.label}
          onPointerDown=${e => { begin(e); setDrawn(true) }} onPointerMove=${draw}></canvas>
        <p class="wrap">
          <button type="button" class="btn s" disabled=${!drawn || !!full} onClick=${keep}>${t('survei.tanda_tangan_simpan')}</button>
          <button type="button" class="btn two s" onClick=${() => { blank(canvas.current); setDrawn(false) }}>${t('survei.tanda_tangan_hapus')}</button>
        </p>`
      : html`<p class="photo">${url && html`<img src=${url} alt=${state.label} />`}</p>
        <p><button type="button" class="btn two s" onClick=${again}>${t('survei.tanda_tangan_ulang')}</button></p>`}
  </${Group}>`
}

function blank (canvas) {
  const paper = canvas.getContext('2d')
  paper.fillStyle = '#fff'
  paper.fillRect(0, 0, WIDTH, HEIGHT)
  paper.lineWidth = 4
  paper.lineCap = 'round'
  paper.strokeStyle = '#1A1B1E'
}

const spot = event => {
  const box = event.target.getBoundingClientRect()
  return [(event.clientX - box.left) * WIDTH / box.width, (event.clientY - box.top) * HEIGHT / box.height]
}

function begin (event) {
  event.target.setPointerCapture(event.pointerId)
  const paper = event.target.getContext('2d')
  paper.beginPath()
  paper.moveTo(...spot(event))
}

function draw (event) {
  if (!event.buttons) return
  const paper = event.target.getContext('2d')
  paper.lineTo(...spot(event))
  paper.stroke()
}
