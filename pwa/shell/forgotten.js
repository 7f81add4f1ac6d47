// "Lupa PIN": four digits to show at the desk; when a second person has approved there, a new PIN is made here.
import { html, useEffect, useState } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { unsent } from '../store/carry.js'
import { asked, begin, box, finish, forget, opened } from '../store/recover.js'
import { request, useCredentials } from '../sync/api.js'
import { SaveFile } from './carry.js'
import { Actions, errorText, Icon, NoteBox, Page } from './frame.js'
import { NewPin } from './new-pin.js'

const LOOKS = 5000 // ms between two looks whether somebody has approved

/** @param {{ person: import('../store/device.js').Enrolment, onward: () => void, onBack: () => void }} props */
export function Forgotten ({ person, onward, onBack }) {
  const [row, setRow] = useState(/** @type {import('../store/recover.js').Asked | undefined} */ (undefined))
  const [raw, setRaw] = useState(/** @type {Uint8Array | null} */ (null))
  const [busy, setBusy] = useState('')
  const [trouble, setTrouble] = useState('')
  const [waits, setWaits] = useState(0)
  useEffect(() => { unsent().then(({ changes, photos }) => setWaits(changes + photos), () => {}) }, [])
  useEffect(() => { useCredentials({ enrolment: person.id, bearer: null }); asked().then(setRow) }, [])
  const ask = async () => {
    setTrouble('')
    try {
      if (!await box()) throw Object.assign(new Error('no box'), { key: 'pin.belum_bisa_dibantu' })
      setRow(await begin(async point => (await request('/api/recoveries', { json: { public: point }, bearer: false })).data))
    } catch (error) { setTrouble(errorText(error)) }
  }
  useEffect(() => {
    if (!row || raw) return
    const look = async () => {
      try {
        const { data } = await request(`/api/recoveries/${row.id}/collect`, { json: { box: await box() }, bearer: false })
        if (data.key) setRaw(await opened(row, data.key))
        setTrouble('')
      } catch (/** @type {any} */ error) {
        if (error.status === 404) { await forget(); setRow(undefined) }
        setTrouble(error.status === 404 ? t('pin.tanya_lagi') : errorText(error))
      }
    }
    look()
    const timer = setInterval(look, LOOKS)
    return () => clearInterval(timer)
  }, [row, raw])
  const make = async pin => {
    setBusy(t('pin.mengganti'))
    try {
      await finish(/** @type {Uint8Array} */ (raw), pin)
      onward()
    } catch (error) { console.error(error); setBusy(''); setTrouble(errorText(error)) }
  }
  const problem = trouble && html`<p class="err left" role="alert"><${Icon} name="warn" /><span>${trouble}</span></p>`
  if (raw) return html`<${NewPin} who=${person.name} note=${t('pin.buat_lagi')} busy=${busy} trouble=${problem} onPin=${make} />`
  const leave = async () => { await forget(); onBack() }
  return html`<${Page} title=${t('pin.lupa_judul')} back=${leave} status=${false} stack="stack-l"
    footer=${!row && html`<${Actions}><button type="button" class="btn wide" onClick=${ask}>${t('pin.minta_bantuan')}</button></${Actions}>`}>
    ${row
      ? html`<section class="card stack mid"><h2>${t('pin.tunjukkan')}</h2><p class="big-no num">${row.code}</p><p class="dim" role="status">${t('pin.menunggu')}</p></section>`
      : html`<p>${t('pin.lupa_jelas')}</p>`}
    ${problem}
    <${NoteBox} icon="lock"><p class="small">${t('pin.rahasia')}</p></${NoteBox}>
    ${waits > 0 && html`<section class="stack"><h2>${t('bawa.judul')}</h2><p>${t('bawa.tanpa_pin')}</p><${SaveFile} person=${person} /></section>`}</${Page}>`
}
