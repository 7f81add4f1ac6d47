// What may be done next with a case, and by whom: the twin of MOVES in server/cases/rules.py, for what the desk decides by hand.

const [BO, COORDINATOR, KESRA] = ['petugas_bo', 'koordinator', 'kesra']
const REVIEWERS = [BO, COORDINATOR]

/** By where a case is, where it may go, and who may say so. @type {Record<string, Record<string, string[]>>} */
const STEPS = {
  terkirim: { perlu_dilengkapi: REVIEWERS, siap: REVIEWERS },
  diproses: { musdes: [KESRA, COORDINATOR], dirujuk: [COORDINATOR], menunggu_hasil: REVIEWERS },
  musdes: { dirujuk: [COORDINATOR], menunggu_hasil: [BO, COORDINATOR, KESRA] },
  dirujuk: { menunggu_hasil: REVIEWERS },
  menunggu_hasil: { disetujui: REVIEWERS, belum_disetujui: REVIEWERS },
  disetujui: { selesai: REVIEWERS },
  belum_disetujui: { selesai: REVIEWERS }
}

/** Steps that need the word of the agency that decides. */
export const RESULTS = ['disetujui', 'belum_disetujui']

/** Where a case may be after it was served, in order. */
export const AFTER = Object.keys(STEPS).filter(status => status !== 'terkirim')

/** @param {string} status of a case */
export const isLater = status => AFTER.includes(status)

/** Whether a case is over. @param {string} status */
export const isOver = status => status === 'selesai' || status === 'dibatalkan'

/** The steps from there that somebody may take. @param {string} status @param {string[]} roles */
export const stepsFrom = (status, roles) => Object.entries(STEPS[status] || {}).filter(([, who]) => who.some(role => roles.includes(role))).map(([to]) => to)

/** Who may take a step from there. @param {string} status */
export const rolesFrom = status => Array.from(new Set(Object.values(STEPS[status] || {}).flat()))

/** Whether somebody may end a case that leads to nothing: the whole office until it is served, then who reviews. @param {string} status @param {string[]} roles */
export const mayCancel = (status, roles) => !isOver(status) && (!isLater(status) || REVIEWERS.some(role => roles.includes(role)))
