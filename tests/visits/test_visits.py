"""Visits come in whole: the server checks them, marks what it sees differently, and drops nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from server.db import db
from server.demo.people import DESA, UJANG
from server.documents import service as documents
from server.exchange.models import OpenConflict
from server.surveys import service as surveys
from server.visits.models import Visit
from tests import published
from tests.field import ANSWERS, MONDAY, RT, Field, Hand, at, new_id

NOW = MONDAY.isoformat()


@pytest.fixture
def field(context: None) -> Iterator[Field]:
    with at(MONDAY):
        field = Field()
        published.seed()
        yield field


def survey() -> str:
    return next(held.hash for held in surveys.holding(DESA, MONDAY.date()) if held.code == "kelayakan")


def visit(
    field: Field, family: str | None, answers: Any = None, hand: Hand | None = None, **more: Any
) -> dict[str, Any]:
    """Send a visit; the receipt, with its id under ``visit``."""
    fields = {
        "survey": survey(),
        "survey_id": "kelayakan",
        "family": family,
        "result": "terisi",
        "date": "2026-11-23",
        "answers": ANSWERS if answers is None else answers,
        "evaluated_at": NOW,
    } | more
    name = new_id()
    receipt = (hand or field.ani).set("visit", name, RT, exists=True, **fields)
    return receipt | {"visit": name}


def row(name: str) -> Visit:
    db.session.expire_all()
    return db.session.scalars(select(Visit).where(Visit.desa == DESA, Visit.id == name)).one()


def test_a_visit_is_kept_with_its_marks(field: Field) -> None:
    answers = {"kunjungan": ANSWERS["kunjungan"] | {"tgl_kunjungan": "2026-12-31", "no_rumah": "12"}}
    sent = visit(field, field.family(), answers)
    assert sent["status"] == "accepted", sent
    body = field.body(sent["visit"])
    assert body["answers"] == answers
    assert "/data/kunjungan/tgl_kunjungan" in [mark["path"] for mark in body["marks"]]
    assert row(sent["visit"]).marks == len(body["marks"]) > 0
    assert body["by"] == {"person": field.ani.who.id, "name": "Bu Ani", "role": "kader_pkk"}


def test_a_wrong_conclusion_of_the_phone_is_marked_with_both_values(field: Field) -> None:
    answers = {"kunjungan": ANSWERS["kunjungan"] | {"hasil_akhir": "sebagian"}}
    sent = visit(field, field.family(), answers)
    marks = [mark for mark in field.body(sent["visit"])["marks"] if mark["path"].endswith("hasil_akhir")]
    assert [(mark["phone"], mark["server"]) for mark in marks] == [("sebagian", "terisi")]


def test_a_refusal_with_a_name_is_refused_and_names_the_field(field: Field) -> None:
    answers = {
        "kunjungan": {"setuju_data": "tidak", "hasil_kunjungan": "terisi", "hasil_akhir": "menolak"},
        "keluarga": {"nama_kepala": "Icih"},
    }
    sent = visit(field, None, answers, result="menolak")
    assert (sent["problem"]["type"], sent["problem"]["field"]) == ("/problems/no-consent", "answers/keluarga")


def test_a_polite_refusal_keeps_the_doorstep_only(field: Field) -> None:
    section = {"no_rumah": "12", "setuju_data": "tidak", "hasil_kunjungan": "terisi", "hasil_akhir": "menolak"}
    sent = visit(field, None, {"kunjungan": section}, result="menolak", reason="sibuk")
    assert sent["status"] == "accepted", sent
    assert (row(sent["visit"]).result, row(sent["visit"]).family) == ("menolak", None)


def test_a_visit_of_no_known_survey_is_refused(field: Field) -> None:
    sent = visit(field, field.family(), survey="0" * 64)
    assert sent["status"] == "refused"


def test_photos_in_the_answers_are_awaited(field: Field) -> None:
    photo = new_id()
    answers = ANSWERS | {"persetujuan": {"setuju_foto": "ya"}, "rumah": {"foto_rumah": {"foto_depan": photo}}}
    family = field.family()
    sent = visit(field, family, answers)
    assert sent["status"] == "accepted", sent
    assert documents.photos(DESA, field.ani.enrolment)["awaited"] == [photo]

    # the same photo is the family's paper too: it is taken, awaited once, and read as before
    paper = field.document(family, "foto_rumah", photos=[photo])
    assert field.body(paper)["photos"] == [photo]
    assert documents.photos(DESA, field.ani.enrolment)["awaited"] == [photo]
    assert [(one["id"], one["record"]) for one in documents.photos_of_family(DESA, family)] == [(photo, sent["visit"])]


def test_a_case_says_what_it_needs_as_the_server_sees_it(field: Field) -> None:
    family = field.family()
    sent = visit(field, family)
    case = field.case(family, "sembako", visit=sent["visit"])
    body = field.body(case)
    assert {need["paper"] for need in body["needs"]} >= {"ktp_el", "kk"}
    assert body["advice"]["advice"] in ("mungkin", "belum_memenuhi", "belum_dinilai")
    assert len(body["advice"]["catalogue"]) == 64
    needs = field.body(field.case(family, "kip_kuliah", visit=sent["visit"]))["needs"]
    assert {need["paper"]: need["months"] for need in needs if "months" in need} == {"sktm": 3}


def test_visit_and_case_of_one_delivery_belong_together(field: Field) -> None:
    family, name, case = new_id(), new_id(), new_id()
    hand = field.ani
    receipts = hand.send(
        hand.sets("family", family, RT, exists=True, head_name="Suryati"),
        hand.sets(
            "visit", name, RT, exists=True, survey=survey(), survey_id="kelayakan", family=family, result="terisi",
            date="2026-11-23", answers=ANSWERS, evaluated_at=NOW,
        ),
        hand.sets("case", case, exists=True, family=family, visit=name, service="sembako"),
    )  # fmt: skip
    assert [receipt["status"] for receipt in receipts] == ["accepted"] * 3
    assert field.body(case)["needs"]


def test_a_different_advice_of_the_phone_is_marked(field: Field) -> None:
    answers = ANSWERS | {"layanan": {"layanan": "pkh"}}
    told = {"catalogue": "x", "services": {"pkh": {"advice": "sudah_pasti"}}}
    sent = visit(field, field.family(), answers, advice=told)
    marks = [mark for mark in field.body(sent["visit"])["marks"] if mark["kind"] == "advice"]
    assert [(mark["path"], mark["phone"]) for mark in marks] == [("pkh", "sudah_pasti")]


def test_a_visit_is_reviewed_when_an_officer_decides_about_its_case(field: Field) -> None:
    family = field.family()
    sent = visit(field, family)
    case = field.case(family, visit=sent["visit"])
    assert row(sent["visit"]).reviewed is False
    receipt = field.dedi.does("case.cancel", case, reason="Warga membatalkan.")
    assert receipt["status"] == "accepted", receipt
    assert row(sent["visit"]).reviewed is True


def test_a_visit_that_asks_for_nothing_is_reviewed_by_hand(field: Field) -> None:
    sent = visit(field, field.family())
    assert field.ani.does("visit.reviewed", sent["visit"])["status"] == "refused"
    assert field.dedi.does("visit.reviewed", sent["visit"])["status"] == "accepted"
    assert row(sent["visit"]).reviewed is True


def test_a_revision_takes_the_place_of_the_latest(field: Field) -> None:
    family = field.family()
    first = visit(field, family)["visit"]
    second = visit(field, family, supersedes=first)["visit"]
    assert (row(first).superseded, row(second).superseded) == (True, False)
    assert field.body(first)["superseded_by"] == second


def test_correcting_an_older_revision_is_a_conflict_of_whole_visits(field: Field) -> None:
    family = field.family()
    first = visit(field, family)["visit"]
    second = visit(field, family, supersedes=first)["visit"]
    third = visit(field, family, hand=Hand(UJANG), supersedes=first)["visit"]
    assert [row(one).superseded for one in (first, second, third)] == [True, False, True]
    conflicts = conflicts_of(first)
    assert [(one["standing"], one["other"], one["other_by"]) for one in conflicts] == [(second, third, "Pak Ujang")]
    assert conflicts[0]["standing_by"] == "Bu Ani"


def test_who_was_shown_two_revisions_says_which_counts(field: Field) -> None:
    family = field.family()
    first = visit(field, family)["visit"]
    second = visit(field, family, supersedes=first)["visit"]
    third = visit(field, family, hand=Hand(UJANG), supersedes=first)["visit"]
    conflict = db.session.scalars(select(OpenConflict.id)).one()
    assert field.dedi.does("visit.choose", conflict, visit=first)["problem"]["field"] == "args.visit"
    assert field.dedi.does("visit.choose", conflict, visit=third)["status"] == "accepted"
    assert [row(one).superseded for one in (first, second, third)] == [True, True, False]
    assert field.body(conflict) | {"closed": True, "chosen": third} == field.body(conflict)
    assert field.body(conflict)["chosen_by"]["name"] == "Pak Dedi"


def test_nobody_corrects_the_visit_of_another_family(field: Field) -> None:
    first = visit(field, field.family())["visit"]
    refused = visit(field, field.family("Icih"), supersedes=first)
    assert (refused["status"], refused["problem"]["field"]) == ("refused", "set.supersedes")
    assert row(first).superseded is False


def test_cases_follow_the_revision_that_counts(field: Field) -> None:
    """A case of the visit that was corrected is judged by the correction; what an officer took stays as it was."""
    family = field.family()
    first = visit(field, family)["visit"]
    waiting, taken = (field.case(family, "sembako", visit=first) for _ in range(2))
    field.server_writes(taken, status="siap")
    assert outcome(field, waiting) == outcome(field, taken) == "belum_diketahui"
    told = ANSWERS | {"program": {"desil_info": "d1"}}
    second = visit(field, family, told, supersedes=first, correction="Salah ketik")["visit"]
    assert [field.body(case)["visit"] for case in (waiting, taken)] == [second, second]
    assert (outcome(field, waiting), outcome(field, taken)) == ("terpenuhi", "belum_diketahui")
    third = visit(field, family, hand=Hand(UJANG), supersedes=first)["visit"]
    assert field.body(waiting)["visit"] == second, "it does not count before somebody has said so"
    conflict = db.session.scalars(select(OpenConflict.id)).one()
    assert field.dedi.does("visit.choose", conflict, visit=third)["status"] == "accepted"
    assert (field.body(waiting)["visit"], outcome(field, waiting)) == (third, "belum_diketahui")


def outcome(field: Field, case: str) -> str:
    """What a case's advice says of the desil."""
    conditions = field.body(case)["advice"]["conditions"]
    return next(one["outcome"] for one in conditions if one["code"] == "desil")


def test_why_a_visit_was_corrected_is_a_short_text(field: Field) -> None:
    family = field.family()
    first = visit(field, family)["visit"]
    refused = visit(field, family, supersedes=first, correction="x" * 501)
    assert refused["problem"]["field"] == "correction"
    assert row(first).superseded is False


def conflicts_of(visit: str) -> list[dict[str, Any]]:
    import json

    from server.exchange.models import StoredRecord

    bodies = db.session.scalars(select(StoredRecord.body).where(StoredRecord.collection == "conflict"))
    return [body for text in bodies if (body := json.loads(text))["record"] == visit]
