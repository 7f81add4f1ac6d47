// What of a question is different in another version of its survey, in words: the same for who publishes it and who fills it in.
import { t } from '../text/text.js'

/** @param {{ what: string[], choices: { added: string[], removed: string[] }, before: string }} changed as survey/versions.js tells it */
export function changeWords ({ what, choices, before }) {
  return [
    what.map(one => t(`versi.apa.${one}`)).join(', '),
    what.includes('label') && before ? t('versi.tadinya', { tulisan: before }) : '',
    choices.added.length ? t('versi.pilihan_baru', { daftar: choices.added.join(', ') }) : '',
    choices.removed.length ? t('versi.pilihan_hilang', { daftar: choices.removed.join(', ') }) : ''
  ].filter(Boolean).join('. ')
}
