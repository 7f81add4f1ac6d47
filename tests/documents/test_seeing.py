"""A photo is seen by who may see what it is a photo of: as long as that, and no longer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from server.accounts.models import Enrolment
from server.db import db, turn
from server.demo.people import DESA
from server.documents import service as documents
from server.errors import NotFound
from sync.record import Author
from tests.documents.test_ending import kept
from tests.field import MONDAY, RT, Field, Hand, at, new_id


@pytest.fixture
def field(context: None) -> Iterator[Field]:
    with at(MONDAY):
        yield Field()


def sees(hand: Hand, photo: str) -> bool:
    try:
        return documents.photo(db.session.get_one(Enrolment, hand.enrolment), photo, thumb=False) is not None
    except NotFound:
        return False


def test_who_sent_a_photo_sees_it_no_longer_than_its_paper(field: Field) -> None:
    photo = kept(field.ani)
    db.session.get_one(documents.Blob, (DESA, photo)).person = field.ani.who.id
    db.session.commit()
    assert [sees(hand, photo) for hand in (field.ani, field.dedi)] == [True, True], "no paper names it yet"
    family = field.family()
    paper = field.document(family, photos=[photo])
    assert [sees(hand, photo) for hand in (field.ani, field.dedi)] == [True, True]
    assert field.dedi.does("document.accept", paper, note=None)["status"] == "accepted"
    assert field.dedi.does("family.move", family, area="002/001", building=None)["status"] == "accepted"
    assert [sees(hand, photo) for hand in (field.ani, field.dedi)] == [False, True]
    assert field.dedi.does("family.move", family, area=RT, building=None)["status"] == "accepted"
    assert sees(field.ani, photo)
    seen = field.record(paper).seq
    assert field.dedi.set("document", paper, seen=seen, exists=False)["status"] == "accepted"
    assert [sees(hand, photo) for hand in (field.ani, field.dedi)] == [False, False]


def test_the_photos_of_a_visit_are_seen_by_its_author_until_it_is_reviewed(field: Field) -> None:
    photo, visit = kept(field.ani), new_id()
    with turn(DESA) as this:
        by = Author(field.ani.who.id, field.ani.enrolment, 1, new_id(), "", frozenset(), (), None, this.now)
        documents.expect(this, this.create("visit", visit, by, area="002/001"), [photo], None, by)
    assert sees(field.ani, photo)
    field.server_writes(visit, reviewed=True)
    assert [sees(hand, photo) for hand in (field.ani, field.dedi)] == [False, True]
