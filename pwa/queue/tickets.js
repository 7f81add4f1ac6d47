// What each step at the counters does to a ticket: one family, or one person, on one service day. Pure.
// The twin of server/servicedays/tickets.py, so that a counter without a network shows what the server will say;
// tests/vectors/tickets.json holds both together.

const ELSEWHERE = ['dipanggil', 'dilayani', 'selesai', 'dirujuk'] // a counter has them, or had
const NOT_HERE = ['pulang', 'batal', 'tidak_hadir', 'belum_dilayani']
const SEATED = ['dilayani', 'selesai', 'dirujuk']
const NOTHING = { done_at: null, served_at: null, called_at: null, counter: null }
const DID = { call: 'dipanggil', serve: 'dilayani' }

/** @typedef {Record<string, any>} Ticket its fields */

/**
 * The id of a family's ticket of a day, the same at every counter: its first eight digits are the date.
 * @param {string} family @param {string} day "2026-11-25"
 */
export const ticketOf = (family, day) => `${day.replace(/-/g, '')}${family.slice(8, 14)}8${family.slice(15)}`

/**
 * The fields that a step changes; none if it was taken already or came to nothing.
 * @param {Ticket} ticket as it stands; empty before anybody came
 * @param {string} verb arrive call skip serve finish refer leave back
 * @param {any} args `at` (ISO), `counter`; of finish and refer also `complete`, `note`, `agency`
 * @param {string} [who] name of the officer
 * @returns {Ticket}
 */
export function step (ticket, verb, args, who = '') {
  const counts = ['call', 'serve', 'finish', 'refer'].includes(verb)
  if (counts && ELSEWHERE.includes(ticket.status) && ticket.counter !== args.counter) return twice(ticket, verb, args, who)
  return STEPS[verb] ? STEPS[verb](ticket, args) : {}
}

/** Whether everything was there when they came: what the counter said, else what the review had found. @param {Ticket} ticket */
export const completeOnArrival = ticket => Boolean(ticket.complete ?? ticket.prepared)

/** @param {Ticket} ticket @param {any} args @param {string} status @returns {Ticket} */
const end = (ticket, args, status) => ({
  status,
  done_at: args.at,
  counter: args.counter ?? null,
  ...(ticket.served_at ? {} : { served_at: args.at }),
  ...(args.complete == null ? {} : { complete: args.complete }),
  ...(args.note == null ? {} : { note: args.note })
})

/** @type {Record<string, (ticket: Ticket, args: any) => Ticket>} */
const STEPS = {
  arrive: (ticket, { at }) => ticket.status && !NOT_HERE.includes(ticket.status) ? {} : { status: 'hadir', came_at: at, done_at: null },
  call (ticket, { at, counter }) {
    const calls = (ticket.calls || 0) + 1
    if (ticket.status === 'dipanggil') return { calls }
    return SEATED.includes(ticket.status) ? {} : { status: 'dipanggil', called_at: at, calls, counter }
  },
  skip: (ticket, { at, counter }) => ticket.status === 'dipanggil' && ticket.counter === counter ? { status: 'hadir', skipped_at: at, counter: null } : {},
  serve: (ticket, { at, counter }) => SEATED.includes(ticket.status) ? {} : { status: 'dilayani', served_at: at, counter },
  finish: (ticket, args) => end(ticket, args, 'selesai'),
  refer: (ticket, args) => ({ ...end(ticket, args, 'dirujuk'), agency: args.agency }),
  leave: (ticket, { at }) => ['hadir', 'dipanggil'].includes(ticket.status) ? { status: 'pulang', done_at: at, counter: null } : {},
  back: ticket => ({
    selesai: { status: 'dilayani', done_at: null },
    dirujuk: { status: 'dilayani', done_at: null, agency: null },
    dilayani: { status: 'dipanggil', served_at: null },
    dipanggil: { status: 'hadir', ...NOTHING },
    hadir: { status: 'batal', ...NOTHING },
    pulang: { status: 'hadir', ...NOTHING }
  }[ticket.status] || {})
}

/** Write down that another counter has them too; what the first one did stands. */
function twice (ticket, verb, { counter, at }, who) {
  const before = ticket.twice || []
  const did = DID[verb] || 'selesai'
  if (before.some(entry => entry.counter === counter && entry.did === did)) return {}
  return { twice: [...before.filter(entry => entry.counter !== counter), { counter, name: who, at, did }] }
}
