// What a kader reads out at the door: per service one clause with what is to be answered, then what is lacking. Pure.
import { t } from '../text/text.js'
import { missing } from './checklist.js'
import { nextSteps } from './next.js'

const FEW = 3 // questions that somebody who listens can keep

/**
 * @param {any} catalogue @param {string[]} services codes asked for @param {import('../catalogue/assess.js').Assessment} assessment
 * @param {import('./checklist.js').Line[]} lines
 * @param {(causes: import('../catalogue/kleene.js').Key[]) => string[]} labels the questions in words, each once
 */
export function aloud (catalogue, services, assessment, lines, labels) {
  const named = catalogue.services.filter(s => services.includes(s.code))
  if (named.length === 0) return t('cek.aloud_kosong')
  const clauses = named.map(service => clause(service, assessment.services[service.code], labels))
  const lacking = missing(lines).map(line => line.memberName ? t('berkas.nama_untuk', { berkas: line.name, nama: line.memberName }) : line.name)
  return [...clauses, lacking.length > 0 ? t('berkas.kurang_daftar', { daftar: lacking.join(', ') }) + '.' : t('berkas.lengkap') + '.', t('cek.aloud_akhir')].join(' ')
}

function clause (service, result, labels) {
  if (result.advice !== 'belum_dinilai') return t('cek.aloud_' + result.advice, { layanan: service.name })
  const { asked, answer } = nextSteps(result, service, [])
  const open = labels(answer)
  if (open.length === 0) return t(asked.length > 0 ? 'cek.aloud_ditanyakan' : 'cek.aloud_belum_dinilai', { layanan: service.name })
  const first = open.slice(0, open.length === FEW + 1 ? FEW + 1 : FEW)
  const rest = open.length > first.length ? [t('cek.dan_pertanyaan', { n: open.length - first.length })] : []
  return t('cek.aloud_jawab', { layanan: service.name, pertanyaan: [...first, ...rest].join('; ') })
}
