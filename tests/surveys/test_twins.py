"""The evaluator of the phone and that of the server say the same, whatever is asked."""

from __future__ import annotations

import json
import os
import random
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from server.surveys.checking import run
from server.surveys.signatures import FUNCTIONS
from tests.surveys.drivers import TOOLS, Driver, driver
from tests.surveys.fillings import NAMES, WIDE, answers_of, filled, survey
from tests.surveys.guessing import ANSWERS, Guess, words_of

pytestmark = [pytest.mark.slow, pytest.mark.chance]

EXPRESSIONS = int(os.environ.get("FUZZ", "20000"))
REAL = 0.4  # of them over answers to our own forms
REACHED = 150 * EXPRESSIONS // 20_000
FILLINGS = {"kelayakan": 80, WIDE: 60, "posyandu-balita": 20, "keluhan": 20, "skm": 20}
HABITS = 13
FOCUS = frozenset({"string", "sqrt", "log", "int", "number", "regex", "string-length", "min", "date", "pow", "round",
                   "normalize-space", "count-selected", "concat"})  # fmt: skip
"""What the habits are about."""
Report = Callable[[str, object], None]


def seed() -> int:
    """Another one each time; SEED=… repeats one."""
    return int(os.environ.get("SEED") or random.SystemRandom().randrange(10**9))


@pytest.fixture(scope="module")
def phone() -> Iterator[Driver]:
    with driver("fill.mjs") as made:
        yield made


