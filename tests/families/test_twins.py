"""One family known twice becomes one, and loses nothing by it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from server.db import db
from server.demo.people import DEDI, DESA
from server.exchange.models import OpenConflict
from server.families.proposals import proposed
from sync.ids import identity_id
from tests.families.pair import NIK, contest
from tests.field import Field, Hand


def test_they_are_proposed_with_the_reason_and_a_no_is_remembered(field: Field, twins: dict[str, str]) -> None:
    (pair,) = proposed(DESA)
    assert ({pair["one"], pair["other"]}, pair["why"]) == ({twins["one"], twins["other"]}, ["nik"])
    field.dedi.does("family.not_same", twins["one"], family=twins["other"])
    assert field.body(twins["one"])["not_twins"] == [twins["other"]]


def test_names_are_alike_however_they_are_spelled(field: Field) -> None:
    heads = ("Nuraeni", "Hj. Nuraini", "Nuryati", "Asep Sunandar", "Asep S.")
    one, spelled, _, full, short = (field.family(name) for name in heads)
    field.family("Nuraini", "005/001", field.dedi)
    for family, born in ((full, "1980-02-03"), (short, "1980-02-03"), (one, "1980-02-03")):
        member = field.member(family, str(field.body(family)["head_name"]))
        field.ani.set("identity", identity_id(member), exists=True, subject=member, birth_date=born)
    found = {frozenset((pair["one"], pair["other"])): pair["why"] for pair in proposed(DESA)}
    assert found == {frozenset((one, spelled)): ["name"], frozenset((full, short)): ["birth_date"]}


def test_a_member_spelled_otherwise_is_the_same_member(field: Field) -> None:
    one, other = field.family("Udin"), field.family("Udin")
    members = {}
    for family, name in ((one, "Nuraeni"), (one, "Nuraini"), (other, "Hj. Nuraini")):
        members[family, name] = member = field.member(family, name)
        field.ani.set("identity", identity_id(member), exists=True, subject=member, birth_date="2001-05-06")
    assert field.dedi.does("family.same_as", one, into=other)["status"] == "accepted"
    stays = members[other, "Hj. Nuraini"]
    assert field.record(members[one, "Nuraini"]).gone == f"same_as {stays}", "the nearer spelling of two"
    assert field.body(members[one, "Nuraeni"])["family"] == other


def test_who_has_found_her_own_is_not_her_sister_as_well(field: Field) -> None:
    one, other = field.family("Udin"), field.family("Udin")
    members = {}
    for family, name in ((one, "Nuraini"), (other, "Nuraini"), (other, "Nuraeni")):
        members[family, name] = member = field.member(family, name)
        field.ani.set("identity", identity_id(member), exists=True, subject=member, birth_date="2001-05-06")
    field.dedi.does("family.same_as", one, into=other)
    assert field.record(members[one, "Nuraini"]).gone == f"same_as {members[other, 'Nuraini']}"


def test_what_hung_on_the_one_hangs_on_the_other_and_nothing_is_lost(field: Field, twins: dict[str, str]) -> None:
    one, other = twins["one"], twins["other"]
    assert field.ani.does("family.same_as", one, into=other)["problem"]["status"] == 403
    assert field.dedi.does("family.same_as", one, into=other)["status"] == "accepted"
    stays = field.record(other)
    assert (stays.body["landmark"], stays.body["address"], stays.body["head_name"]) == (
        "warung",
        "Kp. Sawah",
        "Suryati B",
    )
    assert field.body(identity_id(other))["kk_number"] == "3201990101900001"
    assert [field.record(twins[which]).gone for which in ("one", "m_one")] == [
        f"same_as {other}",
        f"same_as {twins['m_other']}",
    ]
    for which in ("case", "paper", "extra"):
        record = field.record(twins[which])
        assert (record.body["family"], record.area) == (other, "005/001")
    assert field.body(twins["paper"])["member"] == twins["m_other"]
    assert field.dedi.does("family.same_as", one, into=other)["status"] == "refused"
    late = field.dedi.sets("family", one, seen=field.record(one).seq, cooking_fuel="kayu")
    assert field.dedi.send(late)[0]["status"] == "accepted"
    assert field.body(other)["cooking_fuel"] == "kayu", "later changes to the lost one are the other's"
    desk = Hand(DEDI)
    late = desk.sets("family", one, seen=field.record(one).seq, landmark="masjid")
    assert desk.send(late)[0]["status"] == "conflict", "as if nothing of it had been seen"


def test_a_contested_number_can_be_settled_with_the_one_that_stays(field: Field, twins: dict[str, str]) -> None:
    lost, stays = (identity_id(twins[which]) for which in ("m_one", "m_other"))
    late = Hand(DEDI)
    assert late.send(late.sets("identity", lost, nik="3201994507850003"))[0]["status"] == "conflict"
    field.dedi.does("family.same_as", twins["one"], into=twins["other"])
    db.session.expire_all()
    (which,) = db.session.scalars(select(OpenConflict.id))
    assert [field.body(which)[name] for name in ("record", "standing")] == [stays, NIK]
    field.dedi.set("identity", stays, seen=field.record(which).seq, nik="3201994507850003")
    assert field.body(which)["closed"]


def test_what_is_said_of_one_given_up_is_shown_in_the_conflicts_of_the_other(
    field: Field, twins: dict[str, str]
) -> None:
    one, other = twins["one"], twins["other"]
    contest(other, "head_name", "Ibu Sur")
    field.dedi.does("family.same_as", one, into=other)
    said = field.dedi.set("family", one, seen=0, head_name="Suryati Bin")  # who wrote what stands there
    assert said["status"] == "accepted"
    db.session.expire_all()
    (which,) = db.session.scalars(select(OpenConflict.id))
    assert field.body(which)["standing"] == "Suryati Bin", "who saw only Suryati B has not seen both"


def test_a_family_that_is_closed_or_leaves_is_not_the_one_that_stays(field: Field) -> None:
    one, other = field.family("Suryati"), field.family("Bu Suryati")
    field.dedi.does("family.close", other, reason="tidak_ditemukan")
    assert field.dedi.does("family.same_as", one, into=other)["problem"]["type"] == "/problems/closed-twin"
    field.dedi.does("family.reopen", other)
    assert field.dedi.does("family.same_as", one, into=other)["status"] == "accepted"


@pytest.mark.parametrize("who", ["one", "other"])
def test_a_family_that_took_its_consent_back_is_made_one_with_no_other(
    field: Field, twins: dict[str, str], who: str
) -> None:
    field.dedi.does("family.withdraw_consent", twins[who], reason="diminta")
    asked = {"one": twins["one"], "into": twins["other"]}
    refused = field.dedi.does("family.same_as", asked["one"], into=asked["into"])
    assert refused["problem"]["type"] == "/problems/withdrawn-twin"
    field.dedi.does("family.consent_again", twins[who], reason="setuju lagi")
    assert field.dedi.does("family.same_as", asked["one"], into=asked["into"])["status"] == "accepted"


def test_what_happened_to_the_one_did_not_happen_to_the_other(field: Field) -> None:
    one, other = field.family("Suryati"), field.family("Bu Suryati")
    field.dedi.does("family.move", one, area="002/001")
    field.dedi.does("family.close", one, reason="pindah", note="ke Bojong")
    field.dedi.does("family.same_as", one, into=other)
    assert not {"moved", "closed_note"} & field.body(other).keys()
