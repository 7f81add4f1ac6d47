// A recording or a file: taken by the phone's own recorder or picker, kept on the phone at once, sent after the text.
import { html, useState } from '../../vendor/ui.js'
import { t } from '../../text/text.js'
import { errorText, Icon } from '../../shell/frame.js'
import { Group } from './field.js'
import { useRoom, useThumb } from './image.js'

const TAKEN = { audio: 'audio/*', file: 'application/pdf,audio/*' }

export function FileField ({ id, node, state, words, error, onAnswer, media }) {
  const [trouble, setTrouble] = useState('')
  const full = useRoom(media)
  const url = useThumb(media, state.value)
  const take = async event => {
    const [file] = event.target.files
    event.target.value = ''
    setTrouble('')
    if (file) await media.keepFile(file).then(onAnswer, reason => setTrouble(errorText(reason)))
  }
  const pick = (label, icon, capture) => html`<label class="btn two s file"><${Icon} name=${icon} />${label}
    <input class="hide" type="file" accept=${TAKEN[node.type]} capture=${capture} disabled=${!!full} onChange=${take} /></label>`
  return html`<${Group} id=${id} state=${state} words=${words} error=${error}>
    ${(trouble || full) && html`<p class="err" role="alert"><${Icon} name="warn" /><span>${trouble || full}</span></p>`}
    ${url && node.type === 'audio' && html`<audio class="wide" controls src=${url}></audio>`}
    <p class="hint" role="status">${state.value ? t('survei.berkas_ada') : ''}</p>
    ${!state.readOnly && html`<p class="wrap">
      ${node.type === 'audio' && pick(t('survei.rekam'), 'talk', 'user')}
      ${pick(t('survei.pilih_berkas'), 'page', undefined)}
      ${state.value && html`<button type="button" class="link bad" onClick=${() => onAnswer('')}>${t('survei.kosongkan')}</button>`}
    </p>`}
  </${Group}>`
}
