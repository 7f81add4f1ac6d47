// Taking the photo of one paper of a visit: from the checklist to the camera and back.
import { html, useEffect, useState } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { Missing, Problem } from '../shell/trouble.js'
import { back } from '../shell/router.js'
import { keepPhoto } from '../store/photos.js'
import { uuid7 } from '../sync/uuid.js'
import { Camera } from './camera.js'
import { needsOf } from './needs.js'
import { paperMark } from './papers.js'

/** @param {{ draft: string, paper: string, member: string, openSession: Function, openForm: Function, tools: any }} props member: id, or "-" for the family */
export function ShootScreen ({ draft, paper, member, openSession, openForm, tools }) {
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
  const keep = async ({ blob, thumb }) => {
    const id = uuid7()
    const record = line.record || uuid7()
    await keepPhoto({ id, blob, thumb, record, kind: 'document', draft })
    await mark({ record, state: 'ada', copy: line.copy || 'asli', photos: [id] })
    leave()
  }
  const later = () => mark({ state: line.later ? 'menyusul' : 'belum' }).then(leave)
  return html`<${Camera} paper=${paper} title=${[line.name, line.memberName].filter(Boolean).join(', ')} onKeep=${keep} onClose=${leave} onLater=${later} />`
}
