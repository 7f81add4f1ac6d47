"""Places: the desa named so that nobody mixes it up, and areas that reach the right RT."""

from __future__ import annotations

import pytest
from flask import Flask

from server.db import db
from server.errors import NotFound
from server.regions import service as regions

DESA = "32.01.15.2008"


@pytest.fixture
def places(context: None) -> None:
    """Two RW of two RT in Cibadak; RT 001 is there twice, as RT are."""
    regions.open_desa(DESA, "CBD")
    regions.add_regions(DESA, [("I", "001", "001"), ("I", "001", "002"), (None, "002", "001"), (None, "002", "003")])
    db.session.commit()


def test_three_desa_are_called_cibadak() -> None:
    codes = [code for code, name in regions.names().items() if name == "Cibadak" and code.count(".") == 3]
    assert codes == ["32.01.09.2005", "32.01.15.2008", "32.01.36.2006"]


def test_a_desa_is_named_with_its_kecamatan(places: None) -> None:
    assert regions.desa(DESA) == {"code": DESA, "name": "Cibadak", "kecamatan": "Ciampea", "short": "CBD"}


def test_no_real_nik_begins_with_the_kecamatan_of_our_synthetic_ones() -> None:
    assert "32.01.99" not in regions.names()


@pytest.mark.parametrize(
    ("areas", "reached"),
    [
        pytest.param([""], {"001": ["001", "002"], "002": ["001", "003"]}, id="the desa"),
        pytest.param(["001"], {"001": ["001", "002"]}, id="an RW"),
        pytest.param(["001/002", "002/001"], {"001": ["002"], "002": ["001"]}, id="two RT of two RW"),
        pytest.param(["002/003/01a1ffd3-7b0a-7037-8b99-811d76c14b9a"], {"002": ["003"]}, id="a house"),
        pytest.param(["001/002", "001"], {"001": ["001", "002"]}, id="an RT within an RW of hers"),
        pytest.param([], {}, id="nothing"),
        pytest.param(["0"], {}, id="no place"),
    ],
)
def test_areas_reach(places: None, areas: list[str], reached: dict[str, list[str]]) -> None:
    assert {row["rw"]: row["rts"] for row in regions.regions_for(DESA, areas)} == reached


@pytest.mark.parametrize(
    ("area", "there"),
    [("", True), ("001", True), ("001/003", False), ("002/003", True), ("003", False), ("1", False), ("001/2", False)],
)
def test_only_places_of_the_list_are_areas(places: None, area: str, there: bool) -> None:
    assert regions.is_area(DESA, area) is there


def test_the_same_rt_may_be_listed_again(places: None) -> None:
    regions.add_regions(DESA, [("II", "001", "001")])
    db.session.commit()
    assert regions.regions_for(DESA, ["001"]) == [{"dusun": "II", "rw": "001", "rts": ["001", "002"]}]


def test_a_desa_that_is_open_stays_as_it_is(places: None) -> None:
    regions.open_desa(DESA, "LUR")
    db.session.commit()
    assert regions.desa(DESA)["short"] == "CBD"


@pytest.mark.parametrize("code", ["32.01.15", "32.01.15.9999", "", "Cibadak"])
def test_only_a_desa_of_the_list_is_opened(context: None, code: str) -> None:
    with pytest.raises(NotFound):
        regions.open_desa(code, "LUR")


def test_places_are_told_to_readers_only(app: Flask, client: object, desa: str) -> None:
    assert app.test_client().get("/api/regions").status_code == 401
