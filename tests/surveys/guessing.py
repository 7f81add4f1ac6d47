"""Random expressions, for holding the two evaluators together. The seed decides everything."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

ANSWERS: dict[str, Any] = {
    "angka": 7, "pecahan": -2.5, "nol": 0, "besar": 123456789012345680000.0, "kecil": 0.00000012,
    "nama": "Icih Sumiati", "kosong": "", "angka_teks": "12.50", "spasi": " a\u00a0b \tc ",
    "emoji": "a😀b", "arab": "٣", "baris": "a\n", "tempat": "-6.55 106.72 180 5", "jam": "06:30",
    "lahir": {"date": "2000-02-29"}, "hari": {"date": "2026-11-21"}, "salah": {"date": "2026-02-30"},
    "aset": {"select": "mobil emas", "of": ["mobil", "emas", "tv"]},
    "anggota": [
        {"umur": 34, "kerja": "tani", "tgl": {"date": "1992-01-31"}, "di": "-6.55 106.72 0 5"},
        {"umur": "", "kerja": "", "tgl": {"date": ""}, "di": ""},
        {"umur": 0.1, "kerja": "ojek", "tgl": {"date": "2024-12-31"}, "di": "-6.56 106.73 0 5"},
    ],
}  # fmt: skip
"""Answers as awkward as they come."""
TEXTS = [
    "", " ", "a", "ab", "😀", "12", "-3.5", "1e3", "+1", " 7 ", "٣", "2026-02-28", "2026-02-30", "mobil", "tv emas",
    "a\u00a0b", "true", "NaN", "2026-11-21T23:59:59.999+07:00", "06:30:00", "%Y-%m-%d %H:%M:%S.%3 %a %b %e %n %y %q",
]  # fmt: skip
NUMBERS = [
    "0", "1", "2", "3", "10", "0.5", "2.5", "1.005", "2.675", "0.15", ".1", "100", "1000000", "0.0000001",
    "123456789012345678901", "0.30000000000000004", "9007199254740993", "365.25",
]  # fmt: skip
PATTERNS = ["^[0-9]{16}$", "^[A-Z]", "a|b", "^(0|8)[0-9]*$", "[^a-z ]", "b.", "^$", "(ab?)+c?$", r"^\w+\s\w+$",
            r"\d+", "^a$", r"^\d$"]  # fmt: skip
CORNERS = ["'a\n'", "'a\n'", "'a\n'", "'٣'", "'a\u00a0b'", "'Icih'", "'3201991207850001'", "'abc'"]
HALVES = ["1.005", "2.675", "0.15", "2.5", "10.075", "0.5", "-2.5"]
FORMATS = ["%Y-%m-%d", "%e %b %Y", "%d/%n/%y %a", "%H:%M:%S.%3", "%%q%%"]
POINTS = ["-6.55 106.72 0 5", "0 0", "89.9 -179.5 10 3", "-6.55 106.72 0 5; -6.56 106.73 0 5; -6.57 106.71 0 5"]


SELDOM = frozenset({
    "sqrt", "log", "log10", "asin", "acos", "decimal-time", "decimal-date-time", "distance", "pow", "tan", "sin", "cos",
    "exp", "atan2", "count-non-empty", "indexed-repeat", "round", "atan", "int", "exp10", "regex",
})  # fmt: skip
RARE = frozenset({"sum", "min", "max", "item", "number"})
"""Functions that often come to no value, or have many corners: they are called more often."""


@dataclass
class Words:
    """The names that an expression may use, by what they hold."""

    numbers: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)
    sets: dict[str, list[str]] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    trails: dict[str, str] = field(default_factory=dict)
    inner: dict[str, list[str]] = field(default_factory=dict)

    @property
    def all(self) -> list[str]:
        return [*self.numbers, *self.texts, *self.dates, *self.choices]


def words_of(answers: dict[str, Any]) -> Words:
    """The names of answers as the drivers take them; a name that stands twice is not used."""
    words, names = Words(), list(_names(answers))

    def read(values: dict[str, Any], trail: str, repeat: str | None) -> None:
        for name, value in values.items():
            kind = set(value) if isinstance(value, dict) else None
            if kind is not None and kind not in ({"date"}, {"select", "of"}):
                read(value, f"{trail}{name}/", repeat)
            elif names.count(name) > 1:
                continue
            elif isinstance(value, list):
                if repeat is None and value:
                    words.rows[name], words.trails[name], words.sets[name] = len(value), trail, []
                    words.inner[name] = [one for one, inner in value[0].items() if not isinstance(inner, list | dict)]
                    read(value[0], "", name)
            elif repeat is not None:
                words.sets[repeat].append(name)
            elif kind == {"select", "of"}:
                words.choices[name] = value["of"] or ["x"]
            else:
                (words.dates if kind else words.texts if isinstance(value, str) else words.numbers).append(name)

    read(answers, "", None)
    return words


def _names(values: dict[str, Any]) -> Iterator[str]:
    for name, value in values.items():
        yield name
        if isinstance(value, list) and value:
            yield from _names(value[0])
        elif isinstance(value, dict) and set(value) not in ({"date"}, {"select", "of"}):
            yield from _names(value)


class Guess:
    """Writes expressions over answers."""

    def __init__(self, chance: random.Random, words: Words, only: frozenset[str] = frozenset()) -> None:
        self.random, self.words = chance, words
        self.row: str | None = None  # the repeat in whose row the expression stands
        self.shapes = self._shapes()
        weights = {name: 1 + (name in SELDOM) + 2 * (name in RARE) for name in self.shapes}
        self.names = [name for name, weight in weights.items() if not only or name in only for _ in range(weight)]
        self.turn: list[str] = []

    def line(self) -> dict[str, Any]:
        """An expression and where it stands; most are one call over simple values, where nothing hides a difference."""
        self.row, at = None, {}
        if self.words.rows and self.random.random() < 0.2:
            self.row = self.pick(list(self.words.rows))
            index = self.random.randrange(self.words.rows[self.row])
            at = {"context": f"{self.words.trails[self.row]}{self.row}[{index}]/{self.words.sets[self.row][0]}"}
        if self.random.random() < 0.92:
            return {"expression": self.shape(self.next(), self.random.randrange(2))} | at
        return {"expression": self.expression(4)} | at

    def next(self) -> str:
        """Each function in its turn, so that none is left out."""
        if not self.turn:
            self.turn = self.random.sample(self.names, len(self.names))
        return self.turn.pop()

    def pick(self, options: list[str]) -> str:
        return self.random.choice(options)

    def shape(self, name: str, depth: int) -> str:
        return self.pick_one(self.shapes[name])(depth)

    def pick_one(self, makers: list[Callable[[int], str]]) -> Callable[[int], str]:
        return self.random.choice(makers)

    def expression(self, depth: int) -> str:
        pick = self.random.random()
        if depth <= 0 or pick < 0.15:
            return self.leaf()
        if pick < 0.35:
            return self.two(self.pick(["+", "-", "*", "div", "mod"]), depth)
        if pick < 0.5:
            return self.two(self.pick(["=", "!=", "<", "<=", ">", ">="]), depth)
        if pick < 0.58:
            return self.two(self.pick(["and", "or"]), depth)
        if pick < 0.62:
            return f"-{self.expression(depth - 1)}"
        return self.shape(self.pick(self.names), depth - 1)

    def two(self, operator: str, depth: int) -> str:
        return f"({self.expression(depth - 1)} {operator} {self.expression(depth - 1)})"

    def leaf(self) -> str:
        pick = self.random.random()
        if pick < 0.3:
            return self.pick(NUMBERS)
        if pick < 0.5:
            return f"'{self.pick(TEXTS)}'"
        if pick < 0.92 and self.words.all:
            return f"${{{self.pick(self.words.all)}}}"
        return self.pick(["today()", "now()", "true()", "false()", "pi()"])

    def one(self, names: list[str], depth: int, *others: str) -> str:
        """A name of a kind, one of the other words, or anything at all."""
        if self.random.random() < 0.15 or not (names or others):
            return self.expression(depth)
        return self.pick([*(f"${{{name}}}" for name in names), *others] if self.random.random() < 0.5 and others
                         else [f"${{{name}}}" for name in names] or list(others))  # fmt: skip

    def number(self, depth: int) -> str:
        return self.one(self.words.numbers, depth, *NUMBERS)

    def text(self, depth: int) -> str:
        return self.one(self.words.texts, depth, *(f"'{text}'" for text in TEXTS))

    def date(self, depth: int) -> str:
        return self.one(self.words.dates, depth, "today()", "now()", *(f"'{text}'" for text in TEXTS))

    def chosen(self, depth: int) -> tuple[str, str]:
        """A question of choices and one of its codes."""
        if not self.words.choices:
            return self.text(depth), f"'{self.pick(TEXTS)}'"
        name = self.pick(list(self.words.choices))
        return f"${{{name}}}", f"'{self.pick(self.words.choices[name])}'"

    def listed(self) -> str:
        return self.pick(list(self.words.choices) or ["aset"])

    def members(self, depth: int) -> str:
        """A set: a question of a repeat from outside it, of all its rows or of some."""
        repeat = self.pick(list(self.words.sets))
        name = self.pick(self.words.sets[repeat])
        direct = self.words.inner[repeat]
        if not direct or repeat == self.row or self.random.random() < 0.6:
            return f"${{{name}}}"
        one = self.pick(direct)
        inner = self.pick([f"{one} > 1", f"{one} != ''", "position() = 2", "2", f"{one} < today()", f"not({one})"])
        return f"${{{repeat}}}[{inner}]/{self.pick(direct)}"

    def rows_left(self) -> str:
        """A condition on the rows of a choice list."""
        if self.random.random() < 0.4:
            return ""
        code = self.pick(self.words.choices[self.listed()]) if self.words.choices else "x"
        inner = self.pick(
            [f"name = '{code}'", f"name != '{code}'", "contains(label, 'a')", "1", "2", "string-length(name) > 3"]
        )
        return f"[{inner}]"

    def _shapes(self) -> dict[str, list[Callable[[int], str]]]:
        """For each function how it may be called; ``d`` is how deep its arguments may go."""
        e, n, t, date = self.expression, self.number, self.text, self.date
        shapes: dict[str, list[Callable[[int], str]]] = {
            "if": [lambda d: f"if({e(d)}, {e(d)}, {e(d)})"],
            "coalesce": [lambda d: f"coalesce({t(d)}, {e(d)})"],
            "once": [lambda d: f"once({e(d)})"],
            "true": [lambda d: "(true() and not(false()))"],
            "false": [lambda d: f"(false() or {e(d)})"],
            "checklist": [lambda d: f"checklist({self.pick(['-1', '0', '1'])}, {n(d)}, {e(d)}, {e(d)})"],
            "weighted-checklist": [lambda d: f"weighted-checklist({n(d)}, {n(d)}, {e(d)}, {n(d)})"],
            "selected": [lambda d: "selected({}, {})".format(*self.chosen(d))],
            "selected-at": [lambda d: f"selected-at({self.chosen(d)[0]}, {self.pick(['0', '1', '-1', n(d)])})"],
            "count-selected": [lambda d: f"count-selected({self.chosen(d)[0]})", lambda d: f"count-selected({t(d)})"],
            "min": [lambda d: f"min({n(d)}, {n(d)})", lambda d: f"min({e(d)}, {e(d)})"],
            "max": [lambda d: f"max({n(d)}, {n(d)})", lambda d: f"max({e(d)}, {e(d)})"],
            "round": [
                lambda d: f"round({n(d)})",
                lambda d: f"round({e(d)}, {self.pick(['0', '1', '2', '-1', '30', '50'])})",
                lambda d: f"round({self.pick(HALVES)}, {self.pick(['0', '1', '2'])})",
            ],
            "pow": [lambda d: f"pow({n(d)}, {n(d)})", lambda d: f"pow({self.pick(NUMBERS)}, {self.pick(NUMBERS)})"],
            "pi": [lambda d: f"(pi() * {n(d)})"],
            "random": [lambda d: "(random() < 1)"],
            "uuid": [lambda d: "string-length(uuid())"],
            "atan2": [lambda d: f"atan2({n(d)}, {n(d)})"],
            "distance": [
                lambda d: f"distance('{self.pick(POINTS)}', '{self.pick(POINTS)}')",
                lambda d: f"distance({t(d)}, '{self.pick(POINTS)}')",
                lambda d: f"distance('{self.pick(POINTS)}')",
            ],
            "concat": [lambda d: f"concat({e(d)}, {t(d)})"],
            "join": [lambda d: f"join({t(d)}, {e(d)}, {t(d)})"],
            "substr": [
                lambda d: f"substr({t(d)}, {n(d)}, {n(d)})",
                lambda d: f"substr({t(d)}, {self.pick(['1', '-2', n(d)])})",
            ],
            "substring": [lambda d: f"substring({t(d)}, {n(d)}, {n(d)})", lambda d: f"substring({t(d)}, {n(d)})"],
            "translate": [lambda d: f"translate({t(d)}, {t(d)}, {t(d)})"],
            "regex": [
                lambda d: f"regex({t(d)}, '{self.pick(PATTERNS)}')",
                lambda d: f"regex({self.pick(CORNERS)}, '{self.pick(PATTERNS[-4:])}')",
            ],
            "today": [lambda d: f"(today() - {date(d)})"],
            "now": [lambda d: f"(now() > {date(d)})" if self.random.random() < 0.3 else "string(now())"],
            "format-date": [lambda d: f"format-date({date(d)}, '{self.pick(FORMATS)}')"],
            "format-date-time": [lambda d: f"format-date-time({date(d)}, '{self.pick(FORMATS)}')"],
        }  # fmt: skip
        for name in ("int", "floor", "ceiling", "abs", "sqrt", "exp", "log", "log10", "exp10", "number", "sin", "cos",
                     "tan", "asin", "acos", "atan"):  # fmt: skip
            shapes[name] = [
                lambda d, f=name: f"{f}({n(d)})",
                lambda d, f=name: f"{f}({self.pick(['0.5', '1', '0', '-1', t(d)])})",
            ]
        for name in ("not", "boolean", "boolean-from-string", "string"):
            shapes[name] = [lambda d, f=name: f"{f}({e(d)})"]
        shapes["string"].append(lambda d: f"string({n(d)})")
        shapes["number"] += [lambda d: f"number({t(d)})"] * 2
        for name in ("string-length", "normalize-space"):
            shapes[name] = [lambda d, f=name: f"{f}({t(d)})"]
        for name in ("substring-before", "substring-after", "contains", "starts-with", "ends-with"):
            shapes[name] = [lambda d, f=name: f"{f}({t(d)}, {t(d)})"]
        for name in ("date", "date-time", "decimal-date-time", "decimal-time"):
            shapes[name] = [lambda d, f=name: f"{f}({date(d)})"]
        if self.words.choices:
            shapes["jr:choice-name"] = [lambda d: "jr:choice-name({1}, '{0}')".format(*self.chosen(d))]
            shapes["item"] = [
                lambda d: f"count(instance('{self.listed()}')/root/item{self.rows_left()})",
                lambda d: f"string(instance('{self.listed()}')/root/item{self.rows_left()}/label)",
            ]
            shapes["pulldata"] = [
                lambda d: f"pulldata('{self.listed()}', 'label', 'name', {self.chosen(d)[int(d < 1)]})"
            ]
        if any(self.words.sets.values()):
            for name in ("sum", "count", "count-non-empty"):
                shapes[name] = [lambda d, f=name: f"{f}({self.members(d)})"]
            for name in ("min", "max", "concat"):
                shapes[name].append(lambda d, f=name: f"{f}({self.members(d)}, {e(d)})")
            shapes["join"].append(lambda d: f"join({t(d)}, {self.members(d)})")
            shapes["="] = [lambda d: f"({self.members(d)} {self.pick(['=', '!=', '<', '>='])} {e(d)})"]
            shapes["indexed-repeat"] = [self.indexed]
            shapes["position"] = [self.position]
        return shapes

    def position(self, depth: int) -> str:
        if self.row:
            return f"(position(..) {self.pick(['+', '=', '<', 'mod'])} {self.number(depth)})"
        repeat = self.pick(list(self.words.sets))
        return f"count(${{{repeat}}}[position() {self.pick(['=', '>', '!='])} {self.pick(['1', '2', '3'])}])"

    def indexed(self, depth: int) -> str:
        repeat = self.pick(list(self.words.sets))
        row = self.pick(["1", "2", "0", "1.5", self.number(depth)])
        return f"indexed-repeat(${{{self.pick(self.words.sets[repeat])}}}, ${{{repeat}}}, {row})"
