"""Photos go when nothing names them any more, and not before; what lies before a person names them too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from server import clock
from server.accounts.models import Enrolment
from server.db import db, turn
from server.demo.people import DESA
from server.documents import ending, uploads
from server.documents import service as documents
from server.documents.models import Blob, BlobState
from server.errors import NotFound
from server.exchange import repairing
from server.exchange.models import OpenConflict
from tests.documents.test_uploads import PHOTO
from tests.field import MONDAY, Field, Hand, at, new_id

WEEK = uploads.EXPIRES + timedelta(hours=1)


@pytest.fixture
def field(context: None) -> Iterator[Field]:
    with at(MONDAY):
        yield Field()


def kept(hand: Hand) -> str:
    """A photo that came before any record named it: its phone has let its copy go."""
    photo, now = new_id(), clock.now()
    db.session.add(
        Blob(desa=DESA, id=photo, enrolment=hand.enrolment, state=BlobState.KEPT, created=now, settled=now, person=None)
    )
    db.session.commit()
    uploads.store().write(DESA, photo, b"her KK", b"small")
    return photo


def is_there(photo: str) -> bool:
    there = uploads.store().read(DESA, photo) is not None
    assert (db.session.get(Blob, (DESA, photo), populate_existing=True) is not None) is there, "row and file"
    return there


def after(weeks: int) -> None:
    """Let the nights of so many weeks pass."""
    with at(MONDAY + weeks * WEEK):
        ending.expire(DESA, {})


def officer(field: Field) -> Enrolment:
    return db.session.get_one(Enrolment, field.dedi.enrolment)


def test_a_photo_stays_while_its_paper_lies_in_quarantine(field: Field) -> None:
    photo, discarded, family = kept(field.ani), kept(field.ani), new_id()
    home = field.ani.sets("family", family, "002/009", exists=True, head_name="Suryati")
    paper, other = (
        field.ani.sets("document", new_id(), exists=True, family=family, paper=kind, state="ada", photos=[one])
        for kind, one in (("kk", photo), ("ktp", discarded))
    )
    assert [receipt["status"] for receipt in field.ani.send(home, paper, other)] == ["refused", "held", "held"]
    after(3)
    assert [is_there(photo), is_there(discarded)] == [True, True]
    with at(MONDAY + 3 * WEEK):
        repairing.discard(officer(field), other["id"], "dobel")
        assert repairing.accept(officer(field), home["id"], {"area": "004/002"})["status"] == "accepted"
        assert documents.photos(DESA, field.ani.enrolment)["awaited"] == []
        ending.expire(DESA, {})
        assert is_there(discarded), "a week from its settling"
    after(4)
    assert [is_there(photo), is_there(discarded)] == [True, False]


def test_a_photo_stays_while_nobody_can_read_what_its_phone_sent(field: Field) -> None:
    photo, dedis = kept(field.ani), kept(field.dedi)
    unreadable = {"id": new_id(), "n": 1, "sealed": {"k": "0" * 8, "e": "", "iv": "", "d": ""}}
    assert field.ani.send(unreadable)[0]["status"] == "refused"
    after(2)
    assert [is_there(photo), is_there(dedis)] == [True, False]


def test_a_photo_stays_while_a_conflict_shows_it_and_can_be_chosen(field: Field) -> None:
    family = field.family()
    paper = field.document(family, photos=[kept(field.ani)])
    seen = field.record(paper).seq
    one, other = kept(field.dedi), kept(field.ani)
    assert field.dedi.set("document", paper, seen=seen, photos=[one])["status"] == "accepted"
    assert field.ani.set("document", paper, seen=seen, photos=[other])["status"] == "conflict"
    after(2)
    assert is_there(other)
    with at(MONDAY + 2 * WEEK):
        shown = db.session.scalars(select(OpenConflict.seq)).one()
        chosen = field.dedi.set("document", paper, seen=shown, photos=[other])
        assert (chosen["status"], chosen["problem"]) == ("accepted", None)
    after(4)
    assert is_there(other)


def announced(field: Field, photo: str, record: str) -> None:
    """Say that a photo of ``record`` will come, in two chunks of which one is here."""
    meta = {"id": photo, "sha256": "0" * 64, "record": record}
    uploads.begin(DESA, field.ani.enrolment, field.ani.who.id, meta, 10)
    uploads.append(DESA, field.ani.enrolment, photo, 0, b"her K", None)


def test_of_who_is_erased_no_photo_goes_on_coming(field: Field) -> None:
    family, photo = field.family(), new_id()
    paper = field.document(family, photos=[photo])
    announced(field, photo, paper)
    seen = field.record(paper).seq
    assert field.dedi.set("document", paper, seen=seen, photos=[])["status"] == "accepted"
    contested, refused = kept(field.ani), kept(field.ani)
    assert field.ani.set("document", paper, seen=seen, photos=[photo, contested])["status"] == "conflict"
    wrong = field.ani.sets("document", new_id(), exists=True, family=family, paper="kk", state="?", photos=[refused])
    assert field.ani.send(wrong)[0]["status"] == "refused"
    assert field.dedi.does("family.erase", family, reason="permintaan")["status"] == "accepted"
    assert [file for file in uploads.root().rglob("*") if file.is_file()] == []
    assert db.session.scalars(select(Blob)).all() == []
    for which in (photo, new_id()):
        with pytest.raises(uploads.PhotoForgotten):
            announced(field, which, paper)
    assert documents.carried(officer(field), [{"id": photo, "record": paper}]) == [{"id": photo, "state": "refused"}]


def test_a_photo_that_had_its_time_is_not_taken_again(field: Field) -> None:
    photo, retake = new_id(), new_id()
    paper = field.document(field.family(), photos=[photo])
    with turn(DESA) as this:
        documents.forget(this, [photo])
    with pytest.raises(uploads.PhotoForgotten):
        announced(field, photo, paper)
    announced(field, retake, paper)  # its text is still to come


def test_a_photo_that_is_forgotten_while_it_is_settled_leaves_no_file(field: Field) -> None:
    upload = new_id()
    announced(field, upload, new_id())
    blob = db.session.get_one(Blob, (DESA, upload))
    db.session.expunge(blob)
    with turn(DESA) as this:
        documents.forget(this, [upload])
    with pytest.raises(NotFound):
        uploads.settle(blob, PHOTO)
    assert [file for file in uploads.root().rglob("*") if file.is_file()] == []


def test_what_a_paper_names_no_longer_or_ended_with_goes_after_a_week(field: Field) -> None:
    first, retake, shared = kept(field.ani), kept(field.ani), kept(field.ani)
    never = new_id()
    family = field.family()
    paper = field.document(family, photos=[first, shared, never])
    other = field.document(family, paper="kk_asli", photos=[shared])

    def says(hand: Hand, which: str, **fields: object) -> str:
        return str(hand.set("document", which, seen=field.record(which).seq, **fields)["status"])

    assert says(field.ani, paper, photos=[retake]) == "accepted"
    assert documents.photos(DESA, field.ani.enrolment)["awaited"] == []
    assert {row["id"] for row in documents.photos_of_family(DESA, family)} == {retake, shared}
    ending.expire(DESA, {})
    assert is_there(first), "history shows it a while"
    after(1)
    assert [is_there(which) for which in (first, retake, shared)] == [False, True, True]
    assert db.session.get(Blob, (DESA, never)) is None
    with at(MONDAY + WEEK):
        seen = field.record(paper).seq
        assert says(field.dedi, paper, exists=False) == "accepted"
        assert field.ani.set("document", paper, seen=seen, copy="asli")["status"] == "conflict"
    after(3)
    assert is_there(retake), "the conflict may bring the paper back"
    with at(MONDAY + 3 * WEEK):
        shown = db.session.scalars(select(OpenConflict.seq)).one()
        assert field.dedi.set("document", paper, seen=shown, exists=True)["status"] == "accepted"
    after(5)
    assert is_there(retake)
    with at(MONDAY + 5 * WEEK):
        assert [says(field.dedi, which, exists=False) for which in (paper, other)] == ["accepted", "accepted"]
    after(6)
    assert [is_there(which) for which in (retake, shared)] == [False, False]
