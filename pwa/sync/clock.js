// What day and time it is here. The phone's own clock, put right by the server's where they differ by more than ten minutes.
import { isoDay, localIso } from '../text/text.js'
import { clockAhead } from './api.js'

const TRUSTED = 10 * 60000 // ms of difference below which the phone's clock is used as it is

/** A moment of the phone's own clock, corrected. @param {number} own ms @returns {Date} */
export const corrected = own => new Date(own - (Math.abs(clockAhead()) > TRUSTED ? clockAhead() : 0))

/** The moment, corrected. @returns {Date} */
export const now = () => corrected(Date.now())

/** "2026-11-21" */
export const localToday = () => isoDay(now())

/** "2026-11-21T10:00:00+07:00" */
export const localNow = () => localIso(now())
