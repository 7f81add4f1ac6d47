// A place is taken when it is as sharp as its question asks.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import './place.mjs'
import { measured } from '../../pwa/survey/widgets/place.js'

/** A phone that measures one after the other. */
function phone (metres) {
  let cleared = 0
  Object.defineProperty(globalThis, 'navigator', {
    configurable: true,
    value: {
      geolocation: {
        watchPosition (found) {
          queueMicrotask(() => { for (const accuracy of metres) if (!cleared) found({ coords: { accuracy } }) })
          return 1
        },
        clearWatch () { cleared++ }
      }
    }
  })
}

test('without a wish the first measurement is taken', async () => {
  phone([80, 12, 4])
  assert.equal((await measured()).accuracy, 80)
})

test('with capture-accuracy it waits for one that is as sharp', async () => {
  phone([80, 12, 4])
  assert.equal((await measured(15)).accuracy, 12)
})

test('when time is over the sharpest is taken', async t => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  phone([80, 12, 40])
  const wait = measured(5)
  await Promise.resolve()
  t.mock.timers.tick(20000)
  assert.equal((await wait).accuracy, 12)
})
