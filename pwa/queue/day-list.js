// Who comes on a service day, a line a family: one number and one arrival time for all its cases. Pure.

/**
 * @typedef {{ family: string, name: string, number: string, arrival: string, priority: boolean, status: string, cases: any[], complete: boolean }} Line
 */

const ON_THE_DAY = new Set(['terjadwal', 'hadir', 'dipanggil', 'dilayani', 'diproses', 'selesai', 'tidak_hadir'])

/**
 * @param {any[]} cases records
 * @param {string} date "2026-11-25"
 * @param {(family: string) => string} nameOf
 * @returns {Line[]} by arrival, then number
 */
export function dayList (cases, date, nameOf) {
  const lines = new Map()
  for (const record of cases) {
    if (record.body.service_day !== date || !ON_THE_DAY.has(record.body.status)) continue
    const key = record.body.family
    if (!lines.has(key)) {
      lines.set(key, {
        family: key,
        name: nameOf(key),
        number: record.body.queue_number || '',
        arrival: record.body.arrival || '',
        priority: String(record.body.queue_number || '').startsWith('P-'),
        status: record.body.status,
        cases: []
      })
    }
    const line = lines.get(key)
    line.cases.push(record)
    if (rank(record.body.status) < rank(line.status)) line.status = record.body.status
  }
  return [...lines.values()].sort((a, b) => a.arrival.localeCompare(b.arrival) || a.number.localeCompare(b.number))
}

const ORDER = ['dilayani', 'dipanggil', 'hadir', 'terjadwal', 'tidak_hadir', 'diproses', 'selesai']
const rank = status => ORDER.indexOf(status)

/** "Nur Hasanah" is "N.H.": what may hang on the board. @param {string} name */
export const initials = name => name.split(/\s+/).filter(Boolean).map(word => word.replace(/[^\p{L}]/gu, '').charAt(0).toUpperCase()).filter(Boolean).map(letter => letter + '.').join('')
