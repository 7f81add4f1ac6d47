// A phone sends one photo with the application's own modules, or locked with its worker: reads {url, enrolment, cookie, keys,
// desa, locked, photo: {id, record, data}} from standard input. What breaks off is tried again, as every exchange does; writes
// how often it was tried, and what the phone says of the photo in the end.
import { readFileSync } from 'node:fs'
import '../pwa/place.mjs'
import { ANI, newPhone } from '../pwa/phone.mjs'
import { wake } from '../pwa/worker.mjs'
import { keepEnrolment } from '../../pwa/store/device.js'
import { keepPhoto, photoRows, queue } from '../../pwa/store/photos.js'
import { fromBase64, useServerKeys } from '../../pwa/store/vault.js'
import { useCredentials } from '../../pwa/sync/api.js'
import { uploadPhoto } from '../../pwa/sync/upload.js'

const { url, enrolment, cookie, keys, desa, locked, photo } = JSON.parse(readFileSync(0, 'utf8'))
const send = globalThis.fetch
globalThis.fetch = /** @type {any} */ ((path, init) => send(url + path, { ...init, headers: { ...init.headers, Cookie: cookie, 'Sec-Fetch-Site': 'same-origin', Origin: url } }))
useServerKeys(keys)
await newPhone(ANI, keys, enrolment)
await keepEnrolment({ id: enrolment, name: 'Bu Ani', desa, roles: [] }, 'token')
useCredentials({ enrolment, bearer: null })
await keepPhoto({ id: photo.id, blob: new Blob([fromBase64(photo.data)], { type: 'image/jpeg' }), thumb: null, record: photo.record, kind: 'document', waiting: true })
let tries = 0
for (let row; (row = (await queue())[0]); tries++) {
  if (tries > 60) throw new Error('it never arrives')
  if (locked) await wake()
  else try { await uploadPhoto(row, { desa }) } catch (error) { if (error.name !== 'ServerDown') throw error }
}
const [{ state, problem }] = await photoRows()
process.stdout.write(JSON.stringify({ tries, state, problem }))
