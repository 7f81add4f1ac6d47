"""Operations on values that are known: those of the survey's own evaluator."""

from __future__ import annotations

from typing import Any

from server.surveys.service import ARITHMETIC, FUNCTIONS, Env, compare, moment, to_number

COMPARISONS = frozenset(("=", "!=", "<", "<=", ">", ">="))
NUMBERS = frozenset(("integer", "decimal", "range"))
DAYS = frozenset(("date", "dateTime", "datetime", "start", "end", "today"))


def is_empty(content: Any) -> bool:
    """Whether nothing is answered."""
    return content is None or content == "" or content == []


def typed(content: Any, type_: str) -> Any:
    """An answer as a value of expressions: text, number or day."""
    if type_ in NUMBERS or isinstance(content, int | float):
        return to_number(float(content) if isinstance(content, int | float) else str(content))
    if type_ in DAYS:
        try:
            return moment(str(content)).now
        except ValueError:
            return str(content)
    return str(content)


def call(name: str, values: list[Any], env: Env) -> Any:
    """The value of an operator or function of known values.

    Raises:
        LimitReached: it took too many steps.
    """
    if name in COMPARISONS:
        return compare(name, values[0], values[1])
    if name in ARITHMETIC:
        return ARITHMETIC[name](to_number(values[0]), to_number(values[1]))
    if name == "neg":
        return -to_number(values[0])
    env.steps = 0
    return FUNCTIONS[name](values, env)
