// Taking the photo of one paper of a visit: from the checklist to the camera and back.
import { html, useEffect, useState } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { Missing, Problem } from '../shell/trouble.js'
import { back } from '../shell/router.js'
import { keepPhoto } from '../store/photos.js'
import { uuid7 } from '../sync/uuid.js'
import { Camera } from './camera.js'
import { needsOf, paperMark } from './needs.js'
import { codesIn, otherNumber } from './qr.js'

/**
 * @param {{ draft: string, paper: string, member: string, more?: string, openSession: Function, openForm: Function, tools: any }} props
 *   member: id, or "-" for the family; more: the photo is one more of the same paper: its back, its next page
 */
export function ShootScreen ({ draft, paper, member, more, openSession, openForm, tools }) {
  const [state, setState] = useState(/** @type {any} */ (undefined))
  useEffect(() => {
    Promise.all([openSession(draft, openForm), tools()]).then(([session, found]) => setState(session && {
      session,
      line: needsOf(session, found).lines.find(l => l.paper === paper && (l.member || '-') === member)
    }), error => setState({ error }))
  }, [draft, paper, member])
  if (state === undefined) return null
  if (state && state.error) return html`<${Problem} error=${state.error} />`
  if (!state || !state.line) return html`<${Missing} text=${t('berkas.tidak_perlu')} />`
  const { session, line } = state
  const leave = () => back(`/kunjungan/${draft}/berkas`)
  const mark = changes => session.keep({ papers: { ...session.draft.papers, [line.key]: paperMark(line, changes) } })
  const keep = async ({ blob, thumb, verdict, reason }) => {
    const id = uuid7()
    const record = line.record || uuid7()
    await keepPhoto({ id, blob, thumb, record, kind: 'document', draft })
    const copy = (verdict || '').split(' ').includes('fotokopi') ? 'fotokopi' : line.copy || 'asli'
    const qr_other = otherNumber(await codesIn(blob), session.form.answers())
    const photos = more ? [...line.photos, id] : [id]
    await mark({ record, state: 'ada', copy, photos, qr_other, photo_verdict: together(more && line.photo_verdict, verdict), kept_reason: reason || (more && line.kept_reason) || null })
    leave()
  }
  const later = () => mark({ state: line.later ? 'menyusul' : 'belum' }).then(leave)
  return html`<${Camera} paper=${paper} title=${[line.name, line.memberName].filter(Boolean).join(', ')} onKeep=${keep} onClose=${leave} onLater=${more ? undefined : later} later=${line.later} />`
}

/** What was seen wrong on the photos of one paper. @param {string|null|undefined|false} before @param {string|null} now */
function together (before, now) {
  const seen = new Set(`${before || ''} ${now || ''}`.split(' ').filter(Boolean))
  if (seen.size > 1) seen.delete('jelas')
  return [...seen].join(' ') || null
}
