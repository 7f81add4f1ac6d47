// Who and where, as it stands in the bar of every screen of a visit.
import { t } from '../text/text.js'
import { answered, ASKED } from './meaning.js'

/** "Suryati, RT 003" @param {any} session */
export function familyTitle ({ survey, form, draft }) {
  const name = answered(survey, form.answers(), ASKED.head) || t('kunjungan.keluarga_baru')
  const [, rt] = draft.area.split('/')
  return rt ? `${name}, RT ${rt}` : String(name)
}
