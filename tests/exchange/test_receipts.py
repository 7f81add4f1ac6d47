"""What becomes of a change, and what its sender is told."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from server.db import db
from server.exchange import registry
from server.exchange.models import Log, Quarantine, Receipt
from sync.ids import identity_id
from tests.exchange.conftest import new_id, wish


def house(phone: Any, area: str = "004/002") -> list[dict[str, Any]]:
    """A building, a family in it and a member: what a first visit begins."""
    building = new_id()
    family = phone.begin("family", f"{area}/{building}", building=building, head_name="Suryati")
    return [
        phone.begin("building", f"{area}/{building}", building, rw="004", rt="002", number="12"),
        family,
        phone.begin("member", family=family["record"], full_name="Suryati", order=1),
    ]


def in_order(phone: Any, changes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    for number, change in enumerate(changes, phone.n + 1):
        change["n"] = number
    phone.n += len(changes)
    return changes


def test_a_first_visits_changes_are_accepted_and_numbered_without_holes(icih):
    receipts = icih.send(*in_order(icih, house(icih)))
    assert [receipt["status"] for receipt in receipts] == ["accepted"] * 3
    assert [receipt["seq"] for receipt in receipts] == [1, 2, 3]
    assert icih.answer["desas"]["32.01.15.2008"]["head"] == 3


def test_the_same_change_again_is_a_duplicate_and_writes_nothing(icih):
    change = icih.begin("building", "004/002", number="12")
    first, again = icih.send(change)[0], icih.send(change)[0]
    assert (again["status"], again["seq"]) == ("duplicate", first["seq"])
    assert icih.answer["desas"]["32.01.15.2008"]["head"] == 1


def test_the_same_change_twice_in_one_delivery_is_taken_once(icih):
    change = icih.begin("building", "004/002", number="12")
    assert icih.statuses(change, change) == ["accepted", "duplicate"]


def test_another_content_under_the_same_id_is_named(icih):
    change = icih.begin("building", "004/002", number="12")
    icih.send(change)
    (receipt,) = icih.send(change | {"set": {"exists": wish(True), "number": wish("13")}})
    assert receipt["status"] == "refused"
    assert receipt["problem"]["type"] == "/problems/change-reused"


def test_somebody_elses_change_cannot_be_answered_for(icih, dedi):
    change = icih.begin("building", "004/002", number="12")
    icih.send(change)
    (receipt,) = dedi.send(change)
    assert receipt["problem"]["type"] == "/problems/change-reused"


def test_a_malformed_change_names_its_field_and_its_neighbours_pass(icih):
    good, bad, also = (icih.begin("building", "004/002", number=str(i)) for i in range(3))
    bad["set"]["rw"] = {"to": 4, "seen": 0}
    receipts = icih.send(good, bad, also)
    assert [receipt["status"] for receipt in receipts] == ["accepted", "refused", "accepted"]
    assert receipts[1]["problem"]["field"] == "set.rw"
    assert receipts[1]["problem"]["type"] == "/problems/malformed"


def test_a_refused_change_lies_in_quarantine_whole(app: Flask, icih):
    change = icih.begin("building", "007/001", number="1")
    assert icih.statuses(change) == ["refused"]
    with app.app_context():
        (row,) = db.session.scalars(select(Quarantine))
        assert (row.change, row.record, row.settled) == (change["id"], change["record"], None)
        assert '"number":{"seen":0,"to":"1"}' in row.body
    assert icih.statuses(change) == ["refused"]  # asked again, the answer is the same and stands once
    with app.app_context():
        assert len(list(db.session.scalars(select(Quarantine)))) == 1


def test_what_has_no_name_at_all_is_kept_too(app: Flask, icih):
    receipts = icih.send({"nonsense": True}, 7, None)
    assert [receipt["status"] for receipt in receipts] == ["refused"] * 3
    with app.app_context():
        assert len(list(db.session.scalars(select(Quarantine)))) == 3


@pytest.mark.parametrize(
    "ugly",
    [
        {"record": "\x00" * 36},
        {"record": "\ud83d" * 36},
        {"set": {"\ud83d": {"to": "\ud83d", "seen": 0}}},
        {"set": {"head_name": {"to": "\x00", "seen": 0}}},
        {"made_at": "\x00"},
        {"n": 10**40},
        {"area": "004/002\x00"},
        {"collection": ["family"]},
        {"desa": None},
    ],
    ids=lambda ugly: next(iter(ugly)),
)
def test_what_no_database_would_keep_is_refused_and_kept(app: Flask, icih, ugly):
    good = icih.begin("family", "004/002", head_name="Suryati")
    bad = icih.begin("family", "004/002", head_name="Suryati") | ugly
    assert sorted(icih.statuses(bad, good)) == ["accepted", "refused"]
    with app.app_context():
        assert len(list(db.session.scalars(select(Quarantine)))) == 1


def test_what_builds_on_a_refused_change_is_held_and_freed_with_it(app: Flask, icih):
    building, family, member = in_order(icih, house(icih))
    building["area"] = "007/001"  # not hers
    assert icih.statuses(building, family, member) == ["refused", "held", "held"]
    better = icih.begin("building", "004/002", building["record"], rw="004", rt="002", number="12")
    receipts = icih.send(better)
    assert [receipt["status"] for receipt in receipts] == ["accepted"] * 3
    assert {receipt["id"] for receipt in receipts} == {better["id"], family["id"], member["id"]}
    assert icih.records[member["record"]]["body"]["full_name"] == "Suryati"
    assert icih.statuses(member) == ["duplicate"]
    with app.app_context():
        unsettled = db.session.scalars(select(Quarantine.change).where(Quarantine.settled.is_(None)))
        assert list(unsettled) == [building["id"]]


def test_held_and_freed_within_one_delivery(icih):
    building, family, member = in_order(icih, house(icih))
    building["area"] = "007/001"
    better = icih.begin("building", "004/002", building["record"], rw="004", rt="002", number="12")
    assert icih.statuses(building, family, member, better) == ["refused", "accepted", "accepted", "accepted"]


def test_an_unknown_reference_is_refused_by_name(icih):
    (receipt,) = icih.send(icih.begin("member", family=new_id(), full_name="Icih"))
    assert receipt["problem"]["type"] == "/problems/unknown-record"
    assert receipt["problem"]["field"] == "set.family"


def test_a_field_of_the_server_is_not_for_phones(icih):
    (receipt,) = icih.send(icih.begin("family", "004/002", state="pindah"))
    assert receipt["problem"]["field"] == "set.state"


def test_a_field_nobody_knows_is_kept_under_extra_with_its_own_version(icih):
    family = icih.begin("family", "004/002", head_name="Suryati", goats=3)
    icih.send(family)
    record = icih.records[family["record"]]
    assert record["body"]["extra"] == {"goats": 3}
    assert record["versions"]["goats"] == record["seq"]
    assert icih.statuses(icih.set("family", family["record"], goats=wish(4, record["seq"]))) == ["accepted"]
    assert icih.records[family["record"]]["body"]["extra"] == {"goats": 4}


def test_two_phones_one_field_is_a_conflict_that_shows_both_names(icih, dedi):
    family = icih.begin("family", "004/002", head_name="Suryati", landmark="warung")
    icih.send(family)
    seen = icih.records[family["record"]]["versions"]["head_name"]
    dedi.pull()
    assert dedi.statuses(dedi.set("family", family["record"], head_name=wish("Suryati binti Adi", seen))) == [
        "accepted"
    ]
    assert icih.statuses(icih.set("family", family["record"], head_name=wish("Suriati", seen))) == ["conflict"]
    (conflict,) = (record for record in icih.records.values() if record["collection"] == "conflict")
    body = conflict["body"]
    assert (body["standing"], body["standing_by"]) == ("Suryati binti Adi", "Dedi")
    assert (body["other"], body["other_by"]) == ("Suriati", "Icih")
    assert icih.records[family["record"]]["body"]["head_name"] == "Suryati binti Adi"
    resolved = icih.set("family", family["record"], head_name=wish("Suriati", conflict["seq"]))
    assert icih.statuses(resolved) == ["accepted"]
    assert icih.records[conflict["id"]]["body"]["closed"] is True


def test_two_phones_two_fields_is_none(icih, dedi):
    family = icih.begin("family", "004/002", head_name="Suryati", landmark="warung")
    icih.send(family)
    seen = icih.records[family["record"]]["seq"]
    assert dedi.statuses(dedi.set("family", family["record"], head_name=wish("Yati", seen))) == ["accepted"]
    assert icih.statuses(icih.set("family", family["record"], landmark=wish("masjid", seen))) == ["accepted"]
    assert (
        icih.records[family["record"]]["body"] | {"head_name": "Yati", "landmark": "masjid"}
        == (icih.records[family["record"]]["body"])
    )


def test_what_somebody_else_has_said_too_is_no_longer_ones_own_to_write_over(icih, dedi):
    """Whatever comes first, Dedi's word stays visible."""
    family = icih.begin("family", "004/002", landmark="warung")
    icih.send(family)
    assert dedi.statuses(dedi.set("family", family["record"], landmark="masjid")) == ["conflict"]
    assert dedi.statuses(dedi.set("family", family["record"], address="Kp. Sawah")) == ["accepted"]
    assert icih.statuses(icih.set("family", family["record"], address="Kp. Sawah")) == ["merged"]
    assert dedi.statuses(dedi.set("family", family["record"], address="Kp. Baru")) == ["conflict"]


