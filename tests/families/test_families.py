"""Families as officers look them up, their move, their card, their end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import select, update

from server.__main__ import MIGRATIONS
from server.accounts.models import Enrolment
from server.db import db
from server.demo.people import DESA, YETI
from server.documents.models import Blob
from server.exchange import repairing
from server.exchange.models import Quarantine, StoredRecord
from server.families import service
from server.families.models import Family, Identity, Member
from sync.ids import identity_id
from tests.field import MONDAY, Field, Hand, at, new_id
from tests.people import ANI, DEDI, Enrol

NIK, KK = "3201994107520001", "3201991201100008"


@pytest.fixture
def field(context: None) -> Iterator[Field]:
    with at(MONDAY):
        yield Field()


def identity(field: Field, subject: str, **numbers: str) -> None:
    receipt = field.ani.set("identity", identity_id(subject), exists=True, subject=subject, **numbers)
    assert receipt["status"] == "accepted", receipt


def row(family: str) -> Family:
    db.session.expire_all()
    return db.session.scalars(select(Family).where(Family.desa == DESA, Family.id == family)).one()


def test_a_family_is_looked_up_by_head_and_place(field: Field) -> None:
    found = row(field.family("Nur Hasanah", address="Kp. Babakan"))
    assert (found.head_name, found.rw, found.rt, found.state, found.card) == (
        "Nur Hasanah",
        "004",
        "002",
        "aktif",
        False,
    )


def test_a_deleted_family_leaves_the_table(field: Field) -> None:
    family = field.family()
    seen = field.record(family).seq
    assert field.dedi.set("family", family, seen=seen, exists=False)["status"] == "accepted"
    assert db.session.scalar(select(Family.id).where(Family.id == family)) is None


def test_a_move_carries_everything_that_hangs_on_the_family(field: Field) -> None:
    family = field.family()
    member = field.member(family, "Icih")
    identity(field, member, nik=NIK)
    photo = new_id()
    document, case = field.document(family, photos=[photo]), field.case(family)
    receipt = field.dedi.does("family.move", family, area="002/001")
    assert receipt["status"] == "accepted", receipt
    for one in (family, member, identity_id(member), document, case):
        assert field.record(one).area == "002/001"
    assert (row(family).rw, row(family).rt) == ("002", "001")
    assert db.session.scalar(select(Blob.area).where(Blob.id == photo)) == "002/001"


def test_notices_and_conflicts_move_with_their_family(field: Field) -> None:
    family = field.family("Nur Hasanah", phone="+620000000099")
    case = field.case(family)
    field.dedi.does("case.send_back", case, missing=[{"paper": "kk", "reason": "belum_ada"}])
    assert field.dedi.set("family", family, head_name="Nurhasanah")["status"] == "conflict"
    assert field.dedi.does("family.move", family, area="002/001")["status"] == "accepted"
    rows = select(StoredRecord.collection, StoredRecord.area).where(
        StoredRecord.collection.in_(["notice", "conflict"]), StoredRecord.desa == DESA
    )
    assert {tuple(row) for row in db.session.execute(rows)} == {("notice", "002/001"), ("conflict", "002/001")}


def test_a_family_does_not_move_to_an_rt_that_is_not_on_the_list(field: Field) -> None:
    receipt = field.dedi.does("family.move", field.family(), area="009/001")
    assert (receipt["problem"]["type"], receipt["problem"]["field"]) == ("/problems/no-such-area", "area")


def test_a_kader_moves_no_family(field: Field) -> None:
    family = field.family()
    assert field.ani.does("family.move", family, area="002/001")["status"] == "refused"
    assert field.record(family).area == "004/002"


def test_a_closed_family_says_why(field: Field) -> None:
    family = field.family()
    assert field.dedi.does("family.close", family, reason="pindah")["status"] == "accepted"
    assert row(family).state == "pindah"


def test_a_family_that_was_closed_by_mistake_is_opened_again(field: Field) -> None:
    family = field.family()
    assert field.dedi.does("family.reopen", family)["problem"]["type"] == "/problems/wrong-step"
    field.dedi.does("family.close", family, reason="tidak_ditemukan", note="Rumah kosong")
    assert field.ani.does("family.reopen", family)["problem"]["type"] == "/problems/not-your-role"
    assert field.dedi.does("family.reopen", family)["status"] == "accepted"
    assert (row(family).state, field.body(family)["closed_note"]) == ("aktif", None)


def test_a_card_is_refused_when_there_is_no_such_card(field: Field) -> None:
    receipt = field.ani.does("family.attach_card", field.family(), card="XXXXXX", pin="1234")
    assert receipt["status"] == "refused"


def test_a_card_of_the_sheet_becomes_the_familys(field: Field) -> None:
    from server.citizen import service as citizen

    card = citizen.make_cards(DESA, 1)[0]
    db.session.commit()
    family = field.family()
    receipt = field.ani.does("family.attach_card", family, card=card.code, pin="1234")
    assert receipt["status"] == "accepted", receipt
    assert row(family).card is True
    assert field.body(family)["card_at"].startswith("2026-11-23")


def test_the_digits_of_a_card_that_was_not_taken_are_kept_nowhere(field: Field) -> None:
    from server.citizen import service as citizen

    family, card = field.family(), citizen.make_cards(DESA, 1)[0]
    db.session.commit()
    change = field.ani.does("family.attach_card", family, card="XXXXXX", pin="9330")["id"]

    def kept() -> str:
        db.session.expire_all()
        row = db.session.scalars(select(Quarantine).where(Quarantine.change == change)).one()
        return f"{row.body} {row.repaired} {row.problem}"

    assert '"pin"' not in kept()
    officer = db.session.get_one(Enrolment, field.dedi.enrolment)
    without = repairing.accept(officer, change, {"args": {"card": card.code}})
    assert (without["status"], without["problem"]["field"]) == ("refused", "args.pin"), "never without digits"
    wrong = repairing.accept(officer, change, {"args": {"card": "ZZZZZZ", "pin": "4711"}})
    assert wrong["status"] == "refused"
    assert "4711" not in kept()
    taken = repairing.accept(officer, change, {"args": {"card": card.code, "pin": "4711"}})
    assert taken["status"] == "accepted"
    assert '"pin"' not in kept()
    assert row(family).card is True


def test_digits_that_lay_in_quarantine_before_go_when_the_database_is_upgraded(field: Field) -> None:
    change = field.ani.does("family.attach_card", field.family(), card="XXXXXX", pin="9330")["id"]
    mine = update(Quarantine).where(Quarantine.change == change)
    old = '{"args":{"card":"XXXXXX","pin":"9330"},"do":"family.attach_card"}'
    db.session.execute(mine.values(body=old, repaired=old))
    db.session.commit()
    downgrade(directory=str(MIGRATIONS), revision="0011")
    upgrade(directory=str(MIGRATIONS))
    row = db.session.scalars(select(Quarantine).where(Quarantine.change == change)).one()
    assert row.body == row.repaired == '{"args":{"card":"XXXXXX"},"do":"family.attach_card"}'


def test_a_pin_is_four_digits(field: Field) -> None:
    receipt = field.ani.does("family.attach_card", field.family(), card="XXXXXX", pin="12345")
    assert receipt["problem"]["field"] == "args.pin"


def test_a_kader_of_another_rw_attaches_no_card(field: Field) -> None:
    receipt = Hand(YETI).does("family.attach_card", field.family(), card="XXXXXX", pin="1234")
    assert receipt["problem"]["type"] == "/problems/out-of-scope"


def test_the_same_nik_in_another_family_is_shown(field: Field) -> None:
    here, there = field.family("Nur Hasanah"), field.family("Icih Sarta", area="004/003")
    mine, theirs = field.member(here, "Icih"), field.member(there, "Icih Sarta")
    identity(field, mine, nik=NIK)
    identity(field, theirs, nik=NIK)
    assert service.twins(DESA, here) == [
        {
            "number": "nik",
            "subject": mine,
            "family": there,
            "member": theirs,
            "name": "Icih Sarta",
            "area": "004/003",
        }
    ]


def test_the_same_kk_number_in_another_family_is_shown(field: Field) -> None:
    here, there = field.family("Nur Hasanah"), field.family("Udin")
    identity(field, here, kk_number=KK)
    identity(field, there, kk_number=KK)
    assert [(twin["number"], twin["family"], twin["name"]) for twin in service.twins(DESA, here)] == [
        ("kk_number", there, "Udin")
    ]


def test_families_without_numbers_are_no_twins(field: Field) -> None:
    for name in ("Nur Hasanah", "Udin"):
        identity(field, field.family(name), kk_number="")
    assert service.twins(DESA, db.session.scalars(select(Family.id)).first()) == []


def test_projections_hold_what_is_looked_through(field: Field) -> None:
    family = field.family()
    member = field.member(family, "Icih", relation="orang_tua")
    identity(field, member, nik=NIK)
    assert db.session.scalar(select(Member.relation).where(Member.id == member)) == "orang_tua"
    assert db.session.scalar(select(Identity.subject).where(Identity.nik == NIK)) == member


def test_twins_are_for_the_office(app: Flask, desa: str, enrol: Enrol) -> None:
    path = "/families/01a20621-0000-7000-8000-000000000000/twins"
    assert enrol(ANI).get(path).status_code == 403
    assert enrol(DEDI).get(path).status_code == 404
    assert enrol(DEDI).get("/families/xyz/twins").status_code == 404


def test_the_same_day_of_birth_under_a_like_name_is_shown(field: Field) -> None:
    here, there, third = field.family("Nur Hasanah"), field.family("Udin", area="004/003"), field.family("Uju")
    mine, theirs, other = field.member(here, "Nuraeni"), field.member(there, "Nuraini"), field.member(third, "Icih")
    for one in (mine, theirs, other):
        identity(field, one, birth_date="1985-07-12")
    found = [(twin["number"], twin["subject"], twin["member"]) for twin in service.twins(DESA, here)]
    assert found == [("birth_date", mine, theirs)]


def test_what_does_not_fit_in_a_household_is_asked(field: Field) -> None:
    family = field.family("Nur Hasanah")
    assert service.doubts_of(DESA, family) == []
    one, two = field.member(family, "Nur Hasanah", relation="kepala"), field.member(family, "Icih", relation="anak")
    identity(field, one, nik=NIK)
    identity(field, two, nik=NIK)
    said = service.doubts_of(DESA, family)
    assert [(doubt["kind"], doubt["member"], doubt["about"]) for doubt in said] == [("nik_ganda", two, "Nur Hasanah")]
