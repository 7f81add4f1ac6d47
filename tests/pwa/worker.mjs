// The worker as it is, in node, on a phone that is locked.
import { readFileSync } from 'node:fs'

const locks = { request: (_, __, work) => work({}) }
Object.defineProperty(globalThis, 'navigator', { value: { onLine: true, locks, storage: { persisted: async () => true } }, configurable: true })

const heard = {}
const self = { addEventListener: (name, work) => { heard[name] = work }, location: { href: 'http://phone/sw.js', origin: 'http://phone' }, clients: { matchAll: async () => [] } }
const filled = { __VERSION__: '"2026.11.21-x"', __FILES__: '[]', __DESK__: '[]' }
const source = readFileSync(new URL('../../pwa/sw.js', import.meta.url), 'utf8').replace(/'(__[A-Z]+__)'/g, (_, name) => filled[name])
new Function('self', source)(self)

/** Signal comes. @returns {Promise<boolean>} whether all that could go has gone; false: the browser is to wake it again */
export const wake = () => new Promise(resolve => heard.sync({ tag: 'outbox', waitUntil: work => work.then(() => resolve(true), () => resolve(false)) }))
