"""The texts people read, from the same file as the application's, and dates as Indonesian writes them."""

from __future__ import annotations

import json
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from server.settings import HOUSE

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip


@cache
def table() -> dict[str, str]:
    """All texts by key (pwa/text/id.json), read once a process."""
    texts: dict[str, str] = json.loads((HOUSE / "pwa" / "text" / "id.json").read_text(encoding="utf-8"))
    return texts


def t(key: str, **values: object) -> str:
    """Return the text ``key`` with its placeholders filled.

    Raises:
        KeyError: there is no such text, or a placeholder got no value.
    """
    text = table()[key]
    return text.format(**values) if values else text


def weekday(day: date) -> str:
    """``Rabu``."""
    return DAYS[day.weekday()]


def day_month(day: date) -> str:
    """``25 November``."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def long_date(day: date) -> str:
    """``Rabu, 25 November 2026``."""
    return f"{weekday(day)}, {day_month(day)} {day.year}"


def moment(local: datetime) -> str:
    """``Selasa, 24 November, pukul 12.00``, of a moment on the clock of the desa."""
    return f"{weekday(local.date())}, {day_month(local.date())}, {t('warga.pukul', jam=local.strftime('%H.%M'))}"


def clock_time(moment: datetime, zone: ZoneInfo) -> str:
    """``09.20``, on the clock of the desa."""
    return moment.astimezone(zone).strftime("%H.%M")
