"""The service days as they are: which there are, how full, who comes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from server.cases.models import Case, CaseStatus
from server.db import db
from server.errors import NotFound
from server.exchange.models import Desa
from server.exchange.turns import Turn
from server.families.models import Family
from server.regions import service as regions
from server.servicedays.models import ServiceDay
from server.servicedays.rules import OFFICERS, Booking, Opening, capacity, initials, misfits, used

OPEN, SHUT, FINISHED = "buka", "tutup", "selesai"  # served on, not served on, over
FREE_AGAIN = frozenset({CaseStatus.DIBATALKAN, CaseStatus.TIDAK_HADIR})  # their minutes may be given to others


def days_ahead(desa: str, today: date, n: int) -> list[date]:
    """The next ``n`` open service days, today included."""
    query = select(ServiceDay.date).where(ServiceDay.desa == desa, ServiceDay.state == OPEN)
    found = db.session.scalars(query.where(ServiceDay.date >= today.isoformat()).order_by(ServiceDay.date).limit(n))
    return [date.fromisoformat(day) for day in found]


def calendar(desa: str) -> list[dict[str, Any]]:
    """The service days from today on, each with how full it is."""
    today = regions.today(desa).isoformat()
    query = select(ServiceDay).where(ServiceDay.desa == desa, ServiceDay.date >= today).order_by(ServiceDay.date)
    days = db.session.scalars(query).all()
    bookings = bookings_of(desa, days)
    return [_shown(day, bookings[day.date]) for day in days]


def day_list(desa: str, day: date) -> dict[str, Any]:
    """A day with everybody who has a place, by arrival. No names: on the desa's board there are initials only.

    Raises:
        NotFound: it is no service day.
    """
    found = db.session.scalar(select(ServiceDay).where(ServiceDay.desa == desa, ServiceDay.date == day.isoformat()))
    if found is None:
        raise NotFound
    seats: dict[str, dict[str, Any]] = {}
    rows = db.session.execute(
        select(Case.id, Case.family, Case.queue_number, Case.arrival, Case.status, Family.head_name)
        .outerjoin(Family, (Family.desa == Case.desa) & (Family.id == Case.family))
        .where(Case.desa == desa, Case.service_day == found.date, Case.status != CaseStatus.DIBATALKAN)
        .order_by(Case.arrival, Case.queue_number, Case.id)
    )
    order = list(CaseStatus)
    for row in rows:
        seat = seats.setdefault(
            row.family,
            {
                "queue_number": row.queue_number or "",
                "arrival": row.arrival or "",
                "initials": initials(row.head_name or ""),
                "family": row.family,
                "cases": [],
                "status": row.status,
            },
        )
        seat["cases"].append(row.id)
        seat["status"] = min(seat["status"], row.status, key=order.index)
    return _shown(found, bookings_of(desa, [found])[found.date]) | {"rows": list(seats.values())}


def opening_of(day: ServiceDay) -> Opening:
    """How a day is planned: its hours, its officers, and what was learnt before it."""
    plan = day.plan or {}
    return Opening(
        day.opens, day.closes, plan.get("officers") or OFFICERS, plan.get("absent") or 0.0, plan.get("minutes")
    )


def bookings_of(desa: str, days: Sequence[ServiceDay], turn: Turn | None = None) -> dict[str, list[Booking]]:
    """Who has a place on each of ``days``, a family once, and the numbers that were given there and not kept."""
    session = turn.session if turn else db.session
    by_date = {day.date: day for day in days}
    rows = session.execute(
        select(Case.service_day, Case.family, Case.queue_number, Case.arrival, Case.status, Case.service)
        .where(Case.desa == desa, Case.service_day.in_(by_date))
        .order_by(Case.service_day, Case.family)
    )
    grouped: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for row in rows:
        grouped[(row.service_day, row.family)].append(row)
    bookings: dict[str, list[Booking]] = defaultdict(list)
    for day in days:
        for number in (day.plan or {}).get("spent") or []:
            bookings[day.date].append(Booking("", number, "", 0, counts=False))
    for (day_date, family), theirs in grouped.items():
        active = [row for row in theirs if row.status not in FREE_AGAIN]
        first = (active or theirs)[0]
        opening = opening_of(by_date[day_date])
        minutes = sum(opening.takes(row.service) for row in active)
        bookings[day_date].append(
            Booking(family, first.queue_number or "", first.arrival or "", minutes, counts=bool(active))
        )
    return bookings


def misplaced(desa: str, day: ServiceDay, before: Opening, after: Opening, turn: Turn | None = None) -> list[str]:
    """The families that have a place on ``day`` and would get another one if it opened as ``after``, by arrival.

    Who is there already keeps the place.
    """
    session = turn.session if turn else db.session
    came = Case.status.not_in([CaseStatus.TERJADWAL, *FREE_AGAIN])
    here = set(session.scalars(select(Case.family).where(Case.desa == desa, Case.service_day == day.date, came)))
    bookings = bookings_of(desa, [day], turn)[day.date]
    return [one.family for one in misfits(bookings, here, before, after) if one.family not in here]


def would_move(desa: str, day: date, opens: str, closes: str, officers: int) -> int:
    """How many families would get another place if ``day`` opened so.

    Raises:
        NotFound: it is no service day.
    """
    found = db.session.scalar(select(ServiceDay).where(ServiceDay.desa == desa, ServiceDay.date == day.isoformat()))
    if found is None:
        raise NotFound
    before = opening_of(found)
    return len(misplaced(desa, found, before, replace(before, opens=opens, closes=closes, officers=officers)))


def _shown(day: ServiceDay, bookings: list[Booking]) -> dict[str, Any]:
    names = ("id", "date", "opens", "closes", "state", "reason", "moved_from", "cutoff")
    opening = opening_of(day)
    return {name: getattr(day, name) for name in names} | {
        "officers": opening.officers,
        "capacity": capacity(opening),
        "used": used(bookings),
    }


def coming(turn: Turn, start: date) -> list[ServiceDay]:
    query = select(ServiceDay).where(ServiceDay.desa == turn.desa, ServiceDay.date >= start.isoformat())
    fresh = query.order_by(ServiceDay.date).execution_options(populate_existing=True)
    return list(turn.session.scalars(fresh).all())


def zone_of(turn: Turn) -> ZoneInfo:
    return ZoneInfo(turn.session.scalar(select(Desa.timezone).where(Desa.code == turn.desa)) or "Asia/Jakarta")
