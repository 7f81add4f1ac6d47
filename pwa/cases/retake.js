// One paper whose photo the server did not take: the camera again. The new photo takes the place of the old one.
import { html, useState } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { Missing } from '../shell/trouble.js'
import { back, go } from '../shell/router.js'
import { bodyOf, get, version } from '../store/records.js'
import { finish, setChange } from '../store/outbox.js'
import { dropPhoto, keepPhoto } from '../store/photos.js'
import { uuid7 } from '../sync/uuid.js'
import { useCatalogue } from './catalogue.js'
import { namesOf } from './words.js'

/** @param {{ id: string, photo?: string, Camera: any }} props of the paper, and of its photo that was refused */
export function RetakeScreen ({ id, photo, Camera }) {
  version.value // eslint-disable-line no-unused-expressions
  const [next] = useState(uuid7)
  const names = namesOf(useCatalogue())
  const record = get(id)
  if (!record || record.collection !== 'document') return html`<${Missing} text=${t('kasus.tidak_ada')} />`
  const { paper, member, photos = [] } = record.body
  const title = [names.paper(paper), member && bodyOf(member).full_name].filter(Boolean).join(', ')
  const keep = async ({ blob, thumb, verdict, reason }) => {
    await keepPhoto({ id: next, blob, thumb, record: id, kind: 'document' })
    const all = photos.includes(photo) ? photos.map(one => one === photo ? next : one) : photo ? [...photos, next] : [next]
    await finish(null, [setChange('document', id, { photos: all, state: 'ada', photo_verdict: verdict, kept_reason: reason })], [next], { kind: 'retake' })
    if (photo) await dropPhoto(photo)
    go('/kiriman', { replace: true })
  }
  return html`<${Camera} paper=${paper} title=${title} onClose=${() => back('/kiriman')} onKeep=${keep} />`
}
