// What the desk asks the server about publications: the list, a body, a file to keep.
import { publication } from '../store/publications.js'
import { request } from '../sync/api.js'
import { shortVersion } from '../text/text.js'

/** @returns {Promise<import('./words.js').Version[]>} newest first */
export const versions = async () => (await request('/api/publications')).data

/** A compiled body, from this browser where it has it. @param {string} hash */
export const body = async hash => await publication(hash) || (await request(`/api/publications/${hash}`)).data

/**
 * Have the browser keep a file.
 * @param {string} path @param {string} name @param {any} [json] asked with it
 */
export async function download (path, name, json) {
  const { data } = await request(path, { ...(json ? { method: 'POST', json } : {}), read: 'blob' })
  const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(data), download: name })
  document.body.append(link)
  link.click()
  link.remove()
  setTimeout(() => URL.revokeObjectURL(link.href), 60000)
}

/** The file that was handed in; a catalogue as .xlsx, whatever it was written as. @param {import('./words.js').Version} version */
export const downloadWorkbook = version => version.kind === 'catalogue'
  ? download(`/api/catalogues/${version.hash}/workbook`, workbookName(version))
  : download(`/api/publications/${version.hash}/source`, version.file_name)

/** @param {import('./words.js').Version} version */
export const workbookName = version => version.kind === 'catalogue' ? `katalog-${shortVersion(version.version)}.xlsx` : version.file_name

const LARGEST = 5_000_000 // bytes, as the server has it

/**
 * Hand a file in, with what stands beside it.
 * @param {string} door @param {File} file @param {Record<string, string>} fields
 */
export function send (door, file, fields) {
  if (file.size > LARGEST) throw Object.assign(new Error(), { key: 'unggah.terlalu_besar' })
  const form = new FormData()
  form.append('file', file, file.name)
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  return request(door, { method: 'POST', body: form })
}
