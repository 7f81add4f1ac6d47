"""Runs a whole survey over answers that came in: what the phone concluded is checked, not believed; nothing is dropped.

The twin is ``pwa/survey/engine/form.js``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from server.surveys.date_functions import read_day
from server.surveys.evaluate import Row, Run, Trees
from server.surveys.functions import Env, moment
from server.surveys.scheme import Scheme, Slot, scheme_of
from server.surveys.values import LONGEST, Day, LimitReached, Nodes, first, to_boolean, to_number, to_text

MOST_ROWS = 500
UNSEEN = frozenset({"calculate", "hidden", "start", "end", "today"})
NUMBERS = frozenset({"integer", "decimal"})
DATES = frozenset({"date", "datetime", "start", "end", "today"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """Relevant answers, calculations made again; and what is marked: ``{kind, path, phone, server, message}`` each.

    Kinds: ``constraint`` a rule is broken, ``required`` an answer is missing, ``irrelevant`` an answer to a question that was
    not to be asked, ``calculate`` another result, ``unknown`` no such question, ``type`` no answer of that kind, ``choice`` not
    among the choices, ``limit`` a rule too heavy to evaluate.
    """

    answers: dict[str, Any]
    marks: list[dict[str, Any]]


@dataclass(slots=True)
class _Rule:
    """One expression of a node, ready to run."""

    slot: Slot
    run: Run


class Runner:
    """One survey with all its expressions compiled; made once, run for every visit."""

    def __init__(self, survey: dict[str, Any]) -> None:
        self.scheme: Scheme = scheme_of(survey)
        self.trees = Trees(self.scheme)
        self.impure = frozenset(survey.get("impure", ()))
        self.quick = any(slot.node.get("quick") for slot in self.scheme.slots.values())
        ordered = [self.scheme.slots[path] for path in survey.get("order", ())]
        self.steps = [step for slot in ordered for step in self._steps(slot)]
        self.rules = {path: self._rules(slot) for path, slot in self.scheme.slots.items()}
        self.codes = {name: frozenset(labels) for name, labels in self.scheme.labels.items()}
        self.children: dict[str, dict[str, Slot]] = {}
        for path, slot in self.scheme.slots.items():
            self.children.setdefault(slot.parent, {})[path.rpartition("/")[2]] = slot

    def _rules(self, slot: Slot) -> dict[str, Run]:
        keys = ("required", "constraint", "filter")
        return {key: self.trees.run(slot.node[key], slot.depth) for key in keys if key in slot.node}

    def _steps(self, slot: Slot) -> Iterator[tuple[Callable[[_State, Slot, Run, Row], None], Slot, Run]]:
        """What is done for a node, in the survey's order. Only pure, unseen or read-only calculations are made again."""
        node = slot.node
        if "relevant" in node:
            yield _State.open, slot, self.trees.run(node["relevant"], slot.depth)
        if "count" in node:
            yield _State.count, slot, self.trees.run(node["count"], slot.depth)
        ours = node["type"] == "calculate" or "read_only" in node
        if "calculate" in node and "trigger" not in node and ours and slot.path not in self.impure:
            yield _State.calculate, slot, self.trees.run(node["calculate"], slot.depth)

    def run(self, answers: dict[str, Any], evaluated_at: str, *, quick: bool, partial: bool) -> Outcome:
        state = _State(self, moment(evaluated_at, self.scheme.labels))
        root = Row(None, 0)
        state.load(self.children.get("/data", {}), root, answers, "/data")
        for step, slot, run in self.steps:
            for row in state.rows_of(slot.levels, root):
                step(state, slot, run, row)
        asked_quick = quick and self.quick
        result = state.collect(self.children.get("/data", {}), root, "/data", _Asked(asked_quick, partial))
        return Outcome(result, state.marks)


@dataclass(frozen=True, slots=True)
class _Asked:
    quick: bool
    partial: bool


