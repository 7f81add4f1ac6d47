"""Random expressions and random fillings, for holding the two evaluators together. The seed decides everything."""

from __future__ import annotations

import random
from typing import Any

ANSWERS: dict[str, Any] = {
    "angka": 7, "pecahan": -2.5, "nol": 0, "besar": 123456789012345680000.0, "kecil": 0.00000012,
    "nama": "Icih Sumiati", "kosong": "", "angka_teks": "12.50", "spasi": " a\u00a0b \tc ",
    "emoji": "a😀b", "arab": "٣",
    "lahir": {"date": "2000-02-29"}, "hari": {"date": "2026-11-21"}, "salah": {"date": "2026-02-30"},
    "aset": {"select": "mobil emas", "of": ["mobil", "emas", "tv"]},
    "anggota": [
        {"umur": 34, "kerja": "tani", "tgl": {"date": "1992-01-31"}},
        {"umur": "", "kerja": "", "tgl": {"date": ""}},
        {"umur": 0.1, "kerja": "ojek", "tgl": {"date": "2024-12-31"}},
    ],
}  # fmt: skip
SCALARS = ["angka", "pecahan", "nol", "besar", "kecil", "nama", "kosong", "angka_teks", "spasi", "emoji", "arab",
           "lahir", "hari", "salah", "aset"]  # fmt: skip
SETS = ["umur", "kerja", "tgl"]
TEXTS = [
    "",
    " ",
    "a",
    "ab",
    "😀",
    "12",
    "-3.5",
    "1e3",
    "+1",
    " 7 ",
    "٣",
    "2026-02-28",
    "2026-02-30",
    "mobil",
    "tv emas",
    "a\u00a0b",
    "true",
    "NaN",
    "2026-11-21T23:59:59.999+07:00",
    "06:30:00",
    "%Y-%m-%d %H:%M:%S.%3 %a %b %e %n %y %q",
]
NUMBERS = ["0", "1", "2", "3", "10", "0.5", "2.5", "1.005", "2.675", "0.15", ".1", "100", "1000000", "0.0000001",
"123456789012345678901",
           "0.30000000000000004", "9007199254740993", "365.25"]  # fmt: skip
PATTERNS = ["^[0-9]{16}$", "^[A-Z]", "a|b", "^(0|8)[0-9]*$", "[^a-z ]", r"\d+", r"^\w+\s\w+$", "b.", "^$", "(ab?)+c?$"]
NUMERIC = ["int", "floor", "ceiling", "abs", "sqrt", "exp", "log", "log10", "exp10", "number"]


