"""The evaluator of the phone and that of the server say the same, whatever is asked."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from server.surveys.checking import run
from server.surveys.compile import compile_survey
from tests.surveys.drivers import Driver, driver
from tests.surveys.guessing import ANSWERS, Guess

pytestmark = pytest.mark.chance

EXPRESSIONS = int(os.environ.get("FUZZ", "3000"))


def seed() -> int:
    """Another one each time; SEED=… repeats one."""
    return int(os.environ.get("SEED") or random.SystemRandom().randrange(10**9))


@pytest.fixture(scope="module")
def twins() -> Iterator[tuple[Driver, Driver]]:
    with driver("evaluate.py", "--kinds") as server, driver("evaluate.mjs", "--kinds") as phone:
        yield server, phone


def test_random_expressions_have_the_same_value_in_both_languages(twins: tuple[Driver, Driver]) -> None:
    chosen = seed()
    guess = Guess(chosen)
    lines = [{"expression": guess.line(), "answers": ANSWERS} for _ in range(EXPRESSIONS)]
    pairs = list(zip(lines, twins[0].ask(lines), twins[1].ask(lines), strict=True))
    refused = [server["error"] for _, server, _ in pairs if "error" in server and "adalah teks" not in server["error"]]
    assert not refused, f"SEED={chosen}: {refused[:3]}"
    different = [(line["expression"], server, phone) for line, server, phone in pairs if server != phone]
    assert not different, f"SEED={chosen}: {len(different)} of {EXPRESSIONS}: {different[:3]}"


PLANTED: list[tuple[str, str, Any, Any]] = [
    ("an exponent in the text of a number", "string(0.00000012)", "0.00000012", "1.2e-7"),
    ("a failure where there is no number", "sqrt(-1)", "NaN", None),
    ("digits of another script", "${arab} + 0", "NaN", "3"),
    ("lengths in UTF-16 units", "string-length('a😀b')", "3", "4"),
    ("a date that rolls over", "date('2026-02-30')", "", "2026-03-02"),
    ("numbers of any size", "pow(10, 400)", "Infinity", "1" + "0" * 400),
    ("an end before the last line break", "regex('a\n', '^a$')", False, True),
    ("white space that is none", "count-selected('a\u00a0b')", "1", "2"),
    ("half to even", "round(2.5)", "3", "2"),
    ("half of the double, not of its text", "round(1.005, 2)", "1.01", "1"),
    ("a zero below zero", "string(-0)", "0", "-0"),
]


@pytest.mark.parametrize(("what", "expression", "right", "naive"), PLANTED, ids=[row[0] for row in PLANTED])
def test_where_naive_twins_differ(
    twins: tuple[Driver, Driver], what: str, expression: str, right: Any, naive: Any
) -> None:
    line = [{"expression": expression, "answers": ANSWERS}]
    (server,), (phone,) = list(twins[0].ask(line)), list(twins[1].ask(line))
    assert server == phone
    assert server["value"] == right
    assert server["value"] != naive


HABITS = ["exponents", "lengths", "rounding", "digits", "spaces", "dates", "extremes", "powers"]


@pytest.fixture(scope="module")
def expected(twins: tuple[Driver, Driver]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Expressions and what they are: enough of them to meet every habit."""
    guess = Guess(20261121)
    lines = [{"expression": guess.line(), "answers": ANSWERS} for _ in range(2500)]
    return list(zip(lines, twins[0].ask(lines), strict=True))


@pytest.mark.parametrize("habit", HABITS)
def test_a_naive_habit_is_found_by_random_expressions(
    expected: list[tuple[dict[str, Any], dict[str, Any]]], habit: str
) -> None:
    with driver("naive.mjs", "--kinds", PLANT=habit) as naive:
        said = list(naive.ask([line for line, _ in expected]))
    assert [one for one, (_, right) in zip(said, expected, strict=True) if one != right]


FORMS = Path(__file__).parents[2] / "server" / "surveys" / "forms"


@pytest.mark.parametrize("name", ["kelayakan", "posyandu-balita", "keluhan", "skm"])
def test_random_fillings_come_out_the_same_in_both_languages(name: str) -> None:
    survey = compile_survey((FORMS / f"{name}.md").read_bytes(), f"{name}.md")
    chosen = seed()
    fillings = 30 if name == "kelayakan" else 10
    lines = [{"key": name, "steps": [["guess", chosen + i]]} for i in range(fillings)]
    with driver("fill.mjs") as phone:
        said = list(phone.ask([lines[0] | {"survey": survey}, *lines[1:]], at_once=5))
    for i, filled in enumerate(said):
        outcome = run(survey, filled["answers"], "2026-11-21T10:30:00.000+07:00", partial=False)
        assert outcome.answers == filled["answers"], f"SEED={chosen + i}"
        paths: dict[str, list[str]] = {"required": [], "rest": []}
        for mark in outcome.marks:
            paths["required" if mark["kind"] == "required" else "rest"].append(mark["path"])
        assert paths["required"] == filled["gaps"], f"SEED={chosen + i}"
        assert sorted(set(paths["rest"])) == sorted(path for _, path in filled["errors"]), f"SEED={chosen + i}"
