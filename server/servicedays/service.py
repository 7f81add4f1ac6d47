"""What happens to service days: they are made ahead, filled, moved and closed; a family has one place a day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from server.cases.models import CaseStatus
from server.db import turn
from server.errors import Malformed, Problem
from server.exchange.registry import action, projects
from server.exchange.turns import Turn
from server.jobs import daily
from server.notices import service as notices
from server.servicedays import closing
from server.servicedays.calendar import (
    OPEN,
    SHUT,
    calendar,
    coming,
    day_list,
    days_ahead,
    opening_of,
    would_move,
    zone_of,
)
from server.servicedays.learning import learn
from server.servicedays.models import ServiceDay
from server.servicedays.queue import desk_only
from server.servicedays.rules import CLOSES, OPENS, Opening, cutoff, sessions
from server.servicedays.schemas import AddDay, CloseDay, FinishDay, MoveDay, OpenDay, PlanDay
from server.servicedays.seats import (
    add,
    assign,
    assign_waiting,
    cases_on,
    choose,
    ensure_days,
    plan_anew,
    release,
    reschedule,
    shorten,
    shut,
    tell_again,
    unite,
)
from server.servicedays.tickets import ticket_of as ticket_of
from sync.record import Author, Record

__all__ = [
    "assign",
    "assign_waiting",
    "calendar",
    "choose",
    "day_list",
    "days_ahead",
    "ensure_days",
    "release",
    "reschedule",
    "tell_again",
    "unite",
    "would_move",
]


PLAN = ("officers", "absent", "minutes", "spent")
THERE = frozenset({CaseStatus.HADIR, CaseStatus.DIPANGGIL, CaseStatus.DILAYANI})


class DayTaken(Problem):
    status, slug, title = 409, "day-taken", "Tanggal itu sudah menjadi hari pelayanan. Pilih tanggal lain."


class DayShut(Problem):
    status, slug = 409, "day-shut"
    title = (
        "Tanggal itu hari pelayanan yang ditutup. Buka dulu hari itu, lalu tutup hari ini: keluarganya pindah ke sana."
    )


class DayOver(Problem):
    status, slug, title = 409, "day-over", "Hari pelayanan ini sudah lewat."


class DayBegun(Problem):
    status, slug = 409, "day-begun"
    title = "Sudah ada keluarga yang datang hari itu. Layani dulu, lalu tutup harinya di layar Hari Rabu."


class DayAhead(Problem):
    status, slug, title = 409, "day-ahead", "Hari pelayanan ini belum tiba. Tutup pada harinya."


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
        "plan": {name: body[name] for name in PLAN if body.get(name)} or None,
    }


@daily("day.assign_waiting", at=time(5))
def every_morning(desa: str, args: dict[str, Any]) -> None:
    """Close what was forgotten, make days ahead, fill what became free, plan by what was learnt."""
    with turn(desa) as now:
        for day in _forgotten(now):
            closing.finish(now, day, Author.server(now.now))
        assign_waiting(now)
        plan_anew(now)


@action("day.move", MoveDay, of="service_day")
def move(turn: Turn, record: Record, args: dict[str, Any], by: Author) -> None:
    """Hold a service day on another date. Everybody keeps number and hour, and is told the new day."""
    desk_only(by)
    old, new = record.body["date"], args["date"].isoformat()
    _not_over(turn, old)
    _not_over(turn, new)
    _nobody_there(turn, old)
    there = next((day for day in coming(turn, args["date"]) if day.date == new), None)
    if there is not None:
        raise (DayShut if there.state == SHUT else DayTaken)(field="date")
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
            turn.write(case, by, service_day=new, moved_from=old)
            if case.body["family"] not in told:
                told.add(case.body["family"])
                notices.plan(turn, "jadwal", case)


@action("day.close", CloseDay, of="service_day")
def close(turn: Turn, record: Record, args: dict[str, Any], by: Author) -> None:
    """Serve nobody on that day. Its families get a place on the next day with room, in the order of their arrival."""
    desk_only(by)
    _not_over(turn, record.body["date"])
    _nobody_there(turn, record.body["date"])
    ensure_days(turn)
    shut(turn, record.id, args["reason"], by)


@action("day.open", OpenDay, of="service_day")
def reopen(turn: Turn, record: Record, args: dict[str, Any], by: Author) -> None:
    """Serve people on a day that was closed. Who waits for a place gets one there."""
    desk_only(by)
    _not_over(turn, record.body["date"])
    turn.write(record, by, state=OPEN, reason=None)
    assign_waiting(turn)


@action("day.add", AddDay, of="service_day")
def add_day(turn: Turn, record: Record, args: dict[str, Any], by: Author) -> None:
    """Open on one day more; said of any other service day, for a day that is not yet has no record."""
    desk_only(by)
    wanted = args.pop("date")
    _not_over(turn, wanted.isoformat())
    _hours(args["opens"], args["closes"])
    there = next((day for day in coming(turn, wanted) if day.date == wanted.isoformat()), None)
    if there is not None and there.state != SHUT:
        raise DayTaken(field="date")
    if there is not None:
        turn.write(there.id, by, state=OPEN, reason=None, **{name: value for name, value in args.items() if value})
    else:
        add(turn, wanted, by, learn(turn), **args)
    assign_waiting(turn)


@action("day.plan", PlanDay, of="service_day")
def plan_day(turn: Turn, record: Record, args: dict[str, Any], by: Author) -> None:
    """Open at other hours or with other officers on that day. Who no longer fits gets another place and is told."""
    desk_only(by)
    _not_over(turn, record.body["date"])
    _hours(args["opens"], args["closes"])
    before = opening_of(_row(turn, record))
    turn.write(record, by, **args)
    if record.body["state"] == OPEN:
        ensure_days(turn)
        shorten(turn, _row(turn, record), before, by)
        assign_waiting(turn)


@action("day.finish", FinishDay, of="service_day", meanwhile=True)
def finish(turn: Turn, record: Record, args: dict[str, Any], by: Author) -> None:
    """The last one has been served. Who did not come, or was not reached, gets another day and is told."""
    desk_only(by)
    if record.body["date"] > turn.now.astimezone(zone_of(turn)).date().isoformat():
        raise DayAhead(field="date")
    if record.body["state"] != SHUT:
        closing.finish(turn, record, by)


def _hours(opens: str | None, closes: str | None) -> None:
    if not sessions(Opening(opens or OPENS, closes or CLOSES)):
        raise Malformed("Jam tutup harus sesudah jam buka.", field="args.closes")


def _row(turn: Turn, day: Record) -> ServiceDay:
    return next(row for row in coming(turn, date.fromisoformat(day.body["date"])) if row.id == day.id)


def _forgotten(turn: Turn) -> list[Record]:
    """Days of the last week on which people worked at the counters and that nobody closed."""
    today = turn.now.astimezone(zone_of(turn)).date()
    days = [day for day in coming(turn, today - timedelta(days=7)) if day.date < today.isoformat()]
    records = [turn.record(day.id) for day in days if day.state == OPEN]
    return [record for record in records if record is not None and record.body.get("counters")]


def _not_over(turn: Turn, day: str) -> None:
    if day < turn.now.astimezone(zone_of(turn)).date().isoformat():
        raise DayOver(field="date")


def _nobody_there(turn: Turn, day: str) -> None:
    """Refuse to take a day away from who has come: ``finish`` ends it, and gives the others another."""
    if any(case.body["status"] in THERE for case in cases_on(turn, day)):
        raise DayBegun(field="date")
