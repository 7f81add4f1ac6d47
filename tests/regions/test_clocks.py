"""Each desa keeps the time of its province, wherever the server stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import select, update

from server import clock, jobs
from server.db import db
from server.exchange.models import Desa
from server.regions import service as regions

WEST, EAST = "32.01.15.2008", "32.01.09.2005"
EVENING = datetime(2026, 11, 21, 16, 30, tzinfo=UTC)  # 23.30 in the west, 01.30 of the next day in the east


@pytest.mark.parametrize(
    ("province", "keeps"),
    [
        ("11", "Asia/Jakarta"),
        ("32", "Asia/Jakarta"),
        ("62", "Asia/Jakarta"),
        ("51", "Asia/Makassar"),
        ("63", "Asia/Makassar"),
        ("73", "Asia/Makassar"),
        ("81", "Asia/Jayapura"),
        ("97", "Asia/Jayapura"),
    ],
)
def test_the_province_says_the_time(province: str, keeps: str) -> None:
    assert regions.timezone_of(f"{province}.01.15.2008") == keeps


@pytest.fixture
def two_clocks(context: None) -> Iterator[None]:
    with clock.turned(lambda: EVENING):
        regions.open_desa(WEST, "CBD")
        regions.open_desa(EAST, "CBK")
        db.session.execute(update(Desa).where(Desa.code == EAST).values(timezone="Asia/Jayapura"))
        db.session.commit()
        yield


def test_it_is_tomorrow_already_in_the_east(two_clocks: None) -> None:
    assert (regions.today(WEST), regions.today(EAST)) == (date(2026, 11, 21), date(2026, 11, 22))


def test_daily_work_is_due_by_the_clock_of_each_desa(two_clocks: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_daily", {"every.day": time(5)})
    monkeypatch.setitem(jobs._handlers, "every.day", lambda desa, args: None)
    jobs.run_due()
    rows = db.session.execute(select(jobs.Job.desa, jobs.Job.due).where(jobs.Job.kind == "every.day"))
    assert {row.desa: row.due for row in rows} == {
        WEST: datetime(2026, 11, 20, 22, tzinfo=UTC),
        EAST: datetime(2026, 11, 21, 20, tzinfo=UTC),
    }
