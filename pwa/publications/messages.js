// Every message a family may get, as it reads: what a browser shows, what a kader sends, and on somebody else's phone.
// A coordinator may say it in the desa's own words, within limits.
import { html, useEffect, useState } from '../vendor/ui.js'
import { longDay, t } from '../text/text.js'
import { mine } from '../store/me.js'
import { request } from '../sync/api.js'
import { DeskPage } from '../shell/desk.js'
import { Icon } from '../shell/frame.js'
import { errorText } from '../shell/layers.js'
import { WordingDialog } from './wording.js'

/** @typedef {{ kind: string, way: string, key: string, text: string, id: string, words: string, standard: string, longest: number, by: string | null, at: string | null }} Message */

const PUSHES = ['sent', 'accepted', 'shown', 'tapped', 'dismissed', 'expired', 'busy', 'refused', 'gone']

export function MessagesScreen () {
  const [said, setSaid] = useState({ messages: /** @type {Message[]} */ ([]), pushes: /** @type {any} */ (null), trouble: '' })
  const [asked, setAsked] = useState(/** @type {Message | null} */ (null))
  const load = () => request('/api/notices/messages').then(({ data }) => setSaid({ ...data, trouble: '' }), error => setSaid({ messages: [], pushes: null, trouble: errorText(error) }))
  useEffect(() => { load() }, [])
  const head = html`<div class="page-h"><div class="line"><a class="ib" href="/survei" aria-label=${t('unggah.ke_survei')}><${Icon} name="back" /></a><div><h1>${t('pesan.judul')}</h1><p class="dim">${t('pesan.jelas')}</p></div></div></div>`
  return html`<${DeskPage} title=${t('pesan.judul')} head=${head} name=${mine().name} desa=${mine().desa.name}><div class="stack">
    ${said.trouble && html`<p role="alert" class="b">${said.trouble}</p>`}
    ${[...new Set(said.messages.map(({ kind }) => kind))].map(kind => html`<section class="pane" key=${kind}><div class="pane-h"><h2>${t('kabar.' + kind)}</h2><span></span></div>
      <dl class="data said pane-b">${said.messages.filter(one => one.kind === kind).map(one => html`<${Said} key=${one.way} one=${one} ask=${() => setAsked(one)} />`)}</dl></section>`)}
    ${said.pushes && html`<section class="pane"><div class="pane-h"><h2>${t('pesan.pengingat')}</h2><span class="small dim">${t('pesan.pengingat_jelas')}</span></div>
      <dl class="data said pane-b">${PUSHES.map(key => html`<dt key=${key}>${t('pesan.p_' + key)}</dt><dd key=${key + 'd'}>${said.pushes[key]}</dd>`)}</dl></section>`}</div>
    ${asked && html`<${WordingDialog} message=${asked} onClose=${() => setAsked(null)} onKept=${load} />`}</${DeskPage}>`
}

function Said ({ one, ask }) {
  return html`<dt>${t('pesan.' + one.way)}</dt>
    <dd>${one.text}${one.by && html`<br /><span class="small dim">${t('pesan.diubah', { nama: one.by, tanggal: longDay(one.at) })}</span>`}
      ${mine().roles.includes('koordinator') && html`<br /><button type="button" class="link" aria-label=${`${t('pesan.ubah')}: ${t('pesan.' + one.way)}, ${t('kabar.' + one.kind)}`} onClick=${ask}>${t('pesan.ubah')}</button>`}</dd>`
}
