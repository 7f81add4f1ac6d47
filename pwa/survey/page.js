// A page of the survey: a top-level group, its nested groups as headings, its repeats as cards.
import { html } from '../vendor/ui.js'
import { marked } from './marked.js'
import { fieldId } from './paths.js'
import { isShown, Question } from './question.js'
import { Roster } from './roster.js'
import { useWatch } from './watch.js'

/**
 * Everything under one node of the survey.
 * @param {{ form: any, node: any, ipath: string, sheet: any, heading?: boolean }} props ipath of the node itself
 */
export function Part ({ form, node, ipath, sheet, heading = true }) {
  if (node.kind === 'group') return html`<${GroupPart} form=${form} node=${node} ipath=${ipath} sheet=${sheet} heading=${heading} />`
  if (node.kind === 'repeat') return html`<${Roster} form=${form} node=${node} ipath=${ipath} sheet=${sheet} />`
  return html`<${Question} form=${form} node=${node} ipath=${ipath} sheet=${sheet} />`
}

/** The nodes of a page or of one row of a repeat. */
export const Parts = ({ form, nodes, under, sheet }) => nodes
  .filter(node => sheet.asked(node))
  .map(node => html`<${Part} key=${node.name} form=${form} node=${node} ipath=${under + '/' + node.name} sheet=${sheet} />`)

function GroupPart ({ form, node, ipath, sheet, heading }) {
  useWatch(form, ipath)
  const state = form.state(ipath)
  if (!state.relevant) return null
  const parts = html`<${Parts} form=${form} nodes=${node.children} under=${ipath} sheet=${sheet} />`
  if (!heading || !state.label || !hasQuestions(node) || repeated(form, node, ipath, state.label)) return parts
  return html`<section class="group"><h2 class="part" id=${fieldId(ipath)}>${marked(state.rich)}</h2>${parts}</section>`
}

/** A heading says nothing that its first question says again. */
const repeated = (form, node, ipath, label) => {
  const [first] = node.children
  return first.kind === 'question' && isShown(first) && form.state(`${ipath}/${first.name}`).label === label
}

const hasQuestions = node => node.kind === 'question' ? isShown(node) : (node.children || []).some(hasQuestions)
