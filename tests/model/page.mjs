// A phone of the model in a real browser: the page of a device, driven from outside by `obey` and `heard`. Storage is the
// browser's own. What the page has nowhere else (signal, clock, a death at a chosen step) is put in its place here.
import { PARTS, Phone, obey, turnClock } from './phone.mjs'

const said = []
let wake = null
const say = line => { said.push(JSON.stringify(line)); wake?.() }

/** What the phone says next; waits for it. */
window.heard = async () => {
  while (!said.length) await new Promise(resolve => { wake = resolve })
  return said.shift()
}

let now = 0
const bringing = fetch('/pwa/text/id.json').then(response => response.json())

class InPage extends Phone {
  constructor (name) {
    super(name, say)
    this.left = Infinity // steps until it is killed; a step begins a transaction or a request
    this.open = new Set()
    this.begun = new Set()
  }

  texts () { return bringing }

  async wake () {
    const found = Object.entries(PARTS).map(async ([name, path]) => [name, await import(`/pwa/${path}`)])
    return Object.fromEntries(await Promise.all(found))
  }

  step () {
    if (this.life.alive && --this.left < 0) { this.kill({ after: 0 }); say({ event: 'killed', device: this.name }) }
    if (!this.life.alive) throw new DOMException('the application was killed', 'AbortError')
  }

  /** Now, or when it has taken so many more steps: what was not complete on the disk never was. Whoever drives the page then ends its process. */
  kill ({ after }) {
    if (after) { this.left = after; return }
    this.life.alive = false
    for (const transaction of this.begun) try { transaction.abort() } catch { /* complete already */ }
    for (const database of this.open) database.close()
  }

  spare () { this.left = Infinity }

  /** The browser closes every connection, as it may at any time. */
  disconnect () {
    for (const database of this.open) { database.close(); database.dispatchEvent(new Event('close')) }
    this.open.clear()
  }

  clock ({ at }) { now = at }
}

const phone = new InPage(new URLSearchParams(location.search).get('device'))
window.obey = line => { obey(phone, line) }

const begin = IDBDatabase.prototype.transaction
IDBDatabase.prototype.transaction = function (...given) {
  phone.step()
  const transaction = begin.apply(this, given)
  phone.open.add(this)
  phone.begun.add(transaction)
  for (const end of ['complete', 'abort']) transaction.addEventListener(end, () => phone.begun.delete(transaction))
  return transaction
}
await bringing
window.fetch = (url, init) => { phone.step(); return phone.ask(phone.life, url, init) }
window.setTimeout = () => 0 // what waits for a clock waits for whoever drives the page
Object.defineProperty(navigator, 'onLine', { get: () => phone.online })
turnClock(window, () => now)
for (const event of ['error', 'unhandledrejection']) {
  window.addEventListener(event, ({ error, reason }) => {
    const what = error || reason
    if (what?.name !== 'AbortError') say({ event: 'unhandled', error: String(what?.stack || what) })
  })
}
const complain = console.error
console.error = (...given) => { complain(...given); if (phone.life.alive) say({ event: 'unhandled', error: given.map(one => String(one?.stack || one)).join(' ') }) }
window.ready = true
