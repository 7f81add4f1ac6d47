"""Service days over HTTP."""

from __future__ import annotations

from flask import Flask

from server.db import turn
from server.servicedays import service
from tests.field import MONDAY, WEDNESDAY, at
from tests.people import ANI, DEDI, DESA, Enrol


def test_the_desk_sees_the_days_ahead_and_their_room(app: Flask, desa: str, enrol: Enrol) -> None:
    with at(MONDAY):
        with app.app_context(), turn(DESA) as now:
            service.ensure_days(now)
        answer = enrol(DEDI).get("/servicedays")
    assert answer.status_code == 200
    first = answer.json["days"][0]
    assert (first["date"], first["state"], first["capacity"], first["used"]) == (WEDNESDAY, "buka", 576, 0)
    assert first["cutoff"] == "2026-11-24T05:00:00+00:00"


def test_the_list_of_a_day(app: Flask, desa: str, enrol: Enrol) -> None:
    with at(MONDAY):
        with app.app_context(), turn(DESA) as now:
            service.ensure_days(now)
        answer = enrol(DEDI).get(f"/servicedays/{WEDNESDAY}/list")
    assert (answer.status_code, answer.json["rows"]) == (200, [])


def test_a_kader_does_not_see_the_list(desa: str, enrol: Enrol) -> None:
    assert enrol(ANI).get(f"/servicedays/{WEDNESDAY}/list").status_code == 403


def test_a_day_that_is_none_is_not_found(desa: str, enrol: Enrol) -> None:
    desk = enrol(DEDI)
    for day in ("2026-11-26", "rabu", "2026-13-45"):
        answer = desk.get(f"/servicedays/{day}/list")
        assert (answer.status_code, answer.content_type) == (404, "application/problem+json")
