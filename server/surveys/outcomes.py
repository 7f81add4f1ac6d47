"""What running a survey gives, and how results are stored and compared."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from server.surveys.date_functions import read_day
from server.surveys.values import Day, Nodes, first, to_number, to_text

DATES = frozenset({"date", "datetime", "start", "end", "today"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """Relevant answers, calculations made again; and what is marked: ``{kind, path, phone, server, message}`` each.

    Kinds: ``constraint`` a rule is broken, ``required`` an answer is missing, ``irrelevant`` an answer to a question
    that was not to be asked, ``calculate`` another result, ``unknown`` no such question, ``type`` no answer of that
    kind, ``choice`` not among the choices, ``limit`` a rule too heavy to evaluate.
    """

    answers: dict[str, Any]
    marks: list[dict[str, Any]]


def settled(kind: str, result: Any) -> Any:
    """What a calculation leaves behind: truth as text, no answer for what is no number."""
    value = first(result)
    if isinstance(value, bool):
        return to_text(value)
    if isinstance(value, float):
        return value + 0.0 if math.isfinite(value) else ""
    if kind in DATES:
        return read_day(to_text(value)) or to_text(value)
    return "" if isinstance(value, Nodes) else value


def same(one: Any, other: Any) -> bool:
    """Whether two results are the same as they are stored, numbers as numbers."""
    if one == other:
        return True
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
