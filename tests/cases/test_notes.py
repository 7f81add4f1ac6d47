"""What officers write beside a case, and who sees it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from server.accounts import service as accounts
from server.demo.people import DESA, SRI
from server.exchange.pulling import Reader, pull
from sync.cursor import Cursor
from tests.field import MONDAY, Field, Hand, at, new_id

WORDS = "Sudah ditelepon. Ibu Suryati datang besok."


@pytest.fixture
def field(context: None) -> Iterator[Field]:
    with at(MONDAY):
        yield Field()


def write(hand: Hand, family: str, case: str, text: str = WORDS) -> tuple[str, dict[str, object]]:
    note = new_id()
    return note, hand.set("note", note, exists=True, family=family, case=case, text=text)


def told(hand: Hand) -> str:
    person = accounts.person(DESA, hand.who.id)
    return pull(DESA, Reader(person.id, tuple(person.roles), tuple(person.areas)), Cursor.read({}), 500)


def test_a_note_is_for_the_desk_alone(field: Field) -> None:
    family = field.family()
    note, receipt = write(field.dedi, family, field.case(family))
    assert receipt["status"] == "accepted", receipt
    assert field.body(note)["by"]["name"] == "Pak Dedi"
    assert WORDS in told(Hand(SRI))
    assert "Suryati" in told(field.ani)
    assert WORDS not in told(field.ani)


def test_a_kader_writes_no_notes(field: Field) -> None:
    family = field.family()
    _, receipt = write(field.ani, family, field.case(family))
    assert receipt["status"] == "refused"


@pytest.mark.parametrize("text", ["", "   ", "a" * 1001])
def test_a_note_says_something_and_is_short(field: Field, text: str) -> None:
    family = field.family()
    _, receipt = write(field.dedi, family, field.case(family), text)
    assert (receipt["status"], receipt["problem"]["field"]) == ("refused", "text")


def test_only_who_wrote_a_note_takes_it_away(field: Field) -> None:
    family = field.family()
    note, receipt = write(field.dedi, family, field.case(family))
    theirs = Hand(SRI).set("note", note, seen=receipt["seq"], exists=False)
    assert (theirs["status"], theirs["problem"]["type"]) == ("refused", "/problems/not-your-role")
    assert field.dedi.set("note", note, seen=receipt["seq"], exists=False)["status"] == "accepted"


def test_a_note_moves_with_its_family(field: Field) -> None:
    family = field.family()
    note, _ = write(field.dedi, family, field.case(family))
    assert field.dedi.does("family.move", family, area="005/001")["status"] == "accepted"
    assert field.record(note).area == "005/001"
