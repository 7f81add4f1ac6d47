"""Angles and distances, counted like the logarithms of ``number_functions.py``. The twin is
``pwa/survey/engine/angles.js``."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from itertools import pairwise

from server.surveys.number_functions import P, exact, near, quotient
from server.surveys.values import Nodes, Value, divide, to_number, to_text

TURN = 2138057168129933495719360746323741566601
"""2 pi in 2^-128."""
SMALL = 1e-15
"""Below it the sine of x is x."""
LEG = 200
"""Steps that a point of a distance counts."""
RADIUS = 6_378_100.0
"""Metres of the globe on which distances are measured, as the field's other tools have it."""


def sine(value: Value) -> float:
    """Of an angle in radians."""
    x = to_number(value)
    if abs(x) < SMALL or not math.isfinite(x):
        return x if math.isfinite(x) else math.nan
    return near(_circle(x)[1])


def cosine(value: Value) -> float:
    x = to_number(value)
    return near(_circle(x)[0]) if math.isfinite(x) else math.nan


def tangent(value: Value) -> float:
    x = to_number(value)
    if abs(x) < SMALL or not math.isfinite(x):
        return x if math.isfinite(x) else math.nan
    c, s = _circle(x)
    return near(quotient(s << P, c))


def _circle(x: float) -> tuple[int, int]:
    """Cosine and sine of an angle in 2^-128, by their series."""
    r = exact(x) % TURN
    parts, term, n = [0, 0], 1 << P, 0
    while term:
        parts[n % 2] += -term if n & 2 else term
        n += 1
        term = (term * r >> P) // n
    return parts[0], parts[1]


def _mended(angle: float, missing: tuple[int, int]) -> float:
    """The library's angle, which may be wrong in its last digit, and what it misses as a fraction of 2^-128."""
    return angle + float(missing[0]) / float(missing[1])


def arc_tangent(value: Value) -> float:
    x = to_number(value)
    angle = math.atan(x)
    if angle == x or not abs(x) < math.inf:
        return angle
    (c, s), wide = _circle(angle), exact(x)
    return _mended(angle, (c - quotient(s << P, wide), s + quotient(c << P, wide)))


def arc_sine(value: Value) -> float:
    x = to_number(value)
    angle = math.asin(x) if -1 <= x <= 1 else math.nan
    if angle == x or not abs(x) < 1:
        return angle
    c, s = _circle(angle)
    return _mended(angle, (exact(x) - s, c))


def arc_cosine(value: Value) -> float:
    x = to_number(value)
    angle = math.acos(x) if -1 <= x <= 1 else math.nan
    if angle == x or not abs(x) < 1:
        return angle
    c, s = _circle(angle)
    return _mended(angle, (c - exact(x), s))


def arc_tangent_of(y: Value, x: Value) -> float:
    """The angle of the point (x, y)."""
    up, right = to_number(y), to_number(x)
    if right > 0:
        return arc_tangent(divide(up, right))
    if right < 0:
        return arc_tangent(divide(up, right)) + (math.pi if up >= 0 else -math.pi)
    if right != right or up != up:
        return math.nan
    return math.pi / 2 if up > 0 else -math.pi / 2 if up < 0 else 0.0


def distance(values: list[Value], spend: Callable[[int], None]) -> float:
    """Metres along the points, each ``lat lon …``; one text may hold several, with ``;`` between. NaN for what is no
    point; 0 for fewer than two."""
    texts = [to_text(one) for value in values for one in (value if isinstance(value, Nodes) else [value])]
    points = [_point(part) for text in texts for part in text.split(";") if part.strip(" \t\r\n")]
    spend(LEG * len(points))
    total = 0.0
    for one, other in pairwise(points):
        total += _between(one, other)
    return total


def _point(text: str) -> tuple[float, float]:
    lat, *rest = [to_number(word) for word in re.split("[ \t\r\n]+", text) if word]
    return lat, rest[0] if rest else math.nan


def _between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """By the haversine."""
    degree = math.pi / 180
    up = sine((other[0] - one[0]) * degree / 2)
    along = sine((other[1] - one[1]) * degree / 2)
    part = up * up + cosine(one[0] * degree) * cosine(other[0] * degree) * along * along
    return 2 * RADIUS * arc_tangent_of(math.sqrt(part), math.sqrt(max(0.0, 1 - part))) if part == part else math.nan
