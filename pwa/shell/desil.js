// The tenth that a list of DTSEN gives a family: what stands, of which list, and typing another one in. Read, never computed.
import { html, useState } from '../vendor/ui.js'
import { longDay, t } from '../text/text.js'
import { enqueue, setChange } from '../store/outbox.js'
import { bodyOf, identityId, identityOf } from '../store/records.js'
import { localToday } from '../sync/clock.js'
import { errorText, toast } from './layers.js'

export const DESILS = [...Array.from({ length: 10 }, (_, at) => `d${at + 1}`), 'tidak_terdaftar']

/** @param {string | null | undefined} code d1 to d10, tidak_terdaftar */
export const desilWords = code => !code ? t('desil.belum') : code === 'tidak_terdaftar' ? t('desil.tidak_terdaftar') : t('desil.n', { n: code.slice(1).replace('_', '-') })

/**
 * What a list says of a family, as a change for the outbox.
 * @param {string} family @param {string | null} desil @param {string} list its day @param {Record<string, number>} [versions] that were seen
 */
export const desilChange = (family, desil, list, versions) =>
  setChange('identity', identityId(family), { ...(identityOf(family) ? {} : { subject: family }), desil, desil_list: desil && list }, { versions })

/**
 * A row of a list of data.
 * @param {{ family: string, said?: string }} props said: what the visit says of it, as the survey codes it
 */
export function DesilRow ({ family, said }) {
  const [asking, setAsking] = useState(false)
  const { desil = null, desil_list: list = null } = bodyOf(identityId(family))
  const [code, setCode] = useState(desil || '')
  const [day, setDay] = useState(list || localToday())
  const keep = event => {
    event.preventDefault()
    enqueue([desilChange(family, code || null, day)]).then(() => { toast(t('periksa.tercatat')); setAsking(false) }, error => toast(errorText(error)))
  }
  const other = desil && said && /^(d|tidak)/.test(said) && said !== desil && !(said === 'd6_10' && Number(desil.slice(1)) > 5)
  return html`<dt>${t('desil.dtsen')}</dt><dd>${asking
    ? html`<form class="stack-s" onSubmit=${keep}><label><span class="hide">${t('desil.dtsen')}</span><select class="in" onChange=${event => setCode(event.target.value)}><option value="">${t('desil.belum')}</option>${DESILS.map(one => html`<option key=${one} value=${one} selected=${one === code}>${desilWords(one)}</option>`)}</select></label>
        <label class="small">${t('desil.tanggal_daftar')}<input class="in" type="date" required=${!!code} max=${localToday()} value=${day} onInput=${event => setDay(event.target.value)} /></label>
        <p class="line"><button class="btn s">${t('umum.simpan')}</button><button type="button" class="link" onClick=${() => setAsking(false)}>${t('umum.batal')}</button></p></form>`
    : html`<div class=${other ? 'w' : ''}>${desilWords(desil)}${list && desil && html`, ${t('desil.menurut', { tanggal: longDay(list) })}`}${other && html`<br /><small>${t('desil.kunjungan', { desil: desilWords(said) })}</small>`}
        ${' '}<button type="button" class="link" aria-label=${t('desil.ubah')} onClick=${() => { setCode(desil || ''); setAsking(true) }}>${t(desil ? 'umum.ubah' : 'desil.isi')}</button></div>`}</dd>`
}