def guessed(chance: random.Random, count: int, answers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Expressions over the awkward answers and, ``REAL`` of them, over those of filled forms."""
    awkward = Guess(chance, words_of(ANSWERS))
    real = [(Guess(chance, words_of(one)), one) for one in answers]
    lines = []
    for _ in range(count):
        guess, over = real[chance.randrange(len(real))] if real and chance.random() < REAL else (awkward, ANSWERS)
        lines.append(guess.line() | {"answers": over, "self": chance.choice(["", "ya", 3])})
    return lines


def test_random_expressions_have_the_same_value_in_both_languages(phone: Driver, record_property: Report) -> None:
    chosen = seed()
    chance = random.Random(chosen)
    real = [
        answers_of(survey(name)["nodes"], one["answers"], survey(name)["choices"])
        for name in NAMES
        for one in filled(phone, name, [chosen % 10**6 + n for n in range(4 if name == "kelayakan" else 2)])
    ]
    lines = guessed(chance, EXPRESSIONS, real)
    calls: Counter[str] = Counter()
    different, refused, kinds = [], [], Counter[str]()
    with driver("evaluate.py", "--kinds") as server, driver("evaluate.mjs", "--kinds") as other:
        for line, one, two in zip(lines, server.ask(lines), other.ask(lines), strict=True):
            calls.update(one.pop("calls", {}))
            kinds["refused" if "error" in one else one["type"]] += 1
            if "error" in one and "adalah teks" not in one["error"]:
                refused.append((line["expression"], one["error"]))
            if one != two:
                different.append((line["expression"], one, two))
    over = sum(line["answers"] is not ANSWERS for line in lines) / len(lines)
    rarest = ", ".join(f"{name} {calls[name]}" for name in sorted({*FUNCTIONS, "item"}, key=calls.__getitem__)[:5])
    record_property(
        "report",
        f"SEED={chosen}: {len(lines)} expressions, {over:.0%} over answers of our forms, {len(different)} different; "
        f"{dict(kinds)}; {len(calls)} functions, the rarest {rarest}",
    )
    assert not refused, f"SEED={chosen}: {refused[:3]}"
    assert not different, f"SEED={chosen}: {len(different)} of {EXPRESSIONS}: {different[:3]}"
    assert over >= 0.3
    seldom = {name: calls[name] for name in {*FUNCTIONS, "item"} if calls[name] < REACHED}
    assert not seldom, f"SEED={chosen}: reached with a value too seldom: {seldom}"


def test_every_naive_habit_is_found_by_random_expressions(record_property: Report) -> None:
    guess = Guess(random.Random(20261121), words_of(ANSWERS), FOCUS)
    lines = [guess.line() | {"answers": ANSWERS} for _ in range(3000)]
    with driver("evaluate.py", "--trees") as parser:
        trees = "".join(json.dumps(tree) + "\n" for tree in parser.ask(lines))
    with driver("evaluate.py", "--kinds") as server:
        right = [{key: value for key, value in one.items() if key != "calls"} for one in server.ask(lines)]
    command = ["node", str(TOOLS / "naive.mjs")]
    said = subprocess.run(command, input=trees, capture_output=True, text=True, timeout=120, check=True).stdout
    found = {
        one["habit"]: sum(two != wanted for two, wanted in zip(one["values"], right, strict=True))
        for one in map(json.loads, said.splitlines())
    }
    record_property("report", f"habits planted, and by how many of {len(lines)} expressions found: {found}")
    assert len(found) == HABITS
    assert all(found.values()), found


@pytest.mark.parametrize("name", FILLINGS)
def test_random_fillings_come_out_the_same_in_both_languages(phone: Driver, name: str, record_property: Report) -> None:
    chosen = seed() % 10**6
    compiled = survey(name)
    marks: Counter[str] = Counter()
    for at, one in enumerate(filled(phone, name, [chosen + n for n in range(FILLINGS[name])])):
        outcome = run(compiled, one["answers"], "2026-11-21T10:30:00.000+07:00", partial=False)
        told = f"SEED={chosen + at}"
        assert outcome.answers == one["answers"], told
        assert without_end(one["stands"]) == without_end(one["answers"]), f"{told}: step by step is not all at once"
        paths: dict[str, list[str]] = {"required": [], "rest": []}
        for mark in outcome.marks:
            marks[mark["kind"]] += 1
            paths["required" if mark["kind"] == "required" else "rest"].append(mark["path"])
        assert paths["required"] == one["gaps"], told
        assert sorted(set(paths["rest"])) == sorted(path for _, path in one["errors"]), told
    record_property("report", f"SEED={chosen}: {FILLINGS[name]} fillings of {name} alike; marks {dict(marks)}")


def without_end(answers: dict[str, Any]) -> dict[str, Any]:
    """Answers but for the moment of finishing."""
    return {name: value for name, value in answers.items() if name not in ("waktu_selesai", "end", "selesai")}


PLANTED: list[tuple[str, str, Any, Any]] = [
    ("an exponent in the text of a number", "string(0.00000012)", "0.00000012", "1.2e-7"),
    ("a failure where there is no number", "sqrt(-1)", "NaN", None),
    ("digits of another script", "${arab} + 0", "NaN", "3"),
    ("lengths in UTF-16 units", "string-length('a😀b')", "3", "4"),
    ("a date that rolls over", "date('2026-02-30')", "", "2026-03-02"),
    ("numbers of any size", "pow(10, 400)", "Infinity", "1" + "0" * 400),
    ("places of any size", "round(2.5, 1000000000000000000000)", "2.5", "NaN"),
    ("an end before the last line break", "regex('a\n', '^a$')", False, True),
    ("white space that is none", "count-selected('a\u00a0b')", "1", "2"),
    ("half to even", "round(2.5)", "3", "2"),
    ("half of the double, not of its text", "round(1.005, 2)", "1.01", "1"),
    ("a zero below zero", "string(-0)", "0", "-0"),
]


def test_where_naive_twins_differ() -> None:
    lines = [{"expression": expression, "answers": ANSWERS} for _, expression, _, _ in PLANTED]
    with driver("evaluate.py", "--kinds") as server, driver("evaluate.mjs", "--kinds") as other:
        for (what, _, right, naive), one, two in zip(PLANTED, server.ask(lines), other.ask(lines), strict=True):
            one.pop("calls")
            assert one == two, what
            assert one["value"] == right, what
            assert one["value"] != naive, what
