"""What a whole form means: tests/vectors/forms, filled in by the phone's engine and run again by the server's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from server.surveys import reading, reading_child
from server.surveys.checking import run
from server.surveys.compile import compile_survey
from server.surveys.mistakes import NotCompiled
from tests.surveys.drivers import Driver, driver

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "forms" / "forms.json").read_text("utf-8"))
EVALUATED_AT = "2026-11-21T10:30:00.000+07:00"


@cache
def compiled(form: str, files: str) -> dict[str, Any]:
    return compile_survey(form, "form.md", {name: text.encode() for name, text in json.loads(files).items()})


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Our own forms need no limits, and no process each."""
    monkeypatch.setattr(reading, "in_child", lambda _script, ending, source: reading_child.read(source, ending))


@pytest.fixture(scope="module")
def phone() -> Iterator[Driver]:
    with driver("fill.mjs") as made:
        yield made


def form_of(vector: dict[str, Any]) -> tuple[str, str]:
    """The form and the files that come with it."""
    return "\n".join(vector["form"]), json.dumps(vector.get("files", {}))


@pytest.mark.parametrize("vector", [pytest.param(v, id=v["says"]) for v in VECTORS if "refused" not in v])
def test_says(phone: Driver, vector: dict[str, Any]) -> None:
    survey = compiled(*form_of(vector))
    line = {key: vector[key] for key in ("options", "steps", "evaluatedAt") if key in vector}
    (said,) = phone.ask([line | {"key": vector["says"], "survey": survey, "look": list(vector.get("look", {}))}])
    for state, wanted in zip(said["look"], vector.get("look", {}).values(), strict=True):
        assert {key: state.get(key) for key in wanted} == wanted
    for key in ("answers", "draft", "gaps", "errors", "pages"):
        if key in vector:
            assert said[key] == vector[key]
    if "sent" in vector:
        outcome = run(survey, vector["sent"], EVALUATED_AT, **vector.get("run", {}))
        assert [[mark["kind"], mark["path"], mark["phone"], mark["server"]] for mark in outcome.marks] == vector[
            "marks"
        ]
        if "kept" in vector:
            assert outcome.answers == vector["kept"]
    else:
        outcome = run(survey, said["answers"], vector.get("evaluatedAt", EVALUATED_AT), partial=False)
        assert outcome.answers == said["answers"]
        assert [m["path"] for m in outcome.marks if m["kind"] == "required"] == said["gaps"]
        assert sorted(m["path"] for m in outcome.marks if m["kind"] != "required") == sorted(
            {e[1] for e in said["errors"]}
        )


def test_a_filling_that_spends_its_steps_means_the_same_on_both_sides(phone: Driver) -> None:
    form = (
        "| survey | type | name | label | calculation |\n| | begin_repeat | r | R | |\n| | begin_repeat | q | Q | |\n"
        "| | integer | x | X | |\n| | calculate | s | | sum(/data/r/q/x) |\n"
        "| | end_repeat | | | |\n| | end_repeat | | | |\n"
    )
    answers = {"r": [{"q": [{"x": 1}] * 24}] * 24}
    survey = compiled(form, "{}")
    options = {"answers": answers, "fresh": False}
    (said,) = phone.ask([{"key": "berat", "survey": survey, "options": options}])
    known = [row.get("s") for outer in said["answers"]["r"] for row in outer["q"]]
    assert (known[0], known[-1], len(known)) == (24 * 24, None, 24 * 24)
    outcome = run(survey, said["answers"], EVALUATED_AT, partial=False)
    assert outcome.answers == said["answers"]
    assert {mark["kind"] for mark in outcome.marks} == {"limit"}


@pytest.mark.parametrize("vector", [pytest.param(v, id=v["says"]) for v in VECTORS if "refused" in v])
def test_refuses(vector: dict[str, Any]) -> None:
    with pytest.raises(NotCompiled) as refused:
        compiled(*form_of(vector))
    said = [[m.sheet, m.row, m.column, m.position] for m in refused.value.mistakes]
    assert said == [wanted[:4] for wanted in vector["refused"]]
    for mistake, wanted in zip(refused.value.mistakes, vector["refused"], strict=True):
        assert wanted[4] in mistake.message
