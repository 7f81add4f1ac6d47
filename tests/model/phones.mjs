// Phones on a pipe: a line of JSON on stdin is a command, lines on stdout are answers and what the phones ask of the server.
// {"id", "device", "do", …} → {"id", "result"} or {"id", "error"}; {"fetch", "device", "path", …} waits for {"do": "answer", "fetch"}.
import { createInterface } from 'node:readline'
import { readFileSync } from 'node:fs'
import { Device, Life, plant } from './life.mjs'

const TEXT = JSON.parse(readFileSync(new URL('../../pwa/text/id.json', import.meta.url), 'utf8'))
const PIN = '246810'
/** @type {Map<string, Phone>} */
const phones = new Map()
/** Requests without an answer yet. @type {Map<number, { resolve: (response: Response) => void, reject: (error: Error) => void }>} */
const asked = new Map()
let requests = 0

const say = line => process.stdout.write(JSON.stringify(line) + '\n')

/** A device and the application that runs on it now. */
class Phone {
  constructor (name, seed) {
    this.device = new Device(name, seed)
    /** @type {Life | null} */
    this.life = null
    /** @type {any} */
    this.parts = null
    this.online = false
    this.attempt = Promise.resolve() // the exchange that rang by itself while there was no signal
  }

  /** A new life, nobody signed in yet. */
  async begin () {
    if (this.life) this.life.kill()
    this.online = false
    const life = new Life(this.device, {
      fetch: (url, init) => this.online ? this.ask(life, url, init) : Promise.reject(new TypeError('no signal')),
      online: () => this.online,
      ended: () => say({ event: 'killed', device: this.device.name }),
      failed: error => say({ event: 'unhandled', error: String(error?.stack || error) })
    })
    this.life = life
    this.parts = await life.load()
    await this.parts.text.loadText(async () => TEXT)
    return this.parts
  }

  ask (life, url, init) {
    const fetch = ++requests
    return new Promise((resolve, reject) => {
      asked.set(fetch, { resolve, reject })
      const tell = body => { if (life.alive) say({ fetch, device: this.device.name, method: init.method || 'GET', path: url, headers: init.headers || {}, body }) }
      bytes(init.body).then(tell, reject)
    })
  }
}

const bytes = async body => body == null ? '' : Buffer.from(typeof body === 'string' ? body : await new Response(body).arrayBuffer()).toString('base64')

