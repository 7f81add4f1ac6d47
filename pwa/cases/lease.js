// Who else has this case open: two officers should not read the same one without knowing.
import { html, useEffect, useState } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { Icon } from '../shell/frame.js'
import { request } from '../sync/api.js'

const RENEW = 4 * 60000 // ms; the server lets go after ten minutes

/** @param {{ id: string }} props of the case */
export function Lease ({ id }) {
  const [held, setHeld] = useState(/** @type {{ mine: boolean, name: string | null, minutes: number } | null} */ (null))
  useEffect(() => {
    const ask = () => { if (document.visibilityState === 'visible') request(`/api/cases/${id}/lease`, { method: 'POST', json: {} }).then(({ data }) => setHeld(data), () => setHeld(null)) }
    ask()
    const timer = setInterval(ask, RENEW)
    return () => { clearInterval(timer); request(`/api/cases/${id}/lease`, { method: 'DELETE', read: 'none' }).catch(() => {}) }
  }, [id])
  if (!held || held.mine || !held.name) return null
  return html`<div class="note-box warn gap-t" role="status"><span><${Icon} name="person" /></span><p>${t('periksa.sedang', { nama: held.name, n: Math.max(1, held.minutes) })}</p></div>`
}
