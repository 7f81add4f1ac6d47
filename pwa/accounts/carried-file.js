// Reads a file of unsent work (store/carry.js makes it): whether it is one, whole and as it was made. What lies in it is
// sealed; only the server opens it.

/**
 * @typedef {{ head: string, mac: string, warrant: any, made_at: string, photos: { id: string, blob: Blob }[] }} Carried
 *   `head`: the text that `mac` is about, which names everything else by its hash
 */

const MAGIC = 'SIAGA-KIRIMAN 1\n'
const LONGEST_LINE = 4000 // bytes of the line that says where the head ends
const LARGEST_HEAD = 16_000_000

/** The file is of no use as it is; `key` is the text that says what to do. */
export class Unreadable extends Error {
  /** @param {'bawa.bukan_file' | 'bawa.terpotong' | 'bawa.berubah'} key */
  constructor (key) {
    super(key)
    this.name = 'Unreadable'
    this.key = key
  }
}

/** @param {Blob} file @returns {Promise<Carried>} @throws {Unreadable} */
export async function readCarried (file) {
  const begun = await file.slice(0, MAGIC.length).text()
  if (begun !== MAGIC) throw new Unreadable(MAGIC.startsWith(begun) ? 'bawa.terpotong' : 'bawa.bukan_file')
  const line = (await file.slice(MAGIC.length, MAGIC.length + LONGEST_LINE).text()).split('\n', 1)[0]
  const start = MAGIC.length + line.length + 1
  if (start > file.size) throw new Unreadable('bawa.terpotong')
  const { head: length, mac, warrant } = read(line)
  if (!Number.isInteger(length) || length > LARGEST_HEAD) throw new Unreadable('bawa.berubah')
  if (start + length > file.size) throw new Unreadable('bawa.terpotong')
  const head = await file.slice(start, start + length).text()
  const { made_at: at, photos: listed } = read(head)
  if (!Array.isArray(listed)) throw new Unreadable('bawa.berubah')
  let from = start + length
  const photos = []
  for (const { id, size, sha256 } of listed) {
    const blob = file.slice(from, from += size)
    if (from > file.size) throw new Unreadable('bawa.terpotong')
    if (await digest(blob) !== sha256) throw new Unreadable('bawa.berubah')
    photos.push({ id, blob })
  }
  if (from !== file.size) throw new Unreadable('bawa.berubah')
  return { head, mac, warrant, made_at: at, photos }
}

function read (text) {
  try { return JSON.parse(text) } catch { throw new Unreadable('bawa.berubah') }
}

async function digest (blob) {
  const hash = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer())
  return Array.from(new Uint8Array(hash), byte => byte.toString(16).padStart(2, '0')).join('')
}
