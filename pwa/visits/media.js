// Photos taken inside a visit: made small, kept on the phone at once, named by an id of their own.
import { keepPhoto, roomForPhoto, thumbUrl } from '../store/photos.js'
import { uuid7 } from '../sync/uuid.js'

/**
 * @param {any} session
 * @param {(file: Blob) => Promise<{ blob: Blob, thumb: Blob }>} shrink to at most 1280 px and 300 KB; refuses what cannot be read
 */
export const mediaOf = (session, shrink) => ({
  /** @param {Blob} file @returns {Promise<string>} blob id */
  async keep (file) {
    const { blob, thumb } = await shrink(file)
    const id = uuid7()
    await keepPhoto({ id, blob, thumb, record: session.draft.id, kind: 'visit', draft: session.draft.id })
    return id
  },
  url: thumbUrl,
  room: roomForPhoto
})
