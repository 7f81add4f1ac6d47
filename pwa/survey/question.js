// One question: its words, the rule that brought it, its error, and the widget for its type.
import { html } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { Icon } from '../shell/frame.js'
import { useWatch } from './watch.js'
import { ChoiceField } from './widgets/choice.js'
import { TextField } from './widgets/text.js'
import { DateField } from './widgets/date.js'
import { ImageField } from './widgets/image.js'
import { SignatureField } from './widgets/signature.js'
import { PlaceField } from './widgets/place.js'
import { NoteField } from './widgets/note.js'
import { because } from './because.js'

const BY_TYPE = {
  select_one: ChoiceField,
  select_multiple: ChoiceField,
  date: DateField,
  image: ImageField,
  geopoint: PlaceField,
  note: NoteField
}

/** The form id of a question's field, so that an error summary can jump to it. @param {string} ipath */
export const fieldId = ipath => 'q' + ipath.replace(/[^A-Za-z0-9_]+/g, '-')

/**
 * @param {{ form: any, node: any, ipath: string, sheet: any }} props
 *   sheet: what the page knows beside the form: { checked, touched, onAnswer, onLeave, media, source }
 */
export function Question ({ form, node, ipath, sheet }) {
  useWatch(form, ipath)
  const state = form.state(ipath)
  if (!state.relevant || !isShown(node)) return null
  const Widget = node.type === 'image' && /\bsignature\b/.test(node.appearance || '')
    ? SignatureField
    : BY_TYPE[node.type] || TextField
  const wrong = sheet.touched(ipath) && state.error
  const gap = sheet.checked && !wrong && state.required && isEmpty(state.value) && t('galat.wajib')
  const error = wrong || gap || null
  const id = fieldId(ipath)
  const field = {
    id,
    node,
    state,
    error,
    describedBy: error ? id + '-e' : undefined,
    onAnswer: value => sheet.onAnswer(ipath, value),
    onLeave: value => sheet.onLeave(ipath, value),
    media: sheet.media
  }
  return html`<${Widget} ...${field} words=${{
    why: node.relevant ? because(form, node, ipath) : null,
    source: sheet.source(ipath, state.value),
    error: error && html`<p class="err" id=${id + '-e'}><${Icon} name="warn" /><span>${error}</span></p>`
  }} />`
}

const NEVER_SHOWN = new Set(['calculate', 'hidden', 'start', 'end', 'today', 'deviceid', 'username', 'phonenumber'])

/** Whether a person ever sees this question. @param {{ type: string, label?: any }} node */
export const isShown = node => !NEVER_SHOWN.has(node.type)

const isEmpty = value => value === undefined || value === null || value === ''
