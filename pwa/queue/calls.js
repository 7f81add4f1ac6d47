// What the keys and buttons of a counter do: call, call again, skip, begin, end, refer.
import { useEffect, useState } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { toast } from '../shell/frame.js'
import { go } from '../shell/router.js'
import { atCounter } from './board.js'
import { counter, take } from './here.js'

const BACK = 10000 // ms in which a slip of the hand can be taken back

/**
 * @param {{ day: any, lines: import('./board.js').Line[], next: import('./board.js').Line | null }} given
 */
export function useCalls ({ day, lines, next }) {
  const [refers, setRefers] = useState(/** @type {import('./board.js').Line | null} */ (null))
  const [said, setSaid] = useState({ ticket: '', complete: /** @type {boolean | null} */ (null), note: '' })
  const here = counter.value ? atCounter(lines, counter.value) : null
  const about = here && said.ticket === here.ticket ? said : { ticket: here ? here.ticket : '', complete: null, note: '' }
  useOvertaken(lines)
  const step = (verb, line, args = {}) => line ? take(day, verb, { ticket: line.ticket, ...args }, line.number) : Promise.resolve(false)
  const undoable = (text, line) => toast(text, () => step('back', line), BACK)
  const is = status => here && here.status === status ? here : null
  const call = line => {
    if (!counter.value) { toast(t('antre.pilih_loket_dulu')); return }
    if (here) { toast(t('antre.masih_ada', { nomor: here.number })); return }
    step('call', line)
  }
  const end = async (verb, args = {}) => {
    const line = here
    if (!line) return
    const told = { ...(about.complete === null ? {} : { complete: about.complete }), ...(about.note.trim() ? { note: about.note.trim() } : {}), ...args }
    if (await step(verb, line, told)) undoable(t(verb === 'refer' ? 'antre.sudah_dirujuk' : 'antre.sudah_selesai', { nomor: line.number }), line)
  }
  const doings = {
    here,
    said: about,
    say: change => setSaid({ ...about, ...change }),
    call,
    next: () => next ? call(next) : toast(t('antre.tidak_ada_berikut')),
    again: () => step('call', is('dipanggil')),
    skip: () => step('skip', is('dipanggil')),
    begin: () => step('serve', is('dipanggil')),
    finish: () => is('dilayani') && end('finish'),
    refer: () => is('dilayani') && setRefers(here),
    refers,
    stopRefer: () => setRefers(null),
    referTo: agency => { setRefers(null); return end('refer', { agency }) },
    arrive: async line => {
      if (await step('arrive', line, { family: line.family })) undoable(t('antre.sudah_hadir', { nomor: line.number }), line)
    },
    leave: async line => {
      if (await step('leave', line)) undoable(t('antre.sudah_pulang', { nomor: line.number }), line)
    }
  }
  const keys = {
    n: doings.next,
    p: doings.again,
    l: doings.skip,
    m: doings.begin,
    s: doings.finish,
    r: doings.refer,
    d: () => go('/rabu/tanpa-janji'),
    c: () => go(`/rabu/cetak/${day.body.date}`)
  }
  return { ...doings, keys }
}

/** Say whom this counter called and another one has already. @param {import('./board.js').Line[]} lines */
function useOvertaken (lines) {
  const overtaken = lines.filter(line => line.counter !== counter.value && line.twice.some(entry => entry.counter === counter.value)).map(({ number }) => number)
  const [said, setSaid] = useState(/** @type {string[] | null} */ (null))
  const fresh = said && overtaken.find(number => !said.includes(number))
  useEffect(() => {
    if (said && !fresh) return
    setSaid(overtaken)
    const line = lines.find(({ number }) => number === fresh)
    if (line) toast(t('antre.di_loket_lain', { nomor: line.number, n: line.counter || '' }))
  }, [fresh, said === null])
}
