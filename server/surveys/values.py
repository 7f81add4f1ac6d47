"""The values of expressions and how one kind becomes another: ``docs/expressions.md``, Values.

A value is a text (``str``; empty answers are ``""``), a number (``float``), a truth (``bool``), a ``Day`` (a date, or
a date with a time), or ``Nodes`` (the answers of one question in all rows of a repeat). The JavaScript twin is
``pwa/survey/engine/values.js``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple

STEPS = 20_000
"""Rows looked at, regex states tried and characters joined by one expression."""
STEPS_OF_ALL = 300_000
"""The same for all conditions and calculations of a filling, evaluated once: less than a second on a server."""
LONGEST = 10_000
"""Characters of a text that an expression makes."""


class LimitReached(Exception):
    """An expression went beyond its steps, or made a text that is too long."""


class Day(NamedTuple):
    """A date or a date with a time, on the wall clock of the place.

    Attributes:
        days: days since 1970-01-01; the time of day is the fraction.
        text: as it is written and stored, ``2026-11-21`` or ``2026-11-21T10:00:00.000+07:00``.
    """

    days: float
    text: str


class Nodes(list[Any]):
    """Values of one question in several rows, or the rows themselves; in document order."""


Value = str | float | bool | Day | Nodes

NUMBER = re.compile(r"[ \t\r\n]*(-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+))[ \t\r\n]*")


def first(value: Value) -> Any:
    """The single value that stands for a set: its first, or the empty text."""
    if isinstance(value, Nodes):
        return value[0] if value else ""
    return value


def to_text(value: Value) -> str:
    one = first(value)
    if isinstance(one, str):
        return one
    if isinstance(one, bool):
        return "true" if one else "false"
    return one.text if isinstance(one, Day) else number_text(one)


def number_text(number: float) -> str:
    """The shortest text that reads back as ``number``, never with an exponent; ``-0`` is ``0``."""
    if number != number:
        return "NaN"
    if number in (math.inf, -math.inf):
        return "Infinity" if number > 0 else "-Infinity"
    if number == int(number) and abs(number) < 1e15:
        return str(int(number))
    text = repr(float(number))
    if "e" in text:
        text = format(Decimal(text), "f")
    return text[:-2] if text.endswith(".0") else text


def to_number(value: Value) -> float:
    one = first(value)
    if isinstance(one, bool):
        return 1.0 if one else 0.0
    if isinstance(one, float):
        return one
    if isinstance(one, Day):
        return one.days
    found = NUMBER.fullmatch(one)
    return float(found[1]) if found else math.nan


def to_boolean(value: Value) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        return value == value and value != 0
    if isinstance(value, Day):
        return True
    return len(value) > 0


def compare(operator: str, left: Value, right: Value) -> bool:
    """``= != < <= > >=`` as XPath 1.0 has them; for a set of answers, whether one of them compares."""
    if isinstance(left, Nodes) or isinstance(right, Nodes):
        if isinstance(left, bool) or isinstance(right, bool):
            return _compare(operator, to_boolean(left), to_boolean(right))
        lefts: list[Any] = left if isinstance(left, Nodes) else [left]
        rights: list[Any] = right if isinstance(right, Nodes) else [right]
        return any(_compare(operator, one, other) for one in lefts for other in rights)
    return _compare(operator, left, right)


def _compare(operator: str, left: Value, right: Value) -> bool:
    if operator in ("=", "!="):
        return _equal(left, right) is (operator == "=")
    a, b = to_number(left), to_number(right)
    if operator == "<":
        return a < b
    if operator == "<=":
        return a <= b
    if operator == ">":
        return a > b
    return a >= b


def _equal(left: Value, right: Value) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return to_boolean(left) == to_boolean(right)
    if isinstance(left, float) or isinstance(right, float):
        return to_number(left) == to_number(right)
    if isinstance(left, Day) and isinstance(right, Day):
        return left.days == right.days
    return to_text(left) == to_text(right)


def arithmetic(operator: str, left: Value, right: Value) -> float:
    """``+ - * div mod`` on doubles; what has no result is NaN or Infinity, never a failure."""
    return ARITHMETIC[operator](to_number(left), to_number(right))


def divide(a: float, b: float) -> float:
    if b:
        return a / b
    if a == 0 or a != a or b != b:
        return math.nan
    return math.copysign(math.inf, a) * math.copysign(1.0, b)


def remainder(a: float, b: float) -> float:
    if b == 0 or math.isinf(a):
        return math.nan
    return math.fmod(a, b)


ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "div": divide,
    "mod": remainder,
}
