// The locked application: whose it is, the PIN, and what waits here. It shows nothing of what was open behind it.
import { html, useEffect, useState } from '../vendor/ui.js'
import { formatDate, t } from '../text/text.js'
import { currentEnrolment, enrolments, keepSetting, rememberEnrolment } from '../store/device.js'
import { sealStore } from '../store/migrate.js'
import { loadMe, me } from '../store/me.js'
import { countWaiting } from '../store/outbox.js'
import { createVault, hasPin, unlock, waiting } from '../store/pin.js'
import { asked } from '../store/recover.js'
import { useServerKeys } from '../store/vault.js'
import { keysOfServer } from '../sync/keys.js'
import { errorText, Icon, Page } from './frame.js'
import { takeKey } from './arrival.js'
import { greeting, shortName } from './greeting.js'
import { Forgotten } from './forgotten.js'
import { NewPin } from './new-pin.js'
import { PinPad } from './pin-pad.js'

/** @param {{ onward: () => void }} props called once the vault is open */
export function Lock ({ onward }) {
  const [person, setPerson] = useState(/** @type {import('../store/device.js').Enrolment | null} */ (null))
  const [fresh, setFresh] = useState(false)
  const [choosing, setChoosing] = useState(false)
  const [forgotten, setForgotten] = useState(false)
  useEffect(() => { Promise.all([currentEnrolment(), hasPin()]).then(([found, has]) => { setFresh(!has); setPerson(found) }) }, [])
  useEffect(() => { asked().then(row => setForgotten(Boolean(row))) }, [])
  if (!person) return null
  if (forgotten) return html`<${Forgotten} person=${person} onward=${onward} onBack=${() => setForgotten(false)} />`
  if (choosing) return html`<${Chooser} now=${person} onBack=${() => setChoosing(false)} />`
  return fresh ? html`<${FirstPin} person=${person} onward=${onward} />` : html`<${Pin} person=${person} onward=${onward} onOther=${() => setChoosing(true)} onForgotten=${() => setForgotten(true)} />`
}

function Pin ({ person, onward, onOther, onForgotten }) {
  const [error, setError] = useState('')
  const [busy, setBusy] = useState(false)
  const [wait, setWait] = useState(0)
  useEffect(() => { waiting().then(setWait) }, [])
  useEffect(() => {
    if (!wait) return
    const timer = setInterval(() => waiting().then(setWait), 1000)
    return () => clearInterval(timer)
  }, [wait > 0])
  useEffect(() => {
    const look = () => { if (document.visibilityState === 'visible') takeKey(person.id).then(taken => taken && onward()) } // opened in another window
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [])
  const enter = async pin => {
    setBusy(true)
    try {
      await unlock(pin)
      onward()
    } catch (/** @type {any} */ failure) {
      setBusy(false)
      setError(failure.name !== 'WrongPin' ? errorText(failure) : failure.left ? t('pin.salah', { n: failure.left }) : '')
      if (failure.wait) setWait(failure.wait)
    }
  }
  const late = wait ? t('masuk.terkunci', { menit: Math.ceil(wait / 60000) }) : error
  const name = person.name
  return html`<${Page} brand hem under=${html`<${Waiting} />`} stack="stack-l mid" name=${t('kunci.judul')}>
    <div class="stack-s"><h1 tabindex="-1">${greeting(person, new Date())}</h1>
      <p class="dim">${t('kunci.bukan', { nama: name })} <button type="button" class="link" onClick=${onOther}>${t('kunci.ganti')}</button></p></div>
    <${PinPad} label=${busy ? t('kunci.membuka') : t('masuk.pin')} error=${late} busy=${busy || wait > 0} onPin=${enter} />
    <p class="dim">${t('masuk.lupa_pin')} <button type="button" class="link" onClick=${onForgotten}>${t('pin.minta_bantuan')}</button></p></${Page}>`
}

const SENDS = 12 // looks between two tries to send

/** While the application is locked its worker delivers what was finished, now and whenever signal comes. */
function askWorker () {
  if (!navigator.serviceWorker) return
  navigator.serviceWorker.ready.then(registration => {
    if (registration.active) registration.active.postMessage('deliver')
    return /** @type {any} */ (registration).sync?.register('outbox')
  }).catch(() => {})
}

/** What is safe here and what goes by itself, without a word of whom it is about. */
function Waiting () {
  const [{ finished, drafts }, setCounts] = useState({ finished: 0, drafts: 0 })
  useEffect(() => {
    const look = () => countWaiting().then(setCounts, () => {})
    let turn = 0
    const every = () => { look(); if (turn++ % SENDS === 0) askWorker() }
    every()
    addEventListener('online', askWorker)
    const timer = setInterval(every, 5000)
    return () => { clearInterval(timer); removeEventListener('online', askWorker) }
  }, [])
  const text = finished ? t('kunci.menunggu', { n: finished }) : drafts ? t('kunci.draf') : t('kunci.aman')
  return html`<p class="status"><${Icon} name=${finished ? 'phone' : 'lock'} /><span role="status">${text}</span><span></span></p>`
}

/** A phone of a version that knew no PIN: one is made now, and everything here is sealed with it. */
function FirstPin ({ person, onward }) {
  const [busy, setBusy] = useState('')
  const [trouble, setTrouble] = useState('')
  const make = async pin => {
    setBusy(t('pin.menyegel'))
    try {
      const keys = await keysOfServer().catch(() => undefined) // without signal they come later
      await createVault(pin, { keys })
      useServerKeys(keys)
      await sealStore()
      await loadMe()
      await rememberEnrolment({ ...person, name: shortName(me.value ? me.value.name : person.name) })
      onward()
    } catch (failure) {
      console.error(failure)
      setBusy('')
      setTrouble(errorText(failure))
    }
  }
  return html`<${NewPin} who=${shortName(person.name)} note=${t('pin.lama')} busy=${busy} onPin=${make}
    trouble=${trouble && html`<p class="err left" role="alert"><${Icon} name="warn" /><span>${trouble}</span></p>`} />`
}

/** Who uses this phone: each with work, PIN and key of their own. */
function Chooser ({ now, onBack }) {
  const [all, setAll] = useState(/** @type {import('../store/device.js').Enrolment[]} */ ([]))
  useEffect(() => { enrolments().then(setAll) }, [])
  const choose = (event, id) => {
    event.preventDefault()
    if (id === now.id) onBack()
    else keepSetting('enrolment', id).then(() => location.replace('/'))
  }
  return html`<${Page} title=${t('kunci.siapa')} back=${onBack} status=${false}>
    <ul class="list">${all.map(({ id, name, created_at: at }) => html`<li key=${id}><a class="go" href="#pilih" role="button" onClick=${event => choose(event, id)}>
      <span class="dot"><${Icon} name="person" /></span><span><span class="t">${name}</span><span class="m">${t('kunci.sejak', { tanggal: formatDate(at) })}</span></span><${Icon} name="next" /></a></li>`)}</ul>
    <a class="btn two wide" href="/undangan" target="_self"><${Icon} name="people" />${t('lainnya.orang_lain')}</a></${Page}>`
}
