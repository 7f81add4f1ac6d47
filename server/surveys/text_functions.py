"""Functions on text. Lengths and places are counted in code points; white space is XPath's four; digits are 0 to 9."""

from __future__ import annotations

import math
import re

from server.surveys.number_functions import round_half_up
from server.surveys.regexes import Program
from server.surveys.values import Value, to_number, to_text

SPACES = re.compile(r"[ \t\r\n]+")
REMEMBERED = 5_000
"""Steps a machine remembers."""


def words(value: Value) -> list[str]:
    """The codes of a select_multiple."""
    return [word for word in SPACES.split(to_text(value)) if word]


def selected(value: Value, code: Value) -> bool:
    return to_text(code).strip(" \t\r\n") in words(value)


def selected_at(value: Value, index: Value) -> str:
    """The code at a place counted from 0; empty if there is none."""
    codes, place = words(value), to_number(index)
    return codes[int(place)] if 0 <= place < len(codes) else ""


def substr(value: Value, start: Value, end: Value | None = None) -> str:
    """From ``start`` up to but not with ``end``, counted from 0; negative places count from the end of the text."""
    text = to_text(value)
    low = _place(to_number(start), len(text))
    high = len(text) if end is None else _place(to_number(end), len(text))
    return "" if low is None or high is None else text[low:high]


def _place(number: float, length: int) -> int | None:
    if number != number:
        return None
    whole = math.trunc(max(-1e9, min(1e9, number)))
    return max(0, min(length, whole + length if whole < 0 else whole))


def substring(value: Value, start: Value, length: Value | None = None) -> str:
    """XPath's: counted from 1, both numbers rounded."""
    text = to_text(value)
    begin = round_half_up(start)
    end = math.inf if length is None else begin + round_half_up(length)
    return "".join(character for at, character in enumerate(text, 1) if begin <= at < end)


def substring_before(value: Value, part: Value) -> str:
    text, at = to_text(value), to_text(value).find(to_text(part))
    return text[:at] if at > 0 else ""


def substring_after(value: Value, part: Value) -> str:
    text, wanted = to_text(value), to_text(part)
    at = text.find(wanted)
    return text[at + len(wanted) :] if at >= 0 else ""


def normalize_space(value: Value) -> str:
    return " ".join(words(value))


def translate(value: Value, old: Value, new: Value) -> str:
    """Each character of ``old`` becomes the one at its place in ``new``, or goes."""
    places: dict[str, str] = {}
    replacement = to_text(new)
    for at, character in enumerate(to_text(old)):
        places.setdefault(character, replacement[at] if at < len(replacement) else "")
    return "".join(places.get(character, character) for character in to_text(value))


class Machine:
    """A program followed through texts: all states at once, so the time grows with text times program and never
    explodes.

    What one character does to a set of states is remembered, since the same few sets come again and again.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self.known: dict[tuple[tuple[int, ...], int, bool], tuple[bool, int, tuple[int, ...]]] = {}

    def matches(self, text: str) -> tuple[bool, int]:
        """Whether the program is found anywhere in ``text``, and how many states were tried."""
        waiting: tuple[int, ...] = ()
        tried = 0
        for at in range(len(text) + 1):
            key = (waiting, ord(text[at]) if at < len(text) else -1, at == 0)
            step = self.known.get(key)
            if step is None:
                step = self._step(*key)
                if len(self.known) < REMEMBERED:
                    self.known[key] = step
            found, count, waiting = step
            tried += count
            if found:
                return True, tried
        return False, tried

    def _step(self, waiting: tuple[int, ...], code: int, begin: bool) -> tuple[bool, int, tuple[int, ...]]:
        """Follow every state over one character (-1: the end of the text)."""
        seen: set[int] = set()
        after: set[int] = set()
        stack = [0, *waiting]
        while stack:
            state = stack.pop()
            if state in seen:
                continue
            seen.add(state)
            if state == len(self.program):
                continue
            kind, *rest = self.program[state]
            if kind <= 1:
                if code >= 0 and any(low <= code <= high for low, high in zip(rest[::2], rest[1::2], strict=True)) is (
                    kind == 0
                ):
                    after.add(state + 1)
            elif kind <= 3:
                stack += rest
            elif begin if kind == 4 else code < 0:
                stack.append(state + 1)
        return len(self.program) in seen, len(seen), tuple(sorted(after))


def matches(text: str, program: Program) -> tuple[bool, int]:
    """``Machine.matches`` for a program that is used once."""
    return Machine(program).matches(text)
