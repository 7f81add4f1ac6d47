// The worker and its new versions. A new one waits; it takes over only when a person says so, and never over an open form.
import { html, signal, useEffect } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { outdated } from '../sync/status.js'
import { Sheet } from './layers.js'
import { route } from './router.js'
import { workerUrl } from './trusted.js'

/** @type {{ value: ServiceWorker | null }} */
const waiting = signal(null)
const later = signal(false)

/** Where the question may be asked: home and Kiriman, and the desk's inbox. */
const PLACES = ['/', '/kiriman', '/masuk']

/** A new version is here: it is asked about, also where an older word was put off. @param {ServiceWorker} worker */
function come (worker) {
  waiting.value = worker
  later.value = false
}

let registered = false

/** Keep the application on this phone; asked again, it has done so. */
export async function registerWorker () {
  if (!navigator.serviceWorker || registered) return
  registered = true
  outdated.subscribe(is => { if (is) later.value = false }) // what was put off before is asked again once it must be
  const controlled = !!navigator.serviceWorker.controller
  let taken = false
  navigator.serviceWorker.addEventListener('controllerchange', () => { if (controlled && taken) location.reload() })
  addEventListener('siaga-take-over', () => { taken = true })
  try {
    const registration = await navigator.serviceWorker.register(workerUrl('/sw.js'))
    const look = worker => worker.addEventListener('statechange', () => { if (worker.state === 'installed' && navigator.serviceWorker.controller) come(worker) })
    if (registration.waiting && navigator.serviceWorker.controller) waiting.value = registration.waiting
    if (registration.installing) look(registration.installing)
    registration.addEventListener('updatefound', () => look(registration.installing))
    document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'visible') registration.update().catch(() => {}) })
  } catch (error) {
    console.warn('the application is not kept on this phone', error)
  }
}

const HUSH = 300 // ms until what this page was reading has come
const AGAIN = 40000 // ms; a worker that nobody asks for anything rests after 30 s, and only then is it asked anew

/** Whether a new version is being put in place. */
const installing = signal(false)

/**
 * Have the waiting version take over; the page loads anew when it has. The browser ends the old worker for it, and a request
 * of this page at that moment would start the old one again, for minutes: so who reads ahead or exchanges by the clock is quiet first.
 */
function takeOver () {
  installing.value = true
  dispatchEvent(new Event('siaga-take-over'))
  const ask = () => { if (waiting.value) waiting.value.postMessage('take over') }
  setTimeout(ask, HUSH)
  setInterval(ask, AGAIN)
}

/** "Ada versi baru", where nobody is filling anything in. */
export function UpdatePrompt () {
  useEffect(() => { if (outdated.value && navigator.serviceWorker) navigator.serviceWorker.ready.then(registration => registration.update()).catch(() => {}) }, [outdated.value])
  if (!PLACES.includes(route.value.path)) return null
  if (outdated.value && !waiting.value) {
    return later.value ? null : html`<${Sheet} title=${t('pembaruan.perlu')} icon="new" onClose=${() => { later.value = true }}>${close => html`<p>${t('pembaruan.perlu_jelas')}</p>
      <button type="button" class="btn wide" onClick=${() => location.reload()}>${t('pembaruan.pasang')}</button><button type="button" class="btn two wide" onClick=${close}>${t('pembaruan.nanti')}</button>`}</${Sheet}>`
  }
  if (!waiting.value || later.value) return null
  return html`<${Sheet} title=${t('pembaruan.ada')} icon="new" onClose=${() => { later.value = true }}>${close => html`
    <p>${t('pembaruan.jelas')}</p>
    <ul class="stack-s small"><li class="cond"><svg class="i" aria-hidden="true"><use href="#i-check" /></svg><span>${t('pembaruan.draf')}</span></li></ul>
    ${installing.value
      ? html`<p role="status">${t('pembaruan.sedang')}</p>`
      : html`<button type="button" class="btn wide" onClick=${takeOver}>${t('pembaruan.pasang')}</button>
        <button type="button" class="btn two wide" onClick=${close}>${t('pembaruan.nanti')}</button>`}`}</${Sheet}>`
}

/** Whether a new version waits, for a quieter word in Lainnya. */
export const updateWaiting = () => !!waiting.value
export const askUpdate = () => { later.value = false }
