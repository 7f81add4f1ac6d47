// A picture: from the camera or from a file, made small on the phone, kept at once.
import { html, useEffect, useState } from '../../vendor/ui.js'
import { t } from '../../text/text.js'
import { errorText, Icon } from '../../shell/frame.js'
import { Group } from './field.js'

export function ImageField ({ id, node, state, words, error, onAnswer, media }) {
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState(/** @type {string|null} */ (null))
  const full = useRoom(media)
  const url = useThumb(media, state.value)
  const take = async event => {
    const [file] = event.target.files
    event.target.value = ''
    if (!file) return
    setBusy(true)
    setTrouble(null)
    try {
      onAnswer(await media.keep(file, undefined, Number((node.parameters || {})['max-pixels']) || undefined))
    } catch (reason) {
      setTrouble(errorText(reason))
    }
    setBusy(false)
  }
  return html`<${Group} id=${id} state=${state} words=${words} error=${error}>
    ${url && html`<p class="photo"><img src=${url} alt=${state.label} /></p>`}
    ${(trouble || full) && html`<p class="err" role="alert"><${Icon} name="warn" /><span>${trouble || full}</span></p>`}
    <p class="wrap">
      ${!state.readOnly && html`<${Pick} busy=${busy || !!full} icon="camera" camera=${/\bnew-front\b/.test(node.appearance || '') ? 'user' : 'environment'} label=${url ? t('berkas.ulang') : t('berkas.foto')} onPick=${take} />`}
      ${!state.readOnly && !/\bnew(-front)?\b/.test(node.appearance || '') && html`<${Pick} busy=${busy || !!full} icon="page" label=${t('foto.dari_file')} onPick=${take} />`}
      ${url && !state.readOnly && html`<button type="button" class="link bad" onClick=${() => onAnswer('')}>${t('foto.buang')}</button>`}
    </p>
    <p class="small" role="status">${busy ? t('foto.memeriksa') : ''}</p>
  </${Group}>`
}

/** A button that is a file input: works on every phone, also without camera permission. */
const Pick = ({ busy, icon, camera, label, onPick }) => html`<label class="btn two s file">
  <${Icon} name=${icon} />${label}
  <input class="hide" type="file" accept="image/*" capture=${camera || undefined} disabled=${busy} onChange=${onPick} />
</label>`

/** What to say before a picture is taken on a phone that has no room for it; '' while it has. */
export function useRoom (media) {
  const [full, setFull] = useState('')
  useEffect(() => { media.room().catch(error => setFull(errorText(error))) }, [])
  return full
}

/** The small picture of a kept photo, as an address. */
export function useThumb (media, blobId) {
  const [url, setUrl] = useState(/** @type {string|null} */ (null))
  useEffect(() => {
    let gone = false
    setUrl(null)
    if (blobId) media.url(blobId).then(found => { if (!gone) setUrl(found) }, () => {})
    return () => { gone = true }
  }, [blobId])
  return url
}
