// What a service day came to: served, complete when they came, how long they waited, by service. Pure.
import { clock } from './order.js'
import { minuteOf } from './board.js'

const SERVED = ['selesai', 'dirujuk']

/** @param {number[]} values @param {number} share 0.5 is the median @returns {number | null} */
export function quantile (values, share) {
  if (!values.length) return null
  const sorted = [...values].sort((a, b) => a - b)
  const at = (sorted.length - 1) * share
  const low = sorted[Math.floor(at)]
  return low + (sorted[Math.ceil(at)] - low) * (at - Math.floor(at))
}

/** Minutes somebody waited, from coming (at the earliest from opening) until a counter began; null: not begun. */
export function waitOf (line, day) {
  if (!line.came || !line.served) return null
  return Math.max(0, minuteOf(line.served) - Math.max(minuteOf(line.came), clock(day.opens)))
}

/**
 * @param {import('./board.js').Line[]} lines @param {any} day body
 * @param {(line: import('./board.js').Line) => string[]} servicesOf names of what a line came for
 */
export function report (lines, day, servicesOf) {
  const served = lines.filter(({ status }) => SERVED.includes(status))
  const begun = lines.filter(line => line.served)
  const came = lines.filter(line => line.came && !['batal', 'tidak_hadir'].includes(line.status))
  const count = test => lines.filter(test).length
  return {
    expected: count(({ walkIn }) => !walkIn),
    walkIns: count(({ walkIn }) => walkIn),
    came: came.length,
    served: served.length,
    referred: count(({ status }) => status === 'dirujuk'),
    absent: count(({ status }) => status === 'tidak_hadir'),
    notReached: count(({ status }) => status === 'belum_dilayani'),
    left: count(({ status }) => status === 'pulang'),
    twice: count(({ twice }) => twice.some(({ did }) => did !== 'dipanggil')),
    judged: begun.length,
    complete: begun.filter(line => line.complete).length,
    wait: spread(begun, day),
    minutes: quantile(served.map(stay).filter(minutes => minutes !== null), 0.5),
    services: byService(served, day, servicesOf)
  }
}

const spread = (lines, day) => {
  const waits = lines.map(line => waitOf(line, day)).filter(wait => wait !== null)
  return { median: quantile(waits, 0.5), p90: quantile(waits, 0.9) }
}

const stay = line => line.served && line.done ? Math.max(0, minuteOf(line.done) - minuteOf(line.served)) : null

function byService (served, day, servicesOf) {
  const groups = new Map()
  for (const line of served) {
    for (const service of servicesOf(line)) groups.set(service, [...(groups.get(service) || []), line])
  }
  return Array.from(groups, ([service, lines]) => ({
    service,
    served: lines.length,
    complete: lines.filter(line => line.complete).length,
    wait: spread(lines, day),
    minutes: quantile(lines.map(stay).filter(minutes => minutes !== null), 0.5)
  })).sort((a, b) => b.served - a.served || a.service.localeCompare(b.service))
}

/** Rows as a file that any spreadsheet opens; what would be a formula there is text. @param {(string | number | null)[][]} rows */
export function csv (rows) {
  const cell = value => {
    const text = value === null ? '' : typeof value === 'number' ? String(Math.round(value * 10) / 10).replace('.', ',') : /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
    return /[";\n\r]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text
  }
  return '\ufeff' + rows.map(row => row.map(cell).join(';')).join('\r\n') + '\r\n'
}
