// A phone of the model: what it can be told to do, whichever realm its modules run in (life.mjs in node, page.mjs in Chromium).
const PIN = '246810'

/** The shipped modules that a phone of the model is, by the names used here. */
export const PARTS = {
  db: 'store/db.js', device: 'store/device.js', drafts: 'store/drafts.js', journal: 'store/journal.js', me: 'store/me.js', meta: 'store/meta.js',
  outbox: 'store/outbox.js', packs: 'store/packs.js', pin: 'store/pin.js', photos: 'store/photos.js', publications: 'store/publications.js', records: 'store/records.js', tally: 'store/tally.js', vault: 'store/vault.js',
  api: 'sync/api.js', exchange: 'sync/exchange.js', status: 'sync/status.js', uuid: 'sync/uuid.js', text: 'text/text.js'
}

/** Make the clock of a realm the device's. @param {any} realm its global object @param {() => number} moment ms since 1970 */
export function turnClock (realm, moment) {
  const Real = realm.Date
  realm.Date = class Date extends Real {
    constructor (...given) { given.length ? super(...given) : super(moment()) }
    static now () { return moment() }
  }
}

/** A device and the application that runs on it now; `wake`, `kill`, `spare`, `disconnect` and `clock` belong to the realm. */
export class Phone {
  /** @param {string} name @param {(line: any) => void} say tells whoever drives it: what it asks of the server, what became of it */
  constructor (name, say) {
    this.name = name
    this.say = say
    this.life = { alive: true }
    /** The shipped modules of its present life. @type {any} */
    this.parts = null
    this.online = false
    this.attempt = Promise.resolve() // the exchange that rang by itself while there was no signal
  }

  /** A new life, nobody signed in yet. */
  async begin () {
    this.online = false
    this.parts = await this.wake()
    await this.parts.text.loadText(async () => this.texts())
    return this.parts
  }

  /** What the application's `fetch` is: nothing without signal, else whatever is answered. @param {{ alive: boolean }} life */
  ask (life, url, init) {
    if (!this.online) return Promise.reject(new TypeError('no signal'))
    const fetch = ++requests
    return new Promise((resolve, reject) => {
      asked.set(fetch, { resolve, reject })
      const tell = body => { if (life.alive) this.say({ fetch, device: this.name, method: init.method || 'GET', path: url, headers: init.headers || {}, body }) }
      bytes(init.body).then(tell, reject)
    })
  }

  /** The answer to a request, whole or cut off in the middle; without `status`: none came. */
  answer ({ fetch, status, headers, body, broken }) {
    const waiting = asked.get(fetch)
    if (!waiting) return
    asked.delete(fetch)
    if (status === undefined) return waiting.reject(new TypeError('network error'))
    const whole = Uint8Array.from(atob(body), one => one.charCodeAt(0))
    const content = broken ? cut(whole) : status === 204 || status === 304 ? null : whole
    waiting.resolve(new Response(content, { status, headers }))
  }

  /** Somebody comes in, as pwa/shell/enrol.js does it. */
  async enrol ({ enrolment, bearer, me }) {
    const { db, device, pin, me: self } = await this.begin()
    db.useEnrolment(enrolment.id)
    await pin.createVault(PIN, { iterations: 1 }) // the stretching of a PIN is tested and measured elsewhere
    await device.keepEnrolment(enrolment, bearer)
    await self.keepMe(me)
    return this.start()
  }

  /** Somebody opens the application. `as`: the other person of this phone. */
  async boot ({ as }) {
    const { device } = await this.begin()
    if (as) await device.keepSetting('enrolment', as)
    return this.start()
  }

  /** What pwa/main.js does before the first screen, in its order. */
  async start () {
    const { db, device, api, me, pin, publications, records, outbox, exchange, vault } = this.parts
    const enrolment = await device.currentEnrolment()
    db.useEnrolment(enrolment.id)
    if (!vault.isOpen()) await pin.unlock(PIN)
    api.useCredentials({ enrolment: enrolment.id, bearer: await device.bearer() })
    await Promise.all([me.loadMe(), publications.loadPublications()])
    await records.loadRecords()
    await outbox.moved()
    this.attempt = exchange.startExchange(enrolment.id)
    const ring = outbox.doorbell.notify
    outbox.doorbell.notify = () => { ring(); this.attempt = exchange.syncing() }
    await this.attempt
    return enrolment.id
  }

