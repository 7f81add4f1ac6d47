// Fills in a form with our engine, tells another engine the same answers, and says where the two do not agree. JSON lines in:
// {name, survey, xform, seeds, files}; out, a line each: {name, fillings, told, compared, differences: [{path, what, ours, theirs, seed}]}.
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import { JSDOM } from 'jsdom'
import { openForm } from '../../pwa/survey/engine/form.js'
import { guess } from '../tools/guess.mjs'

const dom = new JSDOM('')
for (const name of ['DOMParser', 'XMLSerializer', 'Document', 'Element', 'Node', 'Text', 'Attr', 'XPathResult', 'XPathExpression', 'XPathEvaluator', 'File', 'Blob', 'FormData', 'document', 'XMLDocument', 'CharacterData', 'Comment', 'CDATASection', 'ProcessingInstruction', 'NodeFilter', 'TreeWalker']) {
  if (dom.window[name] !== undefined) globalThis[name] = dom.window[name]
}
Object.assign(globalThis, { __dirname: import.meta.dirname || '.', require: createRequire(import.meta.url) }) // its parser asks for them
const { loadForm } = await import('@getodk/xforms-engine')

const local = () => {
  const ahead = -new Date().getTimezoneOffset() / 60 // Jakarta or Greenwich
  const here = new Date(Date.now() + ahead * 3600000).toISOString()
  return here.slice(0, 23) + `+${String(ahead).padStart(2, '0')}:00`
}
const NOW = local()

let chance = new Set() // questions whose answers each engine makes up

async function ask ({ name, survey, xform, seeds, files = {} }) {
  const attachment = async url => {
    const file = String(url).split('/').pop()
    return new Response(files[file] || '', { status: files[file] ? 200 : 404, headers: { 'content-type': 'text/csv' } })
  }
  const loaded = await loadForm(xform, { fetchFormAttachment: attachment, missingResourceBehavior: 'BLANK' })
  if (loaded.status === 'failure') return { name, failure: String(loaded.error).slice(0, 400) }
  const differences = []
  let compared = 0
  let told = 0
  chance = new Set(survey.impure)
  for (const seed of seeds) {
    const form = openForm(survey, { today: NOW.slice(0, 10), now: NOW })
    guess(form, seed, true)
    form.finish({ evaluatedAt: NOW })
    const { root } = loaded.createInstance()
    for (let round = 0; round < 3; round++) {
      const answers = tell(root, form, '')
      if (round === 2) told += answers
    }
    compared += compare(root, form, '', (path, what, ours, theirs) => differences.push({ path, what, ours, theirs, seed }))
  }
  return { name, fillings: seeds.length, told, compared, differences }
}

/** The children of their node with our instance path of each; rows of a repeat by their index. */
function * children (node, ipath) {
  for (const child of node.currentState.children || []) {
    const own = child.definition.nodeset.split('/').pop()
    if (own === 'meta' && ipath === '/data') continue
    if (child.nodeType.startsWith('repeat-range')) {
      for (const [index, row] of child.currentState.children.entries()) yield { child: row, ipath: `${ipath}/${own}[${index}]` }
    } else yield { child, ipath: `${ipath}/${own}` }
  }
}

/** What is not told, or is filled in when a form is sent. */
const UNTOLD = new Set(['image', 'audio', 'file', 'hidden', 'start', 'end', 'deviceid', 'username'])

const stateOf = (form, ipath) => { try { return form.state(ipath) } catch { return null } }
const slotOf = (form, ipath) => form.slots.get(ipath.replace(/\[[0-9]+\]/g, ''))

