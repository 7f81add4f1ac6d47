// Says at once, wherever the officer is by then, that a decision was not taken, and by whom it was overtaken.
import { effect } from '../vendor/ui.js'
import { hasText, t } from '../text/text.js'
import { refusals } from '../sync/exchange.js'
import { toast } from './layers.js'

/** @param {import('../store/journal.js').Entry[]} entries what the server refused @returns {string} '' where no decision is among them */
export function refusalText (entries) {
  const entry = entries.find(({ change }) => 'do' in change)
  if (!entry) return ''
  const { title, by, do: action } = /** @type {any} */ (entry.receipt.problem || {})
  const word = `kiriman.jenis.${(action || '').replace('.', '_')}`
  const overtaken = by ? ` (${[by, hasText(word) && t(word)].filter(Boolean).join(': ')})` : ''
  return t('periksa.keputusan_ditolak', { nama: entry.item.title || t('kiriman.jenis.lain'), alasan: (title || t('galat.umum')) + overtaken })
}

/** Called once, where an officer works. */
export const watchRefusals = () => effect(() => {
  const text = refusalText(refusals.value)
  if (text) toast(text)
})
