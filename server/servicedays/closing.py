"""Closing a service day: who did not come or was not reached gets another day and is told."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select

from server.cases.models import CaseStatus
from server.exchange.turns import Turn
from server.servicedays import tickets
from server.servicedays.calendar import FINISHED
from server.servicedays.models import Ticket
from server.servicedays.queue import from_place
from server.servicedays.seats import cases_on, ensure_days, seat
from sync.record import Author, Record

WAITED = frozenset({CaseStatus.HADIR, CaseStatus.DIPANGGIL})


def finish(turn: Turn, day: Record, by: Author) -> None:
    """Close ``day``. Done again (a counter's hour without network came in late), it takes care of who is left."""
    ensure_days(turn)
    date = day.body["date"]
    if day.body["state"] != FINISHED:
        turn.write(day, by, state=FINISHED, closed_at=turn.now.isoformat(timespec="seconds"), closed_by=by.name)
    for ticket in _open(turn, date):
        if ticket.body["status"] in (tickets.HERE, tickets.CALLED):
            turn.write(ticket, by, status=tickets.NOT_REACHED, counter=None)
    cases: dict[str, list[Record]] = defaultdict(list)
    for case in cases_on(turn, date):
        cases[case.body["family"]].append(case)
    for family, theirs in cases.items():
        absent = [case for case in theirs if case.body["status"] == CaseStatus.TERJADWAL]
        waited = [case for case in theirs if case.body["status"] in WAITED]
        if absent:
            _note_absence(turn, day, family, by)
            for case in absent:
                turn.write(case, by, status=CaseStatus.TIDAK_HADIR)
        if absent or waited:
            seat(turn, family, [*absent, *waited], by, not_before=f"{date}~", first=bool(waited))


def _note_absence(turn: Turn, day: Record, family: str, by: Author) -> None:
    ticket = from_place(turn, day, family, by)
    if ticket is not None:
        turn.write(ticket, by, status=tickets.ABSENT)


def _open(turn: Turn, date: str) -> list[Record]:
    query = select(Ticket.id).where(Ticket.desa == turn.desa, Ticket.day == date)
    ids = list(turn.session.scalars(query.order_by(Ticket.number)).all())
    turn.load(ids)
    return [record for one in ids if (record := turn.record(one)) is not None]
