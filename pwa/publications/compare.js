// What would change for kader and families: the survey beside the one in force, or the catalogue's effects on the desa.
import { html } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { changeWords } from '../shell/changes.js'
import { Icon } from '../shell/frame.js'

/** @param {{ told: import('../survey/versions.js').Differences | null }} props null: kader have no such survey yet */
export function SurveyChanges ({ told }) {
  if (!told) return html`<${Box} title=${t('unggah.yang_berubah')}><p>${t('unggah.survei_belum_ada')}</p></${Box}>`
  const { added, removed, changed, rules } = told
  const none = !added.length && !removed.length && !changed.length && !rules
  return html`<${Box} title=${t('unggah.yang_berubah')}>
    ${none && html`<p>${t('unggah.tanpa_beda')}</p>`}
    <${Group} title=${t('versi.baru', { n: added.length })} icon="plus" of=${added.map(one => [one.name, one.label, one.page])} />
    <${Group} title=${t('versi.dihapus', { n: removed.length })} icon="minus" of=${removed.map(one => [one.name, one.label, one.page])} />
    <${Group} title=${t('versi.diubah', { n: changed.length })} icon="edit" of=${changed.map(one => [one.name, one.label, changeWords(one)])} />
    ${rules > 0 && html`<p class="small dim">${t('unggah.rumus_berubah', { n: rules })}</p>`}</${Box}>`
}

/** @param {{ effects: any, paperName: (code: string) => string, serviceName: (code: string) => string }} props */
export function CatalogueChanges ({ effects, paperName, serviceName }) {
  const { services, papers, looked, families, checklists, advice, touched } = effects
  const row = one => [one.code, one.name, one.what ? one.what.map(what => t(`unggah.bagian.${what}`)).join(', ') : '']
  return html`<${Box} title=${t('unggah.yang_berubah')}>
      ${[services, papers].every(({ added, removed, changed }) => !added.length && !removed.length && !changed.length) && html`<p>${t('unggah.tanpa_beda')}</p>`}
      ${[['layanan', services], ['berkas', papers]].map(([kind, { added, removed, changed }]) => html`
        <${Group} key=${kind + 1} title=${t(`unggah.${kind}_baru`, { n: added.length })} icon="plus" of=${added.map(row)} />
        <${Group} key=${kind + 2} title=${t(`unggah.${kind}_dihapus`, { n: removed.length })} icon="minus" of=${removed.map(row)} />
        <${Group} key=${kind + 3} title=${t(`unggah.${kind}_diubah`, { n: changed.length })} icon="edit" of=${changed.map(row)} />`)}</${Box}>
    <${Box} title=${t('unggah.untuk_keluarga')}>
      <p><b>${t('unggah.daftar_berubah', { n: checklists })}</b> ${t('unggah.saran_berubah', { n: advice })}</p>
      <p class="small dim">${t(looked < families ? 'unggah.dilihat_sebagian' : 'unggah.dilihat', { n: looked, semua: families })}</p>
      <${Group} title=${t('unggah.keluarga_kena', { n: touched.length })} icon="people" of=${touched.map(({ family, name, services: asked }) =>
        [family, name || t('warga.tanpa_nama'), asked.map(one => papersOf(one, paperName, serviceName)).join('. ')])} /></${Box}>`
}

const papersOf = ({ service, more, less }, paperName, serviceName) => [
  serviceName(service) + ':',
  more.length ? t('unggah.tambah', { berkas: more.map(paperName).join(', ') }) : '',
  less.length ? t('unggah.kurang', { berkas: less.map(paperName).join(', ') }) : '',
  !more.length && !less.length ? t('unggah.wajib_lain') : ''
].filter(Boolean).join(' ')

const Box = ({ title, children }) => html`<section class="pane"><div class="pane-h"><h2>${title}</h2></div><div class="pane-b stack-s">${children}</div></section>`

const Group = ({ title, icon, of }) => of.length > 0 && html`<details class="group" open=${of.length <= 8}><summary class="b">${title}</summary>
  <ul>${of.map(([key, label, more]) => html`<li class="cond" key=${key}><span class="dim"><${Icon} name=${icon} /></span><span>${label}${more && html`<br /><span class="small dim">${more}</span>`}</span></li>`)}</ul></details>`
