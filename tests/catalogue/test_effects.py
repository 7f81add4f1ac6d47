"""What a new catalogue would change for the families of the desa, before anybody publishes it."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from server.db import db
from server.settings import HOUSE
from server.surveys import service as surveys
from tests import published
from tests.field import RT, Hand, new_id
from tests.people import ANI, DEDI, DESA, Enrol, Phone

WORKBOOK = (HOUSE / "server" / "catalogue" / "workbooks" / "katalog.md").read_text("utf-8")


@pytest.fixture
def family(app: Flask, desa: str) -> str:
    """Bu Suryati's family: visited, and asking for a SKTM."""
    with app.app_context():
        published.seed()
        survey = surveys.find("survey", "kelayakan", surveys_version())
        hand, family, visit = Hand(ANI), new_id(), new_id()
        answers = {"kunjungan": {"setuju_data": "ya", "hasil_kunjungan": "terisi", "hasil_akhir": "terisi"}}
        changes = [
            hand.sets("family", family, RT, exists=True, head_name="Suryati"),
            hand.sets(
                "visit", visit, RT, exists=True, survey=survey, survey_id="kelayakan", family=family, date="2026-11-20",
                result="terisi", answers=answers, evaluated_at="2026-11-20T09:00:00+07:00",
            ),
            hand.sets("case", new_id(), exists=True, family=family, visit=visit, service="sktm"),
        ]  # fmt: skip
        assert {receipt["status"] for receipt in hand.send(*changes)} == {"accepted"}
        db.session.remove()
    return family


def surveys_version() -> str:
    return next(line.split("|")[3].strip() for line in WORKBOOK.splitlines() if "| survei_versi |" in line)


def check(officer: Phone, text: str) -> dict[str, Any]:
    answer = officer.client.post(
        "/api/catalogues",
        data={"file": (BytesIO(text.encode()), "katalog.md"), "check": "true"},
        headers=officer.headers,
        content_type="multipart/form-data",
    )
    assert answer.status_code == 201, answer.text
    said: dict[str, Any] = json.loads(answer.text)
    return said


def test_the_families_whose_checklist_changes_are_named_before_it_is_published(family: str, enrol: Enrol) -> None:
    officer = enrol(DEDI)
    own = WORKBOOK.replace("|  | cakupan | 32 |", f"|  | cakupan | {DESA} |")
    line = next(
        line
        for line in own.splitlines()
        if line.startswith("|  | sktm | ") and "| keluarga |" in line and "| yes |" in line
    )
    paper = line.split("|")[3].strip()
    said = check(officer, own.replace(line + "\n", "", 1))["effects"]
    assert [(one["code"], one["what"]) for one in said["services"]["changed"]] == [("sktm", ["needs"])]
    assert (said["looked"], said["families"], said["checklists"]) == (1, 1, 1)
    (touched,) = said["touched"]
    assert (touched["family"], touched["name"]) == (family, "Suryati")
    assert touched["services"] == [{"service": "sktm", "more": [], "less": [paper]}]


def test_the_same_catalogue_changes_nothing(family: str, enrol: Enrol) -> None:
    officer = enrol(DEDI)
    said = check(officer, WORKBOOK.replace("|  | cakupan | 32 |", f"|  | cakupan | {DESA} |"))
    assert said["hash"] is None
    assert said["body"]["id"] == "layanan_puskesos"
    effects = said["effects"]
    assert not any(effects[key][kind] for key in ("services", "papers") for kind in ("added", "removed", "changed"))
    assert effects["checklists"] == 0
