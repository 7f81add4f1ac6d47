// What the screens of the service day are handed from other subjects, which they may not import themselves.
export { papersOf } from './cases/papers.js'
export { search } from './families/search.js'
export { mayChooseDay, openDays, schedule } from './cases/schedule.js'
