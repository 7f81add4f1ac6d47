// The keyboard of the officers: what the keys do, only while no field and no dialog has the focus, and what is said of them on the screen.
import { html, useLayoutEffect, useRef } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { Dialog } from './layers.js'

const TYPED_INTO = /^(INPUT|TEXTAREA|SELECT)$/
const ONE = /^[!-~]$/ // keys of one character; arrows and words are none

/**
 * Whether keys of one character, digits and signs too, are turned off in Lainnya: who speaks to the computer utters them unawares.
 * Arrows, Enter, Esc and keys with Ctrl are no characters and always work.
 */
export const lettersOff = () => !!document.documentElement.dataset.letters

/**
 * What each key does on this screen; the latest meaning counts, also of a key pressed before the screen is painted anew.
 * @param {Record<string, () => void>} keys by `event.key`, letters in lower case
 */
export function useKeys (keys) {
  const latest = useRef(keys)
  latest.current = keys
  useLayoutEffect(() => { // with the screen, not a frame after it: no key is lost
    const press = event => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
      if (event.key.startsWith('Arrow') && event.target.closest('.scroll')) return // a photo that is looked over
      if (event.key.length === 1 && lettersOff()) return
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

/** A key beside what it does; one of a character is gone where those are turned off. @param {{ of: string | number }} props */
export const Key = ({ of }) => html`<kbd class=${ONE.test(String(of)) ? 'one' : ''}>${of}</kbd>`

/** @typedef {[keys: string, words: string][]} Keys keys with spaces between: "Ctrl Enter" */

const isOne = keys => keys.split(' ').every(key => ONE.test(key))

/** The line of keys at the bottom. @param {{ keys: Keys }} props */
export const Hints = ({ keys }) => html`<div class=${`hints${keys.every(([key]) => isOne(key)) ? ' one' : ''}`}>${keys.map(([key, words]) => html`<span class=${isOne(key) ? 'one' : ''} key=${key}>
  ${key.split(' ').map(one => html`<${Key} key=${one} of=${one} /> `)}${words}</span>`)}</div>`

/** All keys in one list. @param {{ here: Keys, everywhere: Keys, onClose: () => void }} props */
export const KeysDialog = ({ here, everywhere, onClose }) => html`<${Dialog} title=${t('pintasan.judul')} onClose=${onClose}><div class="stack">
  ${here.length > 0 && html`<${List} title=${t('pintasan.sini')} keys=${here} />`}<${List} title=${t('pintasan.semua')} keys=${everywhere} />
  <p class="small dim">${t(lettersOff() ? 'pintasan.mati' : 'pintasan.jelas')} <a href="/lainnya">${t('nav.lainnya')}</a></p></div></${Dialog}>`

const List = ({ title, keys }) => html`<section><h3>${title}</h3><dl class="data">${keys.filter(([key]) => !lettersOff() || !isOne(key)).map(([key, words]) => html`
  <dt key=${key}>${key.split(' ').map(one => html`<${Key} key=${one} of=${one} /> `)}</dt><dd key=${key + 'd'}>${words}</dd>`)}</dl></section>`
