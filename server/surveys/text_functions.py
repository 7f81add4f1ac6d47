"""Functions on text. Lengths and places are counted in code points; white space is XPath's four; digits are 0 to 9."""

from __future__ import annotations

import math
import re

from server.surveys.number_functions import round_half_up
from server.surveys.regexes import Program
from server.surveys.values import Value, to_number, to_text

SPACES = re.compile(r"[ \t\r\n]+")


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


def matches(text: str, program: Program) -> tuple[bool, int]:
    """Whether ``program`` is found anywhere in ``text``, and how many states were tried.

    All states are followed at once, so the time grows with text times program and never explodes.
    """
    end, length, tried = len(program), len(text), 0
    waiting: list[int] = []
    for at in range(length + 1):
        seen: set[int] = set()
        stack = [0, *waiting]
        waiting = []
        code = ord(text[at]) if at < length else -1
        while stack:
            state = stack.pop()
            if state in seen:
                continue
            seen.add(state)
            if state == end:
                continue
            instruction = program[state]
            kind = instruction[0]
            if kind <= 1:
                if code >= 0 and takes(instruction, code):
                    waiting.append(state + 1)
            elif kind == 2:
                stack.append(instruction[1])
                stack.append(instruction[2])
            elif kind == 3:
                stack.append(instruction[1])
            elif (kind == 4 and at == 0) or (kind == 5 and at == length):
                stack.append(state + 1)
        tried += len(seen)
        if end in seen:
            return True, tried
    return False, tried


def takes(instruction: list[int], code: int) -> bool:
    for at in range(1, len(instruction), 2):
        if instruction[at] <= code <= instruction[at + 1]:
            return instruction[0] == 0
    return instruction[0] == 1
