// *Butuh pertolongan darurat*: call or text the PSM of the area, or 119. Works without signal for data; a call needs only voice.
import { html, signal } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { inArea, me } from '../store/me.js'
import { Sheet } from './layers.js'

const open = signal(false)

export const openEmergency = () => { open.value = true }

/**
 * The PSM whose areas touch mine, then the others; only those with a number.
 * @param {import('../store/me.js').Me | null} mine
 */
export function helpers (mine) {
  const psm = (mine ? mine.people : []).filter(({ id, roles, phone }) => phone && roles.includes('psm') && id !== mine?.person)
  const near = person => !!mine && mine.areas.some(area => inArea(area, person.areas) || person.areas.some(other => inArea(other, [area])))
  return [...psm.filter(near), ...psm.filter(person => !near(person))]
}

/** The sheet; rendered once beside the screens. @param {{ place?: { rt: string, rw: string } | null }} props */
export function Emergency ({ place = null }) {
  if (!open.value) return null
  const mine = me.value
  const [first, ...others] = helpers(mine)
  return html`<${Sheet} title=${t('darurat.tombol')} icon="help" tone="bad" onClose=${() => { open.value = false }}>${close => html`
    <p>${t('darurat.sebutkan')}</p>
    ${first && html`<${Helper} person=${first} mine=${mine} place=${place} main />`}
    ${others.slice(0, 2).map(person => html`<${Helper} person=${person} mine=${mine} place=${place} />`)}
    ${!first && html`<p class="note-box warn"><span><${Mark} name="warn" /></span><span>${t('darurat.tanpa_psm')}</span></p>`}
    <a class="btn bad wide" href="tel:119"><${Mark} name="call" />${t('darurat.medis')}</a>
    <button type="button" class="link" onClick=${close}>${t('darurat.batal')}</button>`}</${Sheet}>`
}

const Mark = ({ name }) => html`<svg class="i" aria-hidden="true"><use href=${`#i-${name}`} /></svg>`

function Helper ({ person, mine, place, main }) {
  const area = place || placeOf(mine)
  const text = t('darurat.sms_teks', { rt: area.rt, rw: area.rw, nama: mine.name, telepon: mine.phone || '' }).replace(/[, ]+\.$/, '.')
  return html`<a class=${`btn wide${main ? '' : ' two'}`} href=${`tel:${person.phone}`}><${Mark} name="call" />${t('darurat.telepon', { nama: person.name })}</a>
    <a class="btn two wide" href=${`sms:${person.phone}?body=${encodeURIComponent(text)}`}><${Mark} name="chat" />${t('darurat.sms', { nama: person.name })}</a>`
}

/** My own area, where nothing nearer is known; an unknown part is a gap to fill in. */
function placeOf (mine) {
  const [rw = '', rt = ''] = (mine.areas.find(Boolean) || '').split('/')
  return { rw: rw || '...', rt: rt || '...' }
}
