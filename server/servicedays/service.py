"""What happens to service days: they are made ahead, filled, moved and closed; a family has one place a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from server import clock
from server.cases.models import Case, CaseStatus
from server.db import db, turn
from server.errors import NotFound, NotYourRole, Problem
from server.exchange.models import Desa
from server.exchange.registry import action, projects
from server.exchange.turns import Turn
from server.ids import uuid7
from server.jobs import daily
from server.notices import service as notices
from server.projections import drop
from server.regions.working_days import closed
from server.servicedays.models import ServiceDay
from server.servicedays.rules import (
    CASE_MINUTES,
    CLOSES,
    OPENS,
    Booking,
    capacity,
    cutoff,
    initials,
    place,
    priority_reason,
    used,
    weekdays,
)
from server.servicedays.schemas import CloseDay, MoveDay, OpenDay
from sync.record import Author, Record

WEEKS_AHEAD = 8
OPEN, SHUT = "buka", "tutup"
FREE_AGAIN = frozenset({CaseStatus.DIBATALKAN, CaseStatus.TIDAK_HADIR})  # their minutes may be given to others
NO_ROOM, ASKED_LATER = "belum_ada_tempat", "minta_ditunda"  # field ``waiting`` of a case that is siap without a day


class DayTaken(Problem):
    status, slug, title = 409, "day-taken", "Tanggal itu sudah menjadi hari pelayanan. Pilih tanggal lain."


class DayOver(Problem):
    status, slug, title = 409, "day-over", "Hari pelayanan ini sudah lewat."


@projects("service_day")
def project(turn: Turn, record: Record) -> None:
    """A day, as the calendar looks it up."""
    if record.gone:
        return drop(turn, ServiceDay, record)
    body = record.body
    turn.upsert(
        ServiceDay,
        record,
        date=body["date"],
        opens=body["opens"],
        closes=body["closes"],
        state=body["state"],
        reason=body.get("reason"),
        moved_from=body.get("moved_from"),
        cutoff=datetime.fromisoformat(body["cutoff"]),
    )


def ensure_days(turn: Turn, weeks: int = WEEKS_AHEAD) -> None:
    """Make the service days of the coming ``weeks``; close one that has become a holiday since."""
    zone = _zone(turn)
    today = turn.now.astimezone(zone).date()
    known = {}
    for day in _days(turn, today):
        known[day.date] = known[day.moved_from or day.date] = day
    by = Author.server(turn.now)
    for day_date, holiday in weekdays(today, weeks, lambda day: closed(turn.desa, day)):
        there = known.get(day_date.isoformat())
        if there is None and holiday is None:
            turn.create(
                "service_day",
                uuid7(turn.now),
                by,
                area="",
                date=day_date.isoformat(),
                opens=OPENS,
                closes=CLOSES,
                state=OPEN,
                reason=None,
                moved_from=None,
                cutoff=cutoff(day_date, zone).isoformat(),
            )
        elif there is not None and holiday and there.state == OPEN and there.date == day_date.isoformat():
            _close(turn, there.id, holiday, by)


def assign(turn: Turn, family: str, by: Author) -> bool:
    """Give the ``siap`` cases of a family their place; True if they have one now.

    It joins the place the family has already on an open day before cut-off; else it is the first day with room for
    all of them. Without one they stay ``siap``, and ``waiting`` says why.
    """
    ensure_days(turn)
    return _seat(turn, family, _cases(turn, family, CaseStatus.SIAP), by)


def release(turn: Turn, family: str, by: Author, *, not_before: date | None) -> bool:
    """Free the place of a family that cannot come; True if its cases have another one now.

    Args:
        not_before: the first day that suits it; None: it will say later, and is not given the same day again.
    """
    cases = _cases(turn, family, CaseStatus.TERJADWAL)
    if not cases:
        return False
    if not_before is None:
        latest = max(case.body["service_day"] for case in cases)
        for case in cases:
            turn.write(case, by, **_no_place(ASKED_LATER), not_on=latest)
        return False
    ensure_days(turn)
    return _seat(turn, family, cases, by, not_before.isoformat())


def reschedule(turn: Turn, case: Record, by: Author) -> bool:
    """Give a family that did not come another place, after the day it missed."""
    missed = case.body.get("service_day") or ""
    ensure_days(turn)
    cases = _cases(turn, case.body["family"], CaseStatus.TIDAK_HADIR)
    return _seat(turn, case.body["family"], cases, by, missed + "~")  # sorts after every hour of that date


def assign_waiting(turn: Turn) -> int:
    """Give places to all that wait for one, who waits longest first; return how many families got one."""
    ensure_days(turn)
    waiting = turn.session.scalars(
        select(Case.family).where(Case.desa == turn.desa, Case.status == CaseStatus.SIAP).order_by(Case.seq)
    ).all()
    by = Author.server(turn.now)
    return sum(assign(turn, family, by) for family in dict.fromkeys(waiting))


@daily("day.assign_waiting", at=time(5))
def every_morning(desa: str, args: dict[str, Any]) -> None:
    """Make days ahead and fill what became free."""
    with turn(desa) as now:
        assign_waiting(now)


@action("day.move", MoveDay)
def move(turn: Turn, record: Record, args: dict[str, Any], by: Author) -> None:
    """Hold a service day on another date. Everybody keeps number and hour, and is told the new day."""
    _desk_only(by)
    old, new = record.body["date"], args["date"].isoformat()
    _not_over(turn, old)
    _not_over(turn, new)
    if any(day.date == new for day in _days(turn, args["date"])):
        raise DayTaken(field="date")
    turn.write(
        record,
        by,
        date=new,
        moved_from=record.body.get("moved_from") or old,
        reason=args["reason"],
        state=OPEN,
        cutoff=cutoff(args["date"], _zone(turn)).isoformat(),
    )
    told = set()
    for case in _cases_on(turn, old):
        if case.body["status"] == CaseStatus.TERJADWAL:
            turn.write(case, by, service_day=new)
            if case.body["family"] not in told:
                told.add(case.body["family"])
                notices.plan(turn, "jadwal", case)


@action("day.close", CloseDay)
def close(turn: Turn, record: Record, args: dict[str, Any], by: Author) -> None:
    """Serve nobody on that day. Its families get a place on the next day with room, in the order of their arrival."""
    _desk_only(by)
    _not_over(turn, record.body["date"])
    ensure_days(turn)
    _close(turn, record.id, args["reason"], by)


@action("day.open", OpenDay)
def reopen(turn: Turn, record: Record, args: dict[str, Any], by: Author) -> None:
    """Serve people on a day that was closed."""
    _desk_only(by)
    _not_over(turn, record.body["date"])
    turn.write(record, by, state=OPEN, reason=None)


def days_ahead(desa: str, today: date, n: int) -> list[date]:
    """The next ``n`` open service days, today included."""
    query = select(ServiceDay.date).where(ServiceDay.desa == desa, ServiceDay.state == OPEN)
    found = db.session.scalars(query.where(ServiceDay.date >= today.isoformat()).order_by(ServiceDay.date).limit(n))
    return [date.fromisoformat(day) for day in found]


def calendar(desa: str) -> list[dict[str, Any]]:
    """The service days from today on, each with how full it is."""
    today = clock.now().astimezone(clock.WIB).date().isoformat()
    query = select(ServiceDay).where(ServiceDay.desa == desa, ServiceDay.date >= today).order_by(ServiceDay.date)
    days = db.session.scalars(query).all()
    bookings = _bookings(desa, [day.date for day in days])
    return [_shown(day, bookings[day.date]) for day in days]


def day_list(desa: str, day: date) -> dict[str, Any]:
    """A day with everybody who has a place, by arrival. No names: on the desa's board there are initials only.

    Raises:
        NotFound: it is no service day.
    """
    found = db.session.scalar(select(ServiceDay).where(ServiceDay.desa == desa, ServiceDay.date == day.isoformat()))
    if found is None:
        raise NotFound
    from server.families.models import Family

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
    return _shown(found, _bookings(desa, [found.date])[found.date]) | {"rows": list(seats.values())}


def _seat(turn: Turn, family: str, cases: list[Record], by: Author, not_before: str = "") -> bool:
    if not cases:
        return False
    not_before = max([not_before, *(f"{case.body['not_on']}~" for case in cases if case.body.get("not_on"))])
    days = [
        day.date
        for day in _days(turn, turn.now.astimezone(_zone(turn)).date())
        if day.state == OPEN and day.cutoff > turn.now and day.date >= not_before
    ]
    bookings = _bookings(turn.desa, days, turn)
    moving = {case.id for case in cases}
    days.sort(key=lambda day: not any(b.family == family and b.counts for b in bookings[day]))  # stable: own day first
    minutes = CASE_MINUTES * len(moving)
    priority = _goes_first(turn, cases)
    for day in days:
        seat = place(bookings[day], family, minutes, priority)
        if seat is not None:
            for case in cases:
                turn.write(
                    case,
                    by,
                    status=CaseStatus.TERJADWAL,
                    service_day=day,
                    queue_number=seat.number,
                    arrival=seat.arrival,
                    waiting=None,
                    not_on=None,
                )
            notices.plan(turn, "jadwal", cases[0])
            return True
    for case in cases:
        if case.body.get("waiting") != NO_ROOM or case.body["status"] != CaseStatus.SIAP:
            turn.write(case, by, **_no_place(NO_ROOM))
    return False


def _no_place(why: str) -> dict[str, Any]:
    nothing = dict.fromkeys(("service_day", "queue_number", "arrival"))
    return {"status": CaseStatus.SIAP, "waiting": why, **nothing}


def _close(turn: Turn, day: str, reason: str, by: Author) -> None:
    record = turn.write(day, by, state=SHUT, reason=reason)
    families: dict[str, list[Record]] = defaultdict(list)
    for case in _cases_on(turn, record.body["date"]):
        if case.body["status"] == CaseStatus.TERJADWAL:
            families[case.body["family"]].append(case)
    for family, cases in families.items():
        _seat(turn, family, cases, by)


def _goes_first(turn: Turn, cases: list[Record]) -> bool:
    found = [
        turn.record(visit) for visit in sorted({str(case.body["visit"]) for case in cases if case.body.get("visit")})
    ]
    return any(priority_reason(visit.body.get("answers") or {}) for visit in found if visit is not None)


def _cases(turn: Turn, family: str, status: CaseStatus) -> list[Record]:
    query = select(Case.id).where(Case.desa == turn.desa, Case.family == family, Case.status == status)
    return _records(turn, turn.session.scalars(query.order_by(Case.id)).all())


def _cases_on(turn: Turn, day: str) -> list[Record]:
    query = select(Case.id).where(Case.desa == turn.desa, Case.service_day == day)
    return _records(turn, turn.session.scalars(query.order_by(Case.arrival, Case.queue_number, Case.id)).all())


def _records(turn: Turn, ids: Iterable[str]) -> list[Record]:
    wanted = list(ids)
    turn.load(wanted)
    return [record for one in wanted if (record := turn.record(one)) is not None]


def _days(turn: Turn, start: date) -> list[ServiceDay]:
    query = select(ServiceDay).where(ServiceDay.desa == turn.desa, ServiceDay.date >= start.isoformat())
    fresh = query.order_by(ServiceDay.date).execution_options(populate_existing=True)
    return list(turn.session.scalars(fresh).all())


def _bookings(desa: str, days: list[str], turn: Turn | None = None) -> dict[str, list[Booking]]:
    """Who has a place on each of ``days``, a family once."""
    session = turn.session if turn else db.session
    rows = session.execute(
        select(Case.service_day, Case.family, Case.queue_number, Case.arrival, Case.status)
        .where(Case.desa == desa, Case.service_day.in_(days))
        .order_by(Case.service_day, Case.family)
    )
    grouped: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for row in rows:
        grouped[(row.service_day, row.family)].append(row)
    bookings: dict[str, list[Booking]] = defaultdict(list)
    for (day, family), theirs in grouped.items():
        active = [row for row in theirs if row.status not in FREE_AGAIN]
        first = (active or theirs)[0]
        minutes = CASE_MINUTES * len(active)
        bookings[day].append(
            Booking(family, first.queue_number or "", first.arrival or "", minutes, counts=bool(active))
        )
    return bookings


def _shown(day: ServiceDay, bookings: list[Booking]) -> dict[str, Any]:
    names = ("id", "date", "opens", "closes", "state", "reason", "moved_from", "cutoff")
    return {name: getattr(day, name) for name in names} | {"capacity": capacity(), "used": used(bookings)}


def _zone(turn: Turn) -> ZoneInfo:
    return ZoneInfo(turn.session.scalar(select(Desa.timezone).where(Desa.code == turn.desa)) or "Asia/Jakarta")


def _not_over(turn: Turn, day: str) -> None:
    if day < turn.now.astimezone(_zone(turn)).date().isoformat():
        raise DayOver(field="date")


def _desk_only(by: Author) -> None:
    if by.roles.isdisjoint({"petugas_fo", "petugas_bo", "koordinator"}):
        raise NotYourRole