def test_one_phone_may_write_over_itself_before_it_hears_an_answer(icih):
    family = icih.begin("family", "004/002", head_name="Suryati")
    later = icih.set("family", family["record"], head_name="Suriati")
    assert icih.statuses(family, later) == ["accepted", "accepted"]
    assert icih.records[family["record"]]["body"]["head_name"] == "Suriati"


def test_two_phones_that_note_the_same_identity_meet_in_one_record(icih, dedi):
    family = icih.begin("family", "004/002", head_name="Suryati")
    icih.send(family)
    identity = identity_id(family["record"])
    number = "3201990101010001"
    one = icih.begin("identity", record=identity, subject=family["record"], kk_number=number)
    other = dedi.begin("identity", record=identity, subject=family["record"], kk_number=number)
    assert icih.statuses(one) == ["accepted"]
    assert dedi.statuses(other) == ["merged"]


def test_a_sent_visit_is_not_edited_in_place(app: Flask, icih, monkeypatch):
    monkeypatch.setattr(registry, "_checks", {})
    monkeypatch.setattr(registry, "_arrivals", {})
    visit = icih.begin("visit", "004/002", date="2026-11-21", answers={"a": 1})
    icih.send(visit)
    (receipt,) = icih.send(icih.set("visit", visit["record"], answers={"a": 2}))
    assert receipt["problem"]["type"] == "/problems/visit-is-final"
    assert icih.records[visit["record"]]["body"]["by"] == {"person": icih.person, "name": "Icih", "role": "kader_pkk"}


