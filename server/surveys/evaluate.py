"""Runs expression trees over the answers of a form: the server's half of the pair; the phone's is
``pwa/survey/engine/evaluate.js`` and reads alike. A tree is turned into nested functions once, then run for every row.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from server.surveys.functions import FUNCTIONS, Env
from server.surveys.scheme import Scheme
from server.surveys.text_functions import Machine
from server.surveys.values import ARITHMETIC, Nodes, compare, to_boolean, to_number, to_text

COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">="})


class Row:
    """One row of a repeat, or the whole form (``parent`` None): the answers in it that are not in a deeper repeat.

    Attributes:
        values: path to value, for what is answered or calculated.
        open: path to whether a node with a ``relevant`` is relevant, within this row.
        repeats: path to the rows of each repeat; ``shown``: path to how many of them count.
    """

    __slots__ = ("index", "open", "parent", "repeats", "shown", "values")

    def __init__(self, parent: Row | None, index: int) -> None:
        self.parent = parent
        self.index = index
        self.values: dict[str, Any] = {}
        self.open: dict[str, bool] = {}
        self.repeats: dict[str, list[Row]] = {}
        self.shown: dict[str, int] = {}

    def rows(self, path: str, gate: str | None) -> list[Row]:
        """The rows of a repeat that count: none while it is irrelevant, not those beyond its ``repeat_count``."""
        rows = self.repeats.get(path)
        if not rows or (gate is not None and not self.open.get(gate, False)):
            return []
        shown = self.shown.get(path)
        return rows if shown is None else rows[:shown]


Run = Callable[[Row, Any, Env], Any]
"""row, the value of ``.`` (in a choice filter the choice), environment → value."""


class Trees:
    """Compiles trees for one survey."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme

    def run(self, tree: list[Any], depth: int) -> Run:
        """The function of ``tree`` where it stands, ``depth`` repeats deep."""
        head = tree[0]
        if head in COMPARISONS:
            return self.comparison(head, tree, depth)
        if head in ARITHMETIC:
            operate, left, right = ARITHMETIC[head], self.run(tree[1], depth), self.run(tree[2], depth)
            return lambda row, me, env: operate(to_number(left(row, me, env)), to_number(right(row, me, env)))
        special = getattr(self, "_" + head.replace("-", "_").replace(":", "_"), None)
        if special is not None:
            result: Run = special(tree, depth)
            return result
        return self.function(head, tree, depth)

    def function(self, name: str, tree: list[Any], depth: int) -> Run:
        function = FUNCTIONS[name]
        arguments = [self.run(argument, depth) for argument in tree[1:]]
        if len(arguments) == 1:
            only = arguments[0]
            return lambda row, me, env: function([only(row, me, env)], env)
        return lambda row, me, env: function([argument(row, me, env) for argument in arguments], env)

    def comparison(self, operator: str, tree: list[Any], depth: int) -> Run:
        left, right = self.run(tree[1], depth), self.run(tree[2], depth)
        if operator in ("=", "!=") and tree[2][0] == "t":  # ${x} = 'code', nine in ten of all conditions
            text, wanted = tree[2][1], operator == "="

            def is_code(row: Row, me: Any, env: Env) -> bool:
                value = left(row, me, env)
                return (value == text) is wanted if type(value) is str else compare(operator, value, text)

            return is_code
        return lambda row, me, env: compare(operator, left(row, me, env), right(row, me, env))

    def _n(self, tree: list[Any], depth: int) -> Run:
        number = float(tree[1])
        return lambda row, me, env: number

    def _t(self, tree: list[Any], depth: int) -> Run:
        text = tree[1]
        return lambda row, me, env: text

    def _self(self, tree: list[Any], depth: int) -> Run:
        return lambda row, me, env: me

    def _col(self, tree: list[Any], depth: int) -> Run:
        column = tree[1]
        return lambda row, me, env: me.get(column, "")

    def _neg(self, tree: list[Any], depth: int) -> Run:
        inner = self.run(tree[1], depth)
        return lambda row, me, env: -to_number(inner(row, me, env))

    def _and(self, tree: list[Any], depth: int) -> Run:
        left, right = self.run(tree[1], depth), self.run(tree[2], depth)
        return lambda row, me, env: to_boolean(left(row, me, env)) and to_boolean(right(row, me, env))

    def _or(self, tree: list[Any], depth: int) -> Run:
        left, right = self.run(tree[1], depth), self.run(tree[2], depth)
        return lambda row, me, env: to_boolean(left(row, me, env)) or to_boolean(right(row, me, env))

    def _if(self, tree: list[Any], depth: int) -> Run:
        condition, yes, no = (self.run(part, depth) for part in tree[1:])
        return lambda row, me, env: yes(row, me, env) if to_boolean(condition(row, me, env)) else no(row, me, env)

    def _once(self, tree: list[Any], depth: int) -> Run:
        inner = self.run(tree[1], depth)
        return lambda row, me, env: me if to_text(me) != "" else inner(row, me, env)

    def _regex(self, tree: list[Any], depth: int) -> Run:
        value, machine = self.run(tree[1], depth), Machine(tree[3])

        def search(row: Row, me: Any, env: Env) -> bool:
            found, tried = machine.matches(to_text(value(row, me, env)))
            env.spend(tried)
            return found

        return search

    def _jr_choice_name(self, tree: list[Any], depth: int) -> Run:
        function, value, name = FUNCTIONS["jr:choice-name"], self.run(tree[1], depth), tree[2]
        return lambda row, me, env: function([value(row, me, env), name], env)

    def _item(self, tree: list[Any], depth: int) -> Run:
        """The rows of a table one condition after the other lets through: a column of them, or an item a row."""
        table, column = self.scheme.tables.get(tree[1], []), tree[2]
        conditions = [self.run(condition, depth) for condition in tree[3:]]

        def pick(row: Row, me: Any, env: Env) -> Nodes:
            found = table
            for condition in conditions:
                env.spend(len(found))
                found = [one for at, one in enumerate(found, 1) if _keeps(condition(row, one, env), at)]
            return Nodes([one.get(column, "") for one in found] if column else [""] * len(found))

        return pick

    def _pulldata(self, tree: list[Any], depth: int) -> Run:
        """The cell of the first row whose key is the value; empty if there is none."""
        cells: dict[str, str] = {}
        for one in self.scheme.tables.get(tree[1], []):
            cells.setdefault(one.get(tree[3], ""), one.get(tree[2], ""))
        value = self.run(tree[4], depth)
        return lambda row, me, env: cells.get(to_text(value(row, me, env)), "")

    def _position(self, tree: list[Any], depth: int) -> Run:
        up = depth - tree[1]
        return lambda row, me, env: float(_climb(row, up).index + 1)

    def _ref(self, tree: list[Any], depth: int) -> Run:
        path, bound = tree[1], tree[2]
        slot = self.scheme.slots[path]
        if bound > slot.depth:  # the row itself
            return lambda row, me, env: Nodes([""])
        up = depth - bound
        if bound < slot.depth or slot.node["kind"] == "repeat":
            collect = self.collector(path, bound)
            return lambda row, me, env: collect(_climb(row, up), env)
        gate = slot.gate
        if gate is None:
            return lambda row, me, env: _climb(row, up).values.get(path, "")
        if up == 0:
            return lambda row, me, env: row.values.get(path, "") if row.open[gate] else ""
        return lambda row, me, env: read(_climb(row, up), path, gate)

    def _cur(self, tree: list[Any], depth: int) -> Run:
        path, bound = tree[1], tree[2]
        slot = self.scheme.slots[path]
        if bound < slot.depth or slot.node["kind"] == "repeat":
            collect = self.collector(path, bound)
            return lambda row, me, env: collect(_down_to(env.current, bound), env)
        return lambda row, me, env: read(_down_to(env.current, bound), path, slot.gate)

    def _where(self, tree: list[Any], depth: int) -> Run:
        (head, path, bound), level = tree[1], tree[3]
        outermost = head == "ref"
        conditions = [self.run(one, level) for one in (tree[2], *tree[4:])]
        collect = self.collector(path, bound, conditions, level)

        def filtered(row: Row, me: Any, env: Env) -> Nodes:
            before = env.current
            if before is None:
                env.current = row
            try:
                return collect(_down_to(row if outermost else env.current, bound), env)
            finally:
                env.current = before

        return filtered

    def _indexed_repeat(self, tree: list[Any], depth: int) -> Run:
        path, bound = tree[1][1], tree[1][2]
        slot = self.scheme.slots[path]
        repeats = [(repeat, self.scheme.slots[repeat].gate) for repeat in slot.levels[bound:]]
        indexes = [self.run(part, depth) for part in tree[2:]]
        up = depth - bound

        def at(row: Row, me: Any, env: Env) -> Any:
            numbers = [to_number(index(row, me, env)) for index in indexes]
            row = _climb(row, up)
            for (repeat, gate), number in zip(repeats, numbers, strict=True):
                rows = row.rows(repeat, gate)
                if not (1 <= number <= len(rows) and number == int(number)):
                    return ""
                row = rows[int(number) - 1]
            return read(row, path, slot.gate)

        return at

    def collector(
        self, path: str, bound: int, conditions: Sequence[Run] = (), level: int = 0
    ) -> Callable[[Row, Env], Nodes]:
        """All values of ``path`` below a row that is ``bound`` repeats deep; a repeat's own path gives an item a
        row. The conditions on the repeat of that level let rows through one after the other."""
        slot = self.scheme.slots[path]
        repeats = [*slot.levels[bound:], *([path] if slot.node["kind"] == "repeat" else [])]
        steps = [(repeat, self.scheme.slots[repeat].gate) for repeat in repeats]
        question = slot.node["kind"] != "repeat"

        def kept(rows: list[Row], env: Env) -> list[Row]:
            env.spend(len(rows))
            for condition in conditions:
                rows = [row for n, row in enumerate(rows, 1) if _keeps(condition(row, "", env), n)]
            return rows

        def collect(start: Row, env: Env) -> Nodes:
            rows = [start]
            for at, (repeat, gate) in enumerate(steps, bound + 1):
                if conditions and at == level:
                    rows = [inner for row in rows for inner in kept(row.rows(repeat, gate), env)]
                else:
                    rows = [inner for row in rows for inner in row.rows(repeat, gate)]
                    env.spend(len(rows))
            return Nodes([read(row, path, slot.gate) for row in rows] if question else [""] * len(rows))

        return collect


def _keeps(value: Any, at: int) -> bool:
    """Whether a predicate keeps what stands at a place: a number means the one of that number."""
    return at == value if isinstance(value, float) else to_boolean(value)


def read(row: Row, path: str, gate: str | None) -> Any:
    return "" if gate is not None and not row.open.get(gate, False) else row.values.get(path, "")


def _climb(row: Row, up: int) -> Row:
    while up > 0 and row.parent is not None:
        row, up = row.parent, up - 1
    return row


def _down_to(row: Row, depth: int) -> Row:
    """The row around ``row`` that is ``depth`` repeats deep."""
    chain = [row]
    while chain[-1].parent is not None:
        chain.append(chain[-1].parent)
    return chain[len(chain) - 1 - depth]
