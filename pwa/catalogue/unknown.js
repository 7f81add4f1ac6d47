// The survey's expressions with a third value: what is not known yet stays unknown. A relevant question that is empty,
// or answered with a code that means "not known", is unknown; one whose relevance is known to be false is known to be
// empty; one whose relevance is unknown is unknown. Calculates are evaluated from their own trees.
// server/catalogue/unknown.py is the twin.

import { NEVER, UNKNOWN, allOf, anyOf, choice, gather, join, known, negate, sets, shorter, sources } from './kleene.js'
import { call, isEmpty, typed } from './plain.js'
import { moment } from '../survey/engine/functions.js'
import { LimitReached, Nodes, toBoolean } from '../survey/engine/values.js'

const NOT_ASKED = ['calculate', 'hidden', 'note', 'start', 'end', 'today', 'deviceid', 'username', 'audit']
const NEVER_SETTLED = ['where', 'col', 'self', 'cur', 'random', 'uuid', 'once', 'indexed-repeat', 'item', 'pulldata']

/** Begin to look at answers as they stand on `today` (YYYY-MM-DD); `doubtful`: codes that mean "not known". */
export const begin = (answers, today, doubtful) =>
  ({ answers, env: moment(today), doubtful: new Set(doubtful), values: new Map(), relevances: new Map() })

/** Index a compiled survey for this mode; done once for many looks. Gives its nodes by path, and `compile(tree)`. */
export const readSurvey = survey => {
  const nodes = new Map()
  const todo = []
  const index = (list, parent, repeat, steps) => {
    for (const source of list) {
      const type = source.kind === 'question' ? source.type : source.kind
      const node = {
        path: source.path, type, parent, repeat, depth: repeat ? repeat.depth + 1 : 0,
        steps: [...steps, [source.name, false]], relevant: null, calculate: null,
        ask: source.kind === 'question' && !NOT_ASKED.includes(type)
      }
      nodes.set(node.path, node)
      todo.push([node, source])
      const row = type === 'repeat'
      if (source.children) index(source.children, node, row ? node : repeat, row ? [...steps, [source.name, true]] : node.steps)
    }
  }
  const compile = tree => compileTree(tree, nodes)
  index(survey.nodes, null, null, [])
  for (const [node, source] of todo) {
    if (source.relevant) node.relevant = compile(source.relevant)
    if (source.calculate && (source.type === 'calculate' || source.read_only)) {
      node.calculate = compile(source.calculate)
      node.ask = false
    }
  }
  return { nodes, compile }
}

// A tree as a function of a run and the rows it stands in.
const compileTree = (tree, nodes) => {
  const [head, ...rest] = tree
  if (head === 'n' || head === 't') {
    const result = known(rest[0])
    return () => result
  }
  if (head === 'ref') return reference(nodes.get(rest[0]), rest[1])
  if (head === 'position') return (_, rows) => known(rows[rest[0] - 1] + 1)
  if (NEVER_SETTLED.includes(head)) return () => NEVER
  if (head === 'regex' || head === 'jr:choice-name') return strict(head, [compileTree(rest[0], nodes)], rest.slice(1))
  const parts = rest.map(part => compileTree(part, nodes))
  if (head === 'and') return (run, rows) => allOf(parts.length, at => parts[at](run, rows))
  if (head === 'or') return (run, rows) => anyOf(parts.length, at => parts[at](run, rows))
  if (head === 'not') return (run, rows) => negate(parts[0](run, rows))
  return head === 'if' ? conditional(...parts) : strict(head, parts, [])
}

const reference = (node, bound) => {
  if (!node) return () => NEVER // a question of another version of the survey: not asked
  return bound >= node.depth && node.type !== 'repeat'
    ? (run, rows) => valueOf(run, node, outer(rows, node.depth))
    : (run, rows) => everyValue(run, node, outer(rows, bound))
}

const conditional = (condition, then, other) => (run, rows) => {
  const which = condition(run, rows)
  if (which[0] === UNKNOWN) return choice(which, then(run, rows), other(run, rows))
  const taken = toBoolean(which[0]) ? then(run, rows) : other(run, rows)
  return taken[0] === UNKNOWN ? taken : known(taken[0], join(which[1], taken[1]))
}

const strict = (name, parts, fixed) => (run, rows) => {
  const results = parts.map(part => part(run, rows))
  const unknown = gather(results)
  if (unknown) return unknown
  try {
    return known(call(name, results.map(result => result[0]).concat(fixed), run.env), sources(results))
  } catch (error) {
    if (error instanceof LimitReached) return NEVER
    throw error
  }
}

const outer = (rows, depth) => rows.length === depth ? rows : rows.slice(0, depth)

const remembered = (memory, node, rows, make) => {
  let rowed = memory.get(node)
  if (!rowed) memory.set(node, rowed = new Map())
  const at = rows.length === 1 ? rows[0] : rows.join()
  let found = rowed.get(at)
  if (!found) rowed.set(at, found = make())
  return found
}

const valueOf = (run, node, rows) => remembered(run.values, node, rows, () => {
  const relevant = relevance(run, node, rows)
  if (relevant[0] === false) return known('', relevant[1])
  const own = node.calculate ? node.calculate(run, rows) : answered(run, node, rows)
  if (relevant[0] === true) return own
  const [keys, trueBy, falseBy] = sets(own)
  const [, , isSo, isNot] = relevant
  return [UNKNOWN, shorter(isNot, join(isSo, keys)), join(isSo, trueBy), shorter(isNot, join(isSo, falseBy))]
})

const answered = (run, node, rows) => {
  if (node.type === 'group' || node.type === 'repeat' || node.type === 'note') return known('')
  const content = reach(run.answers, node, rows)
  const keys = [{ path: node.path, row: rows.length ? rows[0] : null }]
  if (isEmpty(content) || (node.type.startsWith('select') && String(content).split(' ').some(code => run.doubtful.has(code)))) {
    return node.ask ? [UNKNOWN, keys, keys, keys] : NEVER
  }
  return known(typed(content, node.type), node.ask ? keys : [])
}

const reach = (answers, node, rows) => {
  let level = 0
  return node.steps.reduce((content, [name, row]) => {
    const next = content && typeof content === 'object' ? content[name] : undefined
    return row ? (Array.isArray(next) ? next[rows[level++]] : undefined) : next
  }, answers)
}

// Whether an instance is relevant with all that stands around it: true, false or unknown.
const relevance = (run, node, rows) => {
  const around = () => node.parent ? relevance(run, node.parent, outer(rows, node.parent.depth)) : known(true)
  if (!node.relevant) return around()
  return remembered(run.relevances, node, rows, () => allOf(2, at => at ? node.relevant(run, rows) : around()))
}

const everyValue = (run, node, rows) => {
  const found = instances(run, node, rows).map(each => valueOf(run, node, each))
  return gather(found) || known(Nodes.from(found.map(result => result[0])), sources(found))
}

/** The rows of each instance of a node within `rows`; of a repeat, its rows. None where it is known irrelevant. */
export const instances = (run, node, rows) => {
  const repeat = node.type === 'repeat' ? node : node.repeat
  if (!repeat || rows.length > repeat.depth) return [rows]
  const around = repeat.repeat ? instances(run, repeat.repeat, rows) : [[]]
  return around.flatMap(each => {
    const content = reach(run.answers, repeat, each)
    const here = Array.isArray(content) && relevance(run, repeat, each)[0] !== false
    return here ? content.map((_, index) => [...each, index]) : []
  })
}
