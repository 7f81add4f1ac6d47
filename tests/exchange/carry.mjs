// Phones make their files of unsent work: reads a list of {keys, enrolment, bearer, desa, changes, photo} from standard
// input, writes a list of the files in base64. `changes` go into the outbox as they are; `photo`: {id, record, data} or null.
import { readFileSync } from 'node:fs'
import { ANI, newPhone } from '../pwa/phone.mjs'
import { carry, keepWarrant } from '../../pwa/store/carry.js'
import { enqueue } from '../../pwa/store/outbox.js'
import { keepPhoto } from '../../pwa/store/photos.js'
import { base64, fromBase64, useServerKeys } from '../../pwa/store/vault.js'

const files = []
for (const { keys, enrolment, bearer, desa, changes, photo } of JSON.parse(readFileSync(0, 'utf8'))) {
  useServerKeys(keys)
  await newPhone(ANI, keys)
  await keepWarrant(enrolment, bearer)
  for (const change of changes) await enqueue([change])
  if (photo) await keepPhoto({ id: photo.id, blob: new Blob([fromBase64(photo.data)], { type: 'image/jpeg' }), thumb: null, record: photo.record, kind: 'document', waiting: true })
  const { file } = await carry({ id: enrolment, desa })
  files.push(base64(new Uint8Array(await file.arrayBuffer())))
}
process.stdout.write(JSON.stringify(files))
