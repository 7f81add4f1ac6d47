// How far a page or a row is, in a word: complete only when nothing is left that is asked there.
import { html } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { Chip } from '../shell/frame.js'

/**
 * @param {any} form @param {string} path of a page or a row
 * @returns {{ filled: number, total: number, required: number, gaps: number, errors: number }} gaps: required and unanswered; errors: answered wrongly
 */
export function filledOf (form, path) {
  const found = { filled: 0, total: 0, required: 0, gaps: 0, errors: 0 }
  form.visit(path, (slot, row) => {
    const isAnswered = row.values.has(slot.path)
    const isRequired = form.isRequired(slot, row)
    if (isRequired) found.required++
    if (isAnswered ? form.wrong(slot, row) : isRequired) found[isAnswered ? 'errors' : 'gaps']++
    if (form.isReadOnly(slot, row)) return
    found.total++
    if (isAnswered) found.filled++
  }, true)
  return found
}

/** @param {{ form: any, path: string, isCounted?: boolean }} props isCounted: "3 dari 12 terisi" stands beside it already */
export function Filled ({ form, path, isCounted = false }) {
  const { filled, total, required, gaps, errors } = filledOf(form, path)
  if (errors > 0) return html`<${Chip} kind="warn" icon="warn">${t('survei.salah_n', { n: errors })}</${Chip}>`
  if (gaps > 0) return html`<${Chip} kind="info" icon="edit">${t('survei.belum_diisi_n', { n: gaps })}</${Chip}>`
  if (filled > 0 && filled === total) return html`<${Chip} kind="ok" icon="done">${t('survei.lengkap')}</${Chip}>`
  if (filled > 0 && required > 0) return html`<${Chip} kind="ok" icon="done">${t('survei.wajib_terisi')}</${Chip}>`
  if (isCounted || total === 0) return null
  return html`<${Chip} kind="info" icon="edit">${filled > 0 ? t('kunjungan.kemajuan', { terisi: filled, total }) : t('survei.kosong')}</${Chip}>`
}
