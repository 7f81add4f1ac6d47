// What happens to a page's answers when it is left: a choice that no longer fits is taken away, and can be had back.
import { t } from '../text/text.js'
import { toast } from '../shell/frame.js'

/** @param {any} session @param {string} scope instance path of the page or row that is left @param {(e: Error) => void} onTrouble */
export function leavePage (session, scope, onTrouble) {
  const { form } = session
  const lost = form.errors(scope, true).filter(({ kind }) => kind === 'choice').map(({ ipath, label }) => ({ ipath, label, value: form.get(ipath) }))
  if (!lost.length) return
  for (const { ipath } of lost) session.answer(ipath, '').catch(onTrouble)
  toast(t('survei.pilihan_dikosongkan', { daftar: lost.map(({ label }) => label).join(', ') }), () => {
    for (const { ipath, value } of lost) session.answer(ipath, value).catch(onTrouble)
  })
}
