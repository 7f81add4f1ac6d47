"""What happens to service days: they are made ahead, filled, moved and closed; a family has one place a day."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from server.cases.models import CaseStatus
from server.db import turn
from server.errors import NotYourRole, Problem
from server.exchange.registry import action, projects
from server.exchange.turns import Turn
from server.jobs import daily
from server.notices import service as notices
from server.servicedays.calendar import OPEN, calendar, coming, day_list, days_ahead, zone_of
from server.servicedays.models import ServiceDay
from server.servicedays.rules import cutoff
from server.servicedays.schemas import CloseDay, MoveDay, OpenDay
from server.servicedays.seats import (
    assign,
    assign_waiting,
    cases_on,
    ensure_days,
    release,
    reschedule,
    shut,
)
from sync.record import Author, Record

__all__ = ["assign", "assign_waiting", "calendar", "day_list", "days_ahead", "ensure_days", "release", "reschedule"]


class DayTaken(Problem):
    status, slug, title = 409, "day-taken", "Tanggal itu sudah menjadi hari pelayanan. Pilih tanggal lain."


class DayOver(Problem):
    status, slug, title = 409, "day-over", "Hari pelayanan ini sudah lewat."


@projects("service_day", ServiceDay)
def project(record: Record) -> dict[str, Any]:
    """A day, as the calendar looks it up."""
    body = record.body
    return {
        "date": body["date"],
        "opens": body["opens"],
        "closes": body["closes"],
        "state": body["state"],
        "reason": body.get("reason"),
        "moved_from": body.get("moved_from"),
        "cutoff": datetime.fromisoformat(body["cutoff"]),
    }


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
    if any(day.date == new for day in coming(turn, args["date"])):
        raise DayTaken(field="date")
    turn.write(
        record,
        by,
        date=new,
        moved_from=record.body.get("moved_from") or old,
        reason=args["reason"],
        state=OPEN,
        cutoff=cutoff(args["date"], zone_of(turn)).isoformat(),
    )
    told = set()
    for case in cases_on(turn, old):
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
    shut(turn, record.id, args["reason"], by)


@action("day.open", OpenDay)
def reopen(turn: Turn, record: Record, args: dict[str, Any], by: Author) -> None:
    """Serve people on a day that was closed."""
    _desk_only(by)
    _not_over(turn, record.body["date"])
    turn.write(record, by, state=OPEN, reason=None)


def _not_over(turn: Turn, day: str) -> None:
    if day < turn.now.astimezone(zone_of(turn)).date().isoformat():
        raise DayOver(field="date")


def _desk_only(by: Author) -> None:
    if by.roles.isdisjoint({"petugas_fo", "petugas_bo", "koordinator"}):
        raise NotYourRole
