// What the phone says of a photo that was just taken; asked of a worker, which stays for the next photo.
import { workerUrl } from '../shell/trusted.js'

const CARDS = new Set(['ktp_el', 'kia', 'kis', 'kks', 'kartu_pelajar'])
const COLOURED = new Set(['ktp_el', 'kia', 'kis', 'kks', 'buku_kia']) // papers whose originals have colours
const PICTURES = new Set(['foto_rumah', 'foto_badan']) // no papers: nothing of what is judged holds for them

/** Whether a paper is of the size of a KTP. @param {string} paper */
export const isCard = paper => CARDS.has(paper)

const PATIENCE = 4000 // ms; a phone that takes longer lets the kader look for herself

/** @type {Worker | null} */
let worker = null
let next = 0

const theWorker = () => (worker = worker || new Worker(workerUrl('/documents/quality-worker.js'), { type: 'module' }))

/** Have the worker at hand before there is a photo. */
export function prepare () {
  try {
    if (typeof OffscreenCanvas !== 'undefined') theWorker().postMessage({})
  } catch (error) {
    console.warn('no photo is judged here', error)
  }
}

/**
 * @param {ImageBitmap} bitmap as large as the photo is kept; it is handed over
 * @param {string} paper code in the catalogue
 * @returns {Promise<import('./quality.js').Fault[] | null>} null: nobody could judge, or there is nothing to judge by
 */
export function verdictOn (bitmap, paper) {
  if (PICTURES.has(paper) || typeof OffscreenCanvas === 'undefined') { bitmap.close(); return Promise.resolve(null) }
  const id = next++
  return new Promise(resolve => {
    try {
      const asked = theWorker()
      const late = setTimeout(() => done(null), PATIENCE)
      const heard = ({ data }) => { if (data.id === id) done(data.faults || null) }
      const broken = () => { worker = null; done(null) }
      const done = faults => {
        clearTimeout(late)
        asked.removeEventListener('message', heard)
        asked.removeEventListener('error', broken)
        resolve(faults)
      }
      asked.addEventListener('message', heard)
      asked.addEventListener('error', broken)
      asked.postMessage({ id, bitmap, expected: { card: CARDS.has(paper), coloured: COLOURED.has(paper) } }, [bitmap])
    } catch (error) {
      console.warn('no photo is judged here', error)
      resolve(null)
    }
  })
}
