// The photo that was just taken and what the phone says of it: one sentence, what to do, and a way to keep it all the same.
import { html, useEffect, useState } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { Actions, Icon, Sheet } from '../shell/frame.js'

/** Why somebody keeps a photo that was found wanting; the officer reads it. */
export const KEPT = ['begitu_adanya', 'hanya_ini', 'terbaca', 'tak_bisa_ulang']

/** How far to the right a photo is turned that lies or stands on its head, in degrees. */
const TURNS = { menyamping: 90, terbalik: 180 }

/**
 * @param {{ taken: { blob: Blob, seen: import('./quality.js').Fault[] | null }, title: string, trouble: string, busy: boolean, later: boolean,
 *   onKeep: (reason: string|null) => void, onAgain: () => void, onTurn: (degrees: number) => void, onLater?: () => void }} props
 */
export function Taken ({ taken, title, trouble, busy, later, onKeep, onAgain, onTurn, onLater }) {
  const url = useAddress(taken.blob)
  const [asking, setAsking] = useState(false)
  const [fault] = taken.seen || []
  const comesLater = onLater && html`<button class="btn two s" disabled=${busy} onClick=${onLater}>${later ? t('foto.menyusul') : t('berkas.belum')}</button>`
  return html`<main id="isi"><div class="view"><img src=${url} alt=${t('foto.hasil', { berkas: title })} /></div></main>
    <${Actions}>${fault ? html`<${Words} kind="bad" icon="warn" title=${t('foto_judul.' + fault)} line=${t('foto_saran.' + fault)} />`
      : taken.seen ? html`<${Words} kind="ok" icon="done" title=${t('foto.bagus')} line=${t('foto.bagus_hint')} />`
        : html`<${Words} kind="" icon="ask" title=${t('foto.periksa')} line=${t('foto.periksa_hint')} />`}
      ${trouble && html`<p class="err" role="alert"><${Icon} name="warn" /><span>${trouble}</span></p>`}
      ${fault
        ? html`${TURNS[fault] && html`<button class="btn wide gap-t" disabled=${busy} onClick=${() => onTurn(TURNS[fault])}><${Icon} name="rotate" />${t('foto.putar')}</button>`}
          <button class=${`btn wide gap-t${TURNS[fault] ? ' two' : ''}`} disabled=${busy} onClick=${onAgain}><${Icon} name="camera" />${t('berkas.ulang')}</button>
          <div class="cols gap-t"><button class="btn two s" disabled=${busy} onClick=${() => setAsking(true)}>${t('foto.tetap_pendek')}</button>${comesLater}</div>`
        : html`<button class="btn wide gap-t" disabled=${busy} onClick=${() => onKeep(null)}><${Icon} name="check" />${t('foto.pakai')}</button>
          <div class="cols gap-t"><button class="btn two s" disabled=${busy} onClick=${onAgain}>${t('berkas.ulang')}</button>${comesLater}</div>`}</${Actions}>
    ${asking && html`<${Sheet} title=${t('foto.tetap_alasan')} onClose=${() => setAsking(false)}>
      <p class="small dim">${t('foto.tetap_jelas')}</p>
      ${KEPT.map(reason => html`<button class="btn two wide" key=${reason} disabled=${busy} onClick=${() => { setAsking(false); onKeep(reason) }}>${t('foto_alasan.' + reason)}</button>`)}</${Sheet}>`}`
}

const Words = ({ kind, icon, title, line }) => html`<div class="lead" role=${kind === 'bad' ? 'alert' : 'status'}>
  <span class=${`dot ${kind}`}><${Icon} name=${icon} /></span><div><h2>${title}</h2><p>${line}</p></div></div>`

function useAddress (blob) {
  const [url, setUrl] = useState('')
  useEffect(() => {
    const address = URL.createObjectURL(blob)
    setUrl(address)
    return () => URL.revokeObjectURL(address)
  }, [blob])
  return url
}
