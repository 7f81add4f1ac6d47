// What comes next: whom to call, what going first costs the others, and the ways out of this screen.
import { html } from '../vendor/ui.js'
import { formatTime, t } from '../text/text.js'
import { Icon, NoteBox } from '../shell/frame.js'
import { Key } from '../shell/keys.js'
import { aloneSince, counter } from './here.js'

/** Which numbers this counter calls while it stands alone. @param {{ shares: number[], mine: string[] }} found */
const shareWords = ({ shares, mine }) =>
  shares.length > 1 && mine.length ? t('antre.bagian_dibagi', { n: shares.length, contoh: mine.slice(0, 3).join(', ') }) : ''

export function NextPane ({ day, found, calls, ask }) {
  const [next] = found.order
  const { first, minutes } = found.delay
  return html`<section class="pane"><div class="pane-h"><h2>${t('antre.berikutnya')}</h2></div><div class="pane-b stack">
    ${aloneSince.value && html`<${NoteBox} kind="warn" icon="nosignal"><p>${t('antre.sendiri', { jam: formatTime(aloneSince.value) })} ${counter.value ? shareWords(found) : ''}</p></${NoteBox}>`}
    <button class="btn wide" disabled=${!next || !!calls.here} onClick=${calls.next}>${next ? t('antre.panggil_nomor', { nomor: next.number }) : t('antre.tidak_ada_berikut')} <${Key} of="N" /></button>
    ${calls.here && html`<p class="small dim">${t('antre.masih_ada', { nomor: calls.here.number })}</p>`}
    <p class="small dim">${t('antre.urutan')} ${first > 0 && minutes > 0 ? t('antre.akibat', { n: first, menit: minutes }) : ''}</p>
    <a class="btn two wide" href="/rabu/tanpa-janji">${t('antre.daftarkan')} <${Key} of="D" /></a>
    <a class="btn two wide" href=${`/rabu/cetak/${day.body.date}`}><${Icon} name="print" />${t('antre.cetak')} <${Key} of="C" /></a>
    <p class="line"><a href="/layar" target="_blank" rel="noopener">${t('antre.layar')}</a> <button class="link" onClick=${() => ask('tutup')}>${t('antre.tutup_hari')}</button></p>
  </div></section>`
}
