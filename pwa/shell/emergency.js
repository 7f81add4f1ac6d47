// *Butuh pertolongan darurat*: call or text the PSM of the area, or 119. Works without signal for data; a call needs only voice.
import { html, signal } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { inArea, me } from '../store/me.js'
import { get } from '../store/records.js'
import { Sheet } from './layers.js'
import { route } from './router.js'

/** What help is called for: an area ("004/002/…"), '' where none is known; null while nobody calls. @type {{ value: string | null }} */
const open = signal(null)

/** @param {string} [area] where one stands; else that of the family or case on the screen, as far as the address names it */
export const openEmergency = (area = '') => { open.value = area || route.value.parts.map(part => get(part)?.area).find(Boolean) || '' }

/**
 * The PSM of the area where help is needed, or whose areas touch mine, then the others; only those with a number.
 * @param {import('../store/me.js').Me | null} mine @param {string} [area]
 */
export function helpers (mine, area = '') {
  const psm = (mine ? mine.people : []).filter(({ id, roles, phone }) => phone && roles.includes('psm') && id !== mine?.person)
  const near = person => !!mine && (area ? [area] : mine.areas).some(area => inArea(area, person.areas) || person.areas.some(other => inArea(other, [area])))
  return [...psm.filter(near), ...psm.filter(person => !near(person))]
}

/** The sheet; rendered once beside the screens. */
export function Emergency () {
  if (open.value === null) return null
  const mine = me.value
  const place = placeOf(open.value || (mine && mine.areas.find(Boolean)) || '')
  const [first, ...others] = helpers(mine, open.value)
  return html`<${Sheet} title=${t('darurat.tombol')} icon="help" tone="bad" onClose=${() => { open.value = null }}>${close => html`
    ${mine ? html`<p>${t('darurat.katakan')}<br /><b>“${call(mine, place)}”</b></p>` : html`<p>${t('darurat.sebutkan')}</p>`}
    ${first && html`<${Helper} person=${first} mine=${mine} place=${place} main />`}
    ${others.slice(0, 2).map(person => html`<${Helper} person=${person} mine=${mine} place=${place} />`)}
    ${!first && html`<p class="note-box warn"><span><${Mark} name="warn" /></span><span>${t('darurat.tanpa_psm')}</span></p>`}
    <a class="btn bad wide" href="tel:119"><${Mark} name="call" />${t('darurat.medis')}</a>
    <button type="button" class="link" onClick=${close}>${t('darurat.batal')}</button>`}</${Sheet}>`
}

const Mark = ({ name }) => html`<svg class="i" aria-hidden="true"><use href=${`#i-${name}`} /></svg>`

/** What to say or to write, ready: where, and who calls. */
const call = (mine, place) => t('darurat.sms_teks', { ...place, nama: mine.name, telepon: mine.phone || '' }).replace(/[, ]+\.$/, '.')

function Helper ({ person, mine, place, main }) {
  return html`<a class=${`btn wide${main ? '' : ' two'}`} href=${`tel:${person.phone}`}><${Mark} name="call" />${t('darurat.telepon', { nama: person.name })}</a>
    <a class="btn two wide" href=${`sms:${person.phone}?body=${encodeURIComponent(call(mine, place))}`}><${Mark} name="chat" />${t('darurat.sms', { nama: person.name })}</a>`
}

/** RW and RT of an area; an unknown part is a gap to fill in. @param {string} area */
function placeOf (area) {
  const [rw, rt] = area.split('/')
  return { rw: rw || '...', rt: rt || '...' }
}
