"""The nightly backup comes every night, whatever else is backed up by hand, and officers are told when it does not."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from server import clock
from server.backups import service
from server.clock import now
from server.settings import Settings
from tests.exchange.conftest import DESA, Phone, desa, phone, wati

__all__ = ["desa", "phone", "wati"]

HOUR = timedelta(hours=1)


@pytest.fixture
def folder(app: Flask, desa: str, tmp_path: Path) -> Path:
    """The folder that is set for each night."""
    settings: Settings = app.config["SETTINGS"]
    app.config["SETTINGS"] = Settings(instance=settings.instance, backup=tmp_path / "nightly")
    return tmp_path / "nightly"


def at(moment: datetime) -> AbstractContextManager[None]:
    return clock.turned(lambda: moment)


def night(app: Flask) -> None:
    with app.app_context():
        assert service.nightly(DESA, {}) is None


def told(officer: Phone) -> Any:
    """What the desk shows of the last backup."""
    headers = {"X-Enrolment": officer.enrolment, "Authorization": f"Bearer {officer.bearer}"}
    return officer.client.get("/api/backup", headers=headers | {"Sec-Fetch-Site": "same-origin"}).get_json()


def test_every_night_by_itself_where_a_folder_is_set(app: Flask, folder: Path, wati: Phone) -> None:
    night(app)
    night(app)  # the same night, another desa
    assert len(list((folder / "databases").iterdir())) == 1
    assert (told(wati)["late"], told(wati)["nightly"]) == (False, True)


def test_one_made_by_hand_elsewhere_each_afternoon_takes_no_nights_place(
    app: Flask, tmp_path: Path, folder: Path, wati: Phone
) -> None:
    monday = now()
    night(app)
    for day in range(1, 6):
        tonight = monday + timedelta(days=day)
        with at(tonight - 9 * HOUR):
            said = app.test_cli_runner().invoke(args=["backup", str(tmp_path / "usb")])
            assert said.exit_code == 0, said.output
        with at(tonight):
            night(app)
    assert len(list((folder / "databases").iterdir())) == 6


def test_an_old_one_is_told_to_officers_as_late_and_none_by_hand_elsewhere_hides_it(
    app: Flask, tmp_path: Path, folder: Path, wati: Phone
) -> None:
    monday = now()
    assert told(wati) == {"at": None, "late": True, "nightly": True}
    with at(monday):
        night(app)
    for hours, late in ((1, False), (49, False), (51, True)):
        with at(monday + hours * HOUR):
            assert told(wati) == {"at": monday.isoformat(), "late": late, "nightly": True}
    with at(monday + 51 * HOUR), app.app_context():
        service.now(tmp_path / "usb")
        assert told(wati)["late"] is True


def test_where_no_folder_is_set_none_comes_and_one_by_hand_counts_until_it_is_old(
    app: Flask, tmp_path: Path, wati: Phone
) -> None:
    monday = now()
    night(app)
    assert told(wati) == {"at": None, "late": True, "nightly": False}
    with at(monday), app.app_context():
        service.now(tmp_path / "usb")
    for hours, late in ((49, False), (51, True)):
        with at(monday + hours * HOUR):
            assert told(wati) == {"at": monday.isoformat(), "late": late, "nightly": False}
