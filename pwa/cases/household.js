// What an officer is asked about a family: who else may be the same, and what in it does not fit together.
import { html, useEffect, useState } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { Icon } from '../shell/frame.js'
import { Key, useKeys } from '../shell/keys.js'
import { go } from '../shell/router.js'
import { bodyOf } from '../store/records.js'
import { request } from '../sync/api.js'

/** @param {{ family: string }} props */
export function HouseholdNotes ({ family }) {
  const [said, setSaid] = useState(/** @type {any} */ (null))
  useEffect(() => {
    setSaid(null)
    request(`/api/families/${family}/twins`).then(({ data }) => setSaid(data), () => {}) // without signal nothing is known of others
  }, [family])
  const [like] = said ? said.twins : []
  const compare = () => like && go(`/kembar/${family}/${like.family}`)
  useKeys({ g: compare })
  if (!said || said.twins.length + said.doubts.length === 0) return null
  const nameOf = member => member ? bodyOf(member).full_name || '' : bodyOf(family).head_name || ''
  return html`<ul>${said.twins.map(one => html`<${Note} key=${one.number + one.subject + one.family} title=${one.number === 'kk_number' ? t('ragu_judul.kk_di_tempat_lain') : t('ragu_judul.nik_di_tempat_lain')}>
      ${t('periksa.sama_' + one.number, { nama: nameOf(one.subject === family ? null : one.subject) })} <a href=${`/warga/${one.family}`}>${one.name || t('warga.tanpa_nama')}</a>, ${placeWords(one.area)}</${Note}>`)}
    ${said.doubts.map(one => html`<${Note} key=${one.kind + one.member} title=${t('ragu_judul.' + one.kind)}>${t('ragu.' + one.kind, { nama: nameOf(one.member), lain: one.about })}</${Note}>`)}</ul>
    ${like && html`<p><button type="button" class="btn two s" onClick=${compare}>${t('periksa.bandingkan', { nama: like.name || t('warga.tanpa_nama') })} <${Key} of="G" /></button></p>`}`
}

const Note = ({ title, children }) => html`<li class="cond"><span class="warn-t"><${Icon} name="warn" /></span><span>${title}<small>${children}</small></span></li>`

const placeWords = area => { const [rw = '', rt = ''] = area.split('/'); return t('wilayah.rtrw', { rt, rw }) }
