// A phone on the desk: a page of 360 by 740 of its own, in which the phone's screens are drawn as they are.
import { html, render, useEffect, useRef } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { emptyPage } from '../shell/trusted.js'

/** @param {{ children: any }} props drawn inside, with the phone's own style */
export function PhoneFrame ({ children }) {
  const frame = useRef(/** @type {HTMLIFrameElement | null} */ (null))
  const inside = useRef(/** @type {HTMLElement | null} */ (null))
  const latest = useRef(children)
  latest.current = children
  const draw = () => { if (inside.current) render(latest.current, inside.current) }
  useEffect(() => {
    const box = /** @type {HTMLIFrameElement} */ (frame.current)
    const begin = () => {
      const page = /** @type {Document} */ (box.contentDocument)
      const style = Object.assign(page.createElement('link'), { rel: 'stylesheet', href: '/ui.css' })
      style.addEventListener('load', draw)
      page.documentElement.dataset.theme = 'terang'
      page.head.append(style)
      inside.current = page.body
      draw()
    }
    box.addEventListener('load', begin, { once: true })
    box.srcdoc = emptyPage()
    return () => { if (inside.current) render(null, inside.current) }
  }, [])
  useEffect(draw)
  return html`<iframe class="hp" title=${t('unggah.hp')} ref=${frame}></iframe>`
}
