// Judges photos beside the screen, so that it never stands still.
import { judge } from './quality.js'

self.onmessage = ({ data: { id, bitmap, expected } }) => {
  if (!bitmap) return warm()
  try {
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
    const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d', { willReadFrequently: true }))
    context.drawImage(bitmap, 0, 0)
    bitmap.close()
    self.postMessage({ id, faults: judge(context.getImageData(0, 0, canvas.width, canvas.height), expected).faults })
  } catch (error) {
    self.postMessage({ id, error: String(error) })
  }
}

/** Judge what is no photo, so that the first real one is judged as fast as the others. */
function warm () {
  const [width, height] = [480, 640]
  const data = new Uint8ClampedArray(width * height * 4).map((_, at) => (at % 37 < 9 ? 40 : 220))
  for (const card of [true, false, true, false]) judge({ data, width, height }, { card, coloured: card })
}
