// `node tests/released/keep.mjs NAME [COMMIT]` writes tests/released/phones/NAME.json: the store of a phone as that commit's own
// modules write it (the present ones without COMMIT). To be run with each change of what lies on a phone, before it goes out.
import '../tools/node_modules/fake-indexeddb/auto/index.mjs'
import { execSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import '../pwa/place.mjs'
import { dump } from './disk.mjs'
import { live } from './story.mjs'

const [name, commit = ''] = process.argv.slice(2)
if (!name) process.exit(1)
const house = fileURLToPath(new URL('../..', import.meta.url))
const folder = commit ? mkdtempSync(join(tmpdir(), 'siaga-')) : house
if (commit) execSync(`git archive ${commit} pwa | tar -x -C ${folder}`, { cwd: house })

const generate = crypto.subtle.generateKey
crypto.subtle.generateKey = (algorithm, _, usages) => generate.call(crypto.subtle, algorithm, true, usages) // else no dump could hold them
const importKey = crypto.subtle.importKey
crypto.subtle.importKey = (format, data, algorithm, extractable, usages) => importKey.call(crypto.subtle, format, data, algorithm, algorithm.name === 'HMAC' || extractable, usages)

const point = async () => Buffer.from(await crypto.subtle.exportKey('raw', (await generate.call(crypto.subtle, { name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits'])).publicKey)).toString('base64')
const module = async path => {
  if (!path) return { folder: join(folder, 'pwa') }
  const file = join(folder, 'pwa', path)
  return existsSync(file) ? import(file) : null
}
await live(module, { delivery: await point(), recovery: await point(), signing: await point() })
writeFileSync(new URL(`phones/${name}.json`, import.meta.url), JSON.stringify({ commit: commit || 'HEAD', databases: await dump() }) + '\n')
if (commit) rmSync(folder, { recursive: true })
process.exit(0)
