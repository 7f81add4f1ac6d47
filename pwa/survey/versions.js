// Two versions of a survey beside each other: what a kader is asked differently, and which answers go over. Pure.

/** Asked of nobody. */
const UNSEEN = new Set(['calculate', 'hidden', 'start', 'end', 'today', 'deviceid', 'username', 'phonenumber'])
/** What of a question may read differently, in the order in which it is told. */
const ASPECTS = ['label', 'hint', 'type', 'choices', 'relevant', 'required', 'constraint', 'calculate', 'default', 'place']

/**
 * @typedef {{ path: string, name: string, label: string, page: string }} Asked
 * @typedef {{ added: Asked[], removed: Asked[], changed: (Asked & { what: string[], choices: { added: string[], removed: string[] }, before: string })[], rules: number }} Differences
 *   what: of ASPECTS; before: the label as it was; rules: calculations and the like that changed unseen
 */

/**
 * What changes for who fills it in.
 * @param {any} old compiled survey @param {any} fresh
 * @returns {Differences}
 */
export function differences (old, fresh) {
  const [before, after] = [indexOf(old), indexOf(fresh)]
  const pairs = paired(before, after)
  const kept = new Set(pairs.values())
  const seen = one => one.node.kind === 'question' && !UNSEEN.has(one.node.type)
  const changed = [...pairs].map(([path, to]) => compared(old, fresh, before.get(path), after.get(to))).filter(one => one.what.length)
  return {
    added: [...after.values()].filter(one => seen(one) && !kept.has(one.node.path)).map(asked),
    removed: [...before.values()].filter(one => seen(one) && !pairs.has(one.node.path)).map(asked),
    changed: changed.filter(one => !one.unseen).map(({ unseen, ...one }) => one),
    rules: changed.filter(one => one.unseen).length
  }
}

/**
 * The answers of a form in another version of its survey. What does not fit is not lost: it is told.
 * @param {any} old @param {any} fresh @param {any} answers nested, as a draft keeps them
 * @returns {{ answers: any, left: { path: string, label: string, value: string }[], paths: Record<string, string> }}
 *   left: what has no place there; paths: of questions and repeats that are called otherwise
 */
export function carry (old, fresh, answers) {
  const [before, after] = [indexOf(old), indexOf(fresh)]
  const pairs = paired(before, after)
  const repeats = repeatPairs(before, after, pairs)
  const carried = {}
  const left = []
  walk(old.nodes, answers || {}, [], (node, value, rows) => {
    const target = after.get(pairs.get(node.path) || '')
    const steps = target && stepsTo(target, rows, repeats)
    const fits = steps ? fitting(fresh, node, target.node, value) : ''
    if (steps && fits !== '') put(carried, steps, fits)
    const lost = remains(value, fits)
    if (lost && !UNSEEN.has(node.type)) left.push({ path: node.path, label: before.get(node.path).label, value: reading(old, node, lost) })
  }, (path, count, rows) => {
    const to = repeats.get(path)
    const target = to && after.get(to)
    const steps = target && stepsTo(target, rows, repeats)
    if (steps) put(carried, steps, Array.from({ length: count }, () => ({})))
  })
  const paths = Object.fromEntries([...pairs, ...repeats].filter(([from, to]) => from !== to))
  return { answers: carried, left, paths }
}

/** Every question and repeat by its path, with the repeats around it and the page it stands on. */
function indexOf (survey) {
  const found = new Map()
  const look = (nodes, repeats, page) => {
    for (const node of nodes) {
      const label = plain(node.label, survey.default_language) || node.name
      const here = page || (node.kind === 'question' ? plain(survey.title, survey.default_language) : label)
      if (node.kind !== 'group') found.set(node.path, { node, repeats, label, page: here })
      if (node.children) look(node.children, node.kind === 'repeat' ? [...repeats, node.path] : repeats, here)
    }
  }
  look(survey.nodes, [], '')
  return found
}

/** Which question became which: the same path, else what feeds the same property, else the same name. @returns {Map<string, string>} */
function paired (before, after) {
  const pairs = new Map()
  const free = new Set()
  for (const [path, { node }] of after) if (node.kind === 'question') free.add(path)
  const take = (path, to) => { pairs.set(path, to); free.delete(to) }
  const questions = [...before].filter(([, { node }]) => node.kind === 'question')
  for (const [path] of questions) if (free.has(path)) take(path, path)
  for (const key of [({ node }) => node.save && node.save.join('#'), ({ node }) => node.name]) {
    for (const [path, one] of questions) {
      if (pairs.has(path) || !key(one)) continue
      const same = [...free].filter(to => key(after.get(to)) === key(one) && after.get(to).repeats.length === one.repeats.length)
      if (same.length === 1) take(path, same[0])
    }
  }
  return pairs
}

