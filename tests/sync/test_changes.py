"""The shape of a change: what is taken in hand, and which field is named when it is not."""

from __future__ import annotations

import math
from typing import Any

import pytest

from sync.canonical import canonical, same
from sync.changes import MAX_CHANGE, Misshapen, read_change
from sync.ids import identity_id, is_identity_id, is_uuid7, subject_of
from sync.record import ActionChange, SetChange

ID = "01a1ff00-0000-7000-8000-000000000001"
RECORD = "01a1ff00-0000-7000-8000-000000000002"
SET = {"id": ID, "n": 1, "collection": "family", "record": RECORD, "desa": "32.01.15.2008", "area": "004/002"}
SET |= {"set": {"exists": {"to": True, "seen": 0}}, "made_at": "2026-11-21T10:00:00+07:00"}
ACTION = {"id": ID, "n": 1, "do": "case.send_back", "record": RECORD, "desa": "32.01.15.2008", "seen": 4, "args": {}}


def bottomless(depth: int) -> Any:
    return [bottomless(depth - 1)] if depth else 1


def test_both_kinds_are_read():
    change = read_change(SET, 300)
    assert isinstance(change, SetChange)
    assert change.values == {"exists": True}
    action = read_change(ACTION, 300)
    assert isinstance(action, ActionChange)
    assert action.do == "case.send_back"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        pytest.param({"id": "x"}, "id", id="an id that is none"),
        pytest.param({"id": ID.upper()}, "id", id="an id in capital letters"),
        pytest.param({"n": 0}, "n", id="n counts from one"),
        pytest.param({"n": True}, "n", id="n is no yes"),
        pytest.param({"n": 2**53}, "n", id="n beyond what JavaScript counts"),
        pytest.param({"record": "../x"}, "record", id="a record that is none"),
        pytest.param({"record": identity_id(RECORD)}, "record", id="an identity's id for a family"),
        pytest.param({"desa": 3201}, "desa", id="a desa that is none"),
        pytest.param({"made_at": "2026-11-21T10:00:00"}, "made_at", id="a time without its offset"),
        pytest.param({"collection": "service_day"}, "collection", id="a collection that only the server writes"),
        pytest.param({"collection": "goats"}, "collection", id="a collection nobody knows"),
        pytest.param({"area": "4/2"}, "area", id="an area as somebody typed it"),
        pytest.param({"area": ""}, "area", id="the whole desa is no place for a family"),
        pytest.param({"collection": "member"}, "area", id="a member lies where its family lies"),
        pytest.param({"set": {}}, "set", id="nothing to set"),
        pytest.param({"set": []}, "set", id="a list for a set"),
        pytest.param({"set": {"Name": {"to": 1, "seen": 0}}}, "set", id="a name that is none"),
        pytest.param({"set": {"\ud83d": {"to": 1, "seen": 0}}}, "set", id="a name nobody could read back"),
        pytest.param({"set": {"extra": {"to": 1, "seen": 0}}}, "set.extra", id="the box itself"),
        pytest.param({"set": {"state": {"to": "x", "seen": 0}}}, "set.state", id="a field of the server"),
        pytest.param({"set": {"head_name": "Siti"}}, "set.head_name", id="a value without what was seen"),
        pytest.param({"set": {"head_name": {"to": "x", "seen": -1}}}, "set.head_name.seen", id="seen below zero"),
        pytest.param({"set": {"head_name": {"to": 7, "seen": 0}}}, "set.head_name", id="a number for a name"),
        pytest.param({"set": {"landmark": {"to": {}, "seen": 0}}}, "set.landmark", id="an object for one value"),
        pytest.param({"set": {"exists": {"to": 1, "seen": 0}}}, "set.exists", id="1 for true"),
        pytest.param({"set": {"building": {"to": "x", "seen": 0}}}, "set.building", id="a reference that is none"),
        pytest.param({"set": {"head_name": {"to": "a\x00", "seen": 0}}}, "set.head_name", id="a NUL in a text"),
        pytest.param({"set": {"head_name": {"to": "\ud83d", "seen": 0}}}, "set.head_name", id="half a letter"),
        pytest.param({"set": {"goats": {"to": math.inf, "seen": 0}}}, "set.goats", id="a number without end"),
        pytest.param({"set": {"goats": {"to": math.nan, "seen": 0}}}, "set.goats", id="a number that is none"),
        pytest.param({"set": {"goats": {"to": bottomless(20), "seen": 0}}}, "set.goats", id="a bottomless list"),
        pytest.param({"set": {"head_name": {"to": "x" * 4001, "seen": 0}}}, "set.head_name", id="a text without end"),
    ],
)
def test_a_wrong_set_names_its_field(wrong, field):
    with pytest.raises(Misshapen) as refused:
        read_change(SET | wrong, 300)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"do": "x"}, "do"), ({"seen": None}, "seen"), ({"args": []}, "args"), ({"args": {"a": "\x00"}}, "args.a")],
)
def test_a_wrong_action_names_its_field(wrong, field):
    with pytest.raises(Misshapen) as refused:
        read_change(ACTION | wrong, 300)
    assert refused.value.field == field


@pytest.mark.parametrize("day", ["2026-02-30", "2026-W01-1", "20260101", 5, "21-11-2026"])
def test_a_day_that_is_none_is_named(day):
    visit = SET | {"collection": "visit", "set": {"date": {"to": day, "seen": 0}}}
    with pytest.raises(Misshapen) as refused:
        read_change(visit, 300)
    assert refused.value.field == "set.date"


def test_a_change_too_large_is_refused_when_typed():
    with pytest.raises(Misshapen):
        read_change(SET, MAX_CHANGE + 1)
    assert read_change(SET, MAX_CHANGE)


def test_an_identity_is_named_after_its_subject():
    identity = identity_id(RECORD)
    assert identity[14] == "8"
    assert is_identity_id(identity)
    assert not is_uuid7(identity)
    assert subject_of(identity) == RECORD
    change = {k: v for k, v in SET.items() if k != "area"} | {"collection": "identity", "record": identity}
    assert read_change(change | {"set": {"subject": {"to": RECORD, "seen": 0}}}, 300)
    with pytest.raises(Misshapen) as refused:
        read_change(change | {"set": {"subject": {"to": ID, "seen": 0}}}, 300)
    assert refused.value.field == "set.subject"


def test_the_canonical_form():
    assert canonical({"a": [" Rene\u0301e ", 2.0, 2.5, None, True]}) == {"a": ["Renée", 2, 2.5, None, True]}
    assert same(canonical(2.0), 2)
    assert not same(True, 1)
    assert not same({"a": True}, {"a": 1})
    assert not same([1], [1, 2])
