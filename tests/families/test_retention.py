"""What has had its time goes by night, after the desk could see it for two weeks; who is taken up again stays."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from server.db import db, turn
from server.demo.people import DESA
from server.documents.models import Blob, BlobState
from server.exchange.models import Log
from server.families.retention import AUDIT, GONE, PHOTOS, QUIET, SHOWN, preview, tonight
from sync.ids import identity_id
from sync.record import Author
from tests.field import MONDAY, RT, Field, at, new_id

DAY = timedelta(days=1)
KK = "3201994507850002"


@pytest.fixture
def field(context: None) -> Iterator[Field]:
    with at(MONDAY):
        yield Field()


def kinds() -> list[str]:
    return [due.kind for due in preview(DESA)]


def test_a_family_that_is_opened_again_is_not_erased(field: Field) -> None:
    family = field.family("Suryati")
    field.dedi.does("family.close", family, reason="tidak_ditemukan")
    with at(MONDAY + GONE - DAY):
        assert kinds() == ["closed"]
        field.dedi.does("family.reopen", family)
        assert kinds() == []
    with at(MONDAY + GONE + DAY):
        tonight(DESA, {})
        assert field.record(family).gone is None


def test_a_closed_family_leaves_nothing_but_that_somebody_was_visited(field: Field) -> None:
    family = field.family("Suryati", landmark="warung")
    member = field.member(family, "Suryati")
    field.dedi.does("family.close", family, reason="pindah")
    with at(MONDAY + GONE - SHOWN - DAY):
        assert kinds() == []
    with at(MONDAY + GONE - DAY):
        assert kinds() == ["closed"], "shown before it happens"
        tonight(DESA, {})
        assert field.record(family).gone is None
    with at(MONDAY + GONE + DAY):
        tonight(DESA, {})
        assert [field.record(which).gone for which in (family, member)] == ["erased", "erased"]
        assert kinds() == []


def test_photos_go_ninety_days_after_the_last_case_is_over(field: Field) -> None:
    family = field.family("Suryati")
    paper, case, photo = field.document(family), field.case(family), new_id()
    blob = {"record": paper, "collection": "document", "family": family, "created": MONDAY, "settled": MONDAY}
    db.session.add(Blob(desa=DESA, id=photo, enrolment=field.ani.enrolment, state=BlobState.KEPT, **blob))
    db.session.commit()
    with at(MONDAY + PHOTOS + DAY):
        assert kinds() == [], "its case is still open"
    field.dedi.does("case.cancel", case, reason="dobel")
    with at(MONDAY + PHOTOS + DAY):
        assert kinds() == ["photos"]
        tonight(DESA, {})
        assert db.session.get(Blob, (DESA, photo)) is None
        assert field.body(paper)["paper"] == "kk", "that there was a paper stays"


def test_two_quiet_years_end_what_is_known_of_a_family_unless_somebody_comes(field: Field) -> None:
    quiet, visited = field.family("Suryati"), field.family("Enok")
    with at(MONDAY + QUIET - timedelta(days=300)):
        assert field.ani.set("family", visited, seen=0, landmark="warung")["status"] == "accepted"
    with at(MONDAY + QUIET + DAY):
        tonight(DESA, {})
        assert [field.record(which).gone for which in (quiet, visited)] == ["erased", None]


def test_what_is_written_of_a_person_number_paper_or_task_of_theirs_keeps_a_family(field: Field) -> None:
    names = ("Suryati", "Enok", "Ujang", "Icih", "Nyai", "Asep", "Wawan")
    numbered, schooled, photographed, bereft, disputed, told, only_reminded = homes = [
        field.family(name) for name in names
    ]
    pupil, dead, paper = field.member(schooled, "Dadan"), field.member(bereft, "Ujang"), field.document(photographed)
    with at(MONDAY + QUIET - timedelta(days=10)):
        sent = [
            field.dedi.set("identity", identity_id(numbered), exists=True, subject=numbered, kk_number=KK),
            field.ani.set("member", pupil, seen=0, school_status="masih"),
            field.ani.set("document", paper, seen=0, photos=[new_id()]),
            field.dedi.set("family", disputed, seen=0, head_name="Nyai Enok"),
            field.ani.set("member", dead, seen=field.record(dead).seq, exists=False),
        ]
        assert [receipt["status"] for receipt in sent] == ["accepted"] * 3 + ["conflict", "accepted"]
        with turn(DESA) as this:
            server = Author.server(this.now)
            about = {"kind": "libur", "channel": "kader", "state": "tugas"}
            for family, who in ((told, replace(server, person="bu-ani")), (only_reminded, server)):
                notice = this.create("notice", new_id(), server, area=RT, family=family, **about)
                this.write(notice, who, state="disampaikan")
    with at(MONDAY + QUIET + DAY):
        assert {due.family for due in preview(DESA)} == {only_reminded}
        tonight(DESA, {})
        assert [field.record(which).gone for which in homes] == [None] * 6 + ["erased"]
    with at(MONDAY + 2 * QUIET):
        assert {due.family for due in preview(DESA)} == set(homes[:-1]), "and they have their two years from then"


def test_after_five_years_a_step_says_who_and_when_and_no_more(field: Field) -> None:
    family = field.family("Suryati", landmark="warung")
    with at(MONDAY + AUDIT - DAY):
        field.ani.set("family", family, seen=0, address="Kp. Sawah")
    with at(MONDAY + AUDIT + DAY):
        tonight(DESA, {})
        steps = db.session.scalars(select(Log).where(Log.desa == DESA, Log.record == family).order_by(Log.seq)).all()
        first, last = steps[0], steps[-1]
        assert first.person_name == "Bu Ani"
        assert json.loads(first.after)["landmark"] == "dihapus"
        assert json.loads(last.after) == {"address": "Kp. Sawah"}
        assert field.body(family)["landmark"] == "warung", "what stands, stands"
