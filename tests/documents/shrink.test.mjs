// A photo made small on a phone with little memory: each step may fail for want of it, and none may leave a picture behind.
import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { PictureRefused, shrink } from '../../pwa/documents/shrink.js'

const SIDE = 4000 // px of what the camera gives
const file = new Blob(['x'.repeat(1000)], { type: 'image/jpeg' })

/** Decoded pictures that nobody has closed, and the most there were at once. */
let open = 0
let most = 0
/** Sizes in which pictures were decoded. @type {number[]} */
let decoded = []
/** The step for which there is no memory. @type {'' | 'decode' | 'draw' | 'pack' | 'look'} */
let short = ''

globalThis.createImageBitmap = /** @type {any} */ (async (source, { resizeWidth = SIDE, resizeHeight = SIDE } = {}) => {
  const step = source instanceof Blob ? 'decode' : 'look'
  if (short === step) throw new DOMException('no memory', 'InvalidStateError')
  if (step === 'decode') decoded.push(resizeWidth)
  most = Math.max(most, ++open)
  return { width: resizeWidth, height: resizeHeight, close: () => { open-- } }
})
globalThis.document = /** @type {any} */ ({
  createElement: () => ({
    getContext: () => short === 'draw' ? null : { translate () {}, rotate () {}, drawImage () {} },
    toBlob: done => setTimeout(done, 1, short === 'pack' ? null : new Blob(['small'], { type: 'image/jpeg' }))
  })
})
globalThis.Image = /** @type {any} */ (class {
  naturalWidth = SIDE
  naturalHeight = SIDE
  set src (_) { setTimeout(() => this.onload(), 1) }
})

const look = async bitmap => { bitmap.close(); return ['buram'] }

beforeEach(() => { open = most = 0; decoded = []; short = '' })

for (const step of /** @type {const} */ (['decode', 'draw', 'pack'])) {
  test(`no memory to ${step} it: refused at once with words, and no picture stays in memory`, async () => {
    short = step
    await assert.rejects(shrink(file, look), error => error instanceof PictureRefused && error.key === 'foto.rusak')
    assert.equal(open, 0)
    short = ''
    assert.deepEqual((await shrink(file, look)).seen, ['buram'], 'the next one is taken')
  })
}

test('no memory to look at it: it is kept, and nobody has judged it', async () => {
  short = 'look'
  const { blob, seen } = await shrink(file, look)
  assert.deepEqual([await blob.text(), seen, open], ['small', null, 0])
})

test('of twelve photos in a row one is in memory at a time, never in the size in which it was taken', async () => {
  for (let n = 0; n < 12; n++) await shrink(file, look)
  assert.ok(most <= 2, `${most} pictures at once`)
  assert.equal(open, 0)
  assert.deepEqual(decoded, Array(12).fill(1280))
})
