"""Which of Indonesia's three times a desa keeps: by its province when it is opened, read from its row ever after."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import select

from server import clock
from server.db import db
from server.exchange.models import Desa

ZONES = WIB, WITA, WIT = "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"
# Bali, Nusa Tenggara, and the south, east and north of Kalimantan
_EAST_OF_WIB = {"51": WITA, "52": WITA, "53": WITA, "63": WITA, "64": WITA, "65": WITA}


def timezone_of(code: str) -> str:
    """The time of a province, kabupaten, kecamatan or desa code: ``Asia/Makassar``."""
    province = code[:2]
    if province >= "81":
        return WIT  # Maluku and Papua
    if province.startswith("7"):
        return WITA  # Sulawesi
    return _EAST_OF_WIB.get(province, WIB)


def zone(desa: str) -> ZoneInfo:
    """The clock on the wall of ``desa``, read once a process: it is never set anew."""
    known: dict[str, ZoneInfo] = current_app.extensions.setdefault("zones", {})
    if desa not in known:
        with db.engine.connect() as connection:  # not the session: a turn begins with its own first statement
            found = connection.scalar(select(Desa.timezone).where(Desa.code == desa))
        if found is None:
            return ZoneInfo(timezone_of(desa))
        known[desa] = ZoneInfo(found)
    return known[desa]


def today(desa: str) -> date:
    """The day it is in ``desa``."""
    return clock.now().astimezone(zone(desa)).date()
