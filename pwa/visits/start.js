// Before a visit: which house. RT and house are chosen from the kader's own area and never typed.
import { html, useEffect, useState } from '../vendor/ui.js'
import { t, Worded } from '../text/text.js'
import { isClosed } from '../shell/closed.js'
import { Actions, EmergencyButton, Icon, Page } from '../shell/frame.js'
import { Problem } from '../shell/trouble.js'
import { go } from '../shell/router.js'
import { all, get, identityOf, of } from '../store/records.js'
import { saveDraft } from '../store/drafts.js'
import { inForce, publication } from '../store/publications.js'
import { me, myRts } from '../store/me.js'
import { localToday } from '../sync/clock.js'
import { uuid7 } from '../sync/uuid.js'
import { newDraft } from './draft.js'
import { houseAnswers } from './house.js'
import { NOT_HELD } from './meaning.js'
import { HOME, useSurveys } from './surveys.js'

/** @param {{ family?: string, house?: string, prefill: Function }} props family: id of a known family; house: of a building in which another family lives */
export function StartScreen ({ family, house: there, prefill }) {
  const known = family ? get(family) : null
  const lived = there ? get(there) : null
  const surveys = useSurveys(Boolean(known))
  const [code, setCode] = useState(HOME)
  const quick = (surveys.find(survey => survey.code === code) || { quick: true }).quick
  const [mode, setMode] = useState(/** @type {'lengkap'|'cepat'} */ ('lengkap'))
  const [rt, setRt] = useState(known || lived ? /** @type {any} */ (known || lived).area.split('/').slice(0, 2).join('/') : '')
  const [house, setHouse] = useState(known ? known.body.building : there || '')
  const [asked, setAsked] = useState(false)
  const [trouble, setTrouble] = useState(/** @type {Error|null} */ (null))
  const areas = myRts().map(area => ({ ...area, dusun: dusunOf(area.rw) }))
  const houses = all('building').filter(b => b.area === rt || b.area.startsWith(rt + '/')).sort((a, b) => numberOf(a).localeCompare(numberOf(b), 'id', { numeric: true }))
  const neighbour = !known && house && house !== 'baru' ? of('family', 'building', house).find(f => !isClosed(f.body)) : null
  useEffect(() => { if (!rt && areas.length === 1) setRt(areas[0].area) }, [areas.length])

  const begin = async event => {
    event.preventDefault()
    setAsked(true)
    if (!rt || !house) return /** @type {HTMLElement | null} */ (document.querySelector(rt ? '[name=rumah]' : '[name=rt]'))?.focus()
    try {
      const survey = inForce('survey', code, localToday())
      if (!survey) throw new Worded('kunjungan.survei_belum')
      const fresh = house === 'baru'
      const building = fresh ? uuid7() : house
      const draft = newDraft({
        survey: survey.hash,
        mode: quick ? mode : 'lengkap',
        area: `${rt}/${building}`,
        building,
        newBuilding: fresh ? { rw: rt.split('/')[0], rt: rt.split('/')[1] } : null,
        family: known ? known.id : null,
        copied: neighbour ? houseAnswers(prefill, await publication(survey.hash), neighbour) : null,
        prefilled: known ? prefill(await publication(survey.hash), known, membersOf(known.id), identityOf, lastVisit(known.id)) : null,
        now: new Date()
      })
      await saveDraft(draft)
      go(`/kunjungan/${draft.id}/0`, { replace: true })
    } catch (error) {
      setTrouble(/** @type {Error} */ (error))
    }
  }

  const footer = html`<${Actions}><button class="btn wide" form="f"><${Icon} name="edit" />${t('kunjungan.mulai')}</button></${Actions}>`
  return html`
    <${Page} title=${known ? known.body.head_name || t('kunjungan.mulai') : t('kunjungan.keluarga_baru')} sub=${t('kunjungan.mulai')} back="/warga" footer=${footer}>
      ${trouble && html`<${Problem} error=${trouble} inline />`}
      <form id="f" onSubmit=${begin}>
        ${surveys.length > 1 && html`<${Rows} legend=${t('kunjungan.survei')} name="survei" value=${code} onPick=${setCode} choices=${surveys.map(survey => ({ value: survey.code, label: survey.title }))} />`}
        ${quick && html`<${Rows} legend=${t('kunjungan.jenis')} name="mode" value=${mode} onPick=${setMode} choices=${[
          { value: 'lengkap', label: t('kunjungan.lengkap'), hint: t('kunjungan.lengkap_hint') },
          { value: 'cepat', label: t('berkas.cepat'), hint: t('kunjungan.cepat_hint') }]} />`}
        ${!known && !lived && html`<${Rows} legend=${t('wilayah.pilih')} name="rt" value=${rt} error=${asked && !rt && t('kunjungan.pilih_rt')} onPick=${area => { setRt(area); setHouse(''); setAsked(false) }}
          choices=${areas.map(a => ({ value: a.area, label: t('wilayah.rtrw', { rt: a.rt, rw: a.rw }), hint: a.dusun ? t('wilayah.dusun', { dusun: a.dusun }) : '' }))} />`}
        ${!known && !lived && rt && html`<${Rows} legend=${t('wilayah.rumah')} name="rumah" value=${house} error=${asked && !house && t('kunjungan.pilih_rumah')} onPick=${setHouse} choices=${[
          { value: 'baru', label: t('wilayah.rumah_baru') },
          ...houses.map(b => ({ value: b.id, label: numberOf(b) ? t('wilayah.nomor', { nomor: numberOf(b) }) : t('wilayah.tanpa_nomor'), hint: headsIn(b.id) }))]} />`}
        ${neighbour && html`<p class="note-box info"><span><${Icon} name="home" /></span><span>${t('kunjungan.rumah_disalin', { nama: neighbour.body.head_name || t('warga.tanpa_nama') })}</span></p>`}
      </form>
      <${EmergencyButton} />
    </${Page}>`
}

const Rows = ({ legend, name, value, choices, error = '', onPick }) => html`<fieldset class=${`q${error ? ' bad' : ''}`}><legend>${legend}</legend>
  ${error && html`<p class="err" role="alert"><${Icon} name="warn" /><span>${error}</span></p>`}
  ${choices.map(choice => html`<label class="choice" key=${choice.value}>
    <input type="radio" name=${name} checked=${value === choice.value} onChange=${() => onPick(choice.value)} />
    <span class="box"><span>${choice.label}${choice.hint && html`<small>${choice.hint}</small>`}</span></span></label>`)}
</fieldset>`

/** The date of the family's last visit that was held, '' when there was none. @param {string} family */
export const lastVisit = family => of('visit', 'family', family).filter(v => !NOT_HELD.has(v.body.result)).map(v => String(v.body.date || '')).sort().pop() || ''

const dusunOf = rw => ((me.value ? me.value.regions : []).find(region => region.rw === rw) || { dusun: '' }).dusun

const numberOf = building => String(building.body.number || '')
const headsIn = building => of('family', 'building', building).map(f => f.body.head_name).filter(Boolean).join(', ')
/** @param {string} family */
export const membersOf = family => of('member', 'family', family).sort((a, b) => (a.body.order || 0) - (b.body.order || 0))
