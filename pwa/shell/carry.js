// Saving unsent work as a file: from Kiriman and Penyimpanan, and from a locked phone whose PIN nobody remembers.
import { html, useEffect, useState } from '../vendor/ui.js'
import { formatMoment, formatSize, t } from '../text/text.js'
import { carry, unsent } from '../store/carry.js'
import { meta } from '../store/meta.js'
import { isOpen } from '../store/vault.js'
import { sealParcels } from '../store/outbox.js'
import { errorText, Icon, NoteBox } from './frame.js'
import { readyToCarry } from './settling.js'

/**
 * What would go, the button, and what to do with the file.
 * @param {{ person: { id: string, desa: string }, none?: any, children?: any }} props
 *   `none`: said instead of it all where nothing is there to be carried; `children`: how it is done
 */
export function SaveFile ({ person, none, children }) {
  const [now, setNow] = useState(/** @type {Awaited<ReturnType<typeof unsent>> | null} */ (null))
  const [last, setLast] = useState(/** @type {{ at: string, changes: number, photos: number } | undefined} */ (undefined))
  const [saved, setSaved] = useState('')
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState('')
  const look = async () => {
    if (isOpen()) { await sealParcels(); await readyToCarry() }
    setNow(await unsent())
    setLast(await meta('carried'))
  }
  useEffect(() => { look().catch(error => setTrouble(errorText(error))) }, [])
  const save = async () => {
    setBusy(true)
    setTrouble('')
    try {
      const { file, name } = await carry(person)
      give(file, name)
      setSaved(name)
      await look()
    } catch (error) {
      console.error(error)
      setTrouble(errorText(error))
    }
    setBusy(false)
  }
  if (!now) return trouble && html`<p class="err" role="alert"><${Icon} name="warn" /><span>${trouble}</span></p>`
  const any = now.changes + now.photos > 0
  if (none && !any && !now.left && !saved) return none
  return html`${children && html`<p>${t('bawa.kapan')}</p>`}<section class="card stack"><h2>${any ? t('bawa.isi', { n: now.changes, foto: now.photos, ukuran: formatSize(now.size) }) : t('bawa.kosong')}</h2>
      ${now.left > 0 && html`<p class="small">${t('bawa.sisa', { n: now.left })}</p>`}
      ${any && !now.ready && html`<p class="small warn-t">${t('bawa.belum_bisa')}</p>`}
      ${any && now.ready && html`<button type="button" class="btn wide" aria-disabled=${busy} onClick=${() => { if (!busy) save() }}><${Icon} name="box" />${t('bawa.simpan')}</button>`}
      ${trouble && html`<p class="err" role="alert"><${Icon} name="warn" /><span>${trouble}</span></p>`}
      ${last && !saved && html`<p class="small dim">${t('bawa.terakhir', { kapan: formatMoment(last.at, new Date()), n: last.changes, foto: last.photos })}</p>`}</section>
    ${saved && html`<div role="status"><${NoteBox} kind="ok" icon="done"><p class="b">${t('bawa.tersimpan')}</p><p class="small">${saved}</p><p class="small">${t('bawa.tetap')}</p></${NoteBox}></div>`}${children}`
}

/** Into the phone's downloads. */
function give (file, name) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60000)
}
