"""How heavy a survey is: the steps of all its expressions, each evaluated once with nothing answered.

A form that alone spends what a whole filling may would stand still on a cheap phone; it is refused when it is read.
What answers add to that is bounded where it is evaluated (``STEPS_OF_ALL``).
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from server.surveys.evaluate import Row, Trees
from server.surveys.functions import moment
from server.surveys.scheme import Slot, scheme_of
from server.surveys.values import STEPS_OF_ALL, LimitReached

EXPRESSIONS = ("relevant", "required", "constraint", "calculate", "read_only", "count", "filter", "default_expr")
AT = "2026-01-01T08:00:00.000+07:00"


def heaviest(survey: dict[str, Any]) -> tuple[int, str]:
    """The steps of all expressions, counted no further than one beyond the limit, and the path that takes the most."""
    scheme = scheme_of(survey)
    trees, env = Trees(scheme), moment(AT, scheme.labels)
    total, most, where = 0, -1, ""
    rows: dict[tuple[str, ...], Row] = {(): Row(None, 0)}
    for slot in scheme.slots.values():  # everything is asked
        if "relevant" in slot.node:
            _row(rows, slot).open[slot.path] = True
    for slot in scheme.slots.values():
        row = _row(rows, slot)
        spent = 0
        for key in EXPRESSIONS:
            if key not in slot.node:
                continue
            choices = survey["choices"][slot.node["list"]] if key == "filter" else [""]
            env.steps = 0
            with suppress(LimitReached):
                trees.run(slot.node[key], slot.depth)(row, next(iter(choices), {}), env)
            spent += env.steps * len(choices)
        total += spent
        if spent > most:
            most, where = spent, slot.path
        if total > STEPS_OF_ALL:
            break
    return total, where


def _row(rows: dict[tuple[str, ...], Row], slot: Slot) -> Row:
    """One row in each repeat around ``slot``."""
    for depth in range(1, slot.depth + 1):
        levels = slot.levels[:depth]
        if levels not in rows:
            around = rows[levels[:-1]]
            rows[levels] = Row(around, 0)
            around.repeats[levels[-1]] = [rows[levels]]
    return rows[slot.levels]
