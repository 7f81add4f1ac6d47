// Logic with a third value, and the questions that would settle it. server/catalogue/kleene.py is the twin.

import { toBoolean } from '../survey/engine/values.js'

/**
 * A key names an answer: template path, and row of the outermost repeat or null.
 * @typedef {{ path: string, row: number | null }} Key
 * @typedef {Key[] | null} Keys
 * A result is [value, keys, trueBy, falseBy]. Known: keys are the answers it came from, the others null.
 * Unknown: value is UNKNOWN; the three are the smallest sets of unanswered questions which, answered one way,
 * would make it known, true, or false; null: no question can. Of two sets of one size the first stands.
 * @typedef {[any, Keys, Keys, Keys]} Result
 */

export const UNKNOWN = Symbol('unknown')

/** Unknown, and no question would settle it. @type {Result} */
export const NEVER = [UNKNOWN, null, null, null]

/** @type {Key[]} */
const NONE = []

/** A value and the answers it came from. @param {any} value @param {Keys} [keys] @returns {Result} */
export const known = (value, keys = NONE) => [value, keys, null, null]

const same = one => other => one.path === other.path && one.row === other.row

/** Both sets are needed. @param {Keys} one @param {Keys} other @returns {Keys} */
export const join = (one, other) => {
  if (!one || !other) return null
  if (!one.length || !other.length) return one.length ? one : other
  const more = other.filter(key => !one.some(same(key)))
  return more.length ? one.concat(more) : one
}

/** One of the sets is enough. @param {Keys} one @param {Keys} other @returns {Keys} */
export const shorter = (one, other) => !one || (other && other.length < one.length) ? other : one

/** What it takes to make a result known, true, false. @param {Result} result @returns {[Keys, Keys, Keys]} */
export const sets = ([value, keys, trueBy, falseBy]) =>
  value === UNKNOWN ? [keys, trueBy, falseBy] : toBoolean(value) ? [NONE, NONE, null] : [NONE, null, NONE]

// In a branch of `if` the empty text settles nothing: it is neither true nor false.
const openSets = result => result[0] === '' ? [NONE, null, null] : sets(result)

/** @param {Result} result @returns {Result} */
export const negate = ([value, keys, trueBy, falseBy]) =>
  value === UNKNOWN ? [value, keys, falseBy, trueBy] : known(!toBoolean(value), keys)

/**
 * Kleene's and, over anything that gives results one by one; it stops at the first that is false.
 * @param {number} count @param {(index: number) => Result} at @returns {Result}
 */
export const allOf = (count, at) => {
  /** @type {Keys} */ let keys = NONE
  /** @type {Keys} */ let trueBy = NONE
  /** @type {Keys} */ let falseBy = null
  let unknown = false
  for (let index = 0; index < count; index++) {
    const result = at(index)
    if (result[0] === UNKNOWN) {
      unknown = true
      trueBy = join(trueBy, result[2])
      falseBy = shorter(falseBy, result[3])
    } else if (!toBoolean(result[0])) return known(false, result[1])
    else keys = join(keys, result[1])
  }
  return unknown ? [UNKNOWN, shorter(trueBy, falseBy), trueBy, falseBy] : known(true, keys)
}

/** Kleene's or. @param {number} count @param {(index: number) => Result} at */
export const anyOf = (count, at) => negate(allOf(count, index => negate(at(index))))

/**
 * Kleene's if with an unknown condition: known only if both branches agree.
 * @param {Result} condition @param {Result} then @param {Result} other @returns {Result}
 */
export const choice = (condition, then, other) => {
  if (then[0] === other[0] && ['string', 'number', 'boolean'].includes(typeof then[0])) {
    return known(then[0], join(then[1], other[1]))
  }
  const [, isSo, isNot] = sets(condition)
  const two = openSets(other)
  const [keys, trueBy, falseBy] = openSets(then).map((one, at) => shorter(join(isSo, one), join(isNot, two[at])))
  return [UNKNOWN, keys, trueBy, falseBy]
}

/** @param {Result[]} results @returns {Keys} */
const joined = results => {
  /** @type {Keys} */ let keys = NONE
  for (const result of results) keys = join(keys, result[1])
  return keys
}

/**
 * The unknown result of an operation that needs all of them; null if all are known.
 * @param {Result[]} results @returns {Result | null}
 */
export const gather = results => {
  const open = results.filter(result => result[0] === UNKNOWN)
  if (!open.length) return null
  const keys = joined(open)
  return [UNKNOWN, keys, keys, keys]
}

/** The answers that known results came from. */
export const sources = joined
