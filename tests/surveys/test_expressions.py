"""What expressions mean: every row of tests/vectors/expressions is a sentence of docs/expressions.md, true in both
languages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.surveys.drivers import Driver, driver
from tests.tools.evaluate import written

VECTORS = Path(__file__).parents[1] / "vectors" / "expressions"
ROWS = [(path.stem, row) for path in sorted(VECTORS.glob("*.json")) for row in json.loads(path.read_text("utf-8"))]


@pytest.fixture(scope="module")
def twins() -> Iterator[tuple[Driver, Driver]]:
    with driver("evaluate.py", "--kinds") as server, driver("evaluate.mjs", "--kinds") as phone:
        yield server, phone


@pytest.mark.parametrize("row", [pytest.param(row, id=f"{subject}: {row['says']}") for subject, row in ROWS])
def test_says(twins: tuple[Driver, Driver], row: dict[str, Any]) -> None:
    for twin in twins:
        (said,) = twin.ask([row])
        said.pop("calls", None)
        if "is" in row:
            assert said == row["is"]
        else:
            assert said.get("position") == row["refused"]["position"], said
            assert row["refused"]["contains"] in said["error"]


def test_every_decision_has_its_vectors() -> None:
    """The numbered decisions of docs/expressions.md; those about whole forms have theirs in tests/vectors/forms."""
    forms = json.loads((VECTORS.parent / "forms" / "forms.json").read_text("utf-8"))
    numbers = {row["row"] for _, row in ROWS} | {number for form in forms for number in form["rows"]}
    assert numbers == set(range(1, 31))


@pytest.mark.parametrize(
    ("number", "text"),
    [(1e-7, "1e-7"), (1e-6, "0.000001"), (1e21, "1e+21"), (121932631112635260.0, "121932631112635260"), (-1.5, "-1.5")],
)
def test_a_number_is_written_as_the_other_driver_writes_it(number: float, text: str) -> None:
    assert written({"type": "number", "value": number}) == f'{{"type":"number","value":{text}}}'
