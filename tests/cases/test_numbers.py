"""Counts of cases for who watches over the work: of her areas, by RW and status, without names."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from server.cases.numbers import numbers
from server.demo.people import DESA
from tests.field import MONDAY, Field, at, new_id


@pytest.fixture
def field(context: None) -> Iterator[Field]:
    with at(MONDAY):
        found = Field()
        family = found.family()
        found.case(family, "sembako")
        found.case(family, "pkh")
        found.server_writes(found.case(family, "pbi_jkn"), status="siap")
        elsewhere = found.family("Icih", "005/001", hand=found.dedi)
        receipt = found.dedi.set("case", new_id(), exists=True, family=elsewhere, service="pkh")
        assert receipt["status"] == "accepted", receipt
        yield found


def test_cases_are_counted_by_rw_and_status(field: Field) -> None:
    assert numbers(DESA, [""]) == [
        {"rw": "004", "status": "siap", "count": 1},
        {"rw": "004", "status": "terkirim", "count": 2},
        {"rw": "005", "status": "terkirim", "count": 1},
    ]


@pytest.mark.parametrize(
    ("areas", "found"),
    [
        pytest.param(["005"], {"005"}, id="of her RW only"),
        pytest.param(["004/001"], set(), id="not of the RT beside it"),
        pytest.param(["004/002", "005"], {"004", "005"}, id="of all her areas"),
        pytest.param([], set(), id="of none when she has none"),
    ],
)
def test_only_her_areas_are_counted(field: Field, areas: list[str], found: set[str]) -> None:
    assert {row["rw"] for row in numbers(DESA, areas)} == found


def test_no_name_is_in_it(field: Field) -> None:
    assert {key for row in numbers(DESA, [""]) for key in row} == {"rw", "status", "count"}