  /** Exchange until nothing is left; says so by an event. `locked`: the vault is shut, so it can deliver and not read. */
  async sync ({ locked }) {
    const { api, device, exchange } = this.parts
    const life = this.life
    const enrolment = await device.currentEnrolment()
    api.useCredentials({ enrolment: enrolment.id, bearer: locked ? null : await device.bearer() })
    this.online = true
    exchange.syncNow().then(answered => {
      if (!life.alive) return
      this.online = false
      this.say({ event: 'synced', device: this.name, answered })
    })
  }

  ids ({ n }) { return Array.from({ length: n }, () => this.parts.uuid.uuid7()) }

  /** What a screen shows of a record. */
  look ({ record }) { return this.parts.records.get(record) }
  all ({ collection }) { return this.parts.records.all(collection) }

  /** Put changes into the outbox: sets `{ collection, record, fields, area?, versions? }` and actions `{ action, record, args }`. */
  async enter ({ changes, draft }) {
    const { actionChange, finish, setChange } = this.parts.outbox
    const made = changes.map(one => one.action
      ? actionChange(one.action, one.record, one.args)
      : setChange(one.collection, one.record, one.fields, { area: one.area, versions: one.versions }))
    await finish(draft ? { id: draft } : null, made)
    if (!this.online) await this.attempt
    return made.map(({ id }) => id)
  }

  /** The visits of the week, as Kiriman counts them. */
  async tally ({ today }) {
    const { journal, me, outbox, records, tally } = this.parts
    return tally.tallyOf({ waiting: await outbox.pending(), settled: await journal.journal(), visits: records.all('visit'), person: me.me.value.person, today })
  }

  /** A photo of a paper is taken, as pwa/cases/retake.js does it. `picture`: base64 */
  async photograph ({ record, photo, picture, named }) {
    const { outbox, photos } = this.parts
    const blob = new Blob([Uint8Array.from(atob(picture), one => one.charCodeAt(0))], { type: 'image/jpeg' })
    await photos.keepPhoto({ id: photo, blob, thumb: null, record, kind: 'document' })
    const change = outbox.setChange('document', record, { photos: named })
    await outbox.finish(null, [change], [photo])
    if (!this.online) await this.attempt
    return change.id
  }

  draft ({ draft }) { return this.parts.drafts.saveDraft(draft) }

  /** Everything this enrolment has on the disk, opened; whoever looks is not killed. */
  async dump () {
    this.spare()
    const { db, drafts, journal, meta, outbox, packs, photos, records, vault, me, status } = this.parts
    const rows = await db.transact('readonly', ['records'], store => store.getAll())
    const stored = packs.packsIn(rows, await vault.openAll(rows.map(({ sealed }) => sealed)))
    return {
      stored: Array.from(stored.values()),
      shown: ['building', 'family', 'member', 'visit', 'document', 'case'].flatMap(name => records.all(name)),
      outbox: (await outbox.pending()).map(({ change }) => change),
      journal: await journal.journal(),
      drafts: await drafts.drafts(),
      photos: await photos.photoRows(),
      cursor: me.me.value ? await meta.meta(`cursor:${me.me.value.desa.code}`) : null,
      status: status.status.value
    }
  }
}

/** Requests without an answer yet. @type {Map<number, { resolve: (response: Response) => void, reject: (error: Error) => void }>} */
export const asked = new Map()
let requests = 0

/** Have a phone do what a command says, and tell what came of it. @param {Phone} phone */
export async function obey (phone, { id, do: verb, now, ...given }) {
  if (now !== undefined) phone.clock({ at: now })
  try {
    const result = await phone[verb](given)
    if (id !== undefined) phone.say({ id, result: result === undefined ? null : result })
  } catch (error) {
    if (id === undefined) return phone.say({ event: 'unhandled', error: String(error.stack || error) })
    phone.say(phone.life.alive ? { id, error: String(error.stack || error) } : { id, killed: true })
  }
}

const bytes = async body => {
  if (body == null) return ''
  const raw = new Uint8Array(await new Response(body).arrayBuffer())
  let text = ''
  for (let at = 0; at < raw.length; at += 8192) text += String.fromCharCode(...raw.subarray(at, at + 8192))
  return btoa(text)
}

/** A body that breaks off in the middle. */
const cut = whole => new ReadableStream({
  start (controller) {
    controller.enqueue(whole.subarray(0, whole.length >> 1))
    controller.error(new TypeError('terminated'))
  }
})
