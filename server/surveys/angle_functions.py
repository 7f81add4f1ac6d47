"""Angles and distances, written out in plain double arithmetic like the rest of ``number_functions.py``: the libraries'
own sines differ in the last digit. The twin is ``pwa/survey/engine/angles.js``."""

from __future__ import annotations

import math
import re
from itertools import pairwise

from server.surveys.values import NUMBER, Nodes, Value, divide, to_number, to_text

TURN = 6.283185307179586
RADIUS = 6_378_100.0
"""Metres of the globe on which distances are measured, as the field's other tools have it."""


def sine(value: Value) -> float:
    """Of an angle in radians: by its series, within half a turn."""
    x = _within(to_number(value))
    total, term = x, x
    for n in range(2, 40, 2):
        term *= -x * x / (n * (n + 1))
        total += term
    return total


def cosine(value: Value) -> float:
    x = _within(to_number(value))
    total, term = 1.0, 1.0
    for n in range(1, 40, 2):
        term *= -x * x / (n * (n + 1))
        total += term
    return total


def tangent(value: Value) -> float:
    return divide(sine(value), cosine(value))


def _within(x: float) -> float:
    """The same angle between minus and plus half a turn."""
    if not math.isfinite(x):
        return math.nan
    rest = math.fmod(x, TURN)
    return rest - TURN if rest > math.pi else rest + TURN if rest < -math.pi else rest


def arc_tangent(value: Value) -> float:
    return _arc(to_number(value))


def _arc(x: float) -> float:
    """Halved twice, then by its series."""
    if x != x:
        return x
    if x > 1:
        return math.pi / 2 - _arc(divide(1.0, x))
    if x < -1:
        return -math.pi / 2 - _arc(divide(1.0, x))
    for _ in range(2):
        x = x / (1 + math.sqrt(1 + x * x))
    total, term = 0.0, x
    for n in range(1, 40, 2):
        total += term / n
        term *= -x * x
    return 4 * total


def arc_tangent_of(y: Value, x: Value) -> float:
    """The angle of the point (x, y)."""
    up, right = to_number(y), to_number(x)
    if right > 0:
        return _arc(divide(up, right))
    if right < 0:
        return _arc(divide(up, right)) + (math.pi if up >= 0 else -math.pi)
    if right != right or up != up:
        return math.nan
    return math.pi / 2 if up > 0 else -math.pi / 2 if up < 0 else 0.0


def arc_sine(value: Value) -> float:
    x = to_number(value)
    return arc_tangent_of(x, math.sqrt((1 - x) * (1 + x))) if -1 <= x <= 1 else math.nan


def arc_cosine(value: Value) -> float:
    x = to_number(value)
    return arc_tangent_of(math.sqrt((1 - x) * (1 + x)), x) if -1 <= x <= 1 else math.nan


def distance(values: list[Value]) -> float:
    """Metres along the points, each ``lat lon …``; one text may hold several, with ``;`` between. NaN for what is no
    point; 0 for fewer than two."""
    texts = [to_text(one) for value in values for one in (value if isinstance(value, Nodes) else [value])]
    points = [_point(part) for text in texts for part in text.split(";") if part.strip(" \t\r\n")]
    total = 0.0
    for one, other in pairwise(points):
        total += _between(one, other)
    return total


def _point(text: str) -> tuple[float, float]:
    words = [word for word in re.split("[ \t\r\n]+", text) if word]
    if len(words) < 2 or not all(NUMBER.fullmatch(word) for word in words[:2]):
        return math.nan, math.nan
    return float(words[0]), float(words[1])


def _between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """By the haversine."""
    degree = math.pi / 180
    up = sine((other[0] - one[0]) * degree / 2)
    along = sine((other[1] - one[1]) * degree / 2)
    part = up * up + cosine(one[0] * degree) * cosine(other[0] * degree) * along * along
    return 2 * RADIUS * arc_tangent_of(math.sqrt(part), math.sqrt(max(0.0, 1 - part))) if part == part else math.nan
