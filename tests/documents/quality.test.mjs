import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judge } from '../../pwa/documents/quality.js'
import { alikeWords, sheet, turned } from './drawing.mjs'

const said = (image, expected = {}) => judge(image, { card: false, coloured: false, ...expected }).faults

test('a sheet with text on a table is good', () => assert.deepEqual(said(sheet()), []))

test('the same with too little light is dark, and nothing else is said of it', () => assert.deepEqual(said(sheet({ light: 0.3 })), ['gelap']))

test('blurred text is blurred', () => assert.deepEqual(said(sheet({ blur: 5 })), ['buram']))

const CARD = { left: 80, top: 400, width: 800, height: 505 }

test('a card that was shaken along a slant is blurred', () => assert.deepEqual(said(sheet({ ...CARD, shake: 5 }), { card: true }), ['buram']))

test('a floor hardly darker than the paper, on which light falls off, is no paper that is cut off', () => {
  assert.deepEqual(said(sheet({ ...CARD, paper: 205, ground: [176, 170, 160], fall: 0.5 }), { card: true }), [])
})

test('a paper close to the edge of the photo is not cut off', () => {
  assert.deepEqual(said(sheet({ left: 5, width: 900 })), [])
  assert.deepEqual(said(sheet({ left: -8, width: 900 })), ['terpotong'])
})

test('text that runs from top to bottom lies on its side', () => assert.ok(said(turned(sheet(), 1)).includes('menyamping')))

test('words upside down stand on their heads', () => {
  assert.deepEqual(said(turned(alikeWords(), 2)), ['terbalik'])
  assert.deepEqual(said(alikeWords()), [])
})

test('a paper that leaves the photo is cut off', () => assert.deepEqual(said(sheet({ left: -80 })), ['terpotong']))

test('a paper far away is too small', () => assert.deepEqual(said(sheet({ left: 330, top: 440, width: 300, height: 400 })), ['kecil']))

test('a light that is mirrored hides what is under it', () => assert.deepEqual(said(sheet({ paper: 200, spot: 130 })), ['silau']))

test('a card without colours is a copy where the original has some', () => {
  assert.deepEqual(said(sheet(CARD), { card: true, coloured: true }), ['fotokopi'])
  assert.deepEqual(said(sheet(CARD), { card: true }), [])
  assert.deepEqual(said(sheet({ ...CARD, picture: true }), { card: true, coloured: true }), [])
})

test('a picture in which nothing can be told apart is let pass', () => {
  assert.deepEqual(said({ data: new Uint8ClampedArray(960 * 1280 * 4).fill(200), width: 960, height: 1280 }), [])
})