/** Which repeat became which: the same path, else the one that holds what its questions became. */
function repeatPairs (before, after, pairs) {
  const found = new Map()
  for (const [path, { node }] of before) if (node.kind === 'repeat' && after.has(path)) found.set(path, path)
  for (const [path, to] of pairs) {
    before.get(path).repeats.forEach((repeat, level) => { if (!found.has(repeat)) found.set(repeat, after.get(to).repeats[level]) })
  }
  return found
}

function compared (old, fresh, { node: a, label: was, page }, { node: b, label, page: now }) {
  const choices = { added: /** @type {string[]} */ ([]), removed: /** @type {string[]} */ ([]) }
  if (a.list || b.list) {
    const [from, to] = [choicesOf(old, a), choicesOf(fresh, b)]
    choices.added = [...to].filter(([code]) => !from.has(code)).map(([, text]) => text)
    choices.removed = [...from].filter(([code]) => !to.has(code)).map(([, text]) => text)
  }
  const differs = {
    choices: choices.added.length + choices.removed.length > 0 || !same(a.filter, b.filter),
    type: a.type !== b.type,
    place: a.path !== b.path && page !== now,
    default: !same([a.default, a.default_expr], [b.default, b.default_expr]),
    constraint: !same([a.constraint, a.constraint_message], [b.constraint, b.constraint_message])
  }
  const what = ASPECTS.filter(aspect => aspect in differs ? differs[aspect] : !same(a[aspect], b[aspect]))
  return { path: b.path, name: b.name, label, page: now, what, choices, before: was, unseen: UNSEEN.has(b.type) }
}

const same = (a, b) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)
const asked = ({ node, label, page }) => ({ path: node.path, name: node.name, label, page })
const choicesOf = (survey, node) => new Map((survey.choices[node.list] || []).map(({ name, label }) => [name, plain(label, survey.default_language) || name]))

/** visit(question, value, rows), enter(repeat's path, how many rows, rows around it); rows: the row of each repeat around. */
function walk (nodes, answers, rows, visit, enter) {
  for (const node of nodes) {
    const value = answers[node.name]
    if (value === undefined || value === null || value === '') continue
    if (node.kind === 'question') visit(node, value, rows)
    else if (node.kind === 'group') walk(node.children, value, rows, visit, enter)
    else {
      enter(node.path, value.length, rows)
      value.forEach((row, at) => walk(node.children, row, [...rows, [node.path, at]], visit, enter))
    }
  }
}

/** The way to a question through the rows that its repeats became; null when it stands among other repeats now. */
function stepsTo ({ node, repeats: around }, rows, repeats) {
  if (around.length !== rows.length || !rows.every(([path], level) => repeats.get(path) === around[level])) return null
  const index = new Map(rows.map(([path, at]) => [repeats.get(path), at]))
  const steps = []
  let path = '/data'
  for (const name of node.path.split('/').slice(2)) {
    path += '/' + name
    steps.push(name)
    if (index.has(path) && path !== node.path) steps.push(index.get(path))
  }
  return steps
}

function put (answers, steps, value) {
  steps.slice(0, -1).forEach((step, at) => { answers = answers[step] = answers[step] ?? (typeof steps[at + 1] === 'number' ? [] : {}) })
  const last = steps[steps.length - 1]
  if (!Array.isArray(value) || answers[last] === undefined) answers[last] = value
}

const NUMBERS = ['integer', 'decimal']
const TEXTS = ['text', 'barcode', 'hidden', 'calculate']

/** The value as the new question may hold it; '' when it may not. */
function fitting (fresh, from, to, value) {
  if (to.list) {
    const codes = choicesOf(fresh, to)
    const known = String(value).split(' ').filter(code => codes.has(code))
    return to.type === 'select_one' ? known.length === 1 && !String(value).includes(' ') ? known[0] : '' : known.join(' ')
  }
  if (from.type === to.type) return value
  if (to.type === 'decimal' && from.type === 'integer') return value
  if (to.type === 'integer' && NUMBERS.includes(from.type)) return Number.isInteger(value) ? value : ''
  return TEXTS.includes(to.type) && typeof value === 'string' && !['image', 'audio', 'file'].includes(from.type) ? value : ''
}

/** What of a value did not go over. */
function remains (value, fits) {
  if (fits === '') return value
  const gone = String(value).split(' ').filter(code => !String(fits).split(' ').includes(code))
  return typeof value === 'string' && value !== fits ? gone.join(' ') : ''
}

function reading (survey, node, value) {
  const labels = choicesOf(survey, node)
  return labels.size ? String(value).split(' ').map(code => labels.get(code) || code).join(', ') : String(value)
}

/** A text in one language, what stands in it for answers as dots. */
function plain (text, language) {
  if (text && typeof text === 'object' && !Array.isArray(text)) text = text[language] ?? Object.values(text)[0]
  return Array.isArray(text) ? text.map(part => typeof part === 'string' ? part : '…').join('') : String(text ?? '')
}
