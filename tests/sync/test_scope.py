"""The one table of rights."""

from __future__ import annotations

import pytest

from sync.cursor import Cursor, scope_hash
from sync.scope import (
    COLLECTIONS,
    FIELDS,
    ROLES,
    SERVER_FIELDS,
    TABLE,
    is_area,
    may_read,
    may_write,
    role_shown,
    within,
)

BUILDING = "004/002/01a1ff00-0000-7000-8000-000000000001"


def test_every_role_has_a_row_and_every_row_a_role():
    assert set(TABLE) == set(ROLES)
    for rights in TABLE.values():
        assert set(rights.read) <= set(COLLECTIONS)
        assert rights.write <= set(FIELDS)


def test_no_field_is_both_a_persons_and_the_servers():
    for collection, fields in SERVER_FIELDS.items():
        assert not fields & FIELDS[collection]


@pytest.mark.parametrize(
    ("area", "areas", "inside"),
    [
        pytest.param("004/002", ["004"], True, id="an RT lies in its RW"),
        pytest.param("004", ["004"], True, id="an RW lies in itself"),
        pytest.param("004", ["004/002"], False, id="an RW lies in none of its RT"),
        pytest.param("0041", ["004"], False, id="a longer name is another place"),
        pytest.param("004/002", ["005", "004/002"], True, id="one of several is enough"),
        pytest.param("004/002", [""], True, id="everything lies in the desa"),
        pytest.param("", ["004"], False, id="the desa lies in no RW"),
        pytest.param("004/002", [], False, id="nothing lies nowhere"),
    ],
)
def test_where_something_lies(area, areas, inside):
    assert within(area, areas) is inside


@pytest.mark.parametrize(
    ("path", "good"),
    [("004", True), ("004/002", True), (BUILDING, True)]
    + [(path, False) for path in ("", "4", "004/", "004/2", "004/002/x", "004/002/\n", "٠٠٤")],
)
def test_an_area_is_chosen_and_never_typed(path, good):
    assert is_area(path) is good


@pytest.mark.parametrize(
    ("roles", "collection", "own", "may"),
    [
        (["kader_pkk"], "identity", False, True),
        (["kader_posyandu"], "identity", False, False),
        (["kader_posyandu"], "identity", True, True),
        (["kader_posyandu"], "conflict", False, False),
        (["kader_posyandu"], "conflict", True, True),
        (["ketua_rt"], "member", False, False),
        (["kades"], "case", False, False),
        (["admin"], "case", False, False),
        (["admin", "petugas_bo"], "case", False, True),
        (["nobody"], "family", False, False),
    ],
)
def test_who_may_read_in_her_area(roles, collection, own, may):
    assert may_read(roles, ("004",), collection, "004/002", own) is may


def test_writing_goes_by_role_and_place():
    assert may_write(["kader_pkk"], ("004",), "family", "004/002")
    assert not may_write(["kader_pkk"], ("004",), "family", "005/002")
    assert not may_write(["ketua_rw"], ("004",), "family", "004/002")
    assert not may_write(["petugas_fo"], (), "service_day", "")
    assert may_write(["petugas_fo"], (), "family", "005/002")


def test_an_author_may_read_her_visit_wherever_it_is():
    assert may_read(["kader_pkk"], ("004",), "visit", "005/001", own=True)
    assert not may_read(["kader_pkk"], ("004",), "case", "005/001", own=True)


def test_beside_a_name_stands_the_weightiest_role():
    assert role_shown(["kader_pkk", "koordinator", "petugas_fo"]) == "koordinator"


def test_other_rights_have_another_name():
    one = scope_hash("p", ["kader_pkk"], ["004"])
    assert one == scope_hash("p", ["kader_dasawisma"], ["004"])  # the same rights
    assert one != scope_hash("p", ["kader_pkk"], ["004", "005"])
    assert one != scope_hash("p", ["kader_posyandu"], ["004"])
    assert one != scope_hash("q", ["kader_pkk"], ["004"])


@pytest.mark.parametrize(
    "sent",
    [
        {"seq": "1"},
        {"seq": True, "tag": 0, "epoch": "", "scope": ""},
        {},
        {"seq": -1},
        {"seq": 10**30, "tag": 0, "epoch": "", "scope": ""},
    ],
)
def test_a_cursor_that_cannot_be_read_is_never_believed(sent):
    assert Cursor.read(sent).seq == -1
    assert Cursor.read(None) == Cursor()
