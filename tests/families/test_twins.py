"""One family known twice becomes one, loses nothing by it, and can be taken apart again for thirty days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from server.citizen import service as citizen
from server.citizen.models import Card
from server.db import db, turn
from server.demo.people import DEDI, DESA
from server.exchange.models import Log, OpenConflict, StoredRecord
from server.families.twins import proposed
from server.notices.models import Notice
from sync.ids import identity_id
from tests.field import MONDAY, Field, Hand, at, new_id

NIK = "3201994507850002"
ONE = ("Suryati A", "warung", "3201990101900001")  # what only the first says
OTHER = ("Suryati B", "Kp. Sawah")


@pytest.fixture
def field(context: None) -> Iterator[Field]:
    with at(MONDAY):
        yield Field()


@pytest.fixture
def twins(field: Field) -> dict[str, str]:
    """Suryati's family twice: known to Bu Ani with its KK number, to the desk with its landmark; both know her NIK."""
    one, other = field.family("Suryati", landmark="warung"), field.family("Suryati B", "005/001", field.dedi)
    members = {}
    for name, family, hand in (("one", one, field.ani), ("other", other, field.dedi)):
        members[name] = new_id()
        hand.set("member", members[name], exists=True, family=family, order=1, full_name="Suryati")
        nik = identity_id(members[name])
        hand.set("identity", nik, exists=True, subject=members[name], nik=NIK, nik_status="ada")
    field.ani.set("identity", identity_id(one), exists=True, subject=one, kk_number="3201990101900001")
    field.dedi.set("family", other, seen=0, address="Kp. Sawah")
    case = field.case(one)
    paper = field.document(one, member=members["one"])
    extra = field.member(one, "Ujang")
    return {
        "one": one,
        "other": other,
        "case": case,
        "paper": paper,
        "extra": extra,
        **{f"m_{k}": v for k, v in members.items()},
    }


def said() -> str:
    """All that stands in the records and in the log."""
    db.session.expire_all()
    logged = [before + after for before, after in db.session.execute(select(Log.before, Log.after))]
    return "\n".join([*logged, *db.session.scalars(select(StoredRecord.body))])


def conflicts(field: Field) -> dict[str, list[Any]]:
    """By the family that each is about: the name it is shown under, what stands and whose it is, the other value."""
    db.session.expire_all()
    bodies = [field.body(which) for which in db.session.scalars(select(OpenConflict.id))]
    return {body["record"]: [body[name] for name in ("title", "standing", "standing_by", "other")] for body in bodies}


def test_they_are_proposed_with_the_reason_until_somebody_says_no(field: Field, twins: dict[str, str]) -> None:
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


def test_apart_again_each_has_what_it_had(field: Field, twins: dict[str, str]) -> None:
    one, other = twins["one"], twins["other"]
    before = {which: (field.record(which).body, field.record(which).area) for which in twins.values()}
    field.dedi.does("family.same_as", one, into=other)
    field.dedi.set("family", other, seen=field.record(other).versions["landmark"], landmark="pos ronda")
    assert field.dedi.does("family.apart", other, family=one)["status"] == "accepted"
    for which, (body, area) in before.items():
        record = field.record(which)
        now = {name: value for name, value in record.body.items() if name not in ("twins", "not_twins")}
        then = body | {"landmark": "pos ronda"} if which == other else body
        assert (without_empty(now), record.area, record.gone) == (without_empty(then), area, None)
    assert field.body(other)["twins"] == []
    assert field.body(other)["not_twins"] == [one], "and they are not proposed again"


@pytest.mark.parametrize(("erased", "stays", "theirs"), [("one", "other", ONE), ("other", "one", OTHER)])
def test_who_is_erased_after_they_came_apart_is_not_in_the_log_of_the_other(
    field: Field, twins: dict[str, str], erased: str, stays: str, theirs: tuple[str, ...]
) -> None:
    one, other = twins["one"], twins["other"]
    field.ani.set("family", one, seen=field.record(one).seq, head_name="Suryati A")
    field.dedi.does("family.same_as", one, into=other)
    late = Hand(DEDI)
    assert late.send(late.sets("family", other, landmark="masjid"))[0]["status"] == "conflict", "warung or masjid"
    field.dedi.set("family", other, seen=field.record(other).versions["landmark"], landmark="pos ronda")
    field.dedi.does("family.apart", other, family=one)
    assert all(word in said() for word in ONE + OTHER)
    field.dedi.does("family.erase", twins[erased], reason="permintaan")
    assert [word for word in ONE + OTHER if word in said()] == [word for word in ONE + OTHER if word not in theirs]
    assert field.record(twins[stays]).gone is None


