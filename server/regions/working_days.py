"""Days on which PUSKESOS is closed. Pure, but for two tables read once.

The fixed and religious holidays come from the ``holidays`` package; what the government decides each autumn (the joint
leave days, and dates that moved) stands in ``holidays/libur-<year>.csv`` and wins. Later years are added as files.
"""

from __future__ import annotations

import csv
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import holidays

TABLES = Path(__file__).with_name("holidays")
WEDNESDAY = 2


def is_closed(day: date) -> str | None:
    """The name of the holiday or joint leave that closes PUSKESOS on ``day``; None on every other day."""
    return _year(day.year).get(day)


def closed(desa: str, day: date) -> str | None:
    """The same for one desa. All keep the national days; the argument is the seam for days of their own."""
    return is_closed(day)


def wednesdays(start: date, count: int) -> list[date]:
    """The next ``count`` Wednesdays from ``start`` on, itself included; closed ones too."""
    first = start + timedelta(days=(WEDNESDAY - start.weekday()) % 7)
    return [first + timedelta(weeks=week) for week in range(count)]


@cache
def _year(year: int) -> dict[date, str]:
    table = TABLES / f"libur-{year}.csv"
    if not table.exists():  # the decree of that year is not loaded yet: the days known beforehand must do
        return {day: str(name) for day, name in holidays.country_holidays("ID", years=year, language="id").items()}
    with table.open(encoding="utf-8", newline="") as file:
        return {date.fromisoformat(row["tanggal"]): row["nama"] for row in csv.DictReader(file)}
