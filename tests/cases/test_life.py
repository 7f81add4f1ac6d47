"""A case on its way: numbered when it comes, sent back, completed, accepted, served."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from server.cases.models import Case
from server.db import db
from server.demo.people import DESA, SRI
from tests.field import MONDAY, NEXT_WEDNESDAY, TUESDAY_NOON, WEDNESDAY, Field, Hand, at, need, new_id


@pytest.fixture
def field(context: None) -> Iterator[Field]:
    with at(MONDAY):
        yield Field()


def row(case: str) -> Case:
    db.session.expire_all()
    return db.session.scalars(select(Case).where(Case.desa == DESA, Case.id == case)).one()


def test_cases_are_numbered_in_the_order_they_came(field: Field) -> None:
    family = field.family()
    receipts = [
        field.ani.set("case", new_id(), exists=True, family=family, service=service) for service in ("sembako", "pkh")
    ]
    assert [receipt["number"] for receipt in receipts] == ["CBD-2026-000001", "CBD-2026-000002"]


def test_a_refused_case_leaves_no_hole_in_the_numbers(field: Field) -> None:
    family = field.family()
    good = field.ani.sets("case", new_id(), exists=True, family=family, service="sembako")
    bad = field.ani.sets("case", new_id(), exists=True, family=family, service="")
    last = field.ani.sets("case", new_id(), exists=True, family=family, service="pkh")
    statuses = [(receipt["status"], receipt.get("number")) for receipt in field.ani.send(good, bad, last)]
    assert statuses == [("accepted", "CBD-2026-000001"), ("refused", None), ("accepted", "CBD-2026-000002")]


def test_a_new_case_waits_for_an_officer(field: Field) -> None:
    case = field.case(field.family())
    assert row(case).status == "terkirim"
    assert field.body(case)["by"]["name"] == "Bu Ani"


def test_the_number_year_is_that_of_the_desa(context: None) -> None:
    from datetime import UTC, datetime

    with at(datetime(2026, 12, 31, 17, 30, tzinfo=UTC)):  # half past midnight of New Year in Cibadak
        field = Field()
        assert field.body(field.case(field.family()))["number"] == "CBD-2027-000001"


def test_a_case_goes_back_with_what_is_missing(field: Field) -> None:
    family = field.family()
    kk, case = field.document(family), field.case(family)
    missing = [{"paper": "kk", "member": None, "document": kk, "reason": "buram"}]
    receipt = field.dedi.does(
        "case.send_back", case, missing=missing, note="Foto ulang ya.", due=TUESDAY_NOON.isoformat()
    )
    assert receipt["status"] == "accepted", receipt
    body = field.body(case)
    assert (body["status"], body["missing"], body["office_note"]) == ("perlu_dilengkapi", missing, "Foto ulang ya.")
    assert row(case).status == "perlu_dilengkapi"


def test_a_due_time_that_has_passed_is_refused(field: Field) -> None:
    family = field.family()
    case = field.case(family)
    missing = [{"paper": "kk", "reason": "belum_ada"}]
    receipt = field.dedi.does("case.send_back", case, missing=missing, due="2026-11-20T12:00:00+07:00")
    assert receipt["problem"]["field"] == "args.due"
    assert row(case).status == "terkirim"


def test_a_kader_cannot_decide_about_a_case(field: Field) -> None:
    case = field.case(field.family())
    receipt = field.ani.does("case.accept", case)
    assert (receipt["status"], receipt["problem"]["type"]) == ("refused", "/problems/not-your-role")
    assert row(case).status == "terkirim"


def test_sending_back_says_what_is_missing(field: Field) -> None:
    receipt = field.dedi.does("case.send_back", field.case(field.family()), missing=[])
    assert receipt["status"] == "refused"
    assert receipt["problem"]["field"] == "args.missing"


def test_a_case_comes_back_when_the_last_missing_paper_does(field: Field) -> None:
    family = field.family()
    kk, ktp = field.document(family, "kk"), field.document(family, "ktp", state="belum")
    case = field.case(family)
    missing = [{"paper": "kk", "document": kk, "reason": "buram"}, {"paper": "ktp", "reason": "belum_ada"}]
    field.dedi.does("document.reject", kk, reason="buram")
    field.dedi.does("case.send_back", case, missing=missing)

    field.ani.set("document", kk, photos=[new_id()])
    assert row(case).status == "perlu_dilengkapi"

    field.ani.set("document", ktp, seen=field.record(ktp).versions["state"], state="ada")
    assert row(case).status == "terkirim"
    assert field.body(case)["missing"] == []


def test_another_familys_paper_brings_nothing_back(field: Field) -> None:
    family, other = field.family(), field.family("Udin")
    case = field.case(family)
    field.dedi.does("case.send_back", case, missing=[{"paper": "kk", "reason": "belum_ada"}])
    field.document(other, "kk")
    assert row(case).status == "perlu_dilengkapi"


def test_a_paper_that_was_there_before_brings_nothing_back(field: Field) -> None:
    family = field.family()
    field.document(family, "kk")
    ktp = field.document(family, "ktp", state="belum")
    case = field.case(family)
    missing = [{"paper": "kk", "reason": "buram"}, {"paper": "ktp", "reason": "belum_ada"}]
    field.dedi.does("case.send_back", case, missing=missing)
    field.ani.set("document", ktp, seen=field.record(ktp).versions["state"], state="ada")
    assert row(case).status == "perlu_dilengkapi"


def test_a_case_without_its_papers_is_not_accepted(field: Field) -> None:
    family = field.family()
    field.document(family, "kk")
    case = field.case(family, needs=[need("kk"), need("ktp")])
    receipt = field.dedi.does("case.accept", case)
    assert receipt["problem"]["type"] == "/problems/papers-missing"
    assert [(item["paper"], item["reason"]) for item in receipt["problem"]["missing"]] == [
        ("kk", "belum_diterima"),
        ("ktp", "belum_ada"),
    ]


def test_a_paper_past_its_months_is_taken_anew_before_its_case_is_accepted(field: Field) -> None:
    family = field.family()
    sktm = field.document(family, "sktm")
    field.dedi.does("document.accept", sktm)
    assert field.body(sktm)["held_since"] == MONDAY.date().isoformat()
    with at(MONDAY + timedelta(days=120)):
        case = field.case(family, needs=[need("sktm") | {"months": 3}])
        missing = field.dedi.does("case.accept", case)["problem"]["missing"]
        assert [item["reason"] for item in missing] == ["kedaluwarsa"]
        field.dedi.does("document.accept", sktm)
        assert field.dedi.does("case.accept", case)["status"] == "accepted"


def test_an_accepted_case_has_its_place_in_the_same_turn(field: Field) -> None:
    family = field.family()
    kk = field.document(family, "kk")
    case = field.case(family, needs=[need("kk")])
    field.dedi.does("document.accept", kk)
    receipt = field.dedi.does("case.accept", case)
    assert receipt["status"] == "accepted", receipt
    body = field.body(case)
    assert (body["status"], body["service_day"], body["queue_number"], body["arrival"]) == (
        "terjadwal",
        WEDNESDAY,
        "A-001",
        "08.00",
    )
    assert row(case).queue_number == "A-001"


def test_an_officer_who_had_not_seen_the_others_decision_is_told_whose(field: Field) -> None:
    case = field.case(field.family())
    sri = Hand(SRI)
    seen = field.record(case).seq
    field.dedi.does("case.cancel", case, reason="Warga membatalkan.")
    late = sri._change(case) | {"do": "case.accept", "seen": seen, "args": {}}
    problem = sri.send(late)[0]["problem"]
    assert problem["type"] == "/problems/changed-meanwhile"
    assert problem["by"] == "Pak Dedi"


def test_what_follows_after_a_family_was_served(field: Field) -> None:
    _, case = field.ready()
    field.server_writes(case, status="diproses")
    for to in ("menunggu_hasil", "disetujui", "selesai"):
        receipt = field.dedi.does("case.step", case, to=to, note="Surat 445/CONTOH")
        assert receipt["status"] == "accepted", receipt
    assert row(case).status == "selesai"


def test_a_referral_says_to_whom(field: Field) -> None:
    case = field.case(field.family())
    field.server_writes(case, status="diproses")
    assert field.dedi.does("case.step", case, to="dirujuk", agency="Dinas Sosial")["status"] == "accepted"
    assert [field.body(case)[name] for name in ("status", "agency")] == ["dirujuk", "Dinas Sosial"]


def test_a_result_needs_its_evidence(field: Field) -> None:
    case = field.case(field.family())
    field.server_writes(case, status="menunggu_hasil")
    receipt = field.dedi.does("case.step", case, to="disetujui")
    assert receipt["problem"]["type"] == "/problems/evidence-missing"


def test_who_did_not_come_gets_another_wednesday(field: Field) -> None:
    _, case = field.ready()
    field.dedi.does("case.no_show", case)
    assert row(case).status == "tidak_hadir"
    receipt = field.dedi.does("case.reschedule", case)
    assert receipt["status"] == "accepted", receipt
    assert (row(case).status, row(case).service_day) == ("terjadwal", NEXT_WEDNESDAY)


def test_a_case_sent_again_keeps_its_status(field: Field) -> None:
    family = field.family()
    case = new_id()
    field.ani.set("case", case, exists=True, family=family, service="sembako", note="a")
    field.dedi.does("case.cancel", case, reason="Warga membatalkan.")
    again = field.ani.sets("case", case, exists=True, family=family, service="sembako", note="b")
    field.ani.send(again)
    assert row(case).status == "dibatalkan"
