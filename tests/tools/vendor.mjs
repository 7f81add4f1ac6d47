// Fetches the third-party modules of pwa/vendor/ from npm, at the versions written here, and rewrites their bare imports
// to relative paths, so that no import map is needed and workers can use them.
//   node tests/tools/vendor.mjs          fetch, write the modules and vendor.lock.json
//   node tests/tools/vendor.mjs --check  compare what lies there with the lock; no network
import { createHash } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const PACKAGES = [
  { name: 'preact', version: '11.2.0', files: { 'dist/preact.mjs': 'preact.js', 'hooks/dist/hooks.mjs': 'hooks.js' } },
  { name: '@preact/signals-core', version: '1.14.5', files: { 'dist/signals-core.mjs': 'signals-core.js' } },
  { name: '@preact/signals', version: '2.11.4', files: { 'dist/signals.mjs': 'signals.js' } },
  { name: 'htm', version: '3.1.1', files: { 'dist/htm.mjs': 'htm.js' } },
  { name: 'idb', version: '8.0.4', files: { 'build/index.js': 'idb.js' } }
]
const BARE = { preact: './preact.js', 'preact/hooks': './hooks.js', '@preact/signals-core': './signals-core.js' }
const FOLDER = fileURLToPath(new URL('../../pwa/vendor/', import.meta.url))
const LOCK = join(FOLDER, 'vendor.lock.json')

const sha256 = bytes => createHash('sha256').update(bytes).digest('hex')

/** A module with its bare imports made relative and its source map forgotten. */
function rewrite (source) {
  return source
    .replace(/\b(from|import)\s*"([^".][^"]*)"/g, (whole, word, bare) => {
      if (!(bare in BARE)) throw new Error(`no place for the import ${bare}`)
      return `${word}"${BARE[bare]}"`
    })
    .replace(/\n?\/\/# sourceMappingURL=.*\s*$/, '\n')
}

function fetchAll () {
  const work = mkdtempSync(join(tmpdir(), 'vendor-'))
  const lock = { packages: [] }
  const licences = []
  for (const { name, version, files } of PACKAGES) {
    const tarball = execFileSync('npm', ['pack', '--silent', `${name}@${version}`], { cwd: work, encoding: 'utf8' }).trim()
    execFileSync('tar', ['xzf', tarball], { cwd: work })
    const read = path => readFileSync(join(work, 'package', path), 'utf8')
    const { license } = JSON.parse(read('package.json'))
    const written = Object.entries(files).map(([from, to]) => {
      writeFileSync(join(FOLDER, to), rewrite(read(from)))
      return { file: to, from, sha256: sha256(readFileSync(join(FOLDER, to))) }
    })
    lock.packages.push({ name, version, licence: license, tarball: sha256(readFileSync(join(work, tarball))), files: written })
    licences.push(`${name} ${version}\n\n${read('LICENSE')}`)
    rmSync(join(work, 'package'), { recursive: true })
  }
  writeFileSync(LOCK, JSON.stringify(lock, null, 2) + '\n')
  writeFileSync(join(FOLDER, 'LICENCES.txt'), licences.join('\n\n--------\n\n'))
  rmSync(work, { recursive: true })
}

function check () {
  const wrong = JSON.parse(readFileSync(LOCK, 'utf8')).packages.flatMap(({ files }) => files)
    .filter(({ file, sha256: expected }) => sha256(readFileSync(join(FOLDER, file))) !== expected)
  for (const { file } of wrong) console.error(`${file} is not what the lock says`)
  process.exitCode = wrong.length ? 1 : 0
}

process.argv.includes('--check') ? check() : fetchAll()
