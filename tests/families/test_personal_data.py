"""Wherever this house can write down who somebody is, erasure reaches. A new collection, table or column fails here
until it is said what becomes of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from server.catalogue.models import AdviceChange
from server.citizen.models import Card, Subscription
from server.clock import WIB
from server.db import Base, Projected, db, turn
from server.demo.people import DESA
from server.documents.models import Blob
from server.exchange.models import Log, Quarantine, StoredRecord
from server.families.retention import SETTLED, SHOWN, WALK_IN, preview, tonight
from server.servicedays import service as servicedays
from server.servicedays.models import ServiceDay
from sync.ids import identity_id
from sync.record import Author
from sync.scope import COLLECTIONS
from tests.families.test_erasure import all_that_is_stored
from tests.field import MONDAY, RT, WEDNESDAY, Field, at, new_id

Made = dict[str, Any]
DAY = timedelta(days=1)
EIGHT = datetime(2026, 11, 25, 8, 0, tzinfo=WIB)

ABOUT_A_FAMILY: dict[str, Callable[[str, str], Made]] = {
    "family": lambda family, member: {"head_name": "Rahasia family"},
    "member": lambda family, member: {"family": family, "order": 1, "full_name": "Rahasia member"},
    "identity": lambda family, member: {"subject": member, "nik": "Rahasia identity"},
    "visit": lambda family, member: {"family": family, "answers": {"nama": "Rahasia visit"}},
    "document": lambda family, member: {"family": family, "paper": "kk", "catatan": "Rahasia document"},
    "case": lambda family, member: {"family": family, "service": "sembako", "note": "Rahasia case"},
    "note": lambda family, member: {"family": family, "case": family, "text": "Rahasia note"},
    "conflict": lambda family, member: {
        "record": member,
        "field": "x",
        "other": "Rahasia conflict",
        "other_enrolment": family,
        "closed": False,
    },
    "ticket": lambda family, member: {"family": family, "day": WEDNESDAY, "status": "x", "name": "Rahasia ticket"},
    "notice": lambda family, member: {
        "family": family,
        "kind": "kurang",
        "channel": "wa",
        "state": "x",
        "text": "Rahasia notice",
    },
}
"""Each collection that says something of somebody, and a record of it that does."""
OF_NOBODY = {
    "building": "a house, in which others live or will; who lives there is not in it",
    "service_day": "hours, numbers and the names of officers",
    "wording": "what the desa says to everybody, with placeholders for whom it is said to; the name of who wrote it",
}
OF_ANOTHER_DESA = {"arrival": "who comes from there; erased with the package, by their erasure there or its end"}

EMPTIED = {  # what a family's erasure takes out of tables that are no projections
    "record": {"body", "versions"},
    "log": {"before", "after"},
    "quarantine": {"body", "repaired"},
    "blob": {"*"},  # the row goes, and the file
    "advice_change": {"*"},
    "package": {"content", "note"},
    "card": {"family", "pin_hash", "attached_by"},
    "subscription": {"*"},
}
NOT_OF_WARGA = {  # ids, times, counts, hashes of secrets; officers and kader; the names of our own things
    "record": "desa id collection seq area gone author unreviewed",
    "log": "desa seq record collection change enrolment n person person_name do made_at received_at tag",
    "quarantine": "desa change enrolment n record problem waits_for at settled settled_by outcome",
    "card": "desa id handle token_hash code_hash made_at attached_at tries locked_at revoked_at",
    "receipt": "desa change enrolment n content status seq problem at",
    "package": "desa id family to_desa state released_at until settled_at reason",
    "moved": "desa seq id from_area author",
    "desa": "code name kecamatan kabupaten short seq epoch timezone",
    "region": "desa rw rt dusun stamp",
    "person": "id desa name roles areas phone active created_at stamp",
    "invitation": "id desa person_id secret_hash code_hash created_at created_by expires_at tries used_at revoked_at",
    "enrolment": "id desa person_id cookie_hash bearer_hash created_at last_seen last_n app_version storage_persisted "
    "unsent unsent_since unsent_at agent browser revoked_at revoked_by revoked_reason ordered ordered_at ordered_by "
    "order_done_at",
    "returning_phone": "desa enrolment cookie_hash bearer_hash name agent asked_at",
    "recovery": "id desa enrolment_id public code asked_at approved_at approved_by reason ended_at",
    "attempt": "key stretch count ends_at",
    "job": "desa key kind due args lease_until tries done_at error",
    "delivery": "desa id notice seen_hash sent_at outcome expires_at shown_at seen_at tapped",
    "case_lease": "desa case person name since until",
    "case_counter": "desa year last",
    "advice_run": "desa catalogue before started finished families looked changed reached",
    "publication": "hash kind code version scope in_force published_by published_at body source file_name",
    "export": "desa id at person person_name enrolment survey format labels since until visits",
}


def test_of_every_collection_it_is_known_what_becomes_of_it() -> None:
    assert {*ABOUT_A_FAMILY, *OF_NOBODY, *OF_ANOTHER_DESA} == set(COLLECTIONS)


def test_of_every_column_it_is_known_what_becomes_of_it() -> None:
    projections = {model.__tablename__ for model in Projected.__subclasses__()}  # their rows go with the record
    unsaid = {}
    for name, table in Base.metadata.tables.items():
        said = EMPTIED.get(name, set()) | set(NOT_OF_WARGA.get(name, "").split())
        columns = {column.name for column in table.columns}
        if name not in projections and "*" not in said and columns != said:
            unsaid[name] = columns ^ said
    assert not unsaid


@pytest.fixture
def field(context: None) -> Iterator[Field]:
    with at(MONDAY):
        yield Field()


def test_erasure_reaches_every_collection_and_table(field: Field) -> None:
    family, member = new_id(), new_id()
    named = {"family": family, "member": member, "identity": identity_id(member)}
    with turn(DESA) as this:
        by = Author.server(this.now)
        for collection, fields in ABOUT_A_FAMILY.items():
            this.create(collection, named.get(collection, new_id()), by, area=RT, **fields(family, member))
    at_home = {"desa": DESA, "id": new_id(), "family": family}
    db.session.add(AdviceChange(desa=DESA, catalogue="0" * 64, family=family, service="pkh", before=None, after="x"))
    db.session.add(Blob(**at_home, enrolment=field.ani.enrolment, record=member, created=MONDAY))
    card = Card(**at_home, handle="abcd", token_hash="a", code_hash="b", made_at=MONDAY, pin_hash="c", attached_by="d")
    db.session.add(card)
    keys = {"endpoint": "https://push.example/Rahasia", "endpoint_hash": "a", "p256dh": "b", "auth": "c"}
    db.session.add(Subscription(desa=DESA, id=new_id(), card=card.id, created_at=MONDAY, **keys))
    db.session.commit()
    refused = field.ani.sets("member", member, seen=0, full_name={"Rahasia": 1})
    assert field.ani.send(refused)[0]["status"] == "refused"
    stored = all_that_is_stored()
    assert [name for name in ABOUT_A_FAMILY if f"Rahasia {name}" not in stored] == []
    assert field.dedi.does("family.erase", family, reason="permintaan")["status"] == "accepted"
    assert "Rahasia" not in all_that_is_stored()
    gone = select(StoredRecord.gone).where(StoredRecord.desa == DESA).distinct()
    assert set(db.session.scalars(gone)) <= {"erased", None}
    for model in (AdviceChange, Blob, Subscription):
        assert db.session.scalars(select(model)).all() == []
    after = db.session.scalars(select(Card)).one()
    assert (after.family, after.pin_hash, after.attached_by) == (None, None, None)


def test_what_was_given_up_for_its_twin_goes_with_it(field: Field) -> None:
    lost, kept = field.family("Rahasia satu"), field.family("Rahasia dua")
    for one in (lost, kept):
        field.member(one, "Rahasia anak")
    assert field.dedi.does("family.same_as", lost, into=kept)["status"] == "accepted"
    assert field.dedi.does("family.erase", kept, reason="permintaan")["status"] == "accepted"
    assert "Rahasia" not in all_that_is_stored()
    assert field.record(lost).gone == "erased"


def test_who_came_without_a_place_is_forgotten_and_that_somebody_came_is_not(field: Field) -> None:
    with turn(DESA) as this:
        servicedays.ensure_days(this)
    day = db.session.scalars(select(ServiceDay.id).order_by(ServiceDay.date)).first()
    args = {"ticket": new_id(), "at": EIGHT.isoformat(), "counter": 1, "number": "B1-001", "name": "Rahasia"}
    assert field.dedi.does("queue.register", str(day), wish="lain", **args)["status"] == "accepted"
    ready = EIGHT.replace(hour=0) + WALK_IN + 2 * DAY
    with at(ready - SHOWN - 3 * DAY):
        assert preview(DESA) == []
    with at(ready - SHOWN + 7 * DAY):
        assert [due.kind for due in preview(DESA)] == ["ticket"], "shown before it happens"
        tonight(DESA, {})
        assert "Rahasia" in all_that_is_stored()
    with at(ready + 7 * DAY):
        tonight(DESA, {})
        assert "Rahasia" not in all_that_is_stored()
        body = field.body(args["ticket"])
        assert (body["number"], body["status"], body["walk_in"]) == ("B1-001", "hadir", True)
        assert preview(DESA) == []


def test_what_was_settled_in_quarantine_is_forgotten_in_time(field: Field) -> None:
    refused = field.ani.sets("member", new_id(), seen=0, full_name="Rahasia")
    assert field.ani.send(refused)[0]["status"] == "refused"
    with at(MONDAY + SETTLED + DAY):
        tonight(DESA, {})
        assert "Rahasia" in all_that_is_stored(), "nobody has settled it"
    row = db.session.scalars(select(Quarantine)).one()
    row.settled, row.outcome = MONDAY, "discarded"
    db.session.commit()
    with at(MONDAY + SETTLED + DAY):
        tonight(DESA, {})
        tonight(DESA, {})
        assert "Rahasia" not in all_that_is_stored()
        assert db.session.scalars(select(Quarantine.outcome)).one() == "discarded"
        assert db.session.scalars(select(Log.seq)).first() is None
