// Where a file is dropped or chosen.
import { html, useRef } from '../vendor/ui.js'
import { t } from '../text/text.js'

/** @param {{ accept: string, kinds: string, onFile: (file: File) => void, again: boolean }} props kinds: what may be chosen, in words */
export function Drop ({ accept, kinds, onFile, again }) {
  const input = useRef(/** @type {HTMLInputElement | null} */ (null))
  const pick = event => { const [file] = event.target.files; event.target.value = ''; onFile(file) }
  const drop = event => { event.preventDefault(); onFile(event.dataTransfer.files[0]) }
  return html`<div class="drop split" onDragOver=${event => event.preventDefault()} onDrop=${drop}><p><b>${t(again ? 'unggah.tarik_lagi' : 'unggah.tarik')}</b><br /><span class="small dim">${kinds}</span></p>
    <input class="hide" type="file" accept=${accept} ref=${input} aria-label=${t('unggah.pilih_berkas')} tabindex="-1" onChange=${pick} />
    <button type="button" class=${again ? 'btn two' : 'btn'} onClick=${() => input.current && input.current.click()}>${t('unggah.pilih_berkas')}</button></div>`
}
