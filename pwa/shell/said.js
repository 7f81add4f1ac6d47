// What a kader says at a door where nothing can be sent: the day, hour and number, or which papers and until when. Pure.
import { dayMonth, dayName, t } from '../text/text.js'

/**
 * @param {any} notice its body
 * @param {{ body: any }[]} cases of the family
 * @param {{ get: (id: string) => any, paperName: (code: string) => string, cutoff: string | null }} known `cutoff`: of the coming service day
 * @returns {{ lead: string, items: string[] } | null} null: there is nothing to be said by the record
 */
export function toSay ({ kind, due }, cases, { get, paperName, cutoff }) {
  if (kind === 'jadwal' || kind === 'besok') return day(cases.find(({ body }) => body.status === 'terjadwal' && body.service_day === due))
  if (kind !== 'kurang') return null
  const returned = cases.map(({ body }) => body).filter(({ status }) => status === 'perlu_dilengkapi')
  const items = new Set(returned.flatMap(({ missing }) => missing || []).map(({ paper, member }) => {
    const name = member ? get(member)?.body.full_name : ''
    return name ? t('berkas.nama_untuk', { berkas: paperName(paper), nama: name }) : paperName(paper)
  }))
  const until = returned.map(body => body.due).filter(Boolean).sort()[0] || cutoff
  return items.size ? { lead: until ? t('kabar.katakan_kurang', { hari: dayName(until), tanggal: dayMonth(until) }) : t('kabar.katakan_kurang_saja'), items: Array.from(items) } : null
}

function day (found) {
  if (!found) return null
  const { service_day: on, arrival, queue_number: number, moved_from: old } = found.body
  return {
    lead: t('kabar.katakan'),
    items: [
      ...(old && old !== on ? [t('kabar.katakan_tidak_jadi', { hari: dayName(old), tanggal: dayMonth(old) })] : []),
      t('kabar.katakan_hari', { hari: dayName(on), tanggal: dayMonth(on), jam: arrival || '' }),
      t('kabar.katakan_nomor', { nomor: number || '' }), t('kabar.katakan_asli')
    ]
  }
}