class Guess:
    """Writes expressions."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def line(self) -> str:
        """A whole expression; half of them shallow, where nothing hides a difference."""
        return self.call(0) if self.random.random() < 0.5 else self.expression(4)

    def expression(self, depth: int) -> str:
        pick = self.random.random()
        if depth <= 0 or pick < 0.15:
            return self.leaf()
        if pick < 0.35:
            operator = self.random.choice(["+", "-", "*", "div", "mod"])
            return f"({self.expression(depth - 1)} {operator} {self.expression(depth - 1)})"
        if pick < 0.5:
            operator = self.random.choice(["=", "!=", "<", "<=", ">", ">="])
            return f"({self.expression(depth - 1)} {operator} {self.expression(depth - 1)})"
        if pick < 0.58:
            operator = self.random.choice(["and", "or"])
            return f"({self.expression(depth - 1)} {operator} {self.expression(depth - 1)})"
        return self.call(depth - 1)

    def leaf(self) -> str:
        pick = self.random.random()
        if pick < 0.35:
            return self.random.choice(NUMBERS)
        if pick < 0.6:
            return f"'{self.random.choice(TEXTS)}'"
        if pick < 0.9:
            return f"${{{self.random.choice(SCALARS)}}}"
        return self.random.choice(["today()", "now()", "true()", "false()", "pi()"])

    def text(self) -> str:
        """A text that is awkward: other scripts, spaces that are none, numbers in disguise."""
        return self.random.choice(
            ["${spasi}", "${emoji}", "${arab}", "${angka_teks}", f"'{self.random.choice(TEXTS)}'"]
        )

    def set(self) -> str:
        name = self.random.choice(SETS)
        if self.random.random() < 0.3:
            inner = self.random.choice(["umur > 1", "kerja != ''", "position() = 2", "2", "tgl < today()", "not(umur)"])
            return f"${{anggota}}[{inner}]/{name}"
        return f"${{{name}}}"

    def call(self, depth: int) -> str:
        e = lambda: self.expression(depth)  # noqa: E731 - one letter keeps the table below readable
        text = lambda: e() if self.random.random() < 0.5 else self.text()  # noqa: E731
        date = lambda: self.random.choice([e(), "${lahir}", "${hari}", "${salah}", f"'{self.random.choice(TEXTS)}'"])  # noqa: E731
        shapes = [
            lambda: f"if({e()}, {e()}, {e()})",
            lambda: f"coalesce({e()}, {e()})",
            lambda: f"{self.random.choice(NUMERIC)}({e()})",
            lambda: f"round({e()}, {self.random.choice(['0', '1', '2', '-1', '30', '50', e()])})",
            lambda: f"round({e()})",
            lambda: f"pow({e()}, {e()})",
            lambda: f"pow({self.random.choice(NUMBERS)}, {self.random.choice(NUMBERS)})",
            lambda: f"number({text()})",
            lambda: f"round({self.random.choice(['1.005', '2.675', '0.15', '2.5', '10.075'])}, 2)",
            lambda: f"-{e()}",
            lambda: f"not({e()})",
            lambda: f"boolean({e()})",
            lambda: f"boolean-from-string({e()})",
            lambda: f"string({e()})",
            lambda: f"concat({e()}, {e()}, {self.set()})",
            lambda: f"join({e()}, {self.set()}, {e()})",
            lambda: f"substr({text()}, {e()}, {e()})",
            lambda: f"substr({text()}, {e()})",
            lambda: f"substring({text()}, {e()}, {e()})",
            lambda: f"substring-before({text()}, {text()})",
            lambda: f"substring-after({text()}, {text()})",
            lambda: f"contains({text()}, {text()})",
            lambda: f"starts-with({text()}, {text()})",
            lambda: f"ends-with({text()}, {text()})",
            lambda: f"string-length({text()})",
            lambda: f"normalize-space({text()})",
            lambda: f"translate({text()}, {text()}, {text()})",
            lambda: f"regex({text()}, '{self.random.choice(PATTERNS)}')",
            lambda: f"selected({self.random.choice(['${aset}', e()])}, {e()})",
            lambda: f"selected-at({self.random.choice(['${aset}', text()])}, {e()})",
            lambda: f"count-selected({text()})",
            lambda: f"jr:choice-name({e()}, '${{aset}}')",
            lambda: f"{self.random.choice(['sum', 'count', 'count-non-empty', 'min', 'max'])}({self.set()})",
            lambda: f"{self.random.choice(['min', 'max'])}({e()}, {self.set()}, {e()})",
            lambda: f"({self.set()} {self.random.choice(['=', '!=', '<', '>='])} {e()})",
            lambda: f"indexed-repeat(${{{self.random.choice(SETS)}}}, ${{anggota}}, {e()})",
            lambda: f"checklist({e()}, {e()}, {e()}, {e()})",
            lambda: f"weighted-checklist({e()}, {e()}, {e()}, {e()})",
            lambda: f"date({date()})",
            lambda: f"date-time({date()})",
            lambda: f"decimal-date-time({date()})",
            lambda: f"decimal-time({date()})",
            lambda: f"format-date({date()}, '{self.random.choice(TEXTS[-1:] * 3 + TEXTS)}')",
        ]
        return self.random.choice(shapes)()
