// What a page of the survey knows beside the form: what was touched, what was checked, and what to do with an answer.
import { go } from '../shell/router.js'
import { t } from '../text/text.js'
import { mediaOf } from './media.js'
import { indexOf } from './places.js'

/**
 * @param {{ session: any, at: number, checked: boolean, touched: Set<string>, shrink: any, again: () => void, onTrouble: (e: Error) => void }} page
 */
export function sheetOf ({ session, at, checked, touched, shrink, again, onTrouble }) {
  const { form, draft } = session
  const keep = (ipath, value) => session.answer(ipath, value).catch(onTrouble)
  return {
    checked,
    touched: ipath => checked || touched.has(ipath),
    asked: node => draft.mode !== 'cepat' || form.isAsked(node),
    source: (ipath, value) => source(draft, ipath, value),
    media: mediaOf(session, shrink),
    onAnswer: keep,
    onLeave: (ipath, value) => {
      touched.add(ipath)
      if (value !== form.get(ipath)) keep(ipath, value)
      again()
    },
    rowKey: (ipath, i) => form.get(`${ipath}[${i}]/id_anggota`) || i,
    openRow: ipath => go(`/kunjungan/${draft.id}/${at}/${indexOf(ipath)}`),
    addRow: ipath => go(`/kunjungan/${draft.id}/${at}/${session.addRow(ipath)}`)
  }
}

/** Where a filled-in answer came from, while it stands unchanged. */
function source (draft, ipath, value) {
  const copied = draft.prefilled && draft.prefilled.versions[ipath]
  return copied && copied.value === value ? t('survei.dari_data') : null
}