def test_a_conflict_of_the_one_shows_what_stands_where_it_hangs(field: Field, twins: dict[str, str]) -> None:
    one, other = twins["one"], twins["other"]
    late = Hand(DEDI)
    assert late.send(late.sets("family", one, head_name="Ibu Sur"))[0]["status"] == "conflict"
    assert conflicts(field) == {one: ["Suryati", "Suryati", "Bu Ani", "Ibu Sur"]}
    field.dedi.does("family.same_as", one, into=other)
    assert conflicts(field) == {other: ["Suryati B", "Suryati B", "Pak Dedi", "Ibu Sur"]}
    field.dedi.set("family", other, seen=field.record(other).seq, head_name="Suryati Bin")
    field.dedi.does("family.apart", other, family=one)
    assert conflicts(field) == {one: ["Suryati", "Suryati", "Bu Ani", "Ibu Sur"]}
    field.dedi.does("family.erase", other, reason="permintaan")
    assert ("Suryati B" in said(), "Ibu Sur" in said()) == (False, True), "of the one that was erased nothing"


@pytest.mark.parametrize("erased", ["one", "other"])
def test_a_word_in_a_conflict_stays_with_whom_it_was_said_of(field: Field, twins: dict[str, str], erased: str) -> None:
    one, other = twins["one"], twins["other"]
    late = Hand(DEDI)
    assert late.send(late.sets("family", one, head_name="Ibu Sur"))[0]["status"] == "conflict"
    field.dedi.does("family.same_as", one, into=other)
    assert late.send(late.sets("family", other, seen=1, head_name="Bu Sur"))[0]["status"] == "conflict"
    assert conflicts(field) == {other: ["Suryati B", "Suryati B", "Pak Dedi", "Bu Sur"]}, "one word a phone"
    assert field.dedi.does("family.apart", other, family=one)["status"] == "accepted"
    assert conflicts(field) == {
        one: ["Suryati", "Suryati", "Bu Ani", "Ibu Sur"],
        other: ["Suryati B", "Suryati B", "Pak Dedi", "Bu Sur"],
    }
    field.dedi.does("family.erase", twins[erased], reason="permintaan")
    assert ("Ibu Sur" in said(), "Bu Sur" in said()) == (erased == "other", erased == "one")


def test_a_conflict_decided_while_they_were_one_keeps_nothing_of_who_is_erased(
    field: Field, twins: dict[str, str]
) -> None:
    one, other = twins["one"], twins["other"]
    late = Hand(DEDI)
    assert late.send(late.sets("family", one, head_name="Ibu Sur"))[0]["status"] == "conflict"
    field.dedi.does("family.same_as", one, into=other)
    db.session.expire_all()
    (which,) = db.session.scalars(select(OpenConflict.id))
    field.dedi.set("family", other, seen=field.record(which).seq, head_name="Suryati Bin")
    assert (field.body(which)["closed"], field.body(which)["chosen"]) == (True, "Suryati Bin")
    field.dedi.does("family.apart", other, family=one)
    assert field.body(which)["record"] == one
    field.dedi.does("family.erase", other, reason="permintaan")
    assert [word for word in ("Suryati Bin", "Suryati B") if word in said()] == []
    assert [field.body(which)[name] for name in ("title", "standing", "other")] == ["Suryati", "Suryati", "Ibu Sur"]


def test_who_was_one_with_another_twice_is_not_in_its_log(field: Field, twins: dict[str, str]) -> None:
    one, other = twins["one"], twins["other"]
    for landmark in ("warung", "masjid"):
        field.ani.set("family", one, seen=field.record(one).seq, landmark=landmark)
        field.dedi.does("family.same_as", one, into=other)
        db.session.expire_all()
        assert field.body(other)["landmark"] == landmark
        field.dedi.set("family", other, seen=field.record(other).versions["landmark"], landmark=None)
        assert field.dedi.does("family.apart", other, family=one)["status"] == "accepted"
    field.dedi.does("family.erase", one, reason="permintaan")
    assert [word for word in ("warung", "masjid") if word in said()] == []


def test_what_somebody_has_said_again_stays_when_they_come_apart(field: Field, twins: dict[str, str]) -> None:
    one, other = twins["one"], twins["other"]
    field.ani.set("family", one, cooking_fuel="kayu", roof="genteng")
    field.dedi.does("family.same_as", one, into=other)
    Hand(DEDI).set("family", other, landmark="warung")  # another of his phones says the same
    for fuel in ("gas", "kayu"):
        db.session.expire_all()
        seen = field.record(other).versions["cooking_fuel"]
        said = field.dedi.set("family", other, seen=seen, cooking_fuel=fuel)
        assert said["status"] == "accepted"
    field.dedi.does("family.apart", other, family=one)
    now = field.body(other)
    assert [now.get(name) for name in ("landmark", "cooking_fuel", "roof")] == ["warung", "kayu", None]


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


