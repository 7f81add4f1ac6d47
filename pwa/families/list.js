// Warga: the families of my area, all on this phone, found by name or place.
import { html, useEffect, useMemo, useState } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { all, of, version } from '../store/records.js'
import { drafts, draftsVersion } from '../store/drafts.js'
import { canVisit, isOffice, mine } from '../store/me.js'
import { isClosed } from '../shell/closed.js'
import { DeskPage } from '../shell/desk.js'
import { Chip, EmergencyButton, Empty, GoRow, Icon, NoteBox, Page } from '../shell/frame.js'
import { placeOf, placesOf, rtOf } from '../shell/people.js'
import { caseChip, telling } from './state.js'
import { search } from './search.js'

const SHOWN = 60 // rows drawn at once; the search finds the others

/** What was typed, kept while one looks at a family and comes back. */
const kept = { query: '', rt: '' }

export function FamiliesScreen () {
  const title = t('warga.judul', { wilayah: placesOf(mine().areas) })
  if (isOffice()) return html`<${DeskPage} title=${title} name=${mine().name} desa=${mine().desa.name}><div class="stack"><h1>${title}</h1><${List} /></div></${DeskPage}>`
  const right = canVisit() && html`<a class="ib" href="/mulai" aria-label=${t('kunjungan.keluarga_baru')}><${Icon} name="plus" /></a>`
  return html`<${Page} title=${title} tabs stack="stack" right=${right}><${List} /><${EmergencyButton} /></${Page}>`
}

function List () {
  const [query, setQuery] = useState(kept.query)
  const [rt, setRt] = useState(kept.rt)
  const [open, setOpen] = useState(/** @type {any[]} */ ([]))
  useEffect(() => { drafts().then(setOpen, () => {}) }, [draftsVersion.value])
  const families = useMemo(sorted, [version.value])
  const rws = useMemo(() => parts(families, 1), [families])
  const rts = useMemo(() => parts(families, 2).filter(area => rws.length === 1 || area.startsWith(rt.slice(0, 3) || '-')), [families, rt])
  const found = useMemo(() => search(families.filter(({ area }) => !rt || area === rt || area.startsWith(rt + '/')), query, words), [families, query, rt])
  const choose = next => { kept.rt = next; setRt(next) }
  const mayAdd = canVisit() && !isOffice()
  const type = event => { kept.query = event.target.value; setQuery(event.target.value) }
  return html`
    <form role="search" class="search" onSubmit=${event => event.preventDefault()}><${Icon} name="search" />
      <input class="in" type="search" aria-label=${t('warga.cari')} placeholder=${t('warga.cari')} value=${query} onInput=${type} /></form>
    ${rws.length > 1 && html`<${Picks} all=${t('warga.semua_rw')} areas=${rws} on=${area => rt.startsWith(area)} none=${!rt} choose=${choose} back="" />`}
    ${rts.length > 1 && html`<${Picks} all=${t('warga.semua_rt')} areas=${rts} on=${area => rt === area} none=${!rt.includes('/')} choose=${choose} back=${rws.length > 1 ? rt.slice(0, 3) : ''} />`}
    <p class="small dim" role="status">${query ? t('warga.cocok', { n: found.length, total: families.length }) : t('warga.jumlah', { n: found.length })}</p>
    ${found.length
      ? html`<ul class="list">${found.slice(0, SHOWN).map(family => html`<${Row} key=${family.id} family=${family} where=${rws.length > 1 ? placeOf : rtOf} draft=${open.find(one => one.family === family.id)} />`)}</ul>`
      : html`<${Empty} icon="search" action=${mayAdd && html`<p><a class="btn two" href="/mulai"><${Icon} name="plus" />${t('kunjungan.keluarga_baru')}</a></p>`}>${t(families.length ? 'warga.tidak_ketemu' : 'warga.kosong')}</${Empty}>`}
    ${found.length > SHOWN && html`<p class="small dim">${t('warga.lebih', { n: found.length - SHOWN })}</p>`}
    ${mayAdd && found.length > 0 && html`<${NoteBox}><p class="small">${t('warga.belum_ketemu')} <a href="/mulai">${t('warga.catat_baru')}</a>.</p></${NoteBox}>`}`
}

/** The areas of families, as deep as RW (1) or RT (2). */
const parts = (families, depth) => Array.from(new Set(families.map(({ area }) => area.split('/').slice(0, depth).join('/')))).sort()

const Picks = ({ all, areas, on, none, choose, back }) => html`<p class="wrap" role="group" aria-label=${t('warga.pilih_rt')}>
  <${Pick} on=${none} onClick=${() => choose(back)}>${all}</${Pick}>${areas.map(area => html`<${Pick} key=${area} on=${on(area)} onClick=${() => choose(area)}>${rtOf(area)}</${Pick}>`)}</p>`

const Pick = ({ on, onClick, children }) => html`<button type="button" class=${`btn s${on ? '' : ' two'}`} aria-pressed=${on} onClick=${onClick}>${children}</button>`

function Row ({ family, where, draft }) {
  const others = of('member', 'family', family.id).map(({ body }) => body.full_name).filter(name => name && name !== family.body.head_name)
  const chip = chipOf(family, draft)
  return html`<${GoRow} href=${`/warga/${family.id}`} title=${family.body.head_name || t('warga.tanpa_nama')}
    more=${html`${canVisit() && html`${names(others)}<br />`}${[where(family.area), family.body.address, family.body.landmark].filter(Boolean).join(', ')}${chip && html`<span class="m"><${Chip} kind=${chip.kind} icon=${chip.icon}>${chip.text}</${Chip}></span>`}`} />`
}

/** How it stands with a family: one's own work first. */
function chipOf (family, draft) {
  if (isClosed(family.body)) return { kind: 'hollow', icon: 'minus', text: t('warga.ditutup') }
  if (draft) return { kind: 'info', icon: 'edit', text: draft.progress ? t('warga.draf_n', { terisi: draft.progress.filled, total: draft.progress.total }) : t('status.draf') }
  if (family.pending) return { kind: '', icon: 'phone', text: t('trail.hp') }
  const state = telling(of('case', 'family', family.id))
  return state && caseChip(state)
}

/** "Nur Hasanah, Icih, dan 3 lainnya" */
function names (others) {
  if (!others.length) return t('warga.sendiri')
  return others.length > 3 ? t('warga.dan_lainnya', { nama: others.slice(0, 2).join(', '), n: others.length - 2 }) : others.join(', ')
}

/** Everything a family may be looked for by. */
const words = family => [family.body.head_name, family.body.address, family.body.landmark, family.body.house_number, ...of('member', 'family', family.id).map(({ body }) => body.full_name)].filter(Boolean).join(' ')

/** Officers find a closed family too, or nobody could open it again. */
const sorted = () => all('family').filter(({ body }) => isOffice() || !isClosed(body))
  .sort((a, b) => (a.body.head_name || '').localeCompare(b.body.head_name || '', 'id'))
