// What officers' screens are handed from other subjects, which they may not import themselves.
export { Preview } from './survey/preview.js'
export { differences } from './survey/versions.js'
export { MESSAGES as messages } from './visits/session.js'
export { decide } from './cases/deciding.js'
