import assert from 'node:assert/strict'
import { test } from 'node:test'
import { placeIn, walked } from '../../pwa/shell/walk.js'

const stop = (area, at, house = '') => ({ area, at, house })
const houses = way => way.map(({ stops }) => stops.map(({ house }) => house).join(' '))

test('houses along a lane are walked from one end to the other', () => {
  const lane = [3, 0, 4, 1, 2].map(n => stop('004/002', [-6.5, 106.7 + n / 1000], String(n)))
  assert.match(houses(walked(lane))[0], /^(0 1 2 3 4|4 3 2 1 0)$/)
})

test('a way that always goes to the nearest house next would turn back twice; this one does not', () => {
  const at = { a: 0, b: 1, c: -2, d: 4, e: -9 }
  const way = walked(Object.entries(at).map(([house, x]) => stop('004/002', [-6.5, 106.7 + x / 1000], house)))
  assert.match(houses(way)[0], /^(e c a b d|d b a c e)$/)
})

test('ways do not cross', () => {
  const square = { sw: [0, 0], ne: [1, 1], se: [0, 1], nw: [1, 0], far: [0, 3] }
  const [order] = houses(walked(Object.entries(square).map(([house, [y, x]]) => stop('001/001', [y, x], house))))
  assert.match(order, /^(far se ne nw sw|far se sw nw ne|far ne nw sw se|sw nw ne se far|ne nw sw se far|se sw nw ne far)$/)
})

test('RT after RT, the next is the nearest; a house without a place comes last, by its number', () => {
  const way = walked([
    stop('004/003/x', [-6.5, 106.71], 'far'), stop('004/001/y', [-6.5, 106.70], 'first'), stop('004/002/z', [-6.5, 106.79], 'farthest'),
    stop('004/001/q', null, '12'), stop('004/001/p', null, '2A')
  ])
  assert.deepEqual(way.map(({ area }) => area), ['004/001', '004/003', '004/002'])
  assert.deepEqual(houses(way), ['first 2A 12', 'far', 'farthest'])
})

test('a place is read as the survey keeps it', () => {
  assert.deepEqual(placeIn('-6.55 106.7 210 5'), [-6.55, 106.7])
  assert.deepEqual([placeIn(''), placeIn(null), placeIn('di sana')], [null, null, null])
})
