"""Places on service days: given to families, freed, given anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select

from server.cases.models import Case, CaseStatus
from server.exchange.turns import Turn
from server.ids import uuid7
from server.notices import service as notices
from server.regions.service import closed
from server.servicedays.calendar import OPEN, SHUT, bookings_of, coming, misplaced, opening_of, zone_of
from server.servicedays.learning import learn
from server.servicedays.models import ServiceDay
from server.servicedays.rules import (
    CLOSES,
    OFFICERS,
    OPENS,
    Booking,
    Opening,
    cutoff,
    place,
    priority_reason,
    weekdays,
)
from sync.record import Author, Record

WEEKS_AHEAD = 8
NO_ROOM, ASKED_LATER = "belum_ada_tempat", "minta_ditunda"  # field ``waiting`` of a case that is siap without a day


def ensure_days(turn: Turn, weeks: int = WEEKS_AHEAD) -> None:
    """Make the service days of the coming ``weeks``; close one that has become a holiday since."""
    zone = zone_of(turn)
    today = turn.now.astimezone(zone).date()
    known = {}
    for day in coming(turn, today):
        known[day.date] = known[day.moved_from or day.date] = day
    by = Author.server(turn.now)
    lesson: dict[str, Any] = {}
    for day_date, holiday in weekdays(today, weeks, lambda day: closed(turn.desa, day)):
        there = known.get(day_date.isoformat())
        if there is None and holiday is None:
            lesson = lesson or learn(turn)
            add(turn, day_date, by, lesson)
        elif there is not None and holiday and there.state == OPEN and there.date == day_date.isoformat():
            shut(turn, there.id, holiday, by)


def add(turn: Turn, date: date, by: Author, lesson: dict[str, Any], **other: Any) -> Record:
    """Make a service day on ``date``, planned by what was learnt so far; ``other``: hours and officers of its own."""
    usual = {"opens": OPENS, "closes": CLOSES, "officers": OFFICERS}
    return turn.create(
        "service_day",
        uuid7(turn.now),
        by,
        area="",
        date=date.isoformat(),
        state=OPEN,
        reason=None,
        moved_from=None,
        cutoff=cutoff(date, zone_of(turn)).isoformat(),
        **usual | {name: value for name, value in other.items() if value is not None},
        **lesson,
    )


def plan_anew(turn: Turn) -> None:
    """Let the days ahead know what the last one taught."""
    lesson = learn(turn)
    for day in coming(turn, turn.now.astimezone(zone_of(turn)).date()):
        known = {name: (day.plan or {}).get(name) for name in lesson}
        if day.state == OPEN and known != lesson:
            turn.write(day.id, Author.server(turn.now), **lesson)


def assign(turn: Turn, family: str, by: Author) -> bool:
    """Give the ``siap`` cases of a family their place; True if they have one now.

    It joins the place the family has already on an open day before cut-off; else it is the first day with room for
    all of them. Without one they stay ``siap``, and ``waiting`` says why. A family that is asked when it can come is
    given no day meanwhile, whatever else of it becomes ``siap``: it would stay away a second time.
    """
    ensure_days(turn)
    cases = _cases(turn, family, CaseStatus.SIAP)
    asked = next((case.body for case in cases if case.body.get("waiting") == ASKED_LATER), None)
    if asked is None:
        return seat(turn, family, cases, by)
    for case in cases:
        if case.body.get("waiting") != ASKED_LATER:
            turn.write(case, by, waiting=ASKED_LATER, not_on=asked.get("not_on"))
    return False


def release(turn: Turn, family: str, by: Author, *, not_before: date | None) -> bool:
    """Free the place of a family that cannot come; True if its cases have another one now.

    Args:
        not_before: the first day that suits it; None: it does not know yet. Its kader asks, and an officer chooses the
            day with it (``choose``).
    """
    cases = _cases(turn, family, CaseStatus.TERJADWAL)
    if not cases:
        return False
    if not_before is None:
        latest = max(case.body["service_day"] for case in cases)
        _spend(turn, cases)
        for case in cases:
            turn.write(case, by, **_no_place(ASKED_LATER), not_on=latest)
        notices.withdraw(turn, cases[0])
        return False
    ensure_days(turn)
    return seat(turn, family, cases, by, not_before.isoformat(), moved_from=cases[0].body["service_day"])


def reschedule(turn: Turn, case: Record, by: Author) -> bool:
    """Give a family that did not come another place, after the day it missed."""
    missed = case.body.get("service_day") or ""
    ensure_days(turn)
    cases = _cases(turn, case.body["family"], CaseStatus.TIDAK_HADIR)
    return seat(turn, case.body["family"], cases, by, missed + "~")  # sorts after every hour of that date


def unite(turn: Turn, family: str, by: Author) -> None:
    """Let a family that was known twice, and so has several places, keep the earliest of them for all its cases."""
    today = turn.now.astimezone(zone_of(turn)).date().isoformat()
    cases = [case for case in _cases(turn, family, CaseStatus.TERJADWAL) if case.body["service_day"] >= today]
    cases.sort(key=_place_of)
    leaving = [case for case in cases if _place_of(case) != _place_of(cases[0])]
    if leaving:
        day, arrival, number = _place_of(cases[0])
        _spend(turn, leaving, day, number)
        for case in leaving:
            turn.write(case, by, service_day=day, queue_number=number, arrival=arrival)
        notices.plan(turn, "jadwal", cases[0])


def tell_again(turn: Turn, family: str) -> None:
    """Have a family told its place, unless that is what it was told last."""
    cases = _cases(turn, family, CaseStatus.TERJADWAL)
    if cases:
        notices.plan(turn, "jadwal", min(cases, key=_place_of))


def _place_of(case: Record) -> tuple[str, str, str]:
    return (case.body["service_day"], case.body["arrival"], case.body["queue_number"])


def assign_waiting(turn: Turn) -> int:
    """Give places to all that wait for one, who waits longest first; return how many families got one."""
    ensure_days(turn)
    waiting = turn.session.scalars(
        select(Case.family).where(Case.desa == turn.desa, Case.status == CaseStatus.SIAP).order_by(Case.seq)
    ).all()
    by = Author.server(turn.now)
    return sum(assign(turn, family, by) for family in dict.fromkeys(waiting))


def shut(turn: Turn, day: str, reason: str, by: Author) -> None:
    """Close a day; who had a place there gets one on the next day with room, in the order of their arrival."""
    record = turn.write(day, by, state=SHUT, reason=reason)
    families: dict[str, list[Record]] = defaultdict(list)
    for case in cases_on(turn, record.body["date"]):
        if case.body["status"] == CaseStatus.TERJADWAL:
            families[case.body["family"]].append(case)
    for family, cases in families.items():
        if not seat(turn, family, cases, by, moved_from=record.body["date"]):
            notices.tell_day_off(turn, cases[0], date.fromisoformat(record.body["date"]))


def shorten(turn: Turn, day: ServiceDay, before: Opening, by: Author) -> None:
    """Give who no longer fits into a day that was planned anew another hour of it, else the next day with room."""
    families = misplaced(turn.desa, day, before, opening_of(day), turn)
    leaving = set(families)
    for family in families:
        cases = [case for case in _cases(turn, family, CaseStatus.TERJADWAL) if case.body["service_day"] == day.date]
        if not seat(turn, family, cases, by, not_before=day.date, moved_from=day.date, leaving=leaving):
            notices.tell_day_off(turn, cases[0], date.fromisoformat(day.date))
        leaving.discard(family)


def seat(
    turn: Turn,
    family: str,
    cases: list[Record],
    by: Author,
    not_before: str = "",
    first: bool = False,
    moved_from: str | None = None,
    leaving: Collection[str] = (),
) -> bool:
    """Give ``cases`` of a family one place, on the day it has one already or the first with room; True if found.

    Args:
        not_before: a day as text; one that ends in ``~`` sorts after every hour of that day.
        first: they go first, whoever they are: they waited a day in vain.
        moved_from: the day they had and that was taken from them, or that keeps them at another hour; they are told so.
        leaving: families whose present places do not count: they are given others, this one among them.
    """
    if not cases:
        return False
    days = [
        day
        for day in coming(turn, turn.now.astimezone(zone_of(turn)).date())
        if day.state == OPEN and day.cutoff > turn.now and day.date >= not_before
    ]
    bookings = {
        on: [replace(b, counts=False) if b.family in leaving else b for b in theirs]
        for on, theirs in bookings_of(turn.desa, days, turn).items()
    }
    days.sort(
        key=lambda day: not any(b.family == family and b.counts for b in bookings.get(day.date, ()))
    )  # own day first
    priority = first or _goes_first(turn, cases)
    if any(_sit(turn, day, bookings.get(day.date, []), family, cases, priority, by, moved_from) for day in days):
        return True
    _spend(turn, cases)
    fresh = [c for c in cases if c.body.get("waiting") != NO_ROOM or c.body["status"] != CaseStatus.SIAP]
    for case in fresh:
        turn.write(case, by, **_no_place(NO_ROOM), moved_from=moved_from)
    if fresh:
        notices.withdraw(turn, fresh[0])
    return False


def choose(turn: Turn, case: Record, chosen: date, by: Author) -> bool:
    """Give a family the place an officer chose for it, on that day or not at all; True if there was room.

    What of it waits for a place goes along; of who did not come or has a place already, all that shares it.
    """
    ensure_days(turn)
    family = case.body["family"]
    cases = _cases(turn, family, CaseStatus(case.body["status"]))
    day = next((day for day in coming(turn, chosen) if day.date == chosen.isoformat()), None)
    if day is None or day.state != OPEN or day.cutoff <= turn.now:
        return False
    bookings = bookings_of(turn.desa, [day], turn)[day.date]
    return _sit(turn, day, bookings, family, cases, _goes_first(turn, cases), by, None)


def _sit(
    turn: Turn,
    day: ServiceDay,
    bookings: list[Booking],
    family: str,
    cases: list[Record],
    priority: bool,
    by: Author,
    moved_from: str | None,
) -> bool:
    """Write a place on ``day`` into the cases of a family, and have the family told; False: it is full."""
    opening = opening_of(day)
    minutes = sum(opening.takes(str(case.body.get("service"))) for case in cases)
    found = place(bookings, family, minutes, priority, opening)
    if found is None:
        return False
    _spend(turn, cases, day.date, found.number)
    moved_from = moved_from or _taken(cases, day.date)
    for case in cases:
        turn.write(
            case,
            by,
            status=CaseStatus.TERJADWAL,
            service_day=day.date,
            queue_number=found.number,
            arrival=found.arrival,
            waiting=None,
            not_on=None,
            moved_from=moved_from,
        )
    notices.plan(turn, "jadwal", cases[0])
    return True


def _spend(turn: Turn, cases: list[Record], *to: str) -> None:
    """Note on their days which numbers these cases had there: nobody else is told the same number again.

    Args:
        to: the day and number they keep or get, if they do.
    """
    left = {(case.body["service_day"], case.body["queue_number"]) for case in cases if case.body.get("queue_number")}
    for day in coming(turn, turn.now.astimezone(zone_of(turn)).date()):
        gone = sorted(number for date, number in left if date == day.date and (date, number) != to)
        spent = list((day.plan or {}).get("spent") or [])
        if set(gone) - set(spent):
            turn.write(day.id, Author.server(turn.now), spent=sorted({*spent, *gone}))


def _taken(cases: list[Record], but: str) -> str | None:
    """The day that was taken from ``cases`` when there was no other, unless it is the one they get after all."""
    taken = (case.body.get("moved_from") for case in cases if case.body.get("waiting") == NO_ROOM)
    return next((day for day in taken if day and day != but), None)


def _no_place(why: str) -> dict[str, Any]:
    nothing = dict.fromkeys(("service_day", "queue_number", "arrival"))
    return {"status": CaseStatus.SIAP, "waiting": why, **nothing}


def _goes_first(turn: Turn, cases: list[Record]) -> bool:
    found = [
        turn.record(visit) for visit in sorted({str(case.body["visit"]) for case in cases if case.body.get("visit")})
    ]
    return any(priority_reason(visit.body.get("answers") or {}) for visit in found if visit is not None)


def _cases(turn: Turn, family: str, status: CaseStatus) -> list[Record]:
    query = select(Case.id).where(Case.desa == turn.desa, Case.family == family, Case.status == status)
    return _records(turn, turn.session.scalars(query.order_by(Case.id)).all())


def cases_on(turn: Turn, day: str) -> list[Record]:
    query = select(Case.id).where(Case.desa == turn.desa, Case.service_day == day)
    return _records(turn, turn.session.scalars(query.order_by(Case.arrival, Case.queue_number, Case.id)).all())


def _records(turn: Turn, ids: Iterable[str]) -> list[Record]:
    wanted = list(ids)
    turn.load(wanted)
    return [record for one in wanted if (record := turn.record(one)) is not None]
