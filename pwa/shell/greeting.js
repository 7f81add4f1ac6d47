// How a person is greeted on their own phone: by first name, without guessing more than they told.
import { t } from '../text/text.js'

/** @param {{ name: string } | null} person @param {Date} now */
export function greeting (person, now) {
  const name = person ? person.name : ''
  return t(now.getHours() < 11 && now.getHours() > 3 ? 'salam.pagi' : 'salam.umum', { nama: shortName(name) })
}

/** "Bu Ani Suryani" is called Bu Ani. @param {string} name */
export function shortName (name) {
  const words = name.split(' ').filter(Boolean)
  return words.slice(0, /^(bu|ibu|pak|bapak|teh|kang|h\.|hj\.)$/i.test(words[0] || '') ? 2 : 1).join(' ')
}
