// A photo made small on the phone: at most 1280 px and 300 KB as JPEG, and a small picture for lists.
import { Worded } from '../text/text.js'

const LONGEST = 1280
const LARGEST = 300 * 1024
const THUMB = 192
const QUALITIES = [0.72, 0.6, 0.5, 0.4]
const TOO_LARGE = 30 * 1024 * 1024

/** A picture that cannot be used; its words say what to do. */
export class PictureRefused extends Worded {}

/**
 * @template T
 * @param {Blob} file as it came from the camera or a folder
 * @param {(bitmap: ImageBitmap) => Promise<T>} [see] looks at the picture meanwhile; it closes what it is handed
 * @param {number} [turn] degrees to the right, a multiple of 90
 * @param {number} [longest] px of the longer side, where a survey asks for fewer than ours
 * @returns {Promise<{ blob: Blob, thumb: Blob, width: number, height: number, seen: T | null }>}
 * @throws {PictureRefused} not a picture, or larger than 30 MB
 */
export async function shrink (file, see, turn = 0, longest = LONGEST) {
  if (file.size > TOO_LARGE) throw new PictureRefused('foto.terlalu_besar')
  const size = await sizeOf(file)
  const scale = Math.min(1, Math.min(LONGEST, longest) / Math.max(size.width, size.height))
  const bitmap = await createImageBitmap(file, {
    resizeWidth: Math.max(1, Math.round(size.width * scale)),
    resizeHeight: Math.max(1, Math.round(size.height * scale)),
    resizeQuality: 'medium'
  }).catch(() => { throw new PictureRefused('foto.rusak') })
  try {
    const whole = draw(bitmap, 1, turn)
    const seeing = see ? createImageBitmap(whole).then(see).catch(() => null) : null // no memory left to look: it is kept unjudged
    const blob = await small(whole)
    const thumb = await jpeg(draw(bitmap, Math.min(1, THUMB / Math.max(bitmap.width, bitmap.height)), turn), 0.7)
    const { width, height } = whole
    return { blob, thumb, width, height, seen: await seeing }
  } finally {
    bitmap.close() // also when it was refused: a phone of 2 GB has room for few of them
  }
}

/** Width and height in px with the camera's turn applied, read without decoding the whole picture. */
function sizeOf (file) {
  const url = URL.createObjectURL(file)
  return new Promise((resolve, reject) => {
    const image = new Image()
    image.onload = () => resolve({ width: image.naturalWidth, height: image.naturalHeight })
    image.onerror = () => reject(new PictureRefused('foto.rusak'))
    image.src = url
  }).finally(() => URL.revokeObjectURL(url))
}

function draw (bitmap, scale, turn) {
  const canvas = document.createElement('canvas')
  const [width, height] = [bitmap.width, bitmap.height].map(side => Math.max(1, Math.round(side * scale)))
  const lies = turn % 180 !== 0
  canvas.width = lies ? height : width
  canvas.height = lies ? width : height
  const picture = context(canvas)
  picture.translate(canvas.width / 2, canvas.height / 2)
  picture.rotate(turn * Math.PI / 180)
  picture.drawImage(bitmap, -width / 2, -height / 2, width, height)
  return canvas
}

async function small (canvas) {
  for (const quality of QUALITIES) {
    const blob = await jpeg(canvas, quality)
    if (blob.size <= LARGEST) return blob
  }
  const half = document.createElement('canvas')
  half.width = Math.round(canvas.width * 0.7)
  half.height = Math.round(canvas.height * 0.7)
  context(half).drawImage(canvas, 0, 0, half.width, half.height)
  return small(half)
}

/** @param {HTMLCanvasElement} canvas @returns {any} @throws {PictureRefused} the phone has no memory for it */
function context (canvas) {
  const picture = canvas.getContext('2d')
  if (!picture) throw new PictureRefused('foto.rusak')
  return picture
}

const jpeg = (canvas, quality) => new Promise((resolve, reject) =>
  canvas.toBlob(blob => blob ? resolve(blob) : reject(new PictureRefused('foto.rusak')), 'image/jpeg', quality))
