// Who and where, as it stands in the bar of every screen of a visit.
import { t } from '../text/text.js'
import { bodyOf } from '../store/records.js'

/** "Suryati, RT 003" @param {any} session */
export function familyTitle ({ head, form, draft }) {
  const name = (head && form.get(head)) || (draft.known && bodyOf(draft.family).head_name) || t('kunjungan.keluarga_baru')
  const [, rt] = draft.area.split('/')
  return rt ? `${name}, RT ${rt}` : String(name)
}

/** What lists call the visit: what its survey says (instance_name), as soon as it says more than where. @param {any} session */
export const visitTitle = session => session.name() || familyTitle(session)
