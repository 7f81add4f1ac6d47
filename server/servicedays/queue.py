"""The day itself: people come, are called and served. Every step of a counter is an action on the service day.

They are taken whatever came meanwhile (``meanwhile``): a counter that had no network for an hour tells what happened
there, and what happened is not refused. What two counters did to one ticket is settled in ``tickets.py``.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import Any

from sqlalchemy import select

from server.cases.models import Case, CaseStatus
from server.errors import NotYourRole, UnknownRecord
from server.exchange.registry import action, projects
from server.exchange.turns import Turn
from server.notices import service as notices
from server.servicedays import tickets
from server.servicedays.calendar import zone_of
from server.servicedays.models import Ticket
from server.servicedays.rules import LONGEST, SHORTEST
from server.servicedays.schemas import Arrive, AtTicket, EndTicket, ReferTicket, Register, Sit
from sync.record import Author, Record

DESK = frozenset({"petugas_fo", "petugas_bo", "koordinator"})
S = CaseStatus
LADDER = (S.HADIR, S.DIPANGGIL, S.DILAYANI, S.DIPROSES)
BEFORE = frozenset({S.SIAP, S.TERJADWAL, S.TIDAK_HADIR})  # from where a case joins the day
CASE_STATUS = {
    tickets.HERE: S.HADIR,
    tickets.CALLED: S.DIPANGGIL,
    tickets.SERVED: S.DILAYANI,
    tickets.DONE: S.DIPROSES,
    tickets.REFERRED: S.DIPROSES,
    tickets.UNDONE: S.TERJADWAL,
}


@projects("ticket", Ticket)
def project(record: Record) -> dict[str, Any]:
    """A ticket, as the planning of days and the report look it up."""
    body = record.body
    return {
        "day": body["day"],
        "number": body.get("number") or "",
        "family": body.get("family"),
        "status": body["status"],
        "walk_in": bool(body.get("walk_in")),
        "complete": tickets.complete_on_arrival(body),
        "service": body.get("service"),
        "minutes": _minutes(body),
    }


@action("queue.sit", Sit, of="service_day", meanwhile=True)
def sit(turn: Turn, day: Record, args: dict[str, Any], by: Author) -> None:
    """Say who works at a counter. Its numbers for people without a place begin with its own digit.

    ``first``: the device known first at this counter that day. Its numbers are the plain ones, others add letters.
    """
    desk_only(by)
    counters = dict(day.body.get("counters") or {})
    before = counters.get(str(args["counter"])) or {}
    first = before.get("first") or before.get("enrolment") or by.enrolment
    counters[str(args["counter"])] = {"name": by.name, "person": by.person, "enrolment": by.enrolment, "first": first}
    turn.write(day, by, counters=counters)


@action("queue.arrive", Arrive, of="service_day", meanwhile=True)
def arrive(turn: Turn, day: Record, args: dict[str, Any], by: Author) -> None:
    """A family with a place is here."""
    desk_only(by)
    ticket = turn.record(args["ticket"]) or from_place(turn, day, args["family"], by)
    if ticket is None:
        raise UnknownRecord(field="args.family")
    _take(turn, day, ticket, "arrive", args, by)


@action("queue.register", Register, of="service_day", meanwhile=True)
def register(turn: Turn, day: Record, args: dict[str, Any], by: Author) -> None:
    """Somebody without a place got a number. A family that turns out to have one keeps both."""
    desk_only(by)
    ticket = turn.record(args["ticket"]) or (args["family"] and from_place(turn, day, args["family"], by)) or None
    if ticket is None:
        cases = [case for which in args["cases"] if (case := turn.record(which)) and _is_of(case, args["family"])]
        ticket = turn.create(
            "ticket",
            args["ticket"],
            by,
            area="",
            day=day.body["date"],
            number=args["number"],
            family=args["family"],
            name=args["name"],
            wish=args["wish"],
            priority=args["priority"],
            walk_in=True,
            prepared=bool(cases) and all(case.body.get("status") in BEFORE for case in cases),
            cases=[case.id for case in cases],
            service=None,
            status=tickets.UNDONE,
            by={"person": by.person, "name": by.name, "counter": args["counter"]},
        )
    elif ticket.body.get("number") != args["number"]:
        turn.write(ticket, by, also=args["number"])
    _take(turn, day, ticket, "arrive", args, by)


def from_place(turn: Turn, day: Record, family: str, by: Author) -> Record | None:
    """The ticket of a family that has a place on ``day``, begun if need be; None: it has none there."""
    query = select(Case.id).where(
        Case.desa == turn.desa, Case.family == family, Case.service_day == day.body["date"], Case.status.in_(BEFORE)
    )
    found = [turn.record(which) for which in turn.session.scalars(query.order_by(Case.id)).all()]
    cases = [case for case in found if case is not None]
    if not cases:
        return None
    first = cases[0].body
    which = tickets.ticket_of(family, date.fromisoformat(day.body["date"]))
    known = turn.record(which)
    if known is not None:
        return turn.write(known, by, cases=sorted({*(known.body.get("cases") or []), *(case.id for case in cases)}))
    return turn.create(
        "ticket",
        which,
        by,
        area="",
        day=day.body["date"],
        number=first.get("queue_number"),
        appointment=first.get("arrival"),
        family=family,
        priority=[],
        walk_in=False,
        prepared=True,
        cases=[case.id for case in cases],
        service=first.get("service") if len(cases) == 1 else None,
        status=tickets.UNDONE,
    )


def desk_only(by: Author) -> None:
    """Pass who works at the counters."""
    if by.roles.isdisjoint(DESK):
        raise NotYourRole


def _step(do: str, turn: Turn, day: Record, args: dict[str, Any], by: Author) -> None:
    desk_only(by)
    ticket = turn.record(args["ticket"])
    if ticket is None:
        raise UnknownRecord(field="args.ticket")
    _take(turn, day, ticket, do, args, by)


STEPS: dict[str, type[AtTicket]] = {
    "call": AtTicket,  # their number is called; calling again counts
    "skip": AtTicket,  # nobody came forward; they wait on, from now
    "serve": AtTicket,  # they sit at the counter
    "finish": EndTicket,  # they have been served; what remains is the office's to do
    "refer": ReferTicket,  # served, and sent on to an agency; the case says so at once where the officer may refer
    "leave": AtTicket,  # they went home before their turn
    "back": AtTicket,  # the last step was a slip of the hand
}
"""What a counter does with a ticket; what each makes of it is in ``tickets.py``."""

for _name, _shape in STEPS.items():
    action(f"queue.{_name}", _shape, of="service_day", meanwhile=True)(partial(_step, _name))


def _take(turn: Turn, day: Record, ticket: Record, do: str, args: dict[str, Any], by: Author) -> None:
    if ticket.collection != "ticket" or ticket.body.get("day") != day.body["date"]:
        raise UnknownRecord(field="args.ticket")
    told = args | {"at": _when(turn, args["at"])}
    changed = tickets.step(ticket.body, do, told, by.name)
    if not changed:
        return
    turn.write(ticket, by, **changed)
    if "status" in changed:
        _take_cases_along(turn, day, ticket, by)


def _take_cases_along(turn: Turn, day: Record, ticket: Record, by: Author) -> None:
    """Let the ticket's cases stand where it stands; one whose life went on elsewhere is left alone."""
    to = CASE_STATUS.get(ticket.body["status"], S.HADIR)
    for which in ticket.body.get("cases") or []:
        case = turn.record(which)
        if case is None or case.gone:
            continue
        status = CaseStatus(case.body.get("status") or S.TERKIRIM)
        if status in BEFORE and to != S.TERJADWAL:
            number, hour = ticket.body.get("number"), ticket.body.get("appointment")
            here = {"service_day": day.body["date"], "queue_number": number, "arrival": hour, "not_on": None}
            turn.write(case, by, status=to, **here)
            notices.withdraw(turn, case)
        elif status in LADDER:
            turn.write(case, by, status=to, counter=ticket.body.get("counter"))
        if ticket.body["status"] in tickets.FINISHED:
            _say_result(turn, case, ticket.body, by)


