// Two families that may be one, side by side; an officer says which stays, or that they only look alike.
import { html } from '../vendor/ui.js'
import { longDay, t } from '../text/text.js'
import { DeskPage } from '../shell/desk.js'
import { Icon } from '../shell/frame.js'
import { Missing } from '../shell/trouble.js'
import { placeOf } from '../shell/people.js'
import { back } from '../shell/router.js'
import { get, identityOf, of, version } from '../store/records.js'
import { mine } from '../store/me.js'
import { act } from './office.js'

/** @param {{ one: string, other: string }} props */
export function CompareScreen ({ one, other }) {
  version.value // eslint-disable-line no-unused-expressions
  const families = [get(one), get(other)]
  const away = event => { event.preventDefault(); back('/betulkan') }
  const head = html`<div class="page-h"><div class="line"><a class="ib" href="/betulkan" aria-label=${t('umum.kembali')} onClick=${away}><${Icon} name="back" /></a><div><h1>${t('kembar.judul')}</h1><p class="dim">${t('kembar.jelas')}</p></div></div></div>`
  if (families.some(family => !family || family.collection !== 'family')) return html`<${Missing} text=${t('kembar.sudah')} />`
  const [left, right] = /** @type {any[]} */ (families)
  const leave = kept => { if (kept) back('/betulkan') }
  return html`<${DeskPage} title=${t('kembar.judul')} head=${head} name=${mine().name} desa=${mine().desa.name}>
    <div class="two-c gap-t"><${Side} family=${left} other=${right} onStay=${() => act('family.same_as', right, { into: left.id }).then(leave)} />
      <${Side} family=${right} other=${left} onStay=${() => act('family.same_as', left, { into: right.id }).then(leave)} /></div>
    <p class="mid gap-l"><button type="button" class="btn two" onClick=${() => act('family.not_same', left, { family: right.id }).then(leave)}>${t('kembar.bukan')}</button></p></${DeskPage}>`
}

function Side ({ family, other, onStay }) {
  const { body, area } = family
  const them = rowsOf(other)
  return html`<section class="pane" aria-label=${body.head_name || t('warga.tanpa_nama')}><div class="pane-h"><h2>${body.head_name || t('warga.tanpa_nama')}</h2><span class="small dim nowrap">${placeOf(area)}</span></div>
    <div class="pane-b stack"><dl class="data">${rowsOf(family).map(({ label, value }, index) => html`<dt key=${label + index}>${label}</dt><dd key=${index}>${them.some(row => row.value === value) || !value ? value || '-' : html`<mark>${value}</mark>`}</dd>`)}</dl>
      <p class="small dim">${t('kembar.isi', { kunjungan: of('visit', 'family', family.id).length, permohonan: of('case', 'family', family.id).length, berkas: of('document', 'family', family.id).length })}</p>
      <p class="right"><button type="button" class="btn" onClick=${onStay}>${t('kembar.pakai')}</button></p></div></section>`
}

/** What is compared, row by row. */
function rowsOf ({ id, body }) {
  const numbers = identityOf(id)?.body || {}
  const members = of('member', 'family', id).sort((a, b) => (a.body.order || 0) - (b.body.order || 0))
  return [
    { label: t('kembar.kk'), value: numbers.kk_number || '' },
    { label: t('kembar.alamat'), value: [body.address, body.landmark].filter(Boolean).join(', ') },
    { label: t('kembar.hp'), value: body.phone || '' },
    ...members.map(member => {
      const identity = identityOf(member.id)?.body || {}
      const born = identity.birth_date ? longDay(identity.birth_date) : identity.birth_year ? String(identity.birth_year) : ''
      return { label: t('kembar.anggota'), value: [member.body.full_name, born, identity.nik && `NIK ${identity.nik}`].filter(Boolean).join(', ') }
    })
  ]
}