def test_deleting_what_somebody_edited_since_is_one_conflict(icih, dedi):
    house = icih.begin("building", "004/002", number="12")
    icih.send(house)
    seen = icih.records[house["record"]]["seq"]
    dedi.send(dedi.set("building", house["record"], number=wish("14", seen)))
    assert icih.statuses(icih.set("building", house["record"], exists=wish(False, seen))) == ["conflict"]
    assert icih.records[house["record"]]["gone"] is None
    again = icih.set("building", house["record"], exists=wish(False, icih.records[house["record"]]["seq"]))
    assert icih.statuses(again) == ["accepted"]
    assert icih.records[house["record"]]["gone"] == "deleted"


def test_a_poison_change_is_set_aside_alone(app: Flask, icih, monkeypatch):
    def poison(_turn: Any, record: Any, *_how: Any) -> None:
        if record.body.get("number") == "13":
            raise KeyError("number 13")

    monkeypatch.setitem(registry._arrivals, "building", [poison])
    changes = [icih.begin("building", "004/002", number=str(i)) for i in range(12, 15)]
    receipts = icih.send(*changes)
    assert [receipt["status"] for receipt in receipts] == ["accepted", "refused", "accepted"]
    assert receipts[1]["problem"]["type"] == "/problems/server-trouble"
    assert len(icih.records) == 2
    assert icih.answer["desas"]["32.01.15.2008"]["head"] == 2


