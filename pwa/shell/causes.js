// The answers that something rests on: the first few at once, the others behind one tap. None is left out without a word.
import { html } from '../vendor/ui.js'
import { t } from '../text/text.js'

/**
 * Answers to the questions that the rule itself names, then those that only say whom it is about.
 * @param {any[]} causes each with its template path @param {any} rule its syntax tree @returns {any[]}
 */
export function tellingFirst (causes, rule) {
  const named = new Set(references(rule))
  return [...causes.filter(({ path }) => named.has(path)), ...causes.filter(({ path }) => !named.has(path))]
}

/** Template paths a tree reads. @returns {string[]} */
const references = tree => !Array.isArray(tree) ? [] : tree[0] === 'ref' ? [tree[1]] : tree.slice(1).flatMap(references)

const FEW = 3

/** @param {{ of: any[], rest?: string }} props words or links; how the others are announced */
export function Causes ({ of, rest = 'cek.dan_jawaban' }) {
  const listed = some => some.map((one, i) => html`${i > 0 && '; '}${one}`)
  const first = of.length === FEW + 1 ? FEW + 1 : FEW // "and one more" takes the room of that one
  return html`${listed(of.slice(0, first))}${of.length > first && html`<details><summary>${t(rest, { n: of.length - first })}</summary>${listed(of.slice(first))}</details>`}`
}
