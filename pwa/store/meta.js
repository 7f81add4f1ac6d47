// Small things of an enrolment that are read and written by name: cursors, counters, times. Nothing personal.
import { transact } from './db.js'

/** @param {string} key @returns {Promise<any>} */
export const meta = async key => (await transact('readonly', ['meta'], store => store.get(key)))?.value

/** @param {string} key @param {any} value */
export const keepMeta = (key, value) => transact('readwrite', ['meta'], store => { store.put({ key, value }) })
