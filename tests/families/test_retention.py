"""What has had its time goes by night, after the desk could see it for two weeks; who is taken up again stays."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from server.db import db
from server.demo.people import DESA
from server.documents.models import Blob, BlobState
from server.exchange.models import Log
from server.families.retention import AUDIT, GONE, PHOTOS, QUIET, SHOWN, preview, tonight
from tests.field import MONDAY, Field, at, new_id

DAY = timedelta(days=1)


@pytest.fixture
def field(context: None) -> Iterator[Field]:
    with at(MONDAY):
        yield Field()


def kinds() -> list[str]:
    return [due.kind for due in preview(DESA)]


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
