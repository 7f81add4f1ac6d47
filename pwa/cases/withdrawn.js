// Families that took their consent back, above the inbox: the office answers within 3 × 24 hours, and is told when it did not.
import { html } from '../vendor/ui.js'
import { localIso, t } from '../text/text.js'
import { Icon } from '../shell/frame.js'
import { moment } from './words.js'

const SHOWN = 3

/**
 * Who first must be answered stands first. Pure.
 * @param {{ id: string, body: any }[]} families records
 * @param {number} at ms
 */
export const withdrawn = (families, at) => families.filter(({ body }) => body.withdrawn_due)
  .map(({ id, body }) => ({ id, name: body.head_name || t('warga.tanpa_nama'), due: Date.parse(body.withdrawn_due), late: Date.parse(body.withdrawn_due) < at }))
  .sort((a, b) => a.due - b.due)

/** @param {{ families: { id: string, body: any }[], at: number }} props */
export function Withdrawn ({ families, at }) {
  const all = withdrawn(families, at)
  const first = Math.max(SHOWN, all.filter(({ late }) => late).length) // who waits too long is never folded away
  const rest = all.slice(first)
  return html`${all.slice(0, first).map(line)}
    ${rest.length > 0 && html`<details><summary>${t('meja.dicabut_n', { n: rest.length })}</summary>${rest.map(line)}</details>`}`
}

const line = ({ id, name, due, late }) => html`<p class=${late ? 'alert-line late' : 'alert-line'} key=${id}><${Icon} name=${late ? 'warn' : 'lock'} /><span>
  ${t(late ? 'meja.dicabut_lewat' : 'meja.dicabut', { nama: name, kapan: moment(localIso(new Date(due))) })}${' '}<a href=${`/warga/${id}/petugas`}>${t('meja.buka_keluarga')}</a></span></p>`
