"""Logic with a third value, and the questions that would settle it.

A result is ``(value, keys, true_by, false_by)``.
Known: ``keys`` are the answers it came from; the other two are None.
Unknown: ``value`` is ``UNKNOWN``; the three are the smallest sets of unanswered questions which, answered one way,
would make it known, true, or false. None: no question can.
A key is ``(template path, row of the outermost repeat or None)``. Of two sets of one size the first stands.
``pwa/catalogue/kleene.js`` is the twin.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from server.surveys.service import to_boolean

Key = tuple[str, int | None]
Keys = tuple[Key, ...]
Result = tuple[Any, Keys | None, Keys | None, Keys | None]


class _Unknown:
    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = _Unknown()
NEVER: Final[Result] = (UNKNOWN, None, None, None)  # unknown, and no question would settle it


def known(value: Any, keys: Keys = ()) -> Result:
    """A value and the answers it came from."""
    return value, keys, None, None


def join(one: Keys | None, other: Keys | None) -> Keys | None:
    """Both sets are needed: None if one of them cannot be had."""
    if one is None or other is None:
        return None
    if not one or one == other:
        return other
    return one + tuple(key for key in other if key not in one) if other else one


def shorter(one: Keys | None, other: Keys | None) -> Keys | None:
    """One of the sets is enough: the smaller of those that can be had."""
    if one is None or other is None:
        return other if one is None else one
    return one if len(one) <= len(other) else other


def sets(result: Result) -> tuple[Keys | None, Keys | None, Keys | None]:
    """What it takes to make a result known, true, false; nothing for what it is already."""
    value, keys, true_by, false_by = result
    if value is UNKNOWN:
        return keys, true_by, false_by
    return (), *(((), None) if to_boolean(value) else (None, ()))


def open_sets(result: Result) -> tuple[Keys | None, Keys | None, Keys | None]:
    """The same for a branch of ``if``, where the empty text settles nothing: it is neither true nor false."""
    return ((), None, None) if result[0] == "" and isinstance(result[0], str) else sets(result)


def negate(result: Result) -> Result:
    """Kleene's not."""
    value, keys, true_by, false_by = result
    return (value, keys, false_by, true_by) if value is UNKNOWN else known(not to_boolean(value), keys or ())


def all_of(results: Iterable[Result]) -> Result:
    """Kleene's and; it stops at the first that is false."""
    keys: Keys | None = ()
    true_by: Keys | None = ()
    false_by: Keys | None = None
    unknown = False
    for result in results:
        value = result[0]
        if value is UNKNOWN:
            unknown = True
            true_by, false_by = join(true_by, result[2]), shorter(false_by, result[3])
        elif not to_boolean(value):
            return known(False, result[1] or ())
        else:
            keys = join(keys, result[1])
    return (UNKNOWN, shorter(true_by, false_by), true_by, false_by) if unknown else known(True, keys or ())


def any_of(results: Iterable[Result]) -> Result:
    """Kleene's or; it stops at the first that is true."""
    return negate(all_of(negate(result) for result in results))


def choice(condition: Result, then: Result, other: Result) -> Result:
    """Kleene's if with an unknown condition: known only if both branches agree."""
    if type(then[0]) in (str, float, bool) and type(then[0]) is type(other[0]) and then[0] == other[0]:
        return known(then[0], join(then[1], other[1]) or ())
    _, is_so, is_not = sets(condition)
    ways = zip(open_sets(then), open_sets(other), strict=True)
    keys, true_by, false_by = (shorter(join(is_so, one), join(is_not, two)) for one, two in ways)
    return UNKNOWN, keys, true_by, false_by


def gather(results: Sequence[Result]) -> Result | None:
    """The unknown result of an operation that needs all of ``results``; None if all are known."""
    keys: Keys | None = ()
    unknown = False
    for result in results:
        if result[0] is UNKNOWN:
            unknown = True
            keys = join(keys, result[1])
    return (UNKNOWN, keys, keys, keys) if unknown else None


def sources(results: Iterable[Result]) -> Keys:
    """The answers that known results came from."""
    keys: Keys = ()
    for result in results:
        keys = join(keys, result[1]) or ()
    return keys
