// All keys of the service day, in one list.
import { html } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { Dialog } from '../shell/frame.js'

const KEYS = [['N', 'n'], ['P', 'p'], ['L', 'l'], ['M', 'm'], ['S', 's'], ['R', 'r'], ['D', 'd'], ['C', 'c'], ['/', 'cari'], ['?', 'semua'], ['Esc', 'esc']]

/** @param {{ onClose: () => void }} props */
export const Keys = ({ onClose }) => html`<${Dialog} title=${t('antre.k_semua')} onClose=${onClose}>
  <dl class="data">${KEYS.map(([key, word]) => html`<dt key=${key}><kbd>${key}</kbd></dt><dd>${t('antre.k_' + word)}</dd>`)}</dl></${Dialog}>`