def test_what_the_database_refuses_is_set_aside_alone(app: Flask, icih, monkeypatch):
    def broken(turn: Any, record: Any, *_how: Any) -> None:
        if record.body.get("number") == "13":
            turn.session.execute(Receipt.__table__.insert().values(desa=record.desa))

    monkeypatch.setitem(registry._arrivals, "building", [broken])
    changes = [icih.begin("building", "004/002", number=str(i)) for i in range(12, 15)]
    assert icih.statuses(*changes) == ["accepted", "refused", "accepted"]


def test_the_log_tells_who_what_and_when(app: Flask, icih):
    family = icih.begin("family", "004/002", head_name="Suryati")
    icih.send(family)
    seen = icih.records[family["record"]]["seq"]
    icih.send(icih.set("family", family["record"], head_name=wish("Yati", seen)))
    headers = {"X-Enrolment": icih.enrolment, "Authorization": f"Bearer {icih.bearer}"}
    history = icih.client.get(f"/api/records/{family['record']}/history", headers=headers).get_json()["history"]
    assert [step["name"] for step in history] == ["Icih", "Icih"]
    assert (history[0]["before"], history[0]["after"]) == ({"head_name": "Suryati"}, {"head_name": "Yati"})
    assert history[0]["made_at"] == "2026-11-21T10:00:00+07:00"
    with app.app_context():
        assert list(db.session.scalars(select(Log.seq).order_by(Log.seq))) == [1, 2]


def test_two_phones_and_an_officer(icih, dedi, wati):
    """The example of docs/protocol.md, step by step."""
    family = wati.begin("family", "004/002", landmark="warung")
    wati.send(family)
    name, seen = family["record"], wati.records[family["record"]]["seq"]
    icih.pull(), dedi.pull()
    first = icih.set("family", name, landmark=wish("masjid", seen))
    theirs = dedi.set("family", name, landmark=wish("pos ronda", seen), phone=wish("081200000000"))
    assert icih.statuses(first) == ["accepted"]
    assert dedi.statuses(theirs) == ["conflict"]
    assert dedi.records[name]["body"] | {"landmark": "masjid", "phone": "081200000000"} == dedi.records[name]["body"]
    (conflict,) = (one for one in dedi.records.values() if one["collection"] == "conflict")
    assert icih.statuses(icih.set("family", name, landmark=wish("masjid besar", seen))) == ["accepted"]
    too_early = wati.set("family", name, landmark=wish("pos ronda", conflict["seq"]))
    assert wati.statuses(too_early) == ["conflict"]  # of what stands now she had seen nothing
    shown = wati.records[conflict["id"]]
    assert (shown["body"]["standing"], shown["body"]["other"]) == ("masjid besar", "pos ronda")
    chosen = wati.set("family", name, landmark=wish("pos ronda", max(r["seq"] for r in wati.records.values())))
    receipt = wati.send(chosen)[0]
    again = wati.send(chosen)[0]
    assert (receipt["status"], again["status"], again["seq"]) == ("accepted", "duplicate", receipt["seq"])
    for phone in (icih, dedi, wati):
        phone.pull()
        assert phone.records[name]["body"]["landmark"] == "pos ronda"
        assert phone.records[conflict["id"]]["body"]["closed"] is True
