// What a family's page can do with a script: read itself aloud, and remind. Everything else works without one.

// Read aloud, where this browser has a voice that speaks Indonesian.
(() => {
  'use strict'
  const place = document.getElementById('dengarkan')
  const text = document.getElementById('baca')
  if (!place || !text || !('speechSynthesis' in window)) return
  const button = place.firstElementChild
  const label = button.querySelector('span')
  const start = label.textContent

  const voice = () => speechSynthesis.getVoices().find(({ lang }) => /^id\b/i.test(lang.replace('_', '-')))
  const offer = () => { place.hidden = !voice() }
  const rest = () => { label.textContent = start }

  const words = () => text.innerText.replace(button.innerText, '').split('\n').map(line => line.trim()).filter(Boolean)

  function speak () {
    if (label.textContent !== start) {
      rest()
      return speechSynthesis.cancel()
    }
    const lines = words() // one by one: some voices give up on long texts
    lines.forEach((line, i) => {
      const said = new SpeechSynthesisUtterance(line)
      said.voice = voice()
      said.lang = 'id-ID'
      said.rate = 0.9
      if (i === lines.length - 1) said.onend = rest
      speechSynthesis.speak(said)
    })
    label.textContent = button.dataset.henti
  }

  button.addEventListener('click', speak)
  speechSynthesis.addEventListener('voiceschanged', offer)
  addEventListener('pagehide', () => speechSynthesis.cancel())
  offer()
})();

// The reminder button.
(() => {
  'use strict'
  const WAIT = 20000 // a browser without its push service never answers, so we stop waiting
  const box = document.getElementById('pengingat')
  const able = 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window
  if (!box || !able) return
  const ask = document.getElementById('ingatkan')
  const stop = document.getElementById('berhenti')
  const said = document.getElementById('pengingat-kabar')

  const policy = window.trustedTypes
    ? window.trustedTypes.createPolicy('warga', { createScriptURL: url => own(url) })
    : { createScriptURL: own }

  function own (url) {
    if (url !== '/w/sw.js') throw new TypeError(url)
    return url
  }

  const say = word => { said.textContent = word ? box.dataset[word] : '' }

  const show = subscribed => {
    ask.parentNode.hidden = subscribed // not the button itself: its class says how it is displayed
    stop.parentNode.hidden = !subscribed
  }

  const within = (promise, ms) => Promise.race([
    promise,
    new Promise((resolve, reject) => setTimeout(() => reject(new Error('timeout')), ms))
  ])

  const tell = (method, subscription) => fetch(box.dataset.url, {
    method,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(subscription)
  }).then(answer => {
    if (answer.status !== 204) throw new Error(String(answer.status))
  })

  const bytes = key => Uint8Array.from(
    atob(key.replace(/-/g, '+').replace(/_/g, '/')), letter => letter.charCodeAt(0))

  async function remind () {
    say('tunggu')
    ask.disabled = true
    try {
      if (await Notification.requestPermission() !== 'granted') return say('ditolak')
      const worker = await within(navigator.serviceWorker.ready, WAIT)
      const options = { userVisibleOnly: true, applicationServerKey: bytes(box.dataset.key) }
      const subscription = await within(worker.pushManager.subscribe(options), WAIT)
      await tell('POST', subscription.toJSON())
      show(true)
      say('berhasil')
    } catch (failure) {
      say('gagal')
    } finally {
      ask.disabled = false
    }
  }

  async function forget () {
    try {
      const worker = await within(navigator.serviceWorker.ready, WAIT)
      const subscription = await worker.pushManager.getSubscription()
      if (subscription) {
        await tell('DELETE', { endpoint: subscription.endpoint })
        await subscription.unsubscribe()
      }
      show(false)
      say('dihentikan')
    } catch (failure) {
      say('gagal')
    }
  }

  async function begin () {
    const worker = await navigator.serviceWorker.register(policy.createScriptURL('/w/sw.js'), { scope: '/w/' })
    const subscription = Notification.permission === 'granted' && await worker.pushManager.getSubscription()
    if (subscription) await tell('POST', subscription.toJSON()) // push services change addresses now and then
    show(!!subscription)
    box.hidden = false
    document.getElementById('pengingat-kader').hidden = true
  }

  ask.addEventListener('click', remind)
  stop.addEventListener('click', forget)
  begin().catch(() => { box.hidden = false })
})()
