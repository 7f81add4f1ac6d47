// The phone's half of sealing: reads {keys, texts: [{id, text}], picture} from standard input, writes {parcels, picture}.
// `picture` is base64, sealed under a key of its own; comes back as {body, secret}.
import { readFileSync } from 'node:fs'
import { base64, fromBase64, parcels, sealPicture, useServerKeys } from '../../pwa/store/vault.js'

const { keys, texts, picture } = JSON.parse(readFileSync(0, 'utf8'))
useServerKeys(keys)
const sealed = picture && await sealPicture(new Blob([fromBase64(picture)]))
process.stdout.write(JSON.stringify({
  parcels: await parcels(texts),
  picture: sealed && { body: base64(new Uint8Array(await sealed.body.arrayBuffer())), secret: sealed.secret }
}))