def _say_result(turn: Turn, case: Record, said: dict[str, Any], by: Author) -> None:
    """What the counter noted goes to the case; a referral too, where it is this officer's to make."""
    if case.body.get("status") != S.DIPROSES:
        return
    fields: dict[str, Any] = {"counter": None}
    if said.get("note"):
        fields["office_note"] = said["note"]
    if said["status"] == tickets.REFERRED:
        fields["agency"] = said.get("agency")
        if "koordinator" in by.roles:
            fields["status"] = S.DIRUJUK
    turn.write(case, by, **fields)


def _when(turn: Turn, at: datetime) -> str:
    """When a step happened: as its counter says, but not in the future and not on another day."""
    local = at.astimezone(zone_of(turn))
    today = turn.now.astimezone(zone_of(turn))
    return (local if local <= today and (today - local).days < 2 else today).isoformat(timespec="seconds")


def _is_of(case: Record, family: str | None) -> bool:
    return case.collection == "case" and case.body.get("family") == family


def _minutes(body: dict[str, Any]) -> float | None:
    """How long they sat at the counter; None: not yet, or by the buttons no true time."""
    if not body.get("served_at") or not body.get("done_at") or body["status"] not in tickets.FINISHED:
        return None
    took = datetime.fromisoformat(body["done_at"]) - datetime.fromisoformat(body["served_at"])
    minutes = took.total_seconds() / 60
    return minutes if SHORTEST <= minutes <= LONGEST else None
