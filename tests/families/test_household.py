"""Names and households: the tables that both languages read."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from server.families.household import doubts
from server.families.names import alike

VECTORS = Path(__file__).parents[1] / "vectors"
NAMES = json.loads((VECTORS / "names.json").read_text())
HOUSEHOLDS = json.loads((VECTORS / "household.json").read_text())


@pytest.mark.parametrize("row", NAMES, ids=lambda row: f"{row['one']} / {row['other']}")
def test_two_names(row: dict) -> None:
    assert alike(row["one"], row["other"]) == row["is"]
    assert alike(row["other"], row["one"]) == row["is"]


@pytest.mark.parametrize("row", HOUSEHOLDS["cases"], ids=lambda row: row["says"])
def test_what_is_asked_of_a_household(row: dict) -> None:
    found = doubts(row["family"], row["members"], date.fromisoformat(HOUSEHOLDS["today"]))
    assert [one._asdict() for one in found] == row["doubts"]
