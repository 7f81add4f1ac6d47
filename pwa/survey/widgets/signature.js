// A signature: drawn with a finger, kept as a JPEG like any photo, each time the finger is lifted.
import { html, useEffect, useRef, useState } from '../../vendor/ui.js'
import { t } from '../../text/text.js'
import { errorText, Icon } from '../../shell/frame.js'
import { Group } from './field.js'
import { useRoom, useThumb } from './image.js'

const WIDTH = 640
const HEIGHT = 280

export function SignatureField ({ id, state, words, error, onAnswer, media }) {
  const canvas = useRef(/** @type {HTMLCanvasElement|null} */ (null))
  const [opened, setOpened] = useState(!state.value)
  const drawing = opened || !state.value // it stays open for another stroke
  useEffect(() => { if (drawing && canvas.current) blank(canvas.current) }, [drawing])
  const url = useThumb(media, drawing ? '' : state.value)
  const full = useRoom(media)
  const [trouble, setTrouble] = useState('')
  const pen = usePen(canvas, media, onAnswer, reason => setTrouble(reason ? errorText(reason) : ''))
  const again = () => { pen.drop(); setOpened(true); setTrouble(''); if (canvas.current) blank(canvas.current); onAnswer('') }
  const closed = full || state.readOnly
  return html`<${Group} id=${id} state=${state} words=${words} error=${error}>
    ${(trouble || full) && html`<p class="err" role="alert"><${Icon} name="warn" /><span>${trouble || full}</span></p>`}
    ${drawing
      ? html`<canvas class="sign" ref=${canvas} width=${WIDTH} height=${HEIGHT} role="img" aria-label=${state.label}
          onPointerDown=${closed ? undefined : pen.down} onPointerMove=${pen.move} onPointerUp=${pen.up} onPointerCancel=${pen.up}></canvas>`
      : html`<p class="photo">${url && html`<img src=${url} alt=${state.label} />`}</p>`}
    <p class=${state.value ? 'small ok-t b gap-t' : ''} role="status">${state.value && html`<${Icon} name="check" /> ${t('survei.tanda_tangan_ada')}`}</p>
    ${!state.readOnly && (state.value || trouble) && html`<p class="gap-t"><button type="button" class="btn two s" onClick=${again}>${t('survei.tanda_tangan_ulang')}</button></p>`}
  </${Group}>`
}

/** What a finger does on the canvas. @param {{ current: HTMLCanvasElement|null }} canvas @param {any} media @param {(id: string) => void} onKept @param {(reason: any) => void} onTrouble */
function usePen (canvas, media, onKept, onTrouble) {
  const told = useRef({ onKept, onTrouble })
  told.current = { onKept, onTrouble }
  const pen = useRef(/** @type {any} */ (null))
  if (!pen.current) {
    const photo = onePhoto(media.keep, id => told.current.onKept(id), reason => told.current.onTrouble(reason))
    pen.current = { photo, down: false, moved: false }
  }
  const { photo } = pen.current
  const picture = () => new Promise(resolve => canvas.current?.toBlob(resolve, 'image/jpeg', 0.8))
  return {
    down: event => { Object.assign(pen.current, { down: true, moved: false }); begin(event) },
    move: event => { if (pen.current.down && draw(event)) pen.current.moved = true },
    up: () => { // a touch alone is no signature, but may be the dot of one
      const { down, moved } = pen.current
      pen.current.down = false
      if (down && (moved || photo.there())) photo.keep(picture())
    },
    drop: photo.drop
  }
}

/**
 * One photo of what is drawn stroke by stroke: each picture takes the place of the one before, of pictures that wait only the last is kept.
 * @param {(picture: any, id: string) => Promise<string>} keep id: of the photo it replaces, '' for none
 * @param {(id: string) => void} onKept of a photo that was not there before @param {(reason: any) => void} onTrouble null: none any more
 */
export function onePhoto (keep, onKept, onTrouble) {
  let [turn, begun, id] = [0, 0, '']
  let last = Promise.resolve()
  const put = async (mine, picture) => {
    if (mine !== turn) return // a later picture waits, or it was dropped
    const kept = await keep(await picture, id)
    if (mine < begun) return
    const known = id
    id = kept
    if (kept !== known) onKept(kept)
    onTrouble(null)
  }
  return {
    there: () => id !== '',
    /** @param {any} picture or its promise */
    keep: picture => {
      const mine = ++turn
      last = last.then(() => put(mine, picture)).catch(onTrouble)
      return last
    },
    drop: () => { begun = ++turn; id = '' }
  }
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
  const [x, y] = spot(event)
  paper.beginPath()
  paper.moveTo(x, y)
  paper.lineTo(x, y)
  paper.stroke()
}

/** @returns {boolean} whether something was drawn */
function draw (event) {
  if (!event.buttons) return false
  const paper = event.target.getContext('2d')
  paper.lineTo(...spot(event))
  paper.stroke()
  return true
}
