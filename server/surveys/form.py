"""Runs a whole survey over answers that came in: what the phone concluded is checked, not believed; nothing is dropped.

The twin is ``pwa/survey/engine/form.js``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from server.surveys.date_functions import is_time, read_day
from server.surveys.evaluate import Row, Run, Trees
from server.surveys.functions import Env, moment
from server.surveys.normalise import normalise, normaliser_of
from server.surveys.outcomes import DATES, Outcome, same, settled, stored
from server.surveys.scheme import Scheme, Slot, scheme_of
from server.surveys.values import LONGEST, STEPS_OF_ALL, LimitReached, to_boolean, to_number, to_text

MOST_ROWS = 500
UNSEEN = frozenset({"calculate", "hidden", "start", "end", "today", "deviceid", "username"})
AGREED = "OK"
"""The one answer to an acknowledge."""
NUMBERS = frozenset({"integer", "decimal"})


class Runner:
    """One survey with all its expressions compiled; made once, run for every visit."""

    def __init__(self, survey: dict[str, Any]) -> None:
        self.scheme: Scheme = scheme_of(survey)
        self.trees = Trees(self.scheme)
        self.impure = frozenset(survey.get("impure", ()))
        self.items: dict[str, Item] = {}
        for slot in self.scheme.slots.values():
            item = self.items[slot.path] = self._item(slot)
            above = self.items.get(slot.parent)
            if above:
                above.children[item.name] = item
        self.tops = {item.name: item for item in self.items.values() if item.slot.parent not in self.items}
        self.quick = any(item.quick for item in self.items.values())
        ordered = [self.scheme.slots[path] for path in survey.get("order", ())]
        self.steps = [step for slot in ordered for step in self._steps(slot)]

    def _item(self, slot: Slot) -> Item:
        node = slot.node
        required = node.get("required")
        name = node.get("list")
        return Item(
            slot=slot,
            name=node["name"],
            path=slot.path,
            kind=node["kind"],
            type=node["type"],
            gate=slot.gate,
            silent=node["type"] in UNSEEN or node["type"] == "note",
            quick=bool(node.get("quick")),
            always=required == ["true"],
            required=self._run(slot, "required"),
            constraint=self._run(slot, "constraint"),
            filter=self._run(slot, "filter"),
            codes=frozenset(self.scheme.labels.get(name, ())) if name else None,
            range=tuple(node["range"]) if "range" in node else None,
            normal=normaliser_of(node.get("appearance") or ""),
        )

    def _run(self, slot: Slot, key: str) -> Run | None:
        return self.trees.run(slot.node[key], slot.depth) if key in slot.node else None

    def _steps(self, slot: Slot) -> Iterator[tuple[Step, Item, Run]]:
        """What is done for a node, in the survey's order. Only pure, unseen or read-only calculations are made
        again."""
        node, item = slot.node, self.items[slot.path]
        if "relevant" in node:
            above = self.scheme.slots.get(slot.parent)
            item.outer = above.gate if above and above.node["kind"] == "group" else None
            yield _State.open, item, self.trees.run(node["relevant"], slot.depth)
        if "count" in node:
            yield _State.count, item, self.trees.run(node["count"], slot.depth)
        ours = node["type"] == "calculate" or "read_only" in node
        if "calculate" in node and "trigger" not in node and ours and slot.path not in self.impure:
            yield _State.calculate, item, self.trees.run(node["calculate"], slot.depth)

    def run(self, answers: dict[str, Any], evaluated_at: str, *, quick: bool, partial: bool) -> Outcome:
        state = _State(moment(evaluated_at, self.scheme.labels), quick and self.quick, partial, self.scheme)
        root = Row(None, 0)
        state.load(self.tops, root, answers, "/data")
        places: dict[tuple[str, ...], list[Row]] = {}
        for step, item, run in self.steps:
            levels = item.slot.levels
            rows = places.get(levels)
            if rows is None:
                rows = places[levels] = state.rows_of(levels, root)
            for row in rows:
                step(state, item, run, row)
        state.spent = 0  # rules have as many again: a phone looks at them one by one
        return Outcome(state.collect(self.tops, root, "/data"), state.marks)


@dataclass(slots=True)
class Item:
    """A slot with its rules compiled: what every visit asks of it, looked up once.

    Attributes:
        gate: as in Slot; ``outer`` the gate around it.
        silent: nobody answers it. ``always``: it is required without a condition. ``normal``: ``nik`` or ``hp``.
    """

    slot: Slot
    name: str
    path: str
    kind: str
    type: str
    gate: str | None
    silent: bool
    quick: bool
    always: bool
    required: Run | None
    constraint: Run | None
    filter: Run | None
    codes: frozenset[str] | None
    range: tuple[float, float, float] | None
    normal: str | None
    outer: str | None = None
    children: dict[str, Item] = field(default_factory=dict)


class _State:
    """One run: the rows, the clock, and the marks found so far."""

    def __init__(self, env: Env, quick: bool, partial: bool, scheme: Scheme) -> None:
        self.env = env
        self.quick = quick
        self.partial = partial
        self.scheme = scheme
        self.marks: list[dict[str, Any]] = []
        self.sent: dict[tuple[int, str], Any] = {}
        self.limited: set[str] = set()
        self.spent = 0

    def mark(self, kind: str, path: str, phone: Any = None, server: Any = None, message: str | None = None) -> None:
        self.marks.append({"kind": kind, "path": path, "phone": phone, "server": server, "message": message})

    def load(self, items: dict[str, Item], row: Row, answers: dict[str, Any], ipath: str) -> None:
        """Put the answers as sent into rows; what the survey does not know is marked and kept aside."""
        for name, answer in answers.items():
            item, path = items.get(name), f"{ipath}/{name}"
            kind = item.kind if item else None
            if (
                item is None
                or (kind == "group") != isinstance(answer, dict)
                or (kind == "repeat") != isinstance(answer, list)
            ):
                self.mark("unknown", path, answer)
            elif kind == "group":
                self.load(item.children, row, answer, path)
            elif kind == "repeat":
                self.load_rows(item, row, answer, path)
            elif answer is not None and answer != "":
                row.values[item.path] = self.typed(item.type, answer, path)

    def load_rows(self, item: Item, row: Row, answers: list[Any], ipath: str) -> None:
        rows = row.repeats[item.path] = []
        for index, inner in enumerate(answers):
            path = f"{ipath}[{index}]"
            if not isinstance(inner, dict) or index >= MOST_ROWS:
                self.mark("unknown", path, inner)
                continue
            made = Row(row, len(rows))
            rows.append(made)
            self.load(item.children, made, inner, path)

    def typed(self, kind: str, answer: Any, path: str) -> Any:
        """The answer as a value of expressions; what is no answer of its kind is marked and stays a text."""
        if type(answer) is str:
            if len(answer) > LONGEST:
                self.mark("type", path, answer[:100], message="Jawaban terlalu panjang.")
            if kind in DATES:
                day = read_day(answer)
                if day is None:
                    self.mark("type", path, answer)
                return day or answer
            if kind in NUMBERS or (kind == "time" and not is_time(answer)):
                self.mark("type", path, answer)
            return answer
        if isinstance(answer, bool) or not isinstance(answer, int | float):
            self.mark("type", path, answer)
            return str(answer)
        number = float(answer)
        if kind == "calculate" or kind == "decimal" or (kind == "integer" and number.is_integer()):
            return number
        self.mark("type", path, answer)
        return number if kind in NUMBERS else to_text(number)

    def rows_of(self, levels: tuple[str, ...], root: Row) -> list[Row]:
        rows = [root]
        for path in levels:
            rows = [inner for row in rows for inner in row.repeats.get(path, ())]
        return rows

    # --- in the survey's order ----------

    def value(self, run: Run, row: Row, me: Any, path: str) -> Any:
        env = self.env
        env.steps = 0
        try:
            if self.spent > STEPS_OF_ALL:
                raise LimitReached
            return run(row, me, env)
        except LimitReached:
            self.limited.add(path)
            return ""
        finally:
            self.spent += env.steps

    def open(self, item: Item, run: Run, row: Row) -> None:
        if item.outer is not None and not row.open.get(item.outer, False):
            row.open[item.path] = False
        else:
            row.open[item.path] = to_boolean(self.value(run, row, "", item.path))

    def count(self, item: Item, run: Run, row: Row) -> None:
        number = to_number(self.value(run, row, "", item.path))
        row.shown[item.path] = max(0, min(MOST_ROWS, math.floor(number))) if math.isfinite(number) else 0

    def calculate(self, item: Item, run: Run, row: Row) -> None:
        path = item.path
        old = row.values.get(path, "")
        new = settled(item.type, self.value(run, row, old, path))
        if new == "":
            row.values.pop(path, None)
        else:
            row.values[path] = new
        if not same(old, new):
            self.sent[id(row), path] = old

    # --- taking it out ----------

    def collect(self, items: dict[str, Item], row: Row, ipath: str) -> dict[str, Any]:
        """The relevant answers under a path; rules are checked on the way."""
        found: dict[str, Any] = {}
        values, open_ = row.values, row.open
        for name, item in items.items():
            gate = item.gate
            if gate is not None and not open_.get(gate, False):
                self.irrelevant(item, row, f"{ipath}/{name}")
            elif item.kind == "question":
                self.check(item, row, ipath)
                value = values.get(item.path)
                if value is not None:
                    found[name] = stored(value)
            elif item.kind == "group":
                inner = self.collect(item.children, row, f"{ipath}/{name}")
                if inner:
                    found[name] = inner
            else:
                rows = self.collect_rows(item, row, f"{ipath}/{name}")
                if rows:
                    found[name] = rows
        return found

    def collect_rows(self, item: Item, row: Row, path: str) -> list[dict[str, Any]]:
        shown = row.rows(item.path, item.gate)
        for one in row.repeats.get(item.path, [])[len(shown) :]:
            self.mark("irrelevant", f"{path}[{one.index}]")
        return [self.collect(item.children, one, f"{path}[{one.index}]") for one in shown]

    def irrelevant(self, item: Item, row: Row, path: str) -> None:
        """Mark answers that were sent although they were not to be asked; calculations go without a word."""
        if item.kind == "question":
            if item.path in row.values and item.type not in UNSEEN:
                self.mark("irrelevant", path, stored(row.values[item.path]))
        elif item.kind == "group":
            for name, child in item.children.items():
                self.irrelevant(child, row, f"{path}/{name}")
        elif row.repeats.get(item.path):
            self.mark("irrelevant", path)

    def check(self, item: Item, row: Row, ipath: str) -> None:
        path = item.path
        if self.limited and path in self.limited:
            self.mark("limit", f"{ipath}/{item.name}")
        if self.sent and (id(row), path) in self.sent:
            old, new = self.sent[id(row), path], row.values.get(path, "")
            self.mark("calculate", f"{ipath}/{item.name}", stored(old), stored(new))
        if item.silent:
            return
        value = row.values.get(path, "")
        if value == "":
            if self.missing(item, row):
                self.mark("required", f"{ipath}/{item.name}", message=self.message(item, "required_message"))
            return
        unlisted = item.codes is not None and not self.chosen(item, row, to_text(value))
        if unlisted or (item.type == "acknowledge" and value != AGREED):
            self.mark("choice", f"{ipath}/{item.name}", stored(value))
        if item.normal and (tidy := normalise(item.normal, to_text(value))) != value:
            self.mark("normal", f"{ipath}/{item.name}", stored(value), tidy)
            value = tidy  # the constraint speaks of the number as it would be stored
        if item.range and isinstance(value, float) and not within(value, *item.range):
            self.mark("constraint", f"{ipath}/{item.name}", stored(value))
            return
        if item.constraint and not to_boolean(self.value(item.constraint, row, value, path)):
            self.mark(
                "constraint", f"{ipath}/{item.name}", stored(value), message=self.message(item, "constraint_message")
            )

    def missing(self, item: Item, row: Row) -> bool:
        if item.required is None or self.partial or (self.quick and not item.quick):
            return False
        return item.always or to_boolean(self.value(item.required, row, "", item.path))

    def message(self, item: Item, key: str) -> str | None:
        """The survey's own words, in its default language."""
        text = item.slot.node.get(key)
        if isinstance(text, dict):
            text = text.get(self.scheme.survey["default_language"]) or next(iter(text.values()), None)
        return text

    def chosen(self, item: Item, row: Row, value: str) -> bool:
        codes = [value] if item.type == "select_one" else value.split(" ")
        assert item.codes is not None
        if item.filter is None:
            return item.codes.issuperset(codes)
        choices = {choice["name"]: choice for choice in self.scheme.places.choices.get(item.slot.node["list"], [])}
        return all(
            code in choices and to_boolean(self.value(item.filter, row, choices[code], item.path)) for code in codes
        )


def within(value: float, start: float, end: float, step: float) -> bool:
    """Whether a range has this value: between its ends, a whole number of steps away from the start."""
    if not min(start, end) <= value <= max(start, end):
        return False
    steps = (value - start) / step if step else 0.0
    return abs(steps - math.floor(steps + 0.5)) < 1e-9


Step = Callable[[_State, Item, Run, Row], None]
