// What will be removed within two weeks because its time is over, so that somebody can still take it up again.
import { html, useEffect, useState } from '../vendor/ui.js'
import { longDay, t } from '../text/text.js'
import { GoRow } from '../shell/frame.js'
import { request } from '../sync/api.js'

const SHOWN = 20

export function Leaving () {
  const [due, setDue] = useState(/** @type {{ kind: string, family: string, name: string | null, on: string }[]} */ ([]))
  useEffect(() => { request('/api/retention').then(({ data }) => setDue(data.due), () => {}) }, [])
  if (!due.length) return null
  return html`<section class="pane gap-t"><div class="pane-h"><h2>${t('retensi.judul', { n: due.length })}</h2><span></span></div>
    <p class="pane-b small dim">${t('retensi.jelas')}</p>
    <ul class="list">${due.slice(0, SHOWN).map(({ kind, family, name, on }) => html`<${GoRow} key=${kind + family + name} icon="clock" href=${family ? `/warga/${family}` : `/rabu/laporan/${name}`}
      title=${family ? name || t('warga.tanpa_nama') : t('retensi.hari', { tanggal: longDay(name || on) })} more=${t(`retensi.${kind}`, { tanggal: longDay(on) })} />`)}</ul></section>`
}
