"""The survey's expressions with a third value: what is not known yet stays unknown.

A relevant question that is empty, or answered with a code that means "not known", is unknown. A question whose
relevance is known to be false is known to be empty; one whose relevance is unknown is unknown. A calculate is evaluated
from its own tree, never read as stored. ``and or not if`` are Kleene's; every other function of something unknown is
unknown. Results are those of ``kleene.py``. ``pwa/catalogue/unknown.js`` is the twin; vectors and a random test hold
them together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from server.catalogue.kleene import (
    NEVER,
    UNKNOWN,
    Keys,
    Result,
    all_of,
    any_of,
    choice,
    gather,
    join,
    known,
    negate,
    sets,
    shorter,
    sources,
)
from server.catalogue.plain import call, is_empty, typed
from server.surveys.service import Env, LimitReached, Nodes, compare, moment, to_boolean

Rows = tuple[int, ...]
Expression = Callable[["Run", Rows], Result]
Steps = tuple[tuple[str, bool], ...]

NOT_ASKED = frozenset(("calculate", "hidden", "note", "start", "end", "today", "deviceid", "username", "audit"))
NEVER_SETTLED = frozenset(
    ("where", "col", "self", "cur", "random", "uuid", "once", "indexed-repeat", "item", "pulldata")
)


class Node:
    """A node of the survey, its expressions compiled."""

    __slots__ = ("ask", "calculate", "depth", "parent", "path", "relevant", "repeat", "steps", "type")

    def __init__(self, path: str, type_: str, parent: Node | None, repeat: Node | None, steps: Steps) -> None:
        self.path = path
        self.type = type_  # of a question its type, else "group" or "repeat"
        self.parent = parent
        self.repeat = repeat  # the repeat it stands in
        self.depth: int = repeat.depth + 1 if repeat else 0  # repeats around it
        self.steps = steps  # the way through the answers: a name, and whether a row is taken there
        self.relevant: Expression | None = None
        self.calculate: Expression | None = None
        self.ask = type_ not in NOT_ASKED and type_ not in ("group", "repeat")


class Run(NamedTuple):
    """One look at one set of answers."""

    answers: dict[str, Any]
    env: Env
    doubtful: frozenset[str]  # codes that mean "not known"
    values: dict[tuple[Node, Rows], Result]
    relevances: dict[tuple[Node, Rows], Result]


def begin(answers: dict[str, Any], today: str, doubtful: Iterable[str]) -> Run:
    """Begin to look at ``answers`` as they stand on ``today`` (YYYY-MM-DD)."""
    return Run(answers, moment(today), frozenset(doubtful), {}, {})


class Survey:
    """A compiled survey, indexed for this mode; made once for many visits."""

    def __init__(self, survey: dict[str, Any]) -> None:
        self.nodes: dict[str, Node] = {}
        todo: list[tuple[Node, dict[str, Any]]] = []
        self._index(survey["nodes"], None, None, (), todo)
        for node, source in todo:
            if source.get("relevant"):
                node.relevant = self.compile(source["relevant"])
            if source.get("calculate") and (source.get("type") == "calculate" or source.get("read_only")):
                node.calculate, node.ask = self.compile(source["calculate"]), False

    def _index(
        self,
        sources_: Iterable[dict[str, Any]],
        parent: Node | None,
        repeat: Node | None,
        steps: Steps,
        todo: list[tuple[Node, dict[str, Any]]],
    ) -> None:
        for source in sources_:
            name, kind = source["name"], source["kind"]
            node = Node(
                source["path"], source["type"] if kind == "question" else kind, parent, repeat, (*steps, (name, False))
            )
            self.nodes[node.path] = node
            todo.append((node, source))
            within = (*steps, (name, True)) if kind == "repeat" else node.steps
            self._index(source.get("children") or (), node, node if kind == "repeat" else repeat, within, todo)

    def compile(self, tree: list[Any]) -> Expression:
        """Turn a tree into a function of a run and the rows it stands in."""
        head, *rest = tree
        if head in ("n", "t"):
            result = known(float(rest[0]) if head == "n" else rest[0])
            return lambda run, rows: result
        if head == "ref":
            return self._reference(*rest)
        if head == "position":
            return lambda run, rows: known(float(rows[rest[0] - 1] + 1))
        if head in NEVER_SETTLED:
            return lambda run, rows: NEVER
        if head in ("regex", "jr:choice-name"):
            return strict(head, [self.compile(rest[0])], rest[1:])
        if head in ("=", "!=") and rest[1][0] in ("n", "t"):
            constant = float(rest[1][1]) if rest[1][0] == "n" else rest[1][1]
            return compared(head, self.compile(rest[0]), constant)
        parts = [self.compile(part) for part in rest]
        if head == "and":
            return lambda run, rows: all_of(part(run, rows) for part in parts)
        if head == "or":
            return lambda run, rows: any_of(part(run, rows) for part in parts)
        if head == "not":
            return lambda run, rows: negate(parts[0](run, rows))
        return conditional(*parts) if head == "if" else strict(head, parts)

    def _reference(self, path: str, bound: int) -> Expression:
        node = self.nodes.get(path)
        if node is None:  # a question of another version of the survey: not asked
            return lambda run, rows: NEVER
        if bound >= node.depth and node.type != "repeat":
            return lambda run, rows: value(run, node, rows[: node.depth])
        return lambda run, rows: every_value(run, node, rows[:bound])


def conditional(condition: Expression, then: Expression, other: Expression) -> Expression:
    """``if``: evaluates the branch that is taken, both when it is not known which."""

    def evaluate(run: Run, rows: Rows) -> Result:
        which = condition(run, rows)
        if which[0] is UNKNOWN:
            return choice(which, then(run, rows), other(run, rows))
        taken = then(run, rows) if to_boolean(which[0]) else other(run, rows)
        return taken if taken[0] is UNKNOWN else known(taken[0], join(which[1], taken[1]) or ())

    return evaluate


def compared(operator: str, part: Expression, constant: Any) -> Expression:
    """``strict`` for the commonest expression of all: whether an answer is, or is not, a value that is written down."""

    def evaluate(run: Run, rows: Rows) -> Result:
        found, keys, *_ = part(run, rows)
        if found is UNKNOWN:
            return UNKNOWN, keys, keys, keys
        if type(found) is str and type(constant) is str:
            return (found == constant) is (operator == "="), keys or (), None, None
        return compare(operator, found, constant), keys or (), None, None

    return evaluate


def strict(name: str, parts: list[Expression], fixed: list[Any] | None = None) -> Expression:
    """An operator or function that needs all its arguments; ``fixed`` ones follow them."""
    after = fixed or []

    def evaluate(run: Run, rows: Rows) -> Result:
        results = [part(run, rows) for part in parts]
        unknown = gather(results)
        if unknown:
            return unknown
        try:
            return known(call(name, [result[0] for result in results] + after, run.env), sources(results))
        except LimitReached:
            return NEVER

    return evaluate


def value(run: Run, node: Node, rows: Rows) -> Result:
    """The value of one instance of a node."""
    found = run.values.get((node, rows))
    if found is None:
        found = run.values[node, rows] = _value(run, node, rows)
    return found


def _value(run: Run, node: Node, rows: Rows) -> Result:
    relevant = relevance(run, node, rows)
    if relevant[0] is False:
        return known("", relevant[1] or ())
    own = node.calculate(run, rows) if node.calculate else answered(run, node, rows)
    if relevant[0] is True:
        return own
    keys, true_by, false_by = sets(own)
    is_so, is_not = relevant[2], relevant[3]
    return UNKNOWN, shorter(is_not, join(is_so, keys)), join(is_so, true_by), shorter(is_not, join(is_so, false_by))


def answered(run: Run, node: Node, rows: Rows) -> Result:
    """What a person answered; unknown if nothing, or a code that says so."""
    if node.type in ("group", "repeat", "note"):
        return known("")
    content = reach(run.answers, node, rows)
    keys: Keys = ((node.path, rows[0] if rows else None),)
    if is_empty(content) or (node.type.startswith("select") and not run.doubtful.isdisjoint(str(content).split(" "))):
        return (UNKNOWN, keys, keys, keys) if node.ask else NEVER
    return known(typed(content, node.type), keys if node.ask else ())


def reach(answers: dict[str, Any], node: Node, rows: Rows) -> Any:
    """What stands in the answers at one instance of a node, None if nothing."""
    content: Any = answers
    level = 0
    for name, row in node.steps:
        content = content.get(name) if isinstance(content, dict) else None
        if row:
            content = content[rows[level]] if isinstance(content, list) and rows[level] < len(content) else None
            level += 1
    return content


def relevance(run: Run, node: Node, rows: Rows) -> Result:
    """Whether an instance is relevant with all that stands around it: True, False or unknown."""
    if node.relevant is None:
        return relevance(run, node.parent, rows[: node.parent.depth]) if node.parent else known(True)
    found = run.relevances.get((node, rows))
    if found is None:
        found = run.relevances[node, rows] = all_of(_relevances(run, node, rows))
    return found


def _relevances(run: Run, node: Node, rows: Rows) -> Iterator[Result]:
    if node.parent:
        yield relevance(run, node.parent, rows[: node.parent.depth])
    if node.relevant:
        yield node.relevant(run, rows)


def every_value(run: Run, node: Node, rows: Rows) -> Result:
    """The values of all instances within ``rows``, as a list; unknown if one of them is."""
    found = [value(run, node, each) for each in instances(run, node, rows)]
    return gather(found) or known(Nodes([result[0] for result in found]), sources(found))


def instances(run: Run, node: Node, rows: Rows) -> Iterator[Rows]:
    """The rows of each instance of a node within ``rows``; of a repeat, its rows. None where it is known irrelevant."""
    repeat = node if node.type == "repeat" else node.repeat
    if repeat is None or len(rows) > repeat.depth:
        yield rows
        return
    for around in instances(run, repeat.repeat, rows) if repeat.repeat else ((),):
        content = reach(run.answers, repeat, around)
        if isinstance(content, list) and relevance(run, repeat, around)[0] is not False:
            yield from ((*around, index) for index in range(len(content)))
