// The position of the house. May always be skipped.
import { html, useState } from '../../vendor/ui.js'
import { t } from '../../text/text.js'
import { Icon } from '../../shell/frame.js'
import { Group } from './field.js'

const PATIENCE_MS = 20000

/**
 * The place as it is measured: the first measurement, or with a wish in metres the first that is as sharp, else the sharpest in time.
 * @param {number} [wanted] metres
 * @returns {Promise<GeolocationCoordinates>}
 */
export const measured = (wanted = Infinity) => new Promise((resolve, reject) => {
  let best = /** @type {GeolocationCoordinates|null} */ (null)
  const stop = error => {
    clearTimeout(timer)
    navigator.geolocation.clearWatch(watch)
    best ? resolve(best) : reject(error)
  }
  const timer = setTimeout(stop, PATIENCE_MS)
  const watch = navigator.geolocation.watchPosition(({ coords }) => {
    if (!best || coords.accuracy < best.accuracy) best = coords
    if (best.accuracy <= wanted) stop()
  }, stop, { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: wanted === Infinity ? 60000 : 0 })
})

export function PlaceField ({ id, node, state, words, error, onAnswer }) {
  const [doing, setDoing] = useState('')
  const ask = () => {
    setDoing('mencari')
    measured(Number((node.parameters || {})['capture-accuracy']) || undefined).then(coords => {
      setDoing('')
      onAnswer([coords.latitude.toFixed(6), coords.longitude.toFixed(6), Math.round(coords.altitude || 0), Math.round(coords.accuracy)].join(' '))
    }, () => setDoing('tidak'))
  }
  const accuracy = String(state.value ?? '').split(' ')[3]
  return html`<${Group} id=${id} state=${state} words=${words} error=${error}>
    <p class="wrap"><button type="button" class="btn two s" disabled=${doing === 'mencari' || state.readOnly} onClick=${ask}>
      <${Icon} name="pin" />${state.value ? t('survei.lokasi_ulang') : t('survei.lokasi_ambil')}</button>
      ${state.value && !state.readOnly && html`<button type="button" class="link bad" onClick=${() => onAnswer('')}>${t('survei.kosongkan')}</button>`}</p>
    <p class="hint" role="status">${doing === 'mencari' ? t('survei.lokasi_mencari')
      : doing === 'tidak' ? t('galat.lokasi')
        : state.value ? t('survei.lokasi_ada', { meter: accuracy }) : ''}</p>
  </${Group}>`
}
