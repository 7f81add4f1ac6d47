// The server's public keys: what is finished is sealed for it, what a lost PIN needs, whose word may empty this phone.
import { keepMeta, meta } from '../store/meta.js'
import { sealParcels } from '../store/outbox.js'
import { useServerKeys } from '../store/vault.js'
import { request } from './api.js'

/** As the server says them now. @returns {Promise<import('../store/pin.js').ServerKeys>} */
export const keysOfServer = async () => (await request('/api/keys', { timeout: 8000 })).data

/** Learn them once, and never again: a phone trusts the server that let it in. What waited without them is sealed then. */
export async function learnServerKeys () {
  if (await meta('keys')) return
  const keys = await keysOfServer()
  await keepMeta('keys', keys)
  useServerKeys(keys)
  await sealParcels()
}
