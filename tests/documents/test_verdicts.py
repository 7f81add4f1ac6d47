"""Officers say which papers will do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from server.demo.people import DESA
from server.documents import service
from tests.field import MONDAY, Field, at, new_id


@pytest.fixture
def field(context: None) -> Iterator[Field]:
    with at(MONDAY):
        yield Field()


def test_a_paper_is_accepted_by_a_named_officer(field: Field) -> None:
    kk = field.document(field.family())
    assert field.dedi.does("document.accept", kk)["status"] == "accepted"
    body = field.body(kk)
    assert (body["verdict"], body["verdict_by"]["name"]) == ("diterima", "Pak Dedi")
    assert body["verdict_at"].startswith("2026-11-23")


def test_a_rejection_has_a_reason_of_the_list(field: Field) -> None:
    kk = field.document(field.family())
    assert field.dedi.does("document.reject", kk, reason="jelek")["problem"]["field"] == "args.reason"
    assert field.dedi.does("document.reject", kk, reason="buram", note="Silau.")["status"] == "accepted"
    body = field.body(kk)
    assert (body["verdict"], body["verdict_reason"], body["verdict_note"]) == ("ditolak", "buram", "Silau.")


def test_a_kader_gives_no_verdict(field: Field) -> None:
    kk = field.document(field.family())
    assert field.ani.does("document.accept", kk)["problem"]["type"] == "/problems/not-your-role"
    assert "verdict" not in field.body(kk)


def test_a_verdict_ends_when_the_photo_is_taken_anew(field: Field) -> None:
    kk = field.document(field.family(), photos=[new_id()])
    field.dedi.does("document.reject", kk, reason="buram")
    seen = field.record(kk).versions["photos"]
    assert field.ani.set("document", kk, seen=seen, photos=[new_id()])["status"] == "accepted"
    assert field.body(kk)["verdict"] is None


def test_a_verdict_ends_when_the_paper_turns_out_to_be_a_copy(field: Field) -> None:
    kk = field.document(field.family())
    field.dedi.does("document.accept", kk)
    assert field.ani.set("document", kk, copy="fotokopi")["status"] == "accepted"
    assert field.body(kk)["verdict"] is None


def test_a_paper_that_was_taken_does_not_become_another_and_is_not_taken_away(field: Field) -> None:
    kk = field.document(field.family())
    field.dedi.does("document.accept", kk)
    record = field.record(kk)
    renamed = field.ani.set("document", kk, seen=record.versions["paper"], paper="buku_kia")
    deleted = field.ani.set("document", kk, seen=record.seq, exists=False)
    assert renamed["problem"]["type"] == "/problems/fixed-field"
    assert deleted["problem"]["type"] == "/problems/not-your-role"
    assert (field.body(kk)["paper"], field.record(kk).gone) == ("kk", None)


def test_a_verdict_stands_when_only_the_reason_for_keeping_changes(field: Field) -> None:
    kk = field.document(field.family())
    field.dedi.does("document.accept", kk)
    field.ani.set("document", kk, kept_reason="Aslinya memang pudar")
    assert field.body(kk)["verdict"] == "diterima"


@pytest.mark.parametrize(
    ("fields", "field_named"),
    [
        ({"state": "hilang"}, "state"),
        ({"copy": "salinan"}, "copy"),
        ({"paper": ""}, "paper"),
        ({"photos": ["../../etc/passwd"]}, "photos"),
    ],
)
def test_what_is_no_document_is_refused(field: Field, fields: dict, field_named: str) -> None:
    family = field.family()
    receipt = field.ani.set(
        "document", new_id(), **({"exists": True, "family": family, "paper": "kk", "state": "ada"} | fields)
    )
    assert receipt["status"] == "refused"
    assert field_named in receipt["problem"]["field"]


def test_photos_that_a_paper_names_are_awaited_from_its_phone(field: Field) -> None:
    photo = new_id()
    field.document(field.family(), photos=[photo])
    assert service.photos(DESA, field.ani.enrolment) == {"awaited": [photo], "kept": [], "refused": []}
    assert service.photos(DESA, field.dedi.enrolment)["awaited"] == []


def test_a_paper_cannot_borrow_another_familys_photo(field: Field) -> None:
    photo, other = new_id(), field.family("Udin")
    field.document(field.family(), photos=[photo])
    receipt = field.dedi.set("document", new_id(), exists=True, family=other, paper="kk", state="ada", photos=[photo])
    assert receipt["problem"]["type"] == "/problems/foreign-photo"


def test_an_officer_may_put_the_photos_of_a_paper_in_order(field: Field) -> None:
    family, photos = field.family(), [new_id(), new_id()]
    kk = field.document(family, photos=photos)
    seen = field.record(kk).versions["photos"]
    assert field.dedi.set("document", kk, seen=seen, photos=photos[::-1])["status"] == "accepted"
    assert sorted(service.photos(DESA, field.ani.enrolment)["awaited"]) == sorted(photos)
