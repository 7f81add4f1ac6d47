// Whether a family is closed, and what is said about it wherever the family is shown.
import { html } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { NoteBox } from './frame.js'

/** @param {any} body of a family */
export const isClosed = ({ state }) => Boolean(state) && state !== 'aktif'

/** @param {{ body: any }} props of a family */
export const Closed = ({ body }) => isClosed(body) && html`<${NoteBox} kind="warn" icon="info">
  <p>${t('kantor.ditutup', { alasan: t(`kantor.tutup_${body.state}`) })}${body.closed_note && ` “${body.closed_note}”`}</p></${NoteBox}>`
