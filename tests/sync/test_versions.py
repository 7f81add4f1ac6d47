"""Versions said shortly mean the same, here and on the phone (``tests/pwa/versions.test.mjs`` reads the same table)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.versions import lengthened, shortened

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "versions.json").read_text())
NAMES = st.sampled_from(["exists", "rt", "phone", "landmark", "goats", "ducks"])


@pytest.mark.parametrize("row", [pytest.param(row, id=row["says"]) for row in VECTORS])
def test_versions_said_shortly(row):
    assert shortened(row["whole"], row["body"]) == row["short"]
    assert lengthened(row["short"], row["body"]) == row["whole"]


@given(versions=st.dictionaries(NAMES, st.integers(1, 3)), known=st.frozensets(NAMES), other=st.frozensets(NAMES))
def test_nothing_is_lost_by_saying_it_shortly(versions, known, other):
    fields = dict.fromkeys(known) | ({"extra": dict.fromkeys(other - known)} if other else {})
    for body in (fields, dict.fromkeys(versions)):
        assert lengthened(shortened(versions, body), body) == versions
