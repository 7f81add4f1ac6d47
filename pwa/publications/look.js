// A published survey as the phone shows it.
import { html, useEffect, useState } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { mine } from '../store/me.js'
import { DeskPage } from '../shell/desk.js'
import { Icon } from '../shell/frame.js'
import { errorText } from '../shell/layers.js'
import { body } from './fetching.js'
import { OnPhone } from './on-phone.js'

/** @param {{ hash: string, Preview: any, messages: () => Record<string, string> }} props */
export function LookScreen ({ hash, Preview, messages }) {
  const [survey, setSurvey] = useState(/** @type {any} */ (null))
  const [trouble, setTrouble] = useState('')
  useEffect(() => { body(hash).then(setSurvey, error => setTrouble(errorText(error))) }, [hash])
  const title = survey ? survey.title : t('unggah.lihat')
  const head = html`<div class="page-h"><div><h1>${title}</h1><p class="dim">${survey && t('unggah.versi', { versi: survey.version })}</p></div>
    <a class="btn two" href="/survei"><${Icon} name="back" />${t('desk.survei')}</a></div>`
  return html`<${DeskPage} title=${title} head=${head} name=${mine().name} desa=${mine().desa.name}>
    ${trouble && html`<p class="err" role="alert">${trouble}</p>`}
    ${survey && html`<${OnPhone} survey=${survey} Preview=${Preview} messages=${messages} />`}</${DeskPage}>`
}
