// Lainnya: who I am here, how the app looks, where the data lies, who can be called.
import { html, useEffect, useState } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { currentEnrolment, enrolments, keepSetting } from '../store/device.js'
import { isDesk, mine } from '../store/me.js'
import { outbox } from '../store/outbox.js'
import { useKey } from '../store/vault.js'
import { storage } from '../sync/exchange.js'
import { GoRow, Icon, OwnPage } from './frame.js'
import { helpers } from './emergency.js'
import { askPersistence, forgetKey } from './arrival.js'
import { Install, Kept } from './welcome.js'
import { placesOf, rolesOf } from './people.js'
import { askUpdate, updateWaiting } from './update.js'
import { LockSettings } from './lock-settings.js'

export const MoreScreen = () => html`<${OwnPage} title=${t('nav.lainnya')} tabs><${Body} /></${OwnPage}>`

function Body () {
  const self = mine()
  const psm = helpers(self)
  return html`
    <section class="card stack-s"><h2>${self.name}</h2><p>${rolesOf(self.roles)}</p><p class="dim">${placesOf(self.areas)} · ${t('undangan.desa', { desa: self.desa.name, kecamatan: self.desa.kecamatan || '' })}</p></section>
    <${Size} /><${Light} />${isDesk() && html`<${Letters} />`}
    <${LockSettings} />
    <section class="stack"><h2>${t('lainnya.hp')}</h2><${Storage} />
      <ul class="list"><${GoRow} href="/lainnya/ruang" icon="box" title=${t('ruang.judul')} more=${t('ruang.lihat')} />
        ${updateWaiting() && html`<${GoRow} href="/" icon="new" title=${t('pembaruan.ada')} more=${t('pembaruan.jelas')} onClick=${askUpdate} />`}</ul>
      <${Install} /></section>
    ${psm.length > 0 && html`<section class="stack"><h2>${t('lainnya.direktori')}</h2><ul class="list">${psm.map(({ id, name, phone, areas }) => html`
      <li key=${id}><a class="go" href=${`tel:${phone}`}><span class="dot"><${Icon} name="call" /></span><span><span class="t">${name}</span><span class="m">${t('peran.psm')} · ${placesOf(areas)}<br />${phone}</span></span></a></li>`)}</ul></section>`}
    <section class="stack"><h2>${t('lainnya.akun')}</h2><p class="small">${t('perangkat.hilang')}</p>
      ${outbox.value.length > 0 && html`<p class="small">${t('lainnya.belum_terkirim', { n: outbox.value.length })}</p>`}
      <${Others} /><a class="btn two wide" href="/undangan" target="_self"><${Icon} name="people" />${t('lainnya.orang_lain')}</a></section>
    <p class="small dim">${t('maklumat.gratis')}</p><p class="small dim">${t('maklumat.bukan_penentu')}</p>`
}

/** The answer of the browser, asked again as long as it is no. */
function Storage () {
  const [persistent, setPersistent] = useState(storage.persistent)
  useEffect(() => { if (!storage.persistent) askPersistence().then(setPersistent) }, [])
  return persistent === null ? null : html`<${Kept} persistent=${persistent} />`
}

/** The others who use this phone; changing over loads everything anew, so that nothing of one is seen by another. */
function Others () {
  const [others, setOthers] = useState(/** @type {import('../store/device.js').Enrolment[]} */ ([]))
  useEffect(() => { Promise.all([enrolments(), currentEnrolment()]).then(([all, now]) => setOthers(all.filter(({ id }) => !now || id !== now.id))) }, [])
  const change = async id => {
    useKey(null) // the next one sees nothing of mine, and nobody comes back without my PIN
    forgetKey()
    await keepSetting('enrolment', id)
    location.replace('/')
  }
  return others.map(({ id, name }) => html`<button type="button" class="btn two wide" key=${id} onClick=${() => change(id)}><${Icon} name="person" />${t('lainnya.ganti', { nama: name })}</button>`)
}

const SIZES = [['', 'lainnya.huruf_biasa'], ['besar', 'lainnya.huruf_besar'], ['sangat-besar', 'lainnya.huruf_sangat']]

function Size () {
  const [size, setSize] = useState(document.documentElement.dataset.size || '')
  const choose = next => {
    next ? document.documentElement.dataset.size = next : delete document.documentElement.dataset.size
    setSize(next)
    keepSetting('size', next)
  }
  return html`<fieldset class="q"><legend>${t('lainnya.huruf')}</legend>${SIZES.map(([value, word]) => html`
    <label class="choice"><input type="radio" name="huruf" checked=${size === value} onChange=${() => choose(value)} /><span class="box"><span>${t(word)}</span></span></label>`)}</fieldset>`
}

const Light = () => html`<${Switch} name="theme" value="terang" title=${t('lainnya.tampilan')} word=${t('lainnya.terang')} />`

/** At the desk: keys of a single letter may be in the way of who speaks to the computer or touches keys unawares. */
const Letters = () => html`<${Switch} name="letters" value="mati" off title=${t('lainnya.tombol')} word=${t('lainnya.tombol_huruf')} />`

/** Something about how the application looks or works, kept on this device. @param {{ name: string, value: string, off?: boolean, title: string, word: string }} props off: the value is what it is without the tick */
function Switch ({ name, value, off = false, title, word }) {
  const root = document.documentElement.dataset
  const [set, turnTo] = useState(root[name] === value)
  const turn = () => {
    set ? delete root[name] : root[name] = value
    turnTo(!set)
    keepSetting(name, set ? '' : value)
  }
  return html`<fieldset class="q"><legend>${title}</legend>
    <label class="choice"><input type="checkbox" checked=${set !== off} onChange=${turn} /><span class="box"><span>${word}</span></span></label></fieldset>`
}
