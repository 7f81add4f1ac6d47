// Every message a family may get, as it reads: what a browser shows, what a kader sends, and on somebody else's phone.
import { html, useEffect, useState } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { mine } from '../store/me.js'
import { request } from '../sync/api.js'
import { DeskPage } from '../shell/desk.js'
import { Icon } from '../shell/frame.js'
import { errorText } from '../shell/layers.js'

export function MessagesScreen () {
  const [said, setSaid] = useState({ messages: /** @type {any[]} */ ([]), pushes: /** @type {any} */ (null), trouble: '' })
  useEffect(() => { request('/api/notices/messages').then(({ data }) => setSaid({ ...data, trouble: '' }), error => setSaid({ messages: [], pushes: null, trouble: errorText(error) })) }, [])
  const head = html`<div class="page-h"><div class="line"><a class="ib" href="/survei" aria-label=${t('unggah.ke_survei')}><${Icon} name="back" /></a><div><h1>${t('pesan.judul')}</h1><p class="dim">${t('pesan.jelas')}</p></div></div></div>`
  return html`<${DeskPage} title=${t('pesan.judul')} head=${head} name=${mine().name} desa=${mine().desa.name}><div class="stack">
    ${said.trouble && html`<p role="alert" class="b">${said.trouble}</p>`}
    ${[...new Set(said.messages.map(({ kind }) => kind))].map(kind => html`<section class="pane" key=${kind}><div class="pane-h"><h2>${t('kabar.' + kind)}</h2><span></span></div>
      <dl class="data said pane-b">${said.messages.filter(one => one.kind === kind).map(({ way, text }) => html`<dt key=${way}>${t('pesan.' + way)}</dt><dd key=${way + 'd'}>${text}</dd>`)}</dl></section>`)}
    ${said.pushes && html`<section class="pane"><div class="pane-h"><h2>${t('pesan.pengingat')}</h2><span class="small dim">${t('pesan.pengingat_jelas')}</span></div>
      <dl class="data pane-b">${['sent', 'accepted', 'shown', 'tapped', 'dismissed', 'expired', 'busy', 'refused', 'gone'].map(key => html`<dt key=${key}>${t('pesan.p_' + key)}</dt><dd key=${key + 'd'}>${said.pushes[key]}</dd>`)}</dl></section>`}</div></${DeskPage}>`
}
