"""Answers as files: the shape, what is escaped, who may have them, and that it is noted."""

from __future__ import annotations

import csv
import json
from datetime import date
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import pytest
from flask import Flask
from openpyxl import load_workbook

from server.accounts import service as accounts
from server.db import db
from server.exports import service
from server.exports.files import harmless
from server.exports.tables import Style, Visit, every, heads, rows, tables_of
from server.surveys import publications
from server.surveys.compile import compile_survey
from tests.field import RT, Hand, new_id
from tests.people import ANI, DEDI, DESA, KADES, Enrol, Phone

OLD = """
| settings | form_title | form_id | version |
|  | Coba | coba | 1 |
| survey | type | name | label |
|  | begin_group | rumah | Rumah |
|  | text | alamat | Alamat |
|  | text | lama | Yang lama |
|  | end_group | | |
"""
NEW = """
| settings | form_title | form_id | version |
|  | Coba | coba | 2 |
| survey | type | name | label |
|  | begin_group | rumah | Rumah |
|  | text | alamat | Alamat |
|  | select_one lantai | lantai | Lantai |
|  | select_multiple air | air | Air |
|  | geopoint | titik | Titik |
|  | note | n | Terima kasih |
|  | end_group | | |
|  | begin_repeat | anggota | Anggota |
|  | text | nama | Nama |
|  | integer | umur | Umur |
|  | begin_repeat | sakit | Sakit |
|  | text | apa | Apa |
|  | end_repeat | | |
|  | end_repeat | | |
| choices | list_name | name | label |
|  | lantai | tanah | Tanah |
|  | lantai | keramik | Keramik |
|  | air | sumur | Sumur |
|  | air | pam | PAM |
"""
ANSWERS = {
    "rumah": {"alamat": '=HYPERLINK("http://x")', "lantai": "tanah", "air": "sumur pam", "titik": "-6.5 106.7 0 5"},
    "anggota": [{"nama": "Siti", "umur": -3, "sakit": [{"apa": "batuk"}]}, {"nama": "-Ujang"}],
}


@pytest.fixture(scope="module")
def surveys() -> list[dict[str, Any]]:
    return [compile_survey(NEW, "baru.md"), compile_survey(OLD, "lama.md")]


def test_the_shape_is_a_table_a_repeat_with_keys(surveys: list[dict[str, Any]]) -> None:
    root = tables_of(surveys)
    assert [table.name for table in every(root)] == ["coba", "coba-anggota", "coba-anggota-sakit"]
    assert heads(root, Style(), True) == [
        "SubmissionDate", "rumah-alamat", "rumah-lantai", "rumah-air", "rumah-titik-Latitude", "rumah-titik-Longitude",
        "rumah-titik-Altitude", "rumah-titik-Accuracy", "rumah-lama", "KEY", "SubmitterID", "SubmitterName",
        "ReviewState", "FormVersion", "Family", "Area", "Marks",
    ]  # fmt: skip
    found = [(table.name, cells) for table, cells in rows(root, Visit("v1", ANSWERS, ("",), ()), Style())]
    assert found == [
        ("coba", ["", ANSWERS["rumah"]["alamat"], "tanah", "sumur pam", -6.5, 106.7, 0.0, 5.0, None, "uuid:v1"]),
        ("coba-anggota", ["Siti", -3, "uuid:v1", "uuid:v1/anggota[1]"]),
        ("coba-anggota-sakit", ["batuk", "uuid:v1/anggota[1]", "uuid:v1/anggota[1]/sakit[1]"]),
        ("coba-anggota", ["-Ujang", None, "uuid:v1", "uuid:v1/anggota[2]"]),
    ]


def test_choices_may_be_read_as_labels_or_split(surveys: list[dict[str, Any]]) -> None:
    root = tables_of(surveys)
    style = Style(labels=True, split=True)
    ((_, cells), *_) = rows(root, Visit("v1", ANSWERS, ("",), ()), style)
    named = dict(zip(heads(root, style, True), cells, strict=False))
    assert (named["rumah-lantai"], named["rumah-air"]) == ("Tanah", "Sumur; PAM")
    assert (named["rumah-air/sumur"], named["rumah-air/pam"]) == (1, 1)


@pytest.mark.parametrize("text", ["=1+1", "+62", "-1", "@x", "\tx", "\rx"])
def test_no_text_is_calculated(text: str) -> None:
    assert harmless(text) == f"'{text}"


def test_a_number_stays_a_number() -> None:
    assert (harmless(-5), harmless("Rp5"), harmless(None)) == (-5, "Rp5", None)


@pytest.fixture
def answered(app: Flask, desa: str, surveys: list[dict[str, Any]]) -> str:
    """A visit under the old version and one, later, under the new; the second is the later one's id."""
    with app.app_context():
        hand = Hand(ANI)
        old, new = (
            publications.publish("survey", "coba", survey["version"], DESA, day, survey, b"x", "server")
            for survey, day in (
                (surveys[1], date.fromisoformat("2026-01-01")),
                (surveys[0], date.fromisoformat("2026-02-01")),
            )
        )
        db.session.commit()
        visits = [
            _visit(hand, old, "2026-01-05", {"rumah": {"alamat": "Jl. A", "lama": "dulu"}}),
            _visit(hand, new, "2026-02-05", ANSWERS),
        ]
        db.session.remove()
    return visits[1]


