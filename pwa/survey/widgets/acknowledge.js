// An acknowledge: one box to tick.
import { html } from '../../vendor/ui.js'
import { t } from '../../text/text.js'
import { Group } from './field.js'

export const AcknowledgeField = ({ id, state, words, error, onAnswer }) => html`<${Group} id=${id} state=${state} words=${words} error=${error}>
  <label class="choice"><input type="checkbox" checked=${state.value === 'OK'} disabled=${state.readOnly} aria-describedby=${error ? id + '-e' : undefined}
    onChange=${e => onAnswer(e.target.checked ? 'OK' : '')} /><span class="box"><span>${t('survei.sudah')}</span></span></label>
</${Group}>`
