"""The one form in which two values are compared and stored: NFC, trimmed, numbers as numbers."""

from __future__ import annotations

from typing import Any
from unicodedata import normalize


def canonical(value: Any) -> Any:
    """Return ``value`` as it is compared: texts in NFC without space around, 2.0 as 2; in lists and objects too."""
    kind = type(value)
    if kind is str:
        return value.strip() if value.isascii() else normalize("NFC", value).strip()
    if kind is float:
        return int(value) if value.is_integer() else value
    if kind is dict:
        return {name: part if type(part) in _PLAIN else canonical(part) for name, part in value.items()}
    if kind is list:
        return [part if type(part) in _PLAIN else canonical(part) for part in value]
    return value


_PLAIN = frozenset({int, bool, type(None)})


def same(one: Any, other: Any) -> bool:
    """Whether two canonical values are one: true is not 1, and a text is never a number."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(part, other[name]) for name, part in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)
