"""The application shows each role what the protocol lets it do (tests/pwa/seats.test.mjs reads the same table)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sync.scope import ROLES, may_write, readable

SEATS: list[dict[str, Any]] = json.loads((Path(__file__).parents[1] / "vectors" / "seats.json").read_text())


@pytest.mark.parametrize("row", SEATS, ids=lambda row: " and ".join(row["roles"]))
def test_the_table_of_seats_follows_the_rights(row: dict[str, Any]) -> None:
    assert may_write(row["roles"], ("",), "visit", "004") == row["visits"]
    rights = readable(row["roles"])
    assert {one for one in ("family", "case") if rights.get(one) == "all"} == set(row["reads"])


def test_every_role_has_its_row() -> None:
    assert {row["roles"][0] for row in SEATS if len(row["roles"]) == 1} == set(ROLES)
