// The little of Markdown that labels may hold: docs/expressions.md, Texts. All else is text; a tag is shown, never obeyed.

const SOME = /[*_#[\\]/
const MARK = /\\([^])|\*\*([^*]+)\*\*|__([^_]+)__|\*([^*\s](?:[^*]*[^*\s])?)\*|(?<![A-Za-z0-9])_([^_\s](?:[^_]*[^_\s])?)_(?![A-Za-z0-9])|\[([^\]]+)\]\((https?:\/\/[^\s)]+)\)/
const HEADING = /^#{1,6}[ \t]+/

/**
 * @typedef {{ kind: 'text'|'strong'|'em'|'link'|'heading', text: string, href?: string, parts?: Piece[] }} Piece
 *   strong, em and heading hold parts
 */

/** A text in pieces; lines that begin with # are headings. @param {string} text @returns {Piece[]} */
export function pieces (text) {
  if (!SOME.test(text)) return [{ kind: 'text', text }]
  return text.split('\n').flatMap((line, at) => {
    const heading = HEADING.exec(line)
    const found = inline(heading ? line.slice(heading[0].length) : line)
    const own = heading ? [/** @type {Piece} */ ({ kind: 'heading', text: plainOf(found), parts: found })] : found
    return at && !heading ? [{ kind: 'text', text: '\n' }, ...own] : own
  })
}

/** @param {string} line @returns {Piece[]} */
function inline (line) {
  const found = []
  for (let rest = line; rest;) {
    const mark = MARK.exec(rest)
    if (!mark) return [...found, { kind: 'text', text: rest }]
    if (mark.index) found.push({ kind: 'text', text: rest.slice(0, mark.index) })
    rest = rest.slice(mark.index + mark[0].length)
    const [, sign, strong = mark[3], , em = mark[5], , link, href] = mark
    if (sign) found.push({ kind: 'text', text: sign })
    else if (link) found.push({ kind: 'link', text: link, href })
    else {
      const parts = inline(strong || em)
      found.push({ kind: strong ? 'strong' : 'em', text: plainOf(parts), parts })
    }
  }
  return found
}

const plainOf = parts => parts.map(part => part.text).join('')

/** The text without its marks: for a title, a summary, a screen reader. @param {string} text */
export const unmarked = text => SOME.test(text) ? plainOf(pieces(text)) : text
