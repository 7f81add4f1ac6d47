// Judges photos beside the screen, so that it never stands still.
import { judge } from './quality.js'

self.onmessage = ({ data: { id, bitmap, expected } }) => {
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
