// The family's card: scanned or typed at the door; the phone makes the four digits that only the family hears.
import { html, useState } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { errorText, Icon } from '../shell/frame.js'
import { get } from '../store/records.js'
import { codesIn } from './qr.js'

/** @param {{ session: any, onKept: () => void }} props */
export function CardPart ({ session, onKept }) {
  const [typed, setTyped] = useState('')
  const [trouble, setTrouble] = useState('')
  const { draft } = session
  const has = draft.known && get(draft.family)?.body.card
  const keep = card => session.keep({ card }).then(() => { setTrouble(''); setTyped(''); onKept() }, error => setTrouble(errorText(error)))
  const attach = card => {
    const clean = cleaned(card)
    return clean ? keep({ card: clean, pin: fourDigits() }) : setTrouble(t('kartu.enam_huruf'))
  }
  const scan = async event => {
    const [file] = event.target.files
    event.target.value = ''
    if (!file) return
    const [found] = await codesIn(file)
    found ? attach(found) : setTrouble(t('kartu.tak_terbaca'))
  }
  const said = trouble && html`<p class="err" role="alert"><${Icon} name="warn" /><span>${trouble}</span></p>`
  if (draft.card) {
    return html`<section class="card stack"><h2>${t('kartu.judul')}</h2>
      <p class="wrap"><span class="chip ok"><${Icon} name="done" /><span>${t('kartu.dipasang')}</span></span></p>
      <p>${t('kartu.kode', { kode: draft.card.pin })}</p>
      <p class="big-no num" aria-label=${t('kartu.kode_label')}>${draft.card.pin}</p>
      <p class="small dim">${t('kartu.simpan')}</p>
      ${said}
      <button class="link" onClick=${() => keep(null)}>${t('kartu.batal')}</button></section>`
  }
  return html`<section class="card stack"><h2>${t('kartu.judul')}</h2>
    <p class="small dim">${has ? t('kartu.sudah_ada') : t('kartu.jelas')}</p>
    <div class="q"><label for="kartu">${t('kartu.ketik')}</label>
      <input class="in code" id="kartu" value=${typed} maxlength="8" autocomplete="off" autocapitalize="characters" aria-invalid=${trouble ? 'true' : undefined}
        onInput=${e => setTyped(e.target.value)} />
      ${said}</div>
    <p class="wrap"><button class="btn two s" onClick=${() => attach(typed)}>${t('kartu.pasang_ini')}</button>
      ${'BarcodeDetector' in window && html`<label class="btn two s file"><${Icon} name="camera" />${t('kartu.pindai')}
        <input class="hide" type="file" accept="image/*" capture="environment" onChange=${scan} /></label>`}</p>
  </section>`
}

/** Six letters, or the secret at the end of the card's address; '' when it is neither. @param {string} card */
export function cleaned (card) {
  const text = card.trim()
  const address = /\/w\/([A-Za-z0-9_-]{16,})$/.exec(text)
  if (address) return address[1]
  const letters = text.replace(/[\s-]/g, '').toUpperCase()
  return /^[A-Z0-9]{6}$/.test(letters) ? letters : ''
}

/** Four random digits, each equally likely. */
function fourDigits () {
  const numbers = new Uint32Array(1)
  do crypto.getRandomValues(numbers); while (numbers[0] >= 4294960000)
  return String(numbers[0] % 10000).padStart(4, '0')
}
