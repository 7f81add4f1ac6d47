// One life of the application on a phone: the shipped modules in a realm of their own, from the tap on the icon until the
// process is killed. What a browser gives them is given here; storage and clock belong to the device and outlive the life.
import { readFileSync } from 'node:fs'
import vm from 'node:vm'
import { PARTS, turnClock } from './phone.mjs'
import * as fake from '../tools/node_modules/fake-indexeddb/build/esm/index.js'

const HOUSE = new URL('../../', import.meta.url).href
const ROOT = Object.entries(PARTS).map(([name, path]) => `export * as ${name} from '${HOUSE}pwa/${path}'`).join('\n')
// No CompressionStream: node loses a stream whose Response was collected meanwhile, and the application does without.
const GIVEN = { TextEncoder, TextDecoder, URL, URLSearchParams, Blob, Response, Request, Headers, AbortController, AbortSignal, DOMException,
  structuredClone, queueMicrotask, performance, btoa, atob, Event, EventTarget, ...classes() }

/** The classes by which vendor/idb.js knows what IndexedDB hands out. */
function classes () {
  return Object.fromEntries(Object.entries(fake).filter(([name]) => /^IDB[A-Z]/.test(name)))
}

const sources = new Map()
const text = path => {
  if (!sources.has(path)) sources.set(path, readFileSync(new URL(path), 'utf8'))
  return sources.get(path)
}

/** Bugs to plant: `{ 'pwa/store/x.js': [[what stands, what shall stand]] }`; what is not found is an error. @type {Record<string, [string, string][]>} */
let plants = {}
export const plant = wanted => { plants = wanted }

function source (href) {
  let found = text(href)
  for (const [from, to] of plants[href.slice(HOUSE.length)] || []) {
    if (!found.includes(from)) throw new Error(`nothing to plant at in ${href}: ${from}`)
    found = found.replace(from, () => to)
  }
  return found
}

/** What the engine made of a source the first time. @type {Map<string, Buffer>} */
const compiled = new Map()

/** A device: what survives the application. */
export class Device {
  /** @param {string} name @param {number} seed */
  constructor (name, seed) {
    this.name = name
    this.random = mulberry(seed)
    this.factory = new fake.IDBFactory()
    this.clock = 0 // ms since 1970, as this phone believes
  }
}

/** A small generator of chance that a seed decides, so that a run can be had again. */
function mulberry (seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6D2B79F5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

export class Life {
  /**
   * @param {Device} device
   * @param {{ fetch: (url: string, init: any) => Promise<Response>, online: () => boolean, ended: () => void, failed: (error: any) => void }} world
   *   `ended`: told when the life ran out of steps; `failed`: told what the application itself calls a fault
   */
  constructor (device, { fetch, online, ended, failed }) {
    this.device = device
    this.alive = true
    this.left = Infinity // steps until it is killed; a step begins a transaction or a request
    this.ended = ended
    this.online = online
    this.failed = failed
    this.open = new Set()
    this.context = vm.createContext(this.surroundings(fetch))
    turnClock(vm.runInContext('Math.random = chance; globalThis.window = globalThis.self = globalThis', this.context), () => device.clock)
  }

  surroundings (fetch) {
    const { device } = this
    const getRandomValues = array => {
      const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
      for (let at = 0; at < bytes.length; at++) bytes[at] = device.random() * 256
      return array
    }
    const quiet = { addEventListener () {}, removeEventListener () {} }
    return {
      ...GIVEN,
      ...quiet,
      console: { ...console, error: error => { if (this.alive) this.failed(error) } },
      indexedDB: { open: (name, version) => this.opening(name, version), deleteDatabase: name => this.device.factory.deleteDatabase(name) },
      crypto: { getRandomValues, subtle: crypto.subtle },
      chance: device.random,
      fetch: (url, init) => { this.step(); return this.alive ? fetch(url, init) : new Promise(() => {}) },
      setTimeout: () => 0, // what waits for a clock waits for the harness
      clearTimeout () {},
      navigator: Object.defineProperty({}, 'onLine', { get: this.online }),
      document: { visibilityState: 'visible', ...quiet },
      location: { href: 'https://siaga.test/', origin: 'https://siaga.test' }
    }
  }

  /** Open a database of the device; every transaction on it is a step of this life. */
  opening (name, version) {
    if (!this.alive) return new fake.IDBOpenDBRequest()
    const request = this.device.factory.open(name, version)
    request.addEventListener('success', () => {
      const database = request.result
      const begin = database.transaction.bind(database)
      database.transaction = (...args) => { this.step(); return begin(...args) }
      this.open.add(database)
      if (!this.alive) this.cut(database)
    })
    return request
  }

  step () {
    if (this.alive && --this.left < 0) { this.kill(); this.ended() }
    if (!this.alive) throw new DOMException('the application was killed', 'AbortError')
  }

  /** Between two instructions: what was not complete on the disk never was. */
  kill () {
    if (!this.alive) return
    this.alive = false
    for (const database of this.open) this.cut(database)
  }

  cut (database) {
    for (const transaction of database._rawDatabase.transactions) {
      if (transaction.db === database && transaction._state !== 'finished') transaction._abort('AbortError')
    }
    database.close()
  }

  /** The browser closes every connection, as it may at any time. */
  disconnect () {
    for (const database of this.open) fake.forceCloseDatabase(database)
    this.open.clear()
  }

  /** Load the modules. @returns {Promise<any>} by the names in PARTS */
  async load () {
    const modules = new Map()
    const made = href => {
      if (!modules.has(href)) {
        const content = source(href)
        const module = new vm.SourceTextModule(content, { context: this.context, identifier: href, importModuleDynamically: imported, cachedData: compiled.get(content) })
        if (!compiled.has(content) && !/\bimport\(/.test(content)) compiled.set(content, module.createCachedData()) // such a one forgets how to import
        modules.set(href, module)
      }
      return modules.get(href)
    }
    const linker = (specifier, parent) => made(new URL(specifier, parent.identifier).href)
    const imported = async (specifier, parent) => {
      const module = linker(specifier, parent)
      if (module.status === 'unlinked') await module.link(linker)
      if (module.status !== 'evaluated') await module.evaluate()
      return module
    }
    const root = new vm.SourceTextModule(ROOT, { context: this.context, identifier: HOUSE })
    await root.link(linker)
    await root.evaluate()
    return root.namespace
  }
}
