"""The patterns ``regex()`` takes, as small programs that match in a bounded number of steps.

The subset: literal characters, ``.``, classes ``[a-z]`` and ``[^…]``, ``\\d \\w \\s`` and their opposites (ASCII),
groups,
``|``, ``* + ? {m} {m,} {m,n}``, ``^`` and ``$`` (begin and end of the text). No look-around, no back-references, no
lazy or possessive repeats, no named groups, no ``\\p{…}``: they are refused when the survey is compiled.

A program is a list of instructions: ``[0, lo, hi, …]`` takes a character in one of the ranges of code points, ``[1,
…]`` one outside them, ``[2, x, y]`` goes on at both ``x`` and ``y``, ``[3, x]`` at ``x``, ``[4]`` only at the begin
and ``[5]`` only at the end of the text. The end of the list is a match.
"""

from __future__ import annotations

from functools import lru_cache

Program = list[list[int]]
LONGEST = 2_000
"""Instructions; ``{8,12}`` counts its inside twelve times."""
MOST = 1_000
"""The largest number in ``{m,n}``."""

DIGIT = [48, 57]
WORD = [48, 57, 65, 90, 95, 95, 97, 122]
SPACE = [9, 10, 13, 13, 32, 32]
ESCAPES = {"d": [0, *DIGIT], "D": [1, *DIGIT], "w": [0, *WORD], "W": [1, *WORD], "s": [0, *SPACE], "S": [1, *SPACE]}
CONTROLS = {"n": 10, "r": 13, "t": 9}
SPECIAL = set("\\^$.[]|()*+?{}-/")


class PatternError(ValueError):
    """What of the pattern is not in the subset; Indonesian."""


@lru_cache(maxsize=1024)
def program(pattern: str) -> Program:
    """The program of ``pattern``; searched anywhere in the text, as it is written."""
    reader = _Reader(pattern)
    built = reader.alternatives()
    if reader.at < len(pattern):
        raise PatternError(f"kurung tutup tanpa pasangan pada huruf {reader.at + 1}")
    return built


class _Reader:
    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0
        self.depth = 0

    def peek(self) -> str:
        return self.pattern[self.at] if self.at < len(self.pattern) else ""

    def take(self) -> str:
        character = self.peek()
        if not character:
            raise PatternError("pola belum selesai")
        self.at += 1
        return character

    def alternatives(self) -> Program:
        self.depth += 1
        if self.depth > 50:
            raise PatternError("kurung terlalu dalam")
        built = self.sequence()
        while self.peek() == "|":
            self.at += 1
            built = either(built, self.sequence())
        self.depth -= 1
        return built

    def sequence(self) -> Program:
        built: Program = []
        while self.peek() not in ("", "|", ")"):
            built = joined(built, self.repeated())
        return built

    def repeated(self) -> Program:
        anchor = self.peek() in ("^", "$")
        inner = self.atom()
        sign = self.peek()
        if sign not in ("*", "+", "?", "{"):
            return inner
        least, most = self.bounds()
        if anchor:
            raise PatternError("^ dan $ tidak bisa diulang")
        if self.peek() in ("*", "+", "?", "{"):
            raise PatternError(f"pengulangan ganda pada huruf {self.at + 1} tidak didukung")
        if len(inner) * max(least, most or 0, 1) > LONGEST:
            raise PatternError("terlalu panjang")
        return times(inner, least, most)

    def bounds(self) -> tuple[int, int | None]:
        sign = self.take()
        if sign != "{":
            return {"*": (0, None), "+": (1, None), "?": (0, 1)}[sign]
        least, comma, most = self.until("}").partition(",")
        numbers = [part for part in (least, most) if part]
        if not least or not all(part.isascii() and part.isdigit() and int(part) <= MOST for part in numbers):
            raise PatternError("isi { } harus angka, misalnya {8,12}")
        low, high = int(least), (int(most) if most else None) if comma else int(least)
        if high is not None and high < low:
            raise PatternError("angka di { } terbalik")
        return low, high

    def until(self, end: str) -> str:
        close = self.pattern.find(end, self.at)
        if close < 0:
            raise PatternError(f"{end} tidak ada")
        text, self.at = self.pattern[self.at : close], close + 1
        return text

    def atom(self) -> Program:
        character = self.take()
        match character:
            case "(":
                if self.peek() == "?" and not self.pattern.startswith("?:", self.at):
                    raise PatternError("(?…) tidak didukung")
                if self.peek() == "?":
                    self.at += 2
                inner = self.alternatives()
                if self.peek() != ")":
                    raise PatternError("kurung tutup tidak ada")
                self.at += 1
                return inner
            case "[":
                return [self.characters()]
            case ".":
                return [[1, 10, 10, 13, 13]]
            case "^":
                return [[4]]
            case "$":
                return [[5]]
            case "\\":
                return [self.escaped()]
            case "*" | "+" | "?" | "{" | "}" | "]":
                raise PatternError(f"{character} pada huruf {self.at} perlu \\ di depannya")
        return [[0, ord(character), ord(character)]]

    def escaped(self) -> list[int]:
        character = self.take()
        if character in ESCAPES:
            return list(ESCAPES[character])
        if character in CONTROLS:
            return [0, CONTROLS[character], CONTROLS[character]]
        if character in SPECIAL or not (character.isascii() and character.isalnum()):
            return [0, ord(character), ord(character)]
        raise PatternError(f"\\{character} tidak didukung")

    def characters(self) -> list[int]:
        built = [0]
        if self.peek() == "^":
            self.at += 1
            built = [1]
        if self.peek() == "]":
            raise PatternError("] di awal [ ] perlu \\ di depannya")
        while self.peek() != "]":
            low = self.member()
            if len(low) > 1:
                built += low
                continue
            high = low
            if self.peek() == "-" and self.pattern[self.at + 1 : self.at + 2] not in ("]", ""):
                self.at += 1
                high = self.member()
                if len(high) > 1 or high[0] < low[0]:
                    raise PatternError("jarak di [ ] terbalik")
            built += [low[0], high[0]]
        self.at += 1
        return built

    def member(self) -> list[int]:
        """One code point, or the ranges of ``\\d \\w \\s``."""
        character = self.take()
        if character == "[" and self.peek() in (":", ".", "="):
            raise PatternError("[:…:] tidak didukung")
        if character != "\\":
            return [ord(character)]
        ranges = self.escaped()
        if ranges[0] == 1:
            raise PatternError("\\D \\W \\S di dalam [ ] tidak didukung")
        return [ranges[1]] if len(ranges) == 3 and ranges[1] == ranges[2] else ranges[1:]


def shifted(part: Program, by: int) -> Program:
    """``part`` as it reads when it stands ``by`` instructions later."""
    return [[i[0], *(target + by for target in i[1:])] if i[0] in (2, 3) else i for i in part]


def joined(first: Program, second: Program) -> Program:
    built = first + shifted(second, len(first))
    if len(built) > LONGEST:
        raise PatternError("terlalu panjang")
    return built


def either(first: Program, second: Program) -> Program:
    end = len(first) + len(second) + 2
    return [[2, 1, len(first) + 2], *shifted(first, 1), [3, end], *shifted(second, len(first) + 2)]


def times(inner: Program, least: int, most: int | None) -> Program:
    built: Program = []
    for _ in range(least):
        built = joined(built, inner)
    if most is None:
        loop = [[2, 1, len(inner) + 2], *shifted(inner, 1), [3, 0]]
        return joined(built, loop)
    for _ in range(most - least):
        built = joined(built, [[2, 1, len(inner) + 1], *shifted(inner, 1)])
    return built
