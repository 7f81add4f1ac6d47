"""Functions on numbers. Sums, powers and logarithms are written out in plain double arithmetic, which both languages do
to the last bit alike; the libraries' own ``pow``, ``exp`` and ``log`` differ in the last digit."""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Decimal

from server.surveys.values import Nodes, Value, divide, to_number

LN2 = 0.6931471805599453
LN10 = 2.302585092994046
MOST_PLACES = 30


def integer(value: Value) -> float:
    """Without its fraction, towards zero."""
    number = to_number(value)
    return float(math.trunc(number)) if math.isfinite(number) else number


def round_half_up(value: Value, places: Value = 0.0) -> float:
    """Half goes up (towards plus infinity), judged on the decimal text: ``round(1.005, 2)`` is 1.01, ``round(-2.5)``
    -2."""
    number, wanted = to_number(value), to_number(places)
    if not math.isfinite(number) or wanted != wanted:
        return number if wanted == wanted else math.nan
    digits = int(max(-MOST_PLACES, min(MOST_PLACES, wanted)))
    sign, figures, exponent = Decimal(repr(number)).as_tuple()
    assert isinstance(exponent, int)
    if -exponent <= digits:
        return number
    unit = 10 ** (-exponent - digits)
    whole = int("".join(map(str, figures))) * (-1 if sign else 1)
    rounded = (2 * whole + unit) // (2 * unit)
    return float(f"{rounded}e{-digits}")


def floor(value: Value) -> float:
    number = to_number(value)
    return float(math.floor(number)) if math.isfinite(number) else number


def ceiling(value: Value) -> float:
    number = to_number(value)
    return float(math.ceil(number)) if math.isfinite(number) else number


def power(base: Value, exponent: Value) -> float:
    x, y = to_number(base), to_number(exponent)
    if y != y or math.isinf(y):
        return math.nan
    if y == math.trunc(y):
        return _whole_power(x, y)
    if x != x or x < 0:
        return math.nan
    return _exp(y * _log(x))


def _whole_power(x: float, y: float) -> float:
    result, factor, left = 1.0, x, int(min(abs(y), 2.0**53))
    while left:
        if left & 1:
            result *= factor
        factor *= factor
        left >>= 1
    return divide(1.0, result) if y < 0 else result


def root(value: Value) -> float:
    number = to_number(value)
    return math.sqrt(number) if number >= 0 else math.nan


def exponential(value: Value) -> float:
    return _exp(to_number(value))


def logarithm(value: Value) -> float:
    return _log(to_number(value))


def logarithm10(value: Value) -> float:
    return _log(to_number(value)) / LN10


def _log(x: float) -> float:
    """The natural logarithm: x = m * 2^k with m near 1, then the series of atanh."""
    if not x > 0:
        return -math.inf if x == 0 else math.nan
    if x == math.inf:
        return math.inf
    k = 0
    while x > 1.4142135623730951:
        x /= 2
        k += 1
    while x < 0.7071067811865476:
        x *= 2
        k -= 1
    s = (x - 1) / (x + 1)
    total, term = 0.0, s
    for n in range(1, 40, 2):
        total += term / n
        term *= s * s
    return 2 * total + k * LN2


def _exp(x: float) -> float:
    """e to the power of x: x = k ln 2 + r, then the series of exp."""
    if x != x or x > 710:
        return x if x != x else math.inf
    if x < -750:
        return 0.0
    k = math.floor(x / LN2 + 0.5)
    r = x - k * LN2
    total, term = 1.0, 1.0
    for n in range(1, 25):
        term *= r / n
        total += term
    step = 2.0 if k > 0 else 0.5
    for _ in range(abs(k)):
        total *= step
    return total


def filled(values: list[Value]) -> Iterator[float]:
    """The numbers of answers that are given; a set counts with all its members."""
    for value in values:
        for one in value if isinstance(value, Nodes) else [value]:
            if one != "":
                yield to_number(one)


def total(values: list[Value]) -> float:
    result = 0.0
    for number in filled(values):
        result += number
    return result


def least(values: list[Value]) -> float:
    result: float | None = None
    for number in filled(values):
        if number != number:
            return math.nan
        result = number if result is None or number < result else result
    return math.nan if result is None else result


def greatest(values: list[Value]) -> float:
    result: float | None = None
    for number in filled(values):
        if number != number:
            return math.nan
        result = number if result is None or number > result else result
    return math.nan if result is None else result
