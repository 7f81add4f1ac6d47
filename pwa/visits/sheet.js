// What a page of the survey knows beside the form: what was touched, what was checked, and what to do with an answer.
import { go } from '../shell/router.js'
import { dayMonth, t } from '../text/text.js'
import { localToday } from '../sync/clock.js'
import { mediaOf } from './media.js'
import { newerValue } from './newer.js'
import { repeatOfRow, rowAddress } from './places.js'

/**
 * @param {{ session: any, open: string|null, asksOf: Function, at: number, checked: boolean, touched: Set<string>, shrink: any, again: () => void, onTrouble: (e: Error) => void }} page
 */
export function sheetOf ({ session, open, asksOf, at, checked, touched, shrink, again, onTrouble }) {
  const { form, draft } = session
  const openRow = row => go(`/kunjungan/${draft.id}/${at}/${rowAddress(form, form.pages[at], row)}`)
  const keep = (ipath, value) => session.answer(ipath, value).catch(onTrouble)
  return {
    checked,
    touched: ipath => checked || touched.has(ipath),
    asked: node => draft.mode !== 'cepat' || form.isAsked(node),
    source: (ipath, value) => source(draft, ipath, value),
    newer: (node, ipath, value) => newerValue(session, node, ipath, value),
    asks: ipath => open && form.rows(repeatOfRow(open)).includes(open)
      ? asksOf(form, form.node(open), open, localToday(), session.draft.confirmed || []).filter(ask => ask.place === ipath)
      : [],
    asksIn: row => asksOf(form, form.node(row), row, localToday(), session.draft.confirmed || []),
    onConfirm: ({ path, kind, of }) => {
      session.keep({ confirmed: [...(session.draft.confirmed || []), { path, kind, of }] }).catch(onTrouble)
      again()
    },
    media: mediaOf(session, shrink),
    onAnswer: keep,
    onLeave: (ipath, value) => {
      touched.add(ipath)
      if (value !== form.get(ipath)) keep(ipath, value)
      form.say(ipath)
    },
    rowKey: (ipath, i) => session.rowId(ipath, i) || i,
    openRow,
    addRow: ipath => {
      const { index, kept } = session.addRow(ipath)
      kept.catch(onTrouble)
      openRow(`${ipath}[${index}]`)
    }
  }
}

/** Where a filled-in answer came from, while it stands unchanged. */
function source (draft, ipath, value) {
  const copied = draft.prefilled && draft.prefilled.versions[ipath]
  if (!copied || copied.value !== value) return null
  return copied.date ? t('survei.dari_kunjungan', { tanggal: dayMonth(copied.date) }) : t('survei.dari_data')
}