def _visit(hand: Hand, survey: str, day: str, answers: dict[str, Any]) -> str:
    visit = new_id()
    receipt = hand.set(
        "visit", visit, RT, exists=True, survey=survey, survey_id="coba", date=day, mode="lengkap", answers=answers,
        evaluated_at=f"{day}T09:00:00+07:00", result="terisi",
    )  # fmt: skip
    assert receipt["status"] == "accepted", receipt
    return visit


def take(officer: Phone, **asked: Any) -> bytes:
    """The file an officer is given."""
    with officer.post("/exports", {"survey": "coba", **asked}) as answer:
        assert answer.status_code == 200, answer.text
        return answer.data


def test_an_officer_takes_the_answers_of_all_versions(answered: str, enrol: Enrol) -> None:
    officer = enrol(DEDI)
    book = load_workbook(BytesIO(take(officer, format="xlsx", labels=True)))
    assert book.sheetnames == ["coba", "coba-anggota", "coba-anggota-sakit"]
    head, *lines = book["coba"].iter_rows(values_only=True)
    named = [dict(zip(head, line, strict=True)) for line in lines]
    assert [(row["rumah-alamat"], row["rumah-lama"], row["FormVersion"]) for row in named] == [
        ("Jl. A", "dulu", "1"), (ANSWERS["rumah"]["alamat"], None, "2"),
    ]  # fmt: skip
    assert {cell.data_type for row in book["coba"].iter_rows() for cell in row} <= {"s", "n"}
    assert (named[1]["KEY"], named[1]["SubmitterName"], named[1]["rumah-lantai"]) == (
        f"uuid:{answered}",
        ANI.name,
        "Tanah",
    )
    assert named[1]["SubmissionDate"].endswith("+07:00")


def test_the_csv_of_some_days_runs_nothing(answered: str, enrol: Enrol) -> None:
    officer = enrol(DEDI)
    with ZipFile(BytesIO(take(officer, format="csv", since="2026-02-01"))) as packed:
        assert packed.namelist() == ["coba.csv", "coba-anggota.csv", "coba-anggota-sakit.csv"]
        (row,) = csv.DictReader(StringIO(packed.read("coba.csv").decode("utf-8-sig")))
        members = list(csv.DictReader(StringIO(packed.read("coba-anggota.csv").decode("utf-8-sig"))))
    assert row["rumah-alamat"] == "'" + ANSWERS["rumah"]["alamat"]
    assert [(one["nama"], one["umur"], one["KEY"]) for one in members] == [
        ("Siti", "-3", f"uuid:{answered}/anggota[1]"), ("'-Ujang", "", f"uuid:{answered}/anggota[2]"),
    ]  # fmt: skip


def test_every_export_is_noted_and_nobody_else_may(answered: str, enrol: Enrol, app: Flask) -> None:
    officer = enrol(DEDI)
    take(officer, until="2026-01-31")
    (noted,) = officer.get("/exports").json
    assert (noted["person_name"], noted["survey"], noted["visits"], noted["until"]) == (
        DEDI.name,
        "coba",
        1,
        "2026-01-31",
    )
    for other in (ANI, KADES):
        assert enrol(other).post("/exports", {"survey": "coba"}).status_code == 403
    assert len(officer.get("/exports").json) == 1
    assert officer.post("/exports", {"survey": "tidak_ada"}).status_code == 404


def test_another_desa_takes_nothing_of_it(answered: str, app: Flask) -> None:
    with app.app_context():
        reader = service.Reader("32.01.15.2009", "x", "X", "e", tuple(accounts.OFFICE), ("",))
        asked = service.Asked("coba", "csv", False, False, None, None)
        with pytest.raises(service.NotFound):
            service.export(reader, asked)


def test_a_revision_takes_the_place_of_what_it_corrects(answered: str, enrol: Enrol, app: Flask) -> None:
    with app.app_context():
        hand = Hand(ANI)
        survey = json.loads(db.session.scalar(db.text("select body from record where id = :id"), {"id": answered}))
        newer = new_id()
        receipt = hand.set(
            "visit", newer, RT, exists=True, survey=survey["survey"], survey_id="coba", date="2026-02-06",
            answers={"rumah": {"alamat": "Jl. B"}}, evaluated_at="2026-02-06T09:00:00+07:00", supersedes=answered,
        )  # fmt: skip
        assert receipt["status"] == "accepted", receipt
        db.session.remove()
    with ZipFile(BytesIO(take(enrol(DEDI), format="csv", since="2026-02-01"))) as packed:
        text = packed.read("coba.csv").decode("utf-8-sig")
    assert [row["KEY"] for row in csv.DictReader(StringIO(text))] == [f"uuid:{newer}"]
