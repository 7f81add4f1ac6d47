"""Days on which PUSKESOS is closed."""

from __future__ import annotations

from datetime import date

import pytest

from server.regions import working_days


@pytest.mark.parametrize(
    ("day", "why"),
    [
        pytest.param("2026-03-18", "Cuti bersama Hari Suci Nyepi", id="joint leave on a Wednesday"),
        pytest.param("2026-05-27", "Iduladha 1447 Hijriah", id="a holiday on a Wednesday"),
        pytest.param("2026-12-25", "Kelahiran Yesus Kristus (Natal)", id="Christmas"),
        pytest.param("2026-11-25", None, id="any Wednesday"),
        pytest.param("2026-03-25", None, id="the Wednesday after Idulfitri"),
    ],
)
def test_a_day_of_2026(day: str, why: str | None) -> None:
    assert working_days.is_closed(date.fromisoformat(day)) == why
    assert working_days.closed("32.01.15.2008", date.fromisoformat(day)) == why


def test_two_wednesdays_of_2026_are_closed() -> None:
    closed = [day for day in working_days.wednesdays(date(2026, 1, 1), 52) if working_days.is_closed(day)]
    assert closed == [date(2026, 3, 18), date(2026, 5, 27)]


def test_a_year_without_its_decree_knows_the_days_known_beforehand() -> None:
    assert working_days.is_closed(date(2027, 8, 17))
    assert working_days.is_closed(date(2027, 12, 25))
    assert working_days.is_closed(date(2027, 8, 18)) is None


@pytest.mark.parametrize(
    ("start", "first"),
    [("2026-11-25", "2026-11-25"), ("2026-11-26", "2026-12-02"), ("2026-11-24", "2026-11-25")],
)
def test_the_next_wednesdays_begin_today_or_later(start: str, first: str) -> None:
    days = working_days.wednesdays(date.fromisoformat(start), 3)
    assert days[0] == date.fromisoformat(first)
    assert all(day.weekday() == 2 for day in days)
    assert (days[2] - days[0]).days == 14
