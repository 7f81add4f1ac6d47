// The keyboard of the officers: single letters, only while no field and no dialog has the focus.
import { useEffect, useRef } from '../vendor/ui.js'

const TYPED_INTO = /^(INPUT|TEXTAREA|SELECT)$/

/**
 * What each key does on this screen; the latest meaning counts, also of a key pressed before the screen is painted anew.
 * @param {Record<string, () => void>} keys by `event.key`, letters in lower case
 */
export function useKeys (keys) {
  const latest = useRef(keys)
  latest.current = keys
  useEffect(() => {
    const press = event => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
      if (event.key.startsWith('Arrow') && event.target.closest('.scroll')) return // a photo that is looked over
      if (event.key.length === 1 && document.documentElement.dataset.letters) return // turned off in Lainnya
      if (TYPED_INTO.test(event.target.tagName) || document.querySelector('[role=dialog]')) return
      const act = latest.current[event.key] || latest.current[event.key.toLowerCase()] || (event.key === '=' && latest.current['+'])
      if (!act || (event.key === 'Enter' && event.target.closest('a, button'))) return
      event.preventDefault()
      act()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [])
}
