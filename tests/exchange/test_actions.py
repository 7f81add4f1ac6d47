"""Actions: decided by the server under the lock, refused when the person had not seen what came between."""

from __future__ import annotations

from typing import Any

import pytest
from marshmallow import Schema, fields

from server.errors import WrongStep
from server.exchange import registry
from server.exchange.registry import Action
from sync.scope import COLLECTIONS
from tests.exchange.conftest import wish


class Note(Schema):
    text = fields.String(required=True)


@pytest.fixture
def house_number(monkeypatch):
    """An action that writes before it finds out that it may not."""

    def rename(turn: Any, record: Any, args: dict[str, Any], by: Any) -> None:
        turn.write(record, by, number=args["text"])
        if args["text"] == "forbidden":
            raise WrongStep("nomor itu tidak boleh")

    monkeypatch.setitem(registry._actions, "house.rename", Action(Note(), rename, "building"))


@pytest.fixture
def building(icih) -> str:
    change = icih.begin("building", "004/002", number="12")
    icih.send(change)
    record: str = change["record"]
    return record


def test_an_action_is_done_and_logged_by_its_name(house_number, building, wati):
    wati.pull()
    (receipt,) = wati.send(wati.do("house.rename", building, wati.records[building]["seq"], text="12 A"))
    assert (receipt["status"], wati.records[building]["body"]["number"]) == ("accepted", "12 A")
    headers = {"X-Enrolment": wati.enrolment, "Authorization": f"Bearer {wati.bearer}"}
    history = wati.client.get(f"/api/records/{building}/history", headers=headers).get_json()["history"]
    assert [step["do"] for step in history] == ["house.rename", None]


def test_what_is_not_of_its_kind_has_nothing_done_to_it(building, wati):
    of = {name: one.of for name, one in registry.actions().items()}
    assert set(of.values()) <= set(COLLECTIONS) - {"building"}
    wati.pull()
    for do in sorted(of):
        (receipt,) = wati.send(wati.do(do, building, wati.records[building]["seq"]))
        problem = receipt["problem"]
        assert (receipt["status"], problem["type"], problem["field"]) == ("refused", "/problems/malformed", "record"), (
            do
        )


def test_a_refused_action_leaves_nothing_behind_and_its_neighbours_pass(house_number, building, wati):
    wati.pull()
    seen = wati.records[building]["seq"]
    one = wati.begin("building", "004/002", number="1")
    bad = wati.do("house.rename", building, seen, text="forbidden")
    other = wati.begin("building", "004/002", number="2")
    receipts = wati.send(one, bad, other)
    assert [receipt["status"] for receipt in receipts] == ["accepted", "refused", "accepted"]
    assert receipts[1]["problem"]["type"] == "/problems/wrong-step"
    assert wati.records[building]["body"]["number"] == "12"


def test_an_action_on_what_somebody_acted_on_since_is_refused_with_who_and_what(phone, house_number, building, wati):
    ade = phone("Ade", "petugas_bo")
    wati.pull(), ade.pull()
    seen = wati.records[building]["seq"]
    assert wati.statuses(wati.do("house.rename", building, seen, text="12 A")) == ["accepted"]
    (receipt,) = ade.send(ade.do("house.rename", building, seen, text="12 B"))
    assert receipt["problem"]["type"] == "/problems/changed-meanwhile"
    assert (receipt["problem"]["by"], receipt["problem"]["do"]) == ("Wati", "house.rename")
    now = ade.records[building]["seq"]
    assert ade.statuses(ade.do("house.rename", building, now, text="12 B")) == ["accepted"]


def test_two_actions_of_one_desk_in_a_row_do_not_hinder_each_other(house_number, building, wati):
    wati.pull()
    seen = wati.records[building]["seq"]
    first, second = (wati.do("house.rename", building, seen, text=number) for number in ("12 A", "12 B"))
    assert wati.statuses(first, second) == ["accepted", "accepted"]


def test_a_set_between_does_not_hinder_an_action(house_number, building, icih, wati):
    wati.pull()
    seen = wati.records[building]["seq"]
    icih.send(icih.set("building", building, number=wish("13", icih.records[building]["seq"])))
    assert wati.statuses(wati.do("house.rename", building, seen, text="12 A")) == ["accepted"]


@pytest.mark.parametrize(
    ("do", "args", "field"),
    [("house.burn", {}, "do"), ("house.rename", {}, "args.text"), ("house.rename", {"text": 3}, "args.text")],
)
def test_an_action_that_cannot_be_read_names_its_field(house_number, building, wati, do, args, field):
    (receipt,) = wati.send(wati.do(do, building, 1, **args))
    assert receipt["problem"]["field"] == field


def test_an_action_outside_her_area_is_refused(house_number, building, phone):
    asep = phone("Asep", "kader_pkk", "005")
    (receipt,) = asep.send(asep.do("house.rename", building, 1, text="x"))
    assert receipt["problem"]["type"] == "/problems/out-of-scope"


def test_an_action_on_a_record_in_quarantine_waits_for_it(house_number, icih):
    wrong = icih.begin("building", "007/001", number="1")
    act = icih.do("house.rename", wrong["record"], 0, text="2")
    assert icih.statuses(wrong, act) == ["refused", "held"]
    assert icih.statuses(icih.begin("building", "004/002", wrong["record"], number="1")) == ["accepted", "accepted"]
    assert icih.records[wrong["record"]]["body"]["number"] == "2"


def test_a_decision_from_another_life_has_not_seen_what_was_decided_here(phone, house_number, building, wati):
    ade = phone("Ade", "petugas_bo")
    wati.pull(), ade.pull()
    seen = wati.records[building]["seq"]
    assert wati.statuses(wati.do("house.rename", building, seen, text="12 A")) == ["accepted"]
    (receipt,) = ade.send(ade.do("house.rename", building, seen + 2**30, text="12 B"))
    assert receipt["problem"]["type"] == "/problems/changed-meanwhile"