class _State:
    """One run: the rows, the clock, and the marks found so far."""

    def __init__(self, runner: Runner, env: Env) -> None:
        self.runner = runner
        self.env = env
        self.marks: list[dict[str, Any]] = []
        self.sent: dict[tuple[int, str], Any] = {}
        self.limited: list[str] = []

    def mark(self, kind: str, path: str, phone: Any = None, server: Any = None, message: str | None = None) -> None:
        self.marks.append({"kind": kind, "path": path, "phone": phone, "server": server, "message": message})

    def load(self, slots: dict[str, Slot], row: Row, answers: dict[str, Any], ipath: str) -> None:
        """Put the answers as sent into rows; what the survey does not know is marked and kept aside."""
        for name, answer in answers.items():
            slot, path = slots.get(name), f"{ipath}/{name}"
            kind = slot.node["kind"] if slot else None
            if slot is None or (kind == "group") != isinstance(answer, dict) or (kind == "repeat") != isinstance(answer, list):
                self.mark("unknown", path, answer)
            elif kind == "group":
                self.load(self.runner.children.get(slot.path, {}), row, answer, path)
            elif kind == "repeat":
                self.load_rows(slot, row, answer, path)
            elif answer is not None and answer != "":
                row.values[slot.path] = self.typed(slot, answer, path)

    def load_rows(self, slot: Slot, row: Row, answers: list[Any], ipath: str) -> None:
        rows = row.repeats[slot.path] = []
        for index, inner in enumerate(answers):
            path = f"{ipath}[{index}]"
            if not isinstance(inner, dict) or index >= MOST_ROWS:
                self.mark("unknown", path, inner)
                continue
            made = Row(row, len(rows))
            rows.append(made)
            self.load(self.runner.children.get(slot.path, {}), made, inner, path)

    def typed(self, slot: Slot, answer: Any, path: str) -> Any:
        """The answer as a value of expressions; what is no answer of its kind is marked and stays a text."""
        kind = slot.node["type"]
        if isinstance(answer, bool) or not isinstance(answer, str | int | float):
            self.mark("type", path, answer)
            return str(answer)
        if isinstance(answer, int | float):
            number = float(answer)
            if kind in NUMBERS and (kind == "decimal" or number.is_integer()) or kind == "calculate":
                return number
            self.mark("type", path, answer)
            return number if kind in NUMBERS else to_text(number)
        if len(answer) > LONGEST:
            self.mark("type", path, answer[:100], message="Jawaban terlalu panjang.")
        if kind in NUMBERS:
            self.mark("type", path, answer)
        if kind in DATES:
            day = read_day(answer)
            if day is None:
                self.mark("type", path, answer)
            return day or answer
        return answer

    def rows_of(self, levels: tuple[str, ...], root: Row) -> list[Row]:
        rows = [root]
        for path in levels:
            rows = [inner for row in rows for inner in row.repeats.get(path, ())]
        return rows

    # --- in the survey's order ------------------------------------------------------------------------------------------

    def value(self, run: Run, row: Row, me: Any, path: str) -> Any:
        self.env.steps = 0
        try:
            return run(row, me, self.env)
        except LimitReached:
            self.limited.append(path)
            return ""

    def open(self, slot: Slot, run: Run, row: Row) -> None:
        above = self.runner.scheme.slots.get(slot.parent)
        gate = above.gate if above and above.node["kind"] == "group" else None
        inherited = gate is None or row.open.get(gate, False)
        row.open[slot.path] = inherited and to_boolean(self.value(run, row, "", slot.path))

    def count(self, slot: Slot, run: Run, row: Row) -> None:
        number = to_number(self.value(run, row, "", slot.path))
        row.shown[slot.path] = max(0, min(MOST_ROWS, math.floor(number))) if math.isfinite(number) else 0

    def calculate(self, slot: Slot, run: Run, row: Row) -> None:
        path = slot.path
        old = row.values.get(path, "")
        new = settled(slot, self.value(run, row, old, path))
        if new == "":
            row.values.pop(path, None)
        else:
            row.values[path] = new
        if not same(old, new):
            self.sent[id(row), path] = old

    # --- taking it out ----------------------------------------------------------------------------------------------------

    def collect(self, slots: dict[str, Slot], row: Row, ipath: str, asked: _Asked) -> dict[str, Any]:
        """The relevant answers under a path; rules are checked on the way."""
        found: dict[str, Any] = {}
        for name, slot in slots.items():
            node, path = slot.node, f"{ipath}/{name}"
            if slot.gate is not None and not row.open.get(slot.gate, False):
                self.irrelevant(slot, row, path)
            elif node["kind"] == "question":
                self.check(slot, row, path, asked)
                if slot.path in row.values:
                    found[name] = stored(row.values[slot.path])
            elif node["kind"] == "group":
                inner = self.collect(self.runner.children.get(slot.path, {}), row, path, asked)
                if inner:
                    found[name] = inner
            else:
                rows = [
                    self.collect(self.runner.children.get(slot.path, {}), one, f"{path}[{one.index}]", asked)
                    for one in row.rows(slot.path, slot.gate)
                ]
                hidden = row.repeats.get(slot.path, [])[len(rows) :]
                for one in hidden:
                    self.mark("irrelevant", f"{path}[{one.index}]")
                if rows:
                    found[name] = rows
        return found

    def irrelevant(self, slot: Slot, row: Row, path: str) -> None:
        """Mark answers that were sent although they were not to be asked; calculations go without a word."""
        kind = slot.node["kind"]
        if kind == "question":
            if slot.path in row.values and slot.node["type"] not in UNSEEN:
                self.mark("irrelevant", path, stored(row.values[slot.path]))
        elif kind == "group":
            for name, child in self.runner.children.get(slot.path, {}).items():
                self.irrelevant(child, row, f"{path}/{name}")
        elif row.repeats.get(slot.path):
            self.mark("irrelevant", path)

    def check(self, slot: Slot, row: Row, path: str, asked: _Asked) -> None:
        node, rules = slot.node, self.runner.rules[slot.path]
        if slot.path in self.limited:
            self.mark("limit", path)
        if (id(row), slot.path) in self.sent:
            old = self.sent[id(row), slot.path]
            self.mark("calculate", path, stored(old), stored(row.values.get(slot.path, "")))
        value = row.values.get(slot.path, "")
        if node["type"] in UNSEEN or node["type"] == "note":
            return
        if value == "":
            required = "required" in rules and to_boolean(self.value(rules["required"], row, value, slot.path))
            if required and not asked.partial and (node.get("quick") or not asked.quick):
                self.mark("required", path, message=self.message(node, "required_message"))
            return
        if "list" in node and not self.chosen(slot, row, to_text(value), rules.get("filter")):
            self.mark("choice", path, stored(value))
        if "constraint" in rules and not to_boolean(self.value(rules["constraint"], row, value, slot.path)):
            self.mark("constraint", path, stored(value), message=self.message(node, "constraint_message"))

    def message(self, node: dict[str, Any], key: str) -> str | None:
        """The survey's own words, in its default language."""
        text = node.get(key)
        if isinstance(text, dict):
            text = text.get(self.runner.scheme.survey["default_language"]) or next(iter(text.values()), None)
        return text

    def chosen(self, slot: Slot, row: Row, value: str, allowed: Run | None) -> bool:
        name = slot.node["list"]
        codes = [value] if slot.node["type"] == "select_one" else value.split(" ")
        if allowed is None:
            return self.runner.codes.get(name, frozenset()).issuperset(codes)
        choices = {choice["name"]: choice for choice in self.runner.scheme.places.choices.get(name, [])}
        return all(
            code in choices and to_boolean(self.value(allowed, row, choices[code], slot.path)) for code in codes
        )


def settled(slot: Slot, result: Any) -> Any:
    """What a calculation leaves behind: truth as text, no answer for what is no number."""
    value = first(result)
    if isinstance(value, bool):
        return to_text(value)
    if isinstance(value, float):
        return value + 0.0 if math.isfinite(value) else ""
    if slot.node["type"] in DATES:
        return read_day(to_text(value)) or to_text(value)
    return "" if isinstance(value, Nodes) else value


def same(one: Any, other: Any) -> bool:
    """Whether two results are the same as they are stored, numbers as numbers."""
    if isinstance(one, float) or isinstance(other, float):
        a, b = to_number(one), to_number(other)
        return a == b and one != "" and other != ""
    return to_text(one) == to_text(other)


def stored(value: Any) -> Any:
    """A value as it stands in answers: text, or a number that is whole if it can be; None for no answer."""
    if isinstance(value, Day):
        return value.text
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 2**53 else value
    return None if value == "" else value