/** What each command does. `parts`: the shipped modules of the phone's present life. */
const VERBS = {
  reset: (_, { plants }) => { for (const phone of phones.values()) phone.life?.kill(); phones.clear(); asked.clear(); plant(plants || {}) },
  device: (_, { device, seed }) => { phones.set(device, new Phone(device, seed)) },

  /** Somebody comes in, as pwa/shell/enrol.js does it. */
  async enrol (phone, { enrolment, bearer, me }) {
    const { db, device, pin, me: self } = await phone.begin()
    db.useEnrolment(enrolment.id)
    await pin.createVault(PIN, { iterations: 1 }) // the stretching of a PIN is tested and measured elsewhere
    await device.keepEnrolment(enrolment, bearer)
    await self.keepMe(me)
    return start(phone)
  },

  /** Somebody opens the application. `as`: the other person of this phone. */
  async boot (phone, { as }) {
    const { device } = await phone.begin()
    if (as) await device.keepSetting('enrolment', as)
    return start(phone)
  },

  /** Exchange until nothing is left; says so by an event. `locked`: the vault is shut, so it can deliver and not read. */
  async sync (phone, { locked }) {
    const { api, device, exchange } = phone.parts
    const life = phone.life
    const enrolment = await device.currentEnrolment()
    api.useCredentials({ enrolment: enrolment.id, bearer: locked ? null : await device.bearer() })
    phone.online = true
    exchange.syncNow().then(answered => {
      if (!life.alive) return
      phone.online = false
      say({ event: 'synced', device: phone.device.name, answered })
    })
  },

  answer (_, { fetch, status, headers, body, broken }) {
    const waiting = asked.get(fetch)
    if (!waiting) return
    asked.delete(fetch)
    if (status === undefined) return waiting.reject(new TypeError('network error'))
    const whole = Buffer.from(body, 'base64')
    const content = broken ? cut(whole) : status === 204 || status === 304 ? null : whole
    waiting.resolve(new Response(content, { status, headers }))
  },

  ids: ({ parts }, { n }) => Array.from({ length: n }, () => parts.uuid.uuid7()),

  /** What a screen shows of a record. */
  look: ({ parts }, { record }) => parts.records.get(record),
  all: ({ parts }, { collection }) => parts.records.all(collection),

  /** Put changes into the outbox: sets `{ collection, record, fields, area?, versions? }` and actions `{ action, record, args }`. */
  async enter (phone, { changes, draft }) {
    const { parts } = phone
    const { actionChange, finish, setChange } = parts.outbox
    const made = changes.map(one => one.action
      ? actionChange(one.action, one.record, one.args)
      : setChange(one.collection, one.record, one.fields, { area: one.area, versions: one.versions }))
    await finish(draft ? { id: draft } : null, made)
    if (!phone.online) await phone.attempt
    return made.map(({ id }) => id)
  },

  draft: ({ parts }, { draft }) => parts.drafts.saveDraft(draft),

  /** Everything this enrolment has on the disk, opened; whoever looks is not killed. */
  async dump ({ parts, life }) {
    life.left = Infinity
    const { db, drafts, journal, meta, outbox, packs, records, vault, me } = parts
    const rows = await db.transact('readonly', ['records'], store => store.getAll())
    const stored = packs.packsIn(rows, await vault.openAll(rows.map(({ sealed }) => sealed)))
    return {
      stored: Array.from(stored.values()),
      shown: ['building', 'family', 'member', 'visit', 'document', 'case'].flatMap(name => records.all(name)),
      outbox: (await outbox.pending()).map(({ change }) => change),
      journal: await journal.journal(),
      drafts: await drafts.drafts(),
      cursor: me.me.value ? await meta.meta(`cursor:${me.me.value.desa.code}`) : null,
      status: parts.status.status.value
    }
  },

  /** Kill the application: now, or when it has taken so many more steps. */
  kill: (phone, { after }) => { if (after) phone.life.left = after; else phone.life.kill() },
  spare: phone => { phone.life.left = Infinity },
  disconnect: phone => phone.life.disconnect(),
  clock: (phone, { at }) => { phone.device.clock = at }
}

/** What pwa/main.js does before the first screen, in its order. */
async function start (phone) {
  const { db, device, api, me, pin, publications, records, outbox, exchange, vault } = phone.parts
  const enrolment = await device.currentEnrolment()
  db.useEnrolment(enrolment.id)
  if (!vault.isOpen()) await pin.unlock(PIN)
  api.useCredentials({ enrolment: enrolment.id, bearer: await device.bearer() })
  await Promise.all([me.loadMe(), publications.loadPublications()])
  await records.loadRecords()
  await outbox.moved()
  phone.attempt = exchange.startExchange(enrolment.id)
  const ring = outbox.doorbell.notify
  outbox.doorbell.notify = () => { ring(); phone.attempt = exchange.syncing() }
  await phone.attempt
  return enrolment.id
}

/** A body that breaks off in the middle. */
const cut = whole => new ReadableStream({
  start (controller) {
    controller.enqueue(whole.subarray(0, whole.length >> 1))
    controller.error(new TypeError('terminated'))
  }
})

async function obey (line) {
  const { id, do: verb, ...given } = JSON.parse(line)
  const phone = phones.get(given.device)
  if (phone && given.now !== undefined) phone.device.clock = given.now
  const life = phone && phone.life
  try {
    const result = await VERBS[verb](phone, given)
    if (id !== undefined) say({ id, result: result === undefined ? null : result })
  } catch (error) {
    if (id === undefined) return say({ event: 'unhandled', error: String(error.stack || error) })
    say(life && !life.alive ? { id, killed: true } : { id, error: String(error.stack || error) })
  }
}

createInterface({ input: process.stdin }).on('line', obey).on('close', () => process.exit(0))
process.on('unhandledRejection', error => { if (error.name !== 'AbortError') say({ event: 'unhandled', error: String(error.stack || error) }) })
