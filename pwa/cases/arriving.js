// Families on their way between two desas, above the inbox: those that come, and those whose new desa did not take them.
import { html } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { Icon } from '../shell/frame.js'

const WEEK = 7 * 86400000 // ms
const REFUSED = ['ditolak', 'lewat']

/**
 * What an officer has to see to. Pure.
 * @param {{ arrivals: { id: string, body: any }[], families: { id: string, body: any }[], decided: (id: string) => boolean, at: number }} stored
 *   `decided`: something about this record waits to be sent; `at`: ms
 */
export const arriving = ({ arrivals, families, decided, at }) => ({
  coming: arrivals.filter(({ id, body }) => body.state === 'menunggu' && !decided(id)),
  back: families.filter(({ id, body: { released } }) => released && REFUSED.includes(released.state) && at - Date.parse(released.settled_at) < WEEK && !decided(id))
})

/** @param {Parameters<typeof arriving>[0]} props */
export function Arriving (props) {
  const { coming, back } = arriving(props)
  return html`${coming.length > 0 && html`<p class="alert-line"><${Icon} name="people" /><span>
      ${coming.length === 1 ? t('pindahan.satu', { nama: coming[0].body.head_name || t('warga.tanpa_nama'), desa: coming[0].body.from_name }) : t('pindahan.n', { n: coming.length })}${' '}<a href="/pindahan">${t('pindahan.lihat')}</a></span></p>`}
    ${back.map(({ id, body }) => html`<p class="alert-line" key=${id}><${Icon} name="warn" /><span>
      ${t(`pindahan.kembali_${body.released.state}`, { nama: body.head_name || t('warga.tanpa_nama'), desa: body.released.name })}${' '}<a href=${`/warga/${id}/petugas`}>${t('meja.buka_keluarga')}</a></span></p>`)}`
}
