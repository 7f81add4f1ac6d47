// Photos taken inside a visit: made small, kept on the phone at once, named by an id of their own.
import { keepPhoto, roomForPhoto, thumbUrl } from '../store/photos.js'
import { Worded } from '../text/text.js'
import { uuid7 } from '../sync/uuid.js'

const MOST = 2000000 // bytes, as the server takes them
const NAMES = { 'audio/x-m4a': 'audio/mp4', 'audio/aac': 'audio/mp4', 'audio/3gpp': 'audio/mp4', 'audio/mp3': 'audio/mpeg', 'audio/x-wav': 'audio/wav', 'audio/wave': 'audio/wav' }
const plainType = type => NAMES[type.split(';')[0]] || type.split(';')[0]

/**
 * @param {any} session
 * @param {(file: Blob, see?: any, turn?: number, longest?: number) => Promise<{ blob: Blob, thumb: Blob }>} shrink to at most 1280 px
 *   and 300 KB; refuses what cannot be read
 */
export const mediaOf = (session, shrink) => ({
  /** @param {Blob} file @param {string} [replaced] blob id of one taken here, whose place it takes @param {number} [longest] px of its longer side
   * @returns {Promise<string>} blob id */
  async keep (file, replaced, longest) {
    const { blob, thumb } = await shrink(file, undefined, 0, longest)
    const id = replaced || uuid7()
    await keepPhoto({ id, blob, thumb, record: session.draft.id, kind: 'visit', draft: session.draft.id })
    return id
  },
  /** A recording or PDF, as it is. @param {File} file @returns {Promise<string>} blob id */
  async keepFile (file) {
    if (file.size > MOST || !/^audio\/|^application\/pdf$/.test(file.type)) throw new Worded('survei.berkas_ditolak')
    const id = uuid7()
    await keepPhoto({ id, blob: new Blob([file], { type: plainType(file.type) }), thumb: null, record: session.draft.id, kind: 'visit', draft: session.draft.id })
    return id
  },
  url: thumbUrl,
  room: roomForPhoto
})
