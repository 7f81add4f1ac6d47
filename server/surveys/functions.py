"""Every function by its name, for values that are known: ``call("selected", [value, code])``.

What needs to see the form itself (``if``, ``position``, references) is in ``evaluate.py``; which functions exist and
how many arguments they take is in ``signatures.py``. The JavaScript twin is ``pwa/survey/engine/functions.js``.
"""

from __future__ import annotations

import math
import random
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from server.surveys import angle_functions as angles
from server.surveys import date_functions as dates
from server.surveys import number_functions as numbers
from server.surveys import text_functions as texts
from server.surveys.values import LONGEST, STEPS, Day, LimitReached, Nodes, Value, first, to_boolean, to_number, to_text


@dataclass
class Env:
    """What an expression sees beside the answers.

    Attributes:
        today: the local date; now: the local moment with its offset.
        choices: list to code to label, in the default language.
        steps: what this expression has used up of ``STEPS``.
        current: the row an expression started in, while a predicate looks at others.
    """

    today: Day
    now: Day
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    steps: int = 0
    current: Any = None

    def spend(self, steps: int) -> None:
        self.steps += steps
        if self.steps > STEPS:
            raise LimitReached


def moment(now: str, choices: Mapping[str, Mapping[str, str]] | None = None) -> Env:
    """An Env at ``now``, an ISO time with offset (or a date)."""
    at = dates.read_day(now)
    if at is None:
        raise ValueError(now)
    return Env(Day(float(math.floor(at.days)), at.text[:10]), at, choices or {})


def bounded(text: str, env: Env) -> str:
    env.spend(len(text) // 100)
    if len(text) > LONGEST:
        raise LimitReached
    return text


def members(values: list[Value]) -> list[Value]:
    """Arguments one by one; a set gives each of its members."""
    return [one for value in values for one in (value if isinstance(value, Nodes) else [value])]


def concat(values: list[Value], env: Env) -> str:
    return bounded("".join([to_text(value) for value in members(values)]), env)


def join(values: list[Value], env: Env) -> str:
    return bounded(to_text(values[0]).join([to_text(value) for value in members(values[1:])]), env)


def regex(values: list[Any], env: Env) -> bool:
    found, tried = texts.matches(to_text(values[0]), values[2])
    env.spend(tried)
    return found


def choice_name(values: list[Any], env: Env) -> str:
    """The label of a code in the default language; a code the list does not have gives the empty text."""
    return env.choices.get(values[1], {}).get(to_text(values[0]), "")


def coalesce(values: list[Value], env: Env) -> Any:
    value = first(values[0])
    return value if to_text(value) != "" else first(values[1])


def checklist(values: list[Value], env: Env) -> bool:
    return _between(float(sum(map(to_boolean, values[2:]))), values)


def weighted_checklist(values: list[Value], env: Env) -> bool:
    pairs = zip(values[2::2], values[3::2], strict=False)
    return _between(sum((to_number(weight) for held, weight in pairs if to_boolean(held)), 0.0), values)


def _between(count: float, values: list[Value]) -> bool:
    low, high = to_number(values[0]), to_number(values[1])
    return (low == -1 or count >= low) and (high == -1 or count <= high)


def count(values: list[Value], env: Env) -> float:
    return float(len(members(values)))


def count_non_empty(values: list[Value], env: Env) -> float:
    return float(sum(1 for value in members(values) if value != ""))


Function = Callable[[list[Any], Env], Any]


def _costly(run: Callable[..., float]) -> Function:
    """What takes as long as fifty steps."""

    def counted(values: list[Any], env: Env) -> float:
        env.spend(50)
        return run(*values)

    return counted


FUNCTIONS: dict[str, Function] = {
    "coalesce": coalesce,
    "true": lambda v, e: True,
    "false": lambda v, e: False,
    "not": lambda v, e: not to_boolean(v[0]),
    "boolean": lambda v, e: to_boolean(v[0]),
    "boolean-from-string": lambda v, e: to_text(v[0]) in ("true", "1"),
    "checklist": checklist,
    "weighted-checklist": weighted_checklist,
    "selected": lambda v, e: texts.selected(v[0], v[1]),
    "selected-at": lambda v, e: texts.selected_at(v[0], v[1]),
    "count-selected": lambda v, e: float(len(texts.words(v[0]))),
    "jr:choice-name": choice_name,
    "count": count,
    "count-non-empty": count_non_empty,
    "sum": lambda v, e: numbers.total(v),
    "min": lambda v, e: numbers.least(v),
    "max": lambda v, e: numbers.greatest(v),
    "number": lambda v, e: to_number(v[0]),
    "int": lambda v, e: numbers.integer(v[0]),
    "round": lambda v, e: numbers.round_half_up(*v),
    "floor": lambda v, e: numbers.floor(v[0]),
    "ceiling": lambda v, e: numbers.ceiling(v[0]),
    "abs": lambda v, e: abs(to_number(v[0])),
    "pow": _costly(numbers.power),
    "sqrt": lambda v, e: numbers.root(v[0]),
    "exp": _costly(numbers.exponential),
    "exp10": _costly(lambda a: numbers.power(10.0, a)),
    "log": _costly(numbers.logarithm),
    "log10": _costly(numbers.logarithm10),
    "sin": _costly(angles.sine),
    "cos": _costly(angles.cosine),
    "tan": _costly(angles.tangent),
    "asin": _costly(angles.arc_sine),
    "acos": _costly(angles.arc_cosine),
    "atan": _costly(angles.arc_tangent),
    "atan2": _costly(angles.arc_tangent_of),
    "distance": lambda v, e: angles.distance(v, e.spend),
    "pi": lambda v, e: math.pi,
    "random": lambda v, e: random.random(),  # noqa: S311 - a draw in a survey, no secret
    "string": lambda v, e: to_text(v[0]),
    "concat": concat,
    "join": join,
    "substr": lambda v, e: texts.substr(*v),
    "substring": lambda v, e: texts.substring(*v),
    "substring-before": lambda v, e: texts.substring_before(v[0], v[1]),
    "substring-after": lambda v, e: texts.substring_after(v[0], v[1]),
    "contains": lambda v, e: to_text(v[1]) in to_text(v[0]),
    "starts-with": lambda v, e: to_text(v[0]).startswith(to_text(v[1])),
    "ends-with": lambda v, e: to_text(v[0]).endswith(to_text(v[1])),
    "string-length": lambda v, e: float(len(to_text(v[0]))),
    "normalize-space": lambda v, e: texts.normalize_space(v[0]),
    "translate": lambda v, e: texts.translate(v[0], v[1], v[2]),
    "regex": regex,
    "uuid": lambda v, e: str(uuid.uuid4()),
    "today": lambda v, e: e.today,
    "now": lambda v, e: e.now,
    "date": lambda v, e: dates.date(v[0]),
    "date-time": lambda v, e: dates.date_time(v[0]),
    "decimal-date-time": lambda v, e: dates.decimal_date_time(v[0]),
    "decimal-time": lambda v, e: dates.decimal_time(v[0]),
    "format-date": lambda v, e: dates.format_date(v[0], v[1]),
    "format-date-time": lambda v, e: dates.format_date(v[0], v[1]),
}


def call(name: str, arguments: list[Any], env: Env) -> Any:
    """The value of one function for known arguments. ``regex`` takes value, pattern and program; ``jr:choice-name``
    value and list."""
    return FUNCTIONS[name](arguments, env)
