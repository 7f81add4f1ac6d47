// Judges photos as the phone does: each frame on stdin is five unsigned 32-bit numbers (width, height, card, coloured, bytes) and RGBA pixels.
import { judge } from '../../pwa/documents/quality.js'

const chunks = []
for await (const chunk of process.stdin) {
  chunks.push(chunk)
  let whole = chunks.length > 1 ? Buffer.concat(chunks) : chunks[0]
  chunks.length = 0
  while (whole.length >= 20) {
    const [width, height, card, coloured, bytes] = [0, 4, 8, 12, 16].map(at => whole.readUInt32LE(at))
    if (whole.length < 20 + bytes) break
    const begun = process.cpuUsage()
    const said = judge({ data: new Uint8ClampedArray(whole.subarray(20, 20 + bytes)), width, height }, { card: card === 1, coloured: coloured === 1 })
    process.stdout.write(JSON.stringify({ ...said, ms: process.cpuUsage(begun).user / 1000 }) + '\n')
    whole = whole.subarray(20 + bytes)
  }
  if (whole.length) chunks.push(whole)
}
