"""A family takes its consent back: everything stops at once, and the office has 3 × 24 hours."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from server.citizen.models import Subscription
from server.db import db, turn
from server.demo.people import DESA
from server.notices import service as notices
from server.notices.models import Notice
from tests.citizen.conftest import Held
from tests.citizen.test_pages import schedule, words
from tests.field import MONDAY, Field, Hand, at
from tests.notices.home import MONDAY as NOW
from tests.notices.home import Clock


def bodies(app: Flask, held: Held) -> tuple[dict[str, Any], dict[str, Any]]:
    """The family and its case as they stand."""
    with app.app_context(), turn(DESA) as this:
        family, case = this.record(held.home.family), this.record(held.home.case)
        assert family is not None
        assert case is not None
        return dict(family.body), dict(case.body)


def test_everything_stops_and_the_clock_runs(app: Flask, opened: Held, client: FlaskClient, hands: Clock) -> None:
    schedule(app, opened)
    asked = client.get(f"/w/{opened.token}/cabut")
    assert "3 x 24 jam" in words(asked.text)
    answer = client.post(f"/w/{opened.token}/cabut", data={"kode": opened.pin}, follow_redirects=True)
    family, case = bodies(app, opened)
    assert {family[field] for field in ("data_consent", "photo_consent", "notice_consent")} == {"tidak"}
    assert case["status"] == "dibatalkan"
    begun, due = (datetime.fromisoformat(family[field]) for field in ("withdrawn_at", "withdrawn_due"))
    assert due - begun == timedelta(hours=72)
    assert "Persetujuan dicabut" in words(answer.text)
    assert "/cabut" not in answer.text
    with app.app_context():
        tasks = [(row.kind, row.state) for row in db.session.scalars(select(Notice)) if row.channel == "kader"]
        assert tasks == [("dicabut", "tugas")], "not a task to tell them their day"
        assert not db.session.scalars(select(Subscription).where(Subscription.dead_at.is_(None))).all()


def test_a_second_wish_does_not_move_the_clock(app: Flask, opened: Held, client: FlaskClient, hands: Clock) -> None:
    for hours in (0, 30):
        hands.at(NOW + timedelta(hours=hours))
        client.post(f"/w/{opened.token}/cabut", data={"kode": opened.pin})
    family, _ = bodies(app, opened)
    assert datetime.fromisoformat(family["withdrawn_at"]) < NOW + timedelta(hours=1)


@pytest.mark.parametrize("typed", ["", "0000", "12"])
def test_without_the_digits_nothing_happens(app: Flask, opened: Held, client: FlaskClient, typed: str) -> None:
    assert client.post(f"/w/{opened.token}/cabut", data={"kode": typed}).status_code == 403
    family, case = bodies(app, opened)
    assert not family.get("withdrawn_at")
    assert case["status"] == "terkirim"


def test_a_page_that_is_not_open_withdraws_nothing(app: Flask, held: Held, client: FlaskClient) -> None:
    assert client.post(f"/w/{held.token}/cabut", data={"kode": held.pin}).status_code == 303
    assert not bodies(app, held)[0].get("withdrawn_at")


def test_a_kader_may_say_it_for_them_and_only_the_office_ends_the_clock(context: None) -> None:
    with at(MONDAY):
        field = Field()
        family = field.family(notice_consent="ya")
        case = field.case(family)
        assert field.ani.does("family.withdraw_consent", family)["status"] == "accepted"
        assert field.body(family)["notice_consent"] == "tidak"
        assert field.body(case)["status"] == "dibatalkan"
        assert field.ani.does("family.consent_again", family)["problem"]["type"] == "/problems/not-your-role"
        assert field.dedi.does("family.consent_again", family, reason="Salah tekan")["status"] == "accepted"
        assert not field.body(family)["withdrawn_due"]


def test_a_yes_at_a_later_visit_ends_the_clock(context: None) -> None:
    with at(MONDAY):
        field = Field()
        family = field.family(data_consent="ya")
        with turn(DESA) as this:
            asked = this.record(family)
            assert asked is not None
            notices.tell_kader(this, "minta", asked, None, "Minta hari lain.")
        field.ani.does("family.withdraw_consent", family)
        assert open_tasks() == ["dicabut"], "nobody is to be asked about a day any more"
        seen = field.record(family).versions["data_consent"]
        assert field.ani.set("family", family, seen=seen, data_consent="ya")["status"] == "accepted"
        assert not field.body(family)["withdrawn_due"]
        assert open_tasks() == []


def open_tasks() -> list[str]:
    db.session.expire_all()
    return [row.kind for row in db.session.scalars(select(Notice).where(Notice.state == "tugas"))]


def test_a_kader_of_elsewhere_may_not(context: None) -> None:
    from server.demo.people import YETI

    with at(MONDAY):
        field = Field()
        family = field.family()
        assert Hand(YETI).does("family.withdraw_consent", family)["status"] == "refused"
