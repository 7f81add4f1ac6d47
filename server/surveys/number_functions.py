"""Functions on numbers. The libraries' own ``pow``, ``exp`` and ``log`` differ in the last digit: here they are counted
in whole numbers of 2^-128, which both languages do alike, and only the result is a double."""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Decimal

from server.surveys.values import Nodes, Value, divide, to_number

P = 128
ONE = 1 << P
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
    if 0 < x < math.inf:
        return _raised(exact(y) * _ln(x) >> P)
    return exponential(y * logarithm(x))


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
    x = to_number(value)
    if math.isfinite(x):
        return _raised(exact(x))
    return 0.0 if x < 0 else x


def logarithm(value: Value) -> float:
    x = to_number(value)
    return near(_ln(x)) if 0 < x < math.inf else _at_the_edge(x)


def logarithm10(value: Value) -> float:
    x = to_number(value)
    return near(quotient(_ln(x) << P, _ln(10.0))) if 0 < x < math.inf else _at_the_edge(x)


def _at_the_edge(x: float) -> float:
    """The logarithm of what is no ordinary number."""
    return -math.inf if x == 0 else x if x > 0 else math.nan


def exact(x: float) -> int:
    """A double in 2^-128; what is less than that is cut off."""
    return (math.trunc(x) << P) + math.trunc(math.fmod(x, 1.0) * 2.0**P)


def near(number: int) -> float:
    """The double nearest to a number of 2^-128."""
    return float(number) / 2.0**P


def quotient(a: int, b: int) -> int:
    """Cut off towards zero, as the other language does it."""
    return abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1)


def _area(s: int) -> int:
    """Twice the series of the area tangent of s: the logarithm of (1 + s) / (1 - s). All in 2^-128."""
    total, term, n = 0, s, 1
    while term:
        total += term // n
        term = (term * s >> P) * s >> P
        n += 2
    return 2 * total


LN2 = _area(ONE // 3)


def _ln(x: float) -> int:
    """The natural logarithm in 2^-128: x = m * 2^k with m from 1 to 2, then the series of ``_area``."""
    k = 0
    while x >= 2:
        x, k = x / 2, k + 1
    while x < 1:
        x, k = x * 2, k - 1
    m = exact(x)
    return _area(((m - ONE) << P) // (m + ONE)) + k * LN2


def _raised(x: int) -> float:
    """e to the power of x in 2^-128: x = k ln 2 + r, then the series of exp."""
    k, r = divmod(x, LN2)
    total, term, n = 0, ONE, 1
    while term:
        total += term
        term = (term * r >> P) // n
        n += 1
    half = k // 2
    return near(total) * _whole_power(2.0, float(half)) * _whole_power(2.0, float(k - half))


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
