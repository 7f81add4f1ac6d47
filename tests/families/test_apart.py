"""Families that were one come apart again within thirty days: each has what it had, and what was said of it alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from server.citizen import service as citizen
from server.citizen.models import Card
from server.db import db, turn
from server.demo.people import DEDI, DESA
from server.documents.models import Blob
from server.exchange.models import OpenConflict
from server.notices.models import Notice
from sync.ids import identity_id
from tests.families.pair import conflicts, contest, said
from tests.field import MONDAY, Field, Hand, at, new_id

ONE = ("Suryati A", "warung", "3201990101900001")  # what only the first says
OTHER = ("Suryati B", "Kp. Sawah")


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
    contest(other, "landmark", "masjid")
    field.dedi.set("family", other, seen=field.record(other).versions["landmark"], landmark="pos ronda")
    field.dedi.does("family.apart", other, family=one)
    assert all(word in said() for word in ONE + OTHER)
    field.dedi.does("family.erase", twins[erased], reason="permintaan")
    assert [word for word in ONE + OTHER if word in said()] == [word for word in ONE + OTHER if word not in theirs]
    assert field.record(twins[stays]).gone is None


def test_a_conflict_of_the_one_shows_what_stands_where_it_hangs(field: Field, twins: dict[str, str]) -> None:
    one, other = twins["one"], twins["other"]
    contest(one, "head_name", "Ibu Sur")
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
    late = contest(one, "head_name", "Ibu Sur")
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
    contest(one, "head_name", "Ibu Sur")
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


@pytest.mark.parametrize("area", [None, "005/001"])
def test_what_goes_back_lies_where_its_family_lies(field: Field, area: str | None) -> None:
    one, other = field.family("Suryati"), field.family("Bu Suryati", *([area] if area else []), hand=field.dedi)
    member, case, paper = field.member(one, "Ujang"), field.case(one), field.document(one)
    field.dedi.does("family.same_as", one, into=other)
    assert field.dedi.does("family.move", other, area="002/001")["status"] == "accepted"
    field.dedi.does("family.apart", other, family=one)
    assert {field.record(which).area for which in (member, case, paper)} == {field.record(one).area}
    assert field.record(other).area == "002/001"
    assert field.ani.set("member", member, seen=field.record(member).seq, full_name="Ujang S")["status"] == "accepted"


def test_photos_go_with_their_papers(field: Field, twins: dict[str, str]) -> None:
    photo, area = new_id(), field.record(twins["one"]).area
    field.ani.set("document", twins["paper"], photos=[photo])

    def lies() -> tuple[str | None, str]:
        db.session.expire_all()
        row = db.session.get_one(Blob, (DESA, photo))
        return row.family, row.area

    field.dedi.does("family.same_as", twins["one"], into=twins["other"])
    assert lies() == (twins["other"], "005/001")
    field.dedi.does("family.apart", twins["other"], family=twins["one"])
    assert lies() == (twins["one"], area)


def test_a_number_that_was_deleted_does_not_come_back_with_the_other_s(field: Field, twins: dict[str, str]) -> None:
    number = identity_id(twins["other"])
    field.dedi.set("identity", number, exists=True, subject=twins["other"], kk_number="3201990101900099")
    field.dedi.set("identity", number, seen=field.record(number).seq, exists=False)
    field.dedi.does("family.same_as", twins["one"], into=twins["other"])
    assert (field.record(number).gone, field.body(number)["kk_number"]) == (None, "3201990101900001")
    field.dedi.does("family.apart", twins["other"], family=twins["one"])
    assert field.record(number).gone == "deleted", "as it was"


def test_a_number_that_only_the_other_had_goes_back_with_it(field: Field, twins: dict[str, str]) -> None:
    number = identity_id(twins["other"])
    field.dedi.does("family.same_as", twins["one"], into=twins["other"])
    assert field.body(number)["kk_number"] == "3201990101900001"
    field.dedi.does("family.apart", twins["other"], family=twins["one"])
    assert (field.record(number).gone, field.body(number)["exists"]) == ("deleted", False)


def test_of_three_that_were_one_the_first_is_named_nowhere_once_it_is_erased(field: Field) -> None:
    first, second, third, stays = (field.family(name) for name in ("Anisah", "Budiman", "Darsono", "Cicih"))
    for lost in (first, second, third):
        assert field.dedi.does("family.same_as", lost, into=stays)["status"] == "accepted"
    assert field.dedi.does("family.apart", stays, family=first)["status"] == "accepted"
    field.dedi.does("family.erase", first, reason="permintaan")
    assert "Anisah" not in said()
    assert "Budiman" in said()


@pytest.mark.parametrize("contested", [True, False])
def test_what_is_said_of_one_alone_stays_though_it_is_the_word_of_who_is_erased(
    field: Field, twins: dict[str, str], contested: bool
) -> None:
    one, other = twins["one"], twins["other"]
    field.dedi.does("family.same_as", one, into=other)
    assert field.body(other)["landmark"] == "warung", "which came with the other"
    for landmark in ("pos ronda", None, "warung", "masjid"):
        if landmark is None:
            field.dedi.does("family.apart", other, family=one)
            continue
        db.session.expire_all()
        seen = field.record(other).versions["landmark"]
        assert field.dedi.set("family", other, seen=seen, landmark=landmark)["status"] == "accepted"
    if contested:
        late = Hand(DEDI)
        assert late.send(late.sets("family", other, landmark="warung"))[0]["status"] == "conflict"
    field.dedi.does("family.erase", one, reason="permintaan")
    assert "warung" in said()
    if contested:
        assert conflicts(field)[other][1:] == ["masjid", "Pak Dedi", "warung"]


def test_a_conflict_of_the_one_that_stays_shows_what_stands_with_it_alone(field: Field, twins: dict[str, str]) -> None:
    one, other = twins["one"], twins["other"]
    field.dedi.does("family.same_as", one, into=other)
    contest(other, "landmark", "masjid")
    field.dedi.does("family.apart", other, family=one)
    assert conflicts(field)[other] == ["Suryati B", None, "Pak Dedi", "masjid"]


def heard(field: Field) -> list[tuple[str, Any]]:
    """Of every open conflict: which family it is about, and the other value."""
    return sorted((record, body[3]) for record, body in conflicts(field).items())


def test_of_three_in_a_row_a_word_stays_where_it_was_said(field: Field) -> None:
    first, second, third = (field.family(name) for name in ("Anisah", "Budiman", "Cicih"))
    late = contest(first, "head_name", "Ibu Sur")
    field.dedi.does("family.same_as", first, into=second)
    field.dedi.does("family.same_as", second, into=third)
    assert late.send(late.sets("family", third, seen=1, head_name="Bu Sur"))[0]["status"] == "conflict"
    field.dedi.does("family.apart", third, family=second)
    field.dedi.does("family.apart", second, family=first)
    assert heard(field) == sorted([(first, "Ibu Sur"), (third, "Bu Sur")]), "nothing was said of the second"
    field.dedi.does("family.erase", first, reason="permintaan")
    assert "Ibu Sur" not in said()


def test_what_went_on_to_a_third_goes_with_who_brought_it(field: Field) -> None:
    first = field.family("Anisah", landmark="warung")
    second, third = field.family("Budiman", address="Kp. Sawah"), field.family("Cicih")
    field.dedi.does("family.same_as", first, into=second)
    field.dedi.does("family.same_as", second, into=third)
    assert field.body(third)["landmark"] == "warung"
    field.dedi.does("family.apart", third, family=second)
    field.dedi.does("family.apart", second, family=first)
    field.dedi.does("family.erase", first, reason="permintaan")
    assert ("warung" in said(), "Kp. Sawah" in said()) == (False, True)


def test_a_word_between_two_unions_is_of_one_alone(field: Field) -> None:
    one, other = field.family("Anisah"), field.family("Budiman")
    late = contest(one, "head_name", "Ibu Sur")
    for word in ("Ibu Baru", None):
        field.dedi.does("family.same_as", one, into=other)
        field.dedi.does("family.apart", other, family=one)
        if word:
            late.send(late.sets("family", one, head_name=word))
    field.dedi.does("family.erase", other, reason="permintaan")
    assert heard(field) == [(one, "Ibu Baru")]


def test_a_word_of_one_alone_is_not_of_a_later_union_of_the_other(field: Field) -> None:
    first, one, other = field.family("Anisah", landmark="warung"), field.family("Budiman"), field.family("Cicih")
    field.dedi.does("family.same_as", first, into=one)
    field.dedi.does("family.apart", one, family=first)
    db.session.expire_all()
    seen = field.record(one).versions["landmark"]
    assert field.dedi.set("family", one, seen=seen, landmark="masjid")["status"] == "accepted"
    contest(one, "landmark", "warung")
    field.dedi.does("family.same_as", first, into=other)
    field.dedi.does("family.apart", other, family=first)
    field.dedi.does("family.erase", first, reason="permintaan")
    assert heard(field) == [(one, "warung")]


def test_a_conflict_goes_back_whole_though_the_one_it_had_hung_on_is_erased(field: Field) -> None:
    one, first, second = field.family("Anisah"), field.family("Budiman"), field.family("Cicih")
    late = contest(one, "head_name", "Ibu Sur")
    for stays in (first, second):
        field.dedi.does("family.same_as", one, into=stays)
        late.send(late.sets("family", stays, seen=1, head_name=f"Bu {stays}"))
        assert field.dedi.does("family.apart", stays, family=one)["status"] == "accepted"
        if stays == first:
            field.dedi.does("family.erase", first, reason="permintaan")
    assert (one, "Ibu Sur") in heard(field)


def test_who_is_on_the_way_to_another_desa_does_not_come_apart(field: Field) -> None:
    """Else the package would take the other one's people along."""
    one, other = field.family("Suryati"), field.family("Bu Suryati")
    field.dedi.does("family.same_as", one, into=other)
    field.dedi.does("family.close", other, reason="pindah")
    field.server_writes(other, released={"state": "menunggu", "package": new_id()})
    refused = field.dedi.does("family.apart", other, family=one)
    assert refused["problem"]["type"] == "/problems/already-released"
