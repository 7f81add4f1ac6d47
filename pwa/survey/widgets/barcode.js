// A barcode: read from a picture where the phone can, else typed.
import { html, useState } from '../../vendor/ui.js'
import { t } from '../../text/text.js'
import { Icon } from '../../shell/frame.js'
import { Single } from './field.js'

export function BarcodeField ({ id, state, words, error, describedBy, onAnswer, onLeave }) {
  const [trouble, setTrouble] = useState('')
  const read = async event => {
    const [file] = event.target.files
    event.target.value = ''
    if (!file) return
    const [found] = await codesIn(file).catch(() => [])
    setTrouble(found ? '' : t('survei.kode_tidak_terbaca'))
    if (found) { onAnswer(found); onLeave(found) }
  }
  return html`<${Single} id=${id} state=${state} words=${words} error=${error}>
    <input class="in" id=${id} type="text" autoComplete="off" value=${state.value ?? ''} readOnly=${state.readOnly} aria-invalid=${error ? 'true' : undefined}
      aria-describedby=${describedBy} onInput=${e => onAnswer(e.target.value)} onBlur=${e => onLeave(e.target.value.trim())} />
    ${'BarcodeDetector' in window && !state.readOnly && html`<p class="wrap"><label class="btn two s file"><${Icon} name="camera" />${t('survei.pindai')}
      <input class="hide" type="file" accept="image/*" capture="environment" onChange=${read} /></label></p>`}
    <p class="hint" role="status">${trouble}</p>
  </${Single}>`
}

/** @param {Blob} picture @returns {Promise<string[]>} */
async function codesIn (picture) {
  const detector = new (/** @type {any} */ (window).BarcodeDetector)()
  const found = await detector.detect(await createImageBitmap(picture))
  return found.map(code => code.rawValue)
}
