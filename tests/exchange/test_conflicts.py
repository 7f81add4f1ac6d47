"""Two values for one thing: both stay visible with both names, until somebody who was shown both decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sync.ids import identity_id
from tests.exchange.conftest import Phone, wish


@pytest.fixture
def known(icih: Phone, dedi: Phone) -> dict[str, Any]:
    """A family that both phones know."""
    change = icih.begin("family", "004/002", head_name="Suryati", landmark="warung")
    icih.send(change)
    dedi.pull()
    return icih.records[change["record"]]


def conflict_on(phone: Phone) -> dict[str, Any]:
    """The one conflict that ``phone`` knows, as it stands."""
    phone.pull()
    (found,) = (record for record in phone.records.values() if record["collection"] == "conflict")
    return found


def test_a_conflict_names_its_family_and_both_people(icih: Phone, dedi: Phone, known: dict[str, Any]) -> None:
    seen = known["versions"]["landmark"]
    dedi.send(dedi.set("family", known["id"], landmark=wish("pos ronda", seen)))
    icih.n += 5  # a later change of hers than what the record was begun with does not write over Dedi's
    assert icih.statuses(icih.set("family", known["id"], landmark=wish("masjid", seen))) == ["conflict"]
    body = conflict_on(icih)["body"]
    assert (body["family"], body["title"], body["field"]) == (known["id"], "Suryati", "landmark")
    assert (body["standing_person"], body["other_person"]) == (dedi.person, icih.person)


def test_who_leaves_the_choice_to_the_officers_says_so_and_they_choose(
    icih: Phone, dedi: Phone, wati: Phone, known: dict[str, Any]
) -> None:
    seen = known["versions"]["landmark"]
    dedi.send(dedi.set("family", known["id"], landmark=wish("pos ronda", seen)))
    icih.send(icih.set("family", known["id"], landmark=wish("masjid", seen)))
    conflict = conflict_on(icih)
    assert icih.statuses(icih.do("conflict.leave", conflict["id"], conflict["seq"])) == ["accepted"]
    asked = conflict_on(wati)
    assert asked["body"]["left"]["name"] == "Icih"
    decided = wati.set("family", known["id"], landmark=wish("masjid", asked["seq"]))
    assert wati.statuses(decided) == ["accepted"]
    body = conflict_on(icih)["body"]
    assert (body["closed"], body["chosen"], body["chosen_by"]["name"]) == (True, "masjid", "Wati")
    late = dedi.set("family", known["id"], landmark=wish("pos ronda", asked["seq"]))
    assert dedi.statuses(late) == ["conflict"], "what Dedi was shown is over: his word waits for somebody again"


def test_posyandu_is_asked_about_what_she_sees_and_about_nobodys_number(
    icih: Phone, phone: Callable[..., Phone], known: dict[str, Any]
) -> None:
    yeti, family = phone("Yeti", "kader_posyandu", "004"), known["id"]
    numbered = icih.begin("identity", record=identity_id(family), subject=family, kk_number="3201990101900001")
    icih.send(numbered)
    yeti.pull()
    seen = known["versions"]["landmark"]
    icih.send(icih.set("family", family, landmark=wish("masjid", seen)))
    guess = yeti.set("identity", numbered["record"], kk_number=wish("1"))
    assert yeti.statuses(yeti.set("family", family, landmark=wish("pos ronda", seen)), guess) == ["conflict"] * 2
    conflict = conflict_on(yeti)
    assert (conflict["body"]["standing"], conflict["body"]["other_person"]) == ("masjid", yeti.person)
    assert not any("3201990101900001" in str(record) for record in yeti.records.values())
    assert yeti.statuses(yeti.set("family", family, landmark=wish("pos ronda", conflict["seq"]))) == ["accepted"]
    assert conflict_on(yeti)["body"]["chosen"] == "pos ronda"
    icih.pull()
    yeti.send(yeti.set("family", family, head_name=wish("Enok", icih.records[family]["versions"]["head_name"])))
    late = icih.set("family", family, head_name=wish("Sri", known["versions"]["head_name"]))
    assert icih.statuses(late) == ["conflict"]
    yeti.pull()
    assert {one["body"]["field"] for one in yeti.records.values() if one["collection"] == "conflict"} == {
        "landmark",
        "head_name",
    }, "hers stands, and she is told who says otherwise"


@pytest.mark.parametrize("keep", [True, False])
def test_an_edit_beside_a_deletion_ends_as_the_one_who_saw_both_says(
    icih: Phone, dedi: Phone, wati: Phone, known: dict[str, Any], keep: bool
) -> None:
    wati.pull()
    seen = known["versions"]["landmark"]
    assert wati.statuses(wati.set("family", known["id"], exists=wish(False, known["seq"]))) == ["accepted"]
    assert icih.statuses(icih.set("family", known["id"], landmark=wish("masjid", seen))) == ["conflict"]
    assert icih.statuses(icih.set("family", known["id"], address=wish("Kp. Sawah"))) == ["conflict"]
    conflict = conflict_on(wati)
    assert conflict["body"]["other"] == {"landmark": "masjid", "address": "Kp. Sawah"}, "both edits wait"
    assert conflict["body"]["title"] == "Suryati"
    saw = conflict["seq"]
    wishes = {name: wish(value, saw) for name, value in conflict["body"]["other"].items()} if keep else {}
    decided = wati.set("family", known["id"], exists=wish(keep, saw), **wishes)
    assert wati.statuses(decided) == ["accepted"]
    assert conflict_on(wati)["body"]["closed"] is True
    dedi.pull()
    stands = dedi.records[known["id"]]
    assert (stands["gone"] is None) is keep
    assert (stands["body"]["landmark"] == "masjid") is keep


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)], ids=str)
def test_whatever_order_they_come_in_the_same_values_are_visible(
    icih: Phone, dedi: Phone, phone: Callable[..., Phone], known: dict[str, Any], order: tuple[int, ...]
) -> None:
    """Three offline phones, one field: one value stands, the others wait beside it, none is lost."""
    entin, seen = phone("Entin", "kader_pkk", "004"), known["versions"]["landmark"]
    dedi.n, icih.n = 3, 5
    said = [(dedi, "pos ronda"), (icih, "masjid"), (entin, "lapangan")]
    for which in order:
        hand, value = said[which]
        hand.send(hand.set("family", known["id"], landmark=wish(value, seen)))
    icih.pull()
    conflicts = [r["body"] for r in icih.records.values() if r["collection"] == "conflict" and not r["body"]["closed"]]
    stands = icih.records[known["id"]]["body"]["landmark"]
    assert {stands, *(body["other"] for body in conflicts)} == {"pos ronda", "masjid", "lapangan"}
    assert len({body["other_by"] for body in conflicts}) == 2


@pytest.mark.parametrize(
    ("beyond", "status"), [pytest.param(7, "accepted", id="a lost end"), pytest.param(2**30, "conflict", id="a life")]
)
def test_who_deletes_has_seen_nothing_that_was_written_in_another_life(
    icih: Phone, wati: Phone, beyond: int, status: str
) -> None:
    """A number above all that stands is of the end that a restore lost, or of a life after an older backup."""
    family = icih.begin("family", "004/002", head_name="Suryati")
    member = icih.begin("member", family=family["record"], full_name="Ujang")
    icih.send(family, member)
    wati.pull()
    seen = wati.records[member["record"]]["seq"] + beyond
    assert wati.statuses(wati.set("member", member["record"], exists=wish(False, seen))) == [status]
