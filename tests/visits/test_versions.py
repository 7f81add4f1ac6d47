"""A visit that waited on a phone while its survey changed is received as it was asked."""

from __future__ import annotations

from datetime import date

import pytest

from server.db import db
from server.surveys import publications
from server.surveys.compile import compile_survey
from tests.field import RT, Field, new_id
from tests.people import DESA

FORM = """
| settings | form_title | form_id | version |
|  | Rumah | rumah | {version} |
| survey | type | name | label | constraint |
|  | select_one lantai | {floor} | Lantai | |
|  | integer | jumlah | Jumlah orang | {limit} |
| choices | list_name | name | label |
|  | lantai | {choice} | Satu |
|  | lantai | ubin | Ubin |
"""


@pytest.mark.usefixtures("context")
def test_what_was_answered_under_the_old_version_is_received_without_a_mark() -> None:
    field = Field()
    hashes = []
    for version, floor, limit, choice in (("1", "lantai", ". < 99", "tanah"), ("2", "lantai_luas", ". < 5", "keramik")):
        form = compile_survey(FORM.format(version=version, floor=floor, limit=limit, choice=choice), "rumah.md")
        day = date(2026, 1, int(version))
        hashes.append(publications.publish("survey", "rumah", version, DESA, day, form, b"x", "server"))
    db.session.commit()
    held = [one.hash for one in publications.holding(DESA, date(2026, 11, 21)) if one.code == "rumah"]
    assert held == hashes[1:]
    for survey, marks in ((hashes[0], []), (hashes[1], ["unknown", "constraint"])):
        visit = new_id()
        receipt = field.ani.set(
            "visit", visit, RT, exists=True, survey=survey, survey_id="rumah", date="2026-11-21",
            answers={"lantai": "tanah", "jumlah": 9}, evaluated_at="2026-11-21T09:00:00+07:00",
        )  # fmt: skip
        assert receipt["status"] == "accepted"
        assert [mark["kind"] for mark in field.body(visit)["marks"]] == marks
