// A sheet of cards to print and cut: each with its own QR and six letters, belonging to nobody until a kader gives it out.
import { html, useEffect, useState } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { DeskPage } from '../shell/desk.js'
import { Empty, errorText, NoteBox } from '../shell/frame.js'
import { mine } from '../store/me.js'
import { request } from '../sync/api.js'

export function CardsScreen () {
  const [sheet, setSheet] = useState(/** @type {any} */ (null))
  const [trouble, setTrouble] = useState('')
  const [busy, setBusy] = useState(false)
  const { desa } = mine()
  useEffect(() => {
    if (!sheet) return
    document.body.classList.add('print')
    return () => document.body.classList.remove('print')
  }, [sheet])
  const make = () => {
    setBusy(true)
    request('/api/cards/sheet', { method: 'POST', json: {} })
      .then(({ data }) => setSheet(data), error => setTrouble(errorText(error)))
      .finally(() => setBusy(false))
  }
  if (!sheet) return html`<${DeskPage} title=${t('kartu.cetak')} name=${mine().name} desa=${desa.name}><div class="narrow stack">
    <h1>${t('kartu.judul_lembar', { n: 24 })}</h1>
    ${trouble && html`<${NoteBox} kind="warn" icon="warn"><p role="alert">${trouble}</p></${NoteBox}>`}
    <${Empty} icon="print" action=${html`<p><button type="button" class="btn" disabled=${busy} onClick=${make}>${t('kartu.buat')}</button></p>`}>${t('kartu.lembar_jelas')}</${Empty}>
    <p><a class="link" href="/orang">${t('umum.kembali')}</a></p></div></${DeskPage}>`
  return html`<p class="no-print line"><a class="btn two" href="/orang">${t('umum.kembali')}</a><button class="btn" onClick=${() => print()}>${t('cetak.cetak')}</button></p>
    <main id="isi" class="cards">
      ${sheet.cards.map(card => html`<section class="kartu" key=${card.code}>
        <img src=${'data:image/svg+xml,' + encodeURIComponent(card.qr)} alt=${t('kartu.qr')} />
        <div><p><b>${t('warga.puskesos_desa', { desa: desa.name })}</b></p><p class="code">${card.code.slice(0, 3)} ${card.code.slice(3)}</p>
          <p>${t('kartu.alamat', { alamat: sheet.short })}</p><p>${t('kartu.simpan')}</p><p><b>${t('kartu.gratis')}</b></p></div></section>`)}
    </main>`
}
