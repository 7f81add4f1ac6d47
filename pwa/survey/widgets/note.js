// A note: nothing to answer. Long ones are there to be read aloud.
import { html } from '../../vendor/ui.js'
import { t } from '../../text/text.js'
import { Icon } from '../../shell/frame.js'
import { marked } from '../marked.js'

const ALOUD = 200

export function NoteField ({ id, state }) {
  const text = String(state.label)
  if (text.length < ALOUD) {
    return html`<div class="q note-box info" id=${id}><span><${Icon} name="info" /></span>${state.image && html`<img class="pic" src=${state.image} alt="" />`}<p>${marked(state.rich)}</p></div>`
  }
  const quoted = text.includes('"') ? text.slice(text.indexOf('"') + 1, text.lastIndexOf('"')) : text
  return html`<section class="q card stack" id=${id}>
    <h2 class="nila-t"><${Icon} name="talk" /> ${t('survei.bacakan')}</h2>
    <div class="stack read">${inParagraphs(quoted).map(part => html`<p>${part}</p>`)}</div>
  </section>`
}

/** Two sentences a paragraph: easier to read aloud. @param {string} text */
function inParagraphs (text) {
  const sentences = text.match(/[^.]+\.(?:\s|$)/g) || [text]
  const parts = []
  for (let i = 0; i < sentences.length; i += 2) parts.push(sentences.slice(i, i + 2).join('').trim())
  return parts
}