/** Make their rows as many as ours, and answer what is relevant on both sides. @returns {number} answers told */
function tell (node, form, under) {
  const ipath = under || '/data'
  for (const child of node.currentState.children || []) {
    if (child.nodeType !== 'repeat-range:uncontrolled') continue
    const own = `${ipath}/${child.definition.nodeset.split('/').pop()}`
    const wanted = rowsOf(form, own)
    const there = child.currentState.children.length
    if (there < wanted) child.addInstances(there - 1, wanted - there)
    if (there > wanted) child.removeInstances(wanted, there - wanted)
  }
  let told = 0
  for (const { child, ipath: path } of [...children(node, ipath)]) {
    let isGroup = false
    try { isGroup = Boolean(child.currentState.children) } catch { continue } // a row that went while we answered
    if (isGroup) { told += tell(child, form, path); continue }
    const state = stateOf(form, path)
    const slot = slotOf(form, path)
    if (!state || !slot || slot.node.calculate || slot.node.type === 'note' || slot.node.type === 'calculate' || !state.relevant) continue
    try {
      answer(child, String(state.value ?? ''))
      told += Number((state.value ?? '') !== '')
    } catch (error) { if (!/readonly/i.test(String(error))) child.refused = String(error) }
  }
  return told
}

const rowsOf = (form, ipath) => { try { return form.rows(ipath).length } catch { return 0 } }

function answer (node, value) {
  const codes = value.split(' ').filter(Boolean)
  if (node.nodeType === 'select') return node.selectValues(codes.filter(code => node.getValueOption(code)))
  if (node.nodeType === 'rank') return codes.length ? node.setValues([...codes, ...node.currentState.valueOptions.map(option => option.value).filter(code => !codes.includes(code))]) : undefined
  if (node.nodeType === 'trigger') return node.setValue(value === 'OK')
  if (node.nodeType === 'upload' || !node.setValue) return undefined
  return node.setValue(/^[0-9]{2}:[0-9]{2}$/.test(value) ? `${value}:00.000${NOW.slice(23)}` : value)
}

/** @returns {number} how many things were compared */
function compare (node, form, under, differ) {
  let count = 0
  for (const { child, ipath } of children(node, under || '/data')) {
    const state = stateOf(form, ipath)
    const slot = slotOf(form, ipath)
    if (!slot) continue
    const theirs = child.currentState
    const relevant = state ? state.relevant : false
    count++
    if (relevant !== theirs.relevant) { differ(ipath, 'relevant', relevant, theirs.relevant); continue }
    if (!relevant) continue
    if (theirs.children) { count += compare(child, form, ipath, differ); continue }
    const ours = String(state.value ?? '')
    if (UNTOLD.has(slot.node.type)) continue
    count++
    if (chance.has(slot.path)) continue
    if (!alike(ours, theirs.instanceValue)) { differ(ipath, slot.node.calculate ? 'calculate' : slot.node.filter ? 'filtered' : 'value', ours, theirs.instanceValue); continue }
    if (slot.node.type === 'calculate') continue
    count += 2
    const { constraint, required } = child.validationState || {}
    const broken = state.kind === 'constraint'
    if (constraint && broken === constraint.valid) differ(ipath, 'constraint', !broken, constraint.valid)
    const gap = Boolean(state.required) && ours === ''
    if (required && gap === required.valid) differ(ipath, 'required', !gap, required.valid)
    if (state.choices && child.currentState.valueOptions) {
      count++
      const [a, b] = [state.choices.map(choice => choice.name).join(' '), child.currentState.valueOptions.map(option => option.value).join(' ')]
      if (a !== b) differ(ipath, 'choices', a, b)
    }
  }
  return count
}

/** The same text, number or moment. */
function alike (ours, theirs) {
  if (ours === theirs) return true
  if (ours === '' || theirs === '') return false
  if (/^[0-9]{2}:[0-9]{2}$/.test(ours) && theirs.startsWith(ours)) return true
  if (/^-?[0-9.]+( -?[0-9.]+){3}$/.test(ours)) return ours === theirs.replace(/\.0\b/g, '') // places
  if (Math.abs(Number(ours) - Number(theirs)) <= 1e-9 * Math.abs(Number(ours))) return true
  return ours.length > 18 && Math.abs(Date.parse(ours) - Date.parse(theirs)) < 60000
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(JSON.stringify(await ask(JSON.parse(line))) + '\n')
}
