// The phone on the desk with a survey in it, whole or as the short form.
import { html, useMemo, useState } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { mine } from '../store/me.js'
import { PhoneFrame } from './frame.js'

/** @param {{ survey: any, Preview: any, messages: () => Record<string, string> }} props */
export function OnPhone ({ survey, Preview, messages }) {
  const [mode, setMode] = useState('lengkap')
  const words = useMemo(messages, [])
  const short = survey.nodes.some(node => node.quick)
  const hidden = { jenis: mode, kode_desa: mine().desa.code }
  return html`<section class="pane"><div class="pane-h"><h2>${t('unggah.di_hp')}</h2>
      ${short && html`<button type="button" class="link" onClick=${() => setMode(mode === 'cepat' ? 'lengkap' : 'cepat')}>${t(mode === 'cepat' ? 'unggah.lihat_lengkap' : 'unggah.lihat_cepat')}</button>`}</div>
    <div class="pane-b mid"><${PhoneFrame}><${Preview} key=${mode} survey=${survey} mode=${mode} hidden=${hidden} messages=${words} /></${PhoneFrame}></div></section>`
}
