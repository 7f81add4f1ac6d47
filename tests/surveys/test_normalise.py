"""NIK, KK and phone numbers as people type them; the same table is read by normalise.test.mjs."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from server.surveys.checking import run
from server.surveys.compile import compile_survey
from server.surveys.normalise import Said, is_mobile, normalise, read_nik

TABLE = json.loads((Path(__file__).parents[1] / "vectors" / "normalise.json").read_text("utf-8"))
TODAY = date.fromisoformat(TABLE["today"])
FORM = Path(__file__).parents[2] / "server" / "surveys" / "forms" / "kelayakan.md"


def rows(name: str) -> list[Any]:
    return [pytest.param(row, id=f"{at}: {row['says']}") for at, row in enumerate(TABLE[name])]


@cache
def survey() -> dict[str, Any]:
    return compile_survey(FORM.read_bytes(), FORM.name)


def accepted(answers: dict[str, Any], path: str, today: str = TABLE["today"]) -> bool:
    marks = run(
        survey(), {"kunjungan": {"hasil_kunjungan": "terisi", "setuju_data": "ya"}} | answers, f"{today}T10:00"
    ).marks
    return not [mark for mark in marks if mark["path"] == path and mark["kind"] == "constraint"]


@pytest.mark.parametrize("row", rows("nik"))
def test_a_nik_is_cleaned_and_then_judged_by_the_survey(row: dict[str, Any]) -> None:
    normal = normalise("nik", row["typed"])
    assert normal == row["normal"]
    member = {"identitas": {"status_nik": "ada", "nik": normal}}
    assert accepted({"roster": {"anggota": [member]}}, "/data/roster/anggota[0]/identitas/nik") is row["accepted"]
    if "sex" in row:
        read = read_nik(normal, TODAY)
        assert read
        assert (read.sex, read.date, read.warnings) == (row["sex"], row["date"], row["warnings"])


@pytest.mark.parametrize("row", rows("kk"))
def test_a_kk_is_cleaned_and_then_judged_by_the_survey(row: dict[str, Any]) -> None:
    normal = normalise("nik", row["typed"])
    assert normal == row["normal"]
    assert accepted({"keluarga": {"status_kk": "sesuai", "no_kk": normal}}, "/data/keluarga/no_kk") is row["accepted"]


@pytest.mark.parametrize("row", rows("hp"))
def test_a_phone_number_is_cleaned_and_then_judged_by_the_survey(row: dict[str, Any]) -> None:
    normal = normalise("hp", row["typed"])
    assert normal == row["normal"]
    assert is_mobile(normal) is row["mobile"]
    assert accepted({"keluarga": {"punya_hp": "sendiri", "no_hp": normal}}, "/data/keluarga/no_hp") is row["accepted"]


@pytest.mark.parametrize("row", rows("century"))
def test_the_century_of_a_nik_is_chosen_by_the_other_answers(row: dict[str, Any]) -> None:
    read = read_nik(row["nik"], TODAY, Said(**row["said"]))
    assert read
    assert (read.date, read.warnings) == (row["date"], row["warnings"])


@pytest.mark.parametrize("row", rows("age"))
def test_the_age_of_a_member_is_what_the_survey_calculates(row: dict[str, Any]) -> None:
    said = dict(row["answers"])
    member = {"keberadaan": said.pop("keberadaan"), "usia": said}
    answers = {"kunjungan": {"hasil_kunjungan": "terisi", "setuju_data": "ya"}, "roster": {"anggota": [member]}}
    (kept,) = run(survey(), answers, f"{row['today']}T10:00").answers["roster"]["anggota"]
    usia = kept.get("usia", {})
    assert (usia.get("umur"), usia.get("tahun_lahir_kira")) == (row["age"], row["birth_year_estimate"])


NUMBERS = """
| survey | type | name | label | constraint | appearance |
|---|---|---|---|---|---|
| | text | nik | NIK | regex(., '^[0-9]{16}$') | numbers normalisasi-nik |
| | text | hp | HP | regex(., '^[+]628[0-9]{8,12}$') | numbers normalisasi-hp |

| settings | form_id | version | default_language |
|---|---|---|---|
| | nomor | 1 | id |
"""


def marks_of(**answers: str) -> list[dict[str, Any]]:
    return run(compile_survey(NUMBERS.encode(), "nomor.md"), answers, "2026-11-21T10:00:00+07:00").marks


def test_a_number_that_came_untidy_is_judged_tidied_and_marked_with_both() -> None:
    marks = marks_of(nik="3201 9952 0785 0001", hp="0800 0000 0021")
    assert [(mark["kind"], mark["path"], mark["server"]) for mark in marks] == [
        ("normal", "/data/nik", "3201995207850001"),
        ("normal", "/data/hp", "+6280000000021"),
    ]


def test_a_tidy_number_has_no_mark_and_a_wrong_one_is_still_wrong() -> None:
    assert marks_of(nik="3201995207850001", hp="+6280000000021") == []
    assert [mark["kind"] for mark in marks_of(nik="32019952")] == ["constraint"]
