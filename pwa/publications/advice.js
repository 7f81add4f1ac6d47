// After other rules came into force: how far the families have been looked at again, and whose advice is another now.
import { html, useEffect, useState } from '../vendor/ui.js'
import { formatMoment, shortVersion, t } from '../text/text.js'
import { Icon } from '../shell/frame.js'
import { request } from '../sync/api.js'
import { inForce, publication } from '../store/publications.js'
import { now } from '../sync/clock.js'

const AGAIN = 3000 // ms between two looks at a run that goes on

export function AdviceRuns () {
  const [runs, setRuns] = useState(/** @type {any[]} */ ([]))
  const [names, setNames] = useState(/** @type {Record<string, string>} */ ({}))
  useEffect(() => {
    const held = inForce('catalogue')
    if (held) publication(held.hash).then(({ services }) => setNames(Object.fromEntries(services.map(one => [one.code, one.name]))), () => {})
    let timer = 0
    const look = () => request('/api/advice').then(({ data }) => {
      setRuns(data.runs)
      if (data.runs.some(run => !run.finished)) timer = setTimeout(look, AGAIN)
    }, () => {}) // without signal the list stays as it was
    look()
    return () => clearTimeout(timer)
  }, [])
  if (!runs.length) return null
  return html`<section class="pane"><div class="pane-h"><h2>${t('saran.judul')}</h2></div>
    <div class="pane-b stack"><p class="dim">${t('saran.jelas')}</p>
      ${runs.map(run => html`<${Run} key=${run.catalogue} run=${run} names=${names} />`)}</div></section>`
}

function Run ({ run, names }) {
  const [changes, setChanges] = useState(/** @type {any[] | null} */ (null))
  const show = () => request(`/api/advice/changes?catalogue=${run.catalogue}`).then(({ data }) => setChanges(data.changes), () => setChanges([]))
  return html`<div class="stack-s"><p><b>${t('saran.versi', { versi: shortVersion(run.version) })}</b> <span class="small dim">${formatMoment(run.started, now())}</span></p>
    ${!run.finished && html`<progress class="ok" max=${run.families || 1} value=${run.looked} aria-label=${t('saran.judul')}></progress>`}
    <p role="status">${t('saran.dilihat', { n: run.looked, total: run.families })} ${t('saran.berubah', { n: run.changed })}</p>
    ${run.changed > 0 && !changes && html`<p><button type="button" class="link" onClick=${show}><${Icon} name="next" />${t('saran.siapa')}</button></p>`}
    ${changes && html`<table class="tbl"><caption class="hide">${t('saran.judul')}</caption>
      <thead><tr>${['keluarga', 'layanan', 'dulu', 'sekarang'].map(key => html`<th scope="col" key=${key}>${t('saran.t_' + key)}</th>`)}</tr></thead>
      <tbody>${changes.map(one => html`<tr key=${one.family + one.service}><td><a href=${`/warga/${one.family}`}>${one.name || t('warga.tanpa_nama')}</a><small>${placeOf(one.area)}</small></td>
        <td>${names[one.service] || one.service}</td><td>${words(one.before)}</td><td>${words(one.after)}</td></tr>`)}</tbody></table>`}</div>`
}

const words = advice => advice ? t('cek.' + advice) : t('saran.tidak_ada')

const placeOf = area => { const [rw = '', rt = ''] = area.split('/'); return t('wilayah.rtrw', { rt, rw }) }
