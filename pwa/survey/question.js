// One question: its words, the rule that brought it, its error, and the widget for its type.
import { html, useEffect, useState } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { Icon } from '../shell/frame.js'
import { useWatch } from './watch.js'
import { fieldId } from './paths.js'
import { ChoiceField } from './widgets/choice.js'
import { TextField } from './widgets/text.js'
import { DateField } from './widgets/date.js'
import { ImageField } from './widgets/image.js'
import { SignatureField } from './widgets/signature.js'
import { PlaceField } from './widgets/place.js'
import { NoteField } from './widgets/note.js'
import { because } from './because.js'
import { Asks } from './ask.js'
import { jumpTo } from './errors.js'

const BY_TYPE = {
  select_one: ChoiceField,
  select_multiple: ChoiceField,
  date: DateField,
  image: ImageField,
  geopoint: PlaceField,
  note: NoteField
}

/** Widgets that few surveys need come when one does. */
const RARE = {
  acknowledge: () => import('./widgets/acknowledge.js').then(m => m.AcknowledgeField),
  time: () => import('./widgets/moment.js').then(m => m.TimeField),
  datetime: () => import('./widgets/moment.js').then(m => m.DateTimeField),
  range: () => import('./widgets/range.js').then(m => m.RangeField),
  rank: () => import('./widgets/rank.js').then(m => m.RankField),
  barcode: () => import('./widgets/barcode.js').then(m => m.BarcodeField),
  audio: () => import('./widgets/file.js').then(m => m.FileField),
  file: () => import('./widgets/file.js').then(m => m.FileField)
}
const come = new Map()

/** The widget of a question; null while it is on its way. */
function useWidget (node) {
  const kind = node.range ? 'range' : node.type
  const [, again] = useState(0)
  useEffect(() => {
    if (RARE[kind] && !come.has(kind)) RARE[kind]().then(widget => { come.set(kind, widget); again(n => n + 1) })
  }, [kind])
  if (RARE[kind]) return come.get(kind) || null
  return node.type === 'image' && /\b(signature|draw)\b/.test(node.appearance || '') ? SignatureField : BY_TYPE[node.type] || TextField
}

/**
 * @param {{ form: any, node: any, ipath: string, sheet: any }} props
 *   sheet: what the page knows beside the form: { checked, touched, onAnswer, onLeave, media, source }
 */
export function Question ({ form, node, ipath, sheet }) {
  useWatch(form, ipath)
  const Widget = useWidget(node)
  const state = form.state(ipath)
  if (!state.relevant || !isShown(node) || !Widget) return null
  const wrong = (sheet.touched(ipath) || state.kind === 'choice') && state.error
  const gap = sheet.checked && !wrong && state.required && isEmpty(state.value) && (state.requiredMessage || t('galat.wajib'))
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
    media: sheet.media,
    picture: image => form.picture(image)
  }
  const newer = sheet.newer(node, ipath, state.value)
  return html`<${Widget} ...${field} words=${{
    why: node.relevant ? because(form, node, ipath) : null,
    source: sheet.source(ipath, state.value),
    newer: newer !== null && t('survei.nilai_baru', { nilai: labelOf(state.choices, newer) }),
    error: error && html`<p class="err" id=${id + '-e'}><${Icon} name="warn" /><span>${error}</span></p>`,
    asks: html`<${Asks} asks=${sheet.asks(ipath)} onMend=${ask => jumpTo(ask.mend)} onConfirm=${sheet.onConfirm} />`
  }} />`
}

const labelOf = (choices, value) => String(value).split(' ').map(code => ((choices || []).find(c => c.name === code) || { label: code }).label).join(', ')

const NEVER_SHOWN = new Set(['calculate', 'hidden', 'start', 'end', 'today', 'deviceid', 'username', 'phonenumber'])

/** Whether a person ever sees this question. @param {{ type: string, label?: any }} node */
export const isShown = node => !NEVER_SHOWN.has(node.type)

const isEmpty = value => value === undefined || value === null || value === ''