def test_a_card_opens_the_page_of_its_own_family_again(field: Field, twins: dict[str, str]) -> None:
    one, other = twins["one"], twins["other"]
    with turn(DESA):
        mine, new = citizen.make_cards(DESA, 2)

    def shown(card: str) -> list[Any]:
        db.session.expire_all()
        return [citizen.holder(DESA, card), *(bool(field.body(which).get("card")) for which in (one, other))]

    field.ani.does("family.attach_card", one, card=mine.token, pin="1234")
    field.dedi.does("family.same_as", one, into=other)
    assert shown(mine.code) == [other, True, True]
    (twin,) = field.body(other)["twins"]
    assert not any(card in str(twin) for card in db.session.scalars(select(Card.id))), "nothing that opens a page"
    field.dedi.does("family.apart", other, family=one)
    assert shown(mine.code) == [one, True, False]
    field.dedi.does("family.same_as", one, into=other)
    assert field.dedi.does("family.attach_card", other, card=new.token, pin="1234")["status"] == "accepted"
    field.dedi.does("family.apart", other, family=one)
    assert shown(new.code) == [other, False, True], "the other was void already"
    field.dedi.does("family.erase", one, reason="permintaan")
    assert citizen.holder(DESA, new.code) == other


def test_what_is_said_of_one_given_up_is_shown_in_the_conflicts_of_the_other(
    field: Field, twins: dict[str, str]
) -> None:
    one, other = twins["one"], twins["other"]
    late = Hand(DEDI)
    assert late.send(late.sets("family", other, head_name="Ibu Sur"))[0]["status"] == "conflict"
    field.dedi.does("family.same_as", one, into=other)
    said = field.dedi.set("family", one, seen=0, head_name="Suryati Bin")  # who wrote what stands there
    assert said["status"] == "accepted"
    db.session.expire_all()
    (which,) = db.session.scalars(select(OpenConflict.id))
    assert field.body(which)["standing"] == "Suryati Bin", "who saw only Suryati B has not seen both"


def test_one_family_has_one_place_and_apart_again_each_its_own(field: Field) -> None:
    (one, first), (other, second) = (field.ready(name) for name in ("Nuraeni", "Nuraini"))

    def places() -> list[str]:
        return [field.body(case)["queue_number"] for case in (first, second)]

    def told(*families: str) -> list[str]:
        db.session.expire_all()
        query = select(Notice.id).where(Notice.family.in_(families), Notice.state == "tugas")
        return list(db.session.scalars(query))

    assert places() == ["A-001", "A-004"]
    field.dedi.does("family.same_as", other, into=one)
    assert places() == ["A-001", "A-001"]
    assert len(told(one, other)) == 1
    _, third = field.ready("Udin")
    assert field.body(third)["queue_number"] not in ("A-001", "A-004"), "a number that was told is nobody else's"
    field.dedi.does("family.apart", one, family=other)
    assert places() == ["A-001", "A-004"]
    assert (len(told(one)), len(told(other))) == (1, 1)


def test_of_three_that_became_one_the_last_comes_apart_first_and_each_has_its_own_again(field: Field) -> None:
    first, second, third, fourth = (field.family(name) for name in ("Suryati", "Bu Suryati", "Ny. Suryati", "Sri"))
    member, case = field.member(first, "Ujang"), field.case(first)
    for lost, stays in ((fourth, third), (first, second), (second, third)):
        assert field.dedi.does("family.same_as", lost, into=stays)["status"] == "accepted"
    assert [twin["family"] for twin in field.body(third)["twins"]] == [fourth, second]
    for asked in (second, third):  # the screen of before, and that of now
        told = field.dedi.does("family.apart", asked, family=first)["problem"]
        assert (told["type"], told["family"]) == ("/problems/others-first", second)
        assert "Suryati" not in str(told), "it stays, whoever is erased"
    for stays, lost in ((third, second), (second, first)):
        assert field.dedi.does("family.apart", stays, family=lost)["status"] == "accepted"
        homes = {field.body(which)["family"] for which in (member, case)}
        assert homes == {lost if lost == first else second}
    assert [field.record(which).gone for which in (first, second, third)] == [None] * 3
    assert [twin["family"] for twin in field.body(third)["twins"]] == [fourth]


def test_after_thirty_days_it_stays(field: Field, twins: dict[str, str]) -> None:
    field.dedi.does("family.same_as", twins["one"], into=twins["other"])
    with at(MONDAY + timedelta(days=31)):
        assert (
            field.dedi.does("family.apart", twins["other"], family=twins["one"])["problem"]["type"]
            == "/problems/too-late"
        )


def without_empty(body: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if value is not None}
