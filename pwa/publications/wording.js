// A message in the desa's own words: what must stay, how it would read, and the way back to the standard words.
import { html, useEffect, useState } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { actionChange, enqueue } from '../store/outbox.js'
import { request } from '../sync/api.js'
import { syncNow } from '../sync/exchange.js'
import { Icon, toast } from '../shell/frame.js'
import { Dialog, errorText } from '../shell/layers.js'

const PAUSE = 400 // ms after the last letter

/** @param {{ message: import('./messages.js').Message, onClose: () => void, onKept: () => void }} props */
export function WordingDialog ({ message, onClose, onKept }) {
  const [text, setText] = useState(message.words)
  const [tried, setTried] = useState({ id: message.id, text: message.text, faults: /** @type {string[]} */ ([]), of: message.words })
  const [trouble, setTrouble] = useState('')
  useEffect(() => {
    const wait = setTimeout(() => {
      if (text.trim()) request('/api/notices/messages/preview', { json: { key: message.key, text } }).then(({ data }) => { setTried({ ...data, of: text }); setTrouble('') }, error => setTrouble(errorText(error)))
    }, PAUSE)
    return () => clearTimeout(wait)
  }, [text])
  const fits = text.trim() && tried.of === text && tried.faults.length === 0
  const keep = async (words, close) => {
    try {
      await enqueue([actionChange('message.word', tried.id, { text: words })], { title: t('pesan.' + message.way) })
      await syncNow()
      close()
      onKept()
      toast(t('pesan.disimpan'))
    } catch (error) { setTrouble(errorText(error)) }
  }
  const names = [...new Set(message.standard.match(/\{[a-z_]+\}/g) || [])]
  return html`<${Dialog} title=${t('pesan.ubah_judul', { pesan: `${t('kabar.' + message.kind)}, ${t('pesan.' + message.way)}` })} onClose=${onClose}
    footer=${close => html`<button class="btn" disabled=${!fits || text === message.words} onClick=${() => keep(text, close)}>${t('umum.simpan')}</button>
      ${message.words !== message.standard && html`<button class="btn two" onClick=${() => keep(null, close)}>${t('pesan.baku')}</button>`} <button class="btn two" onClick=${close}>${t('umum.batal')}</button>`}>
    <div class="stack"><div class="q"><label for="kata">${t('pesan.kata')}</label><textarea class="in" id="kata" rows="5" maxlength="700" value=${text} onInput=${event => setText(event.target.value)}></textarea></div>
      <ul class="small">${names.length > 0 && html`<li>${t('pesan.batas_isian', { isian: names.join(' ') })}</li>`}<li>${t('pesan.batas_panjang', { n: message.longest })}</li><li>${t('pesan.batas_isi')}</li></ul>
      <h3>${t('pesan.contoh')}</h3><p class="bubble" role="status">${tried.text}</p>
      ${[...tried.faults, trouble].filter(Boolean).map(fault => html`<p class="err" role="alert" key=${fault}><${Icon} name="warn" /><span>${fault}</span></p>`)}</div></${Dialog}>`
}
