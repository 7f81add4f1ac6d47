"""Counts of cases, without anybody's name: for those who watch over the work and may not read it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, false, func, or_, select, true

from server.cases.models import Case
from server.db import db

WATCHERS = frozenset({"kades", "supervisor_kec", "dinsos"})


def numbers(desa: str, areas: Iterable[str]) -> list[dict[str, Any]]:
    """How many cases of each status lie in each RW of ``areas``: rows of rw, status, count."""
    rw = func.substr(Case.area, 1, 3).label("rw")
    counted = select(rw, Case.status, func.count().label("count")).where(Case.desa == desa, _within(areas))
    rows = db.session.execute(counted.group_by(rw, Case.status).order_by(rw, Case.status))
    return [dict(row) for row in rows.mappings()]


def _within(areas: Iterable[str]) -> ColumnElement[bool]:
    parts = [or_(Case.area == area, Case.area.startswith(f"{area}/")) if area else true() for area in areas]
    return or_(false(), *parts)
