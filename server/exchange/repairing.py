"""What an officer does with a change that could not be taken: reads why, repairs it, takes it, or puts it away."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from sqlalchemy import func, select, update

from server import clock
from server.accounts import service as accounts
from server.accounts.models import Enrolment, Person
from server.db import db, turn
from server.errors import Discarded, Erased, NotFound, Problem, Revoked, UnknownRecord, Waiting
from server.exchange.applying import Undo, survivor
from server.exchange.delivery import Answer, Delivery, persistently
from server.exchange.models import Log, Quarantine, Receipt
from server.exchange.parcels import Parcel, may_begin, read
from server.exchange.quarantine import without_secrets
from server.exchange.turns import Turn, dump
from sync.receipts import HELD, REFUSED
from sync.record import EXISTS, Author
from sync.scope import AREA_GIVEN

MOST = 200  # rows at most in one list; the oldest first, so that none is forgotten

ACCEPTED, DISCARDED = "accepted", "discarded"


def waiting(desa: str) -> dict[str, Any]:
    """What lies in quarantine and nobody has settled, oldest first, each whole, with whose it is and why."""
    query = (
        select(Quarantine, Receipt.status, Person.name, Enrolment.agent)
        .join(Receipt, (Receipt.desa == Quarantine.desa) & (Receipt.change == Quarantine.change))
        .join(Enrolment, Enrolment.id == Quarantine.enrolment, isouter=True)
        .join(Person, Person.id == Enrolment.person_id, isouter=True)
        .where(Quarantine.desa == desa, Quarantine.settled.is_(None))
        .order_by(Quarantine.at, Quarantine.n)
    )
    rows = db.session.execute(query.limit(MOST)).all()
    again = _said_again(desa, [row[0] for row in rows])
    return {"total": count(desa), "quarantine": [_wire(*row, again=row[0].change in again) for row in rows]}


def _said_again(desa: str, rows: list[Quarantine]) -> set[str]:
    """Of these, the sets whose sender has said all of it anew since, and the server took that."""
    logged = select(Log.record, Log.enrolment, Log.n, Log.after)
    later = db.session.execute(logged.where(Log.desa == desa, Log.record.in_({row.record for row in rows}))).all()
    found = set()
    for row in rows:
        change = json.loads(row.body)
        wishes = set(change.get("set") or ()) - {EXISTS} if isinstance(change, dict) else set()
        hers = [one for one in later if (one.record, one.enrolment) == (row.record, row.enrolment) and one.n > row.n]
        if wishes and any(wishes <= json.loads(one.after).keys() for one in hers):
            found.add(row.change)
    return found


def count(desa: str) -> int:
    """How many changes wait for an officer."""
    mine = select(func.count()).select_from(Quarantine)
    return db.session.scalar(mine.where(Quarantine.desa == desa, Quarantine.settled.is_(None))) or 0


def accept(officer: Enrolment, change: str, repairs: dict[str, Any]) -> Answer:
    """Take a change out of quarantine, as its author's, on the officer's word; what waited for it follows.

    Args:
        repairs: ``set`` (values in place of those sent; None drops the field), ``args`` and ``area`` likewise.
    Returns:
        its new receipt. If that still says ``refused`` or ``held``, the change goes on lying where it was.
    Raises:
        NotFound: nothing of that id waits here.
    """
    desa, by = officer.desa, accounts.author(officer, 0, change, None, clock.now())
    try:
        return persistently(desa, lambda this, spoiled: _accept(this, spoiled, change, repairs, by))
    except Undo as undo:  # a subject refused it after writing something: nothing of that is kept
        undone = undo
    return persistently(desa, lambda this, spoiled: _accept(this, spoiled, change, repairs, by, undone))


def discard(officer: Enrolment, change: str, reason: str, *, waiting: bool = False) -> None:
    """Put one change away for good. Its sender is told by whom and why; the change itself stays on file.

    Args:
        waiting: with it what waits for the record that it would have begun, and for what those would have begun.
            Otherwise that goes on lying here, by itself: nothing that it could wait for is left.
    Raises:
        NotFound: nothing of that id waits here.
    """
    name, desa = officer.person.name, officer.desa
    with turn(desa) as this:
        row = _row(this, change)
        named = {row.record, row.waits_for or row.record}
        away = [row]
        while away:
            _settle(this, away, Discarded(reason, by=name), name)
            away = _orphans(this, {one.record for one in away if _may_begin(one)}) if waiting else []
        held = [one for one in _orphans(this, named) if one.problem == dump(Waiting().to_dict())]
        _settle(this, held, UnknownRecord())


def _orphans(this: Turn, records: set[str]) -> list[Quarantine]:
    """What waits here for one of ``records`` that no change here may begin any more."""
    lying = select(Quarantine).where(Quarantine.desa == this.desa, Quarantine.settled.is_(None))
    begun = {one.record for one in this.session.scalars(lying.where(Quarantine.record.in_(records))) if _may_begin(one)}
    return list(this.session.scalars(lying.where(Quarantine.waits_for.in_(records - begun))))


def _may_begin(row: Quarantine) -> bool:
    return may_begin(json.loads(row.repaired or row.body))


def _settle(this: Turn, rows: list[Quarantine], problem: Problem, by: str | None = None) -> None:
    """Say of changes that they are refused and why; ``by`` an officer: and put them away."""
    changes, said = [row.change for row in rows], {"problem": dump(problem.to_dict())}
    away = {"settled": this.now, "outcome": DISCARDED, "settled_by": by} if by else {}
    mine = (Quarantine.desa == this.desa, Quarantine.change.in_(changes))
    this.session.execute(update(Quarantine).where(*mine).values(said | away))
    told = update(Receipt).where(Receipt.desa == this.desa, Receipt.change.in_(changes))
    this.session.execute(told.values(status=REFUSED, seq=None, **said))


def _accept(
    this: Turn,
    spoiled: dict[str, Problem],
    change: str,
    repairs: dict[str, Any],
    by: Author,
    undone: Undo | None = None,
) -> Answer:
    row = _row(this, change)
    sent = json.loads(row.body)
    repaired = _repaired(this, sent, repairs)
    parcel = read(accounts.enrolment(row.desa, row.enrolment), repaired, row.at)
    parcel = _on_the_word_of(by, parcel.named(change))
    if undone is not None:
        parcel.problem = undone.problem
    delivery = Delivery(this, [parcel], spoiled)
    answer = delivery.retry(parcel, patient=False)
    kept = without_secrets(repaired)
    erased = (answer["problem"] or {}).get("type") == Erased.path()
    outcome: dict[str, Any] = {"repaired": dump(kept)} if kept != sent and not erased else {}
    if answer["status"] not in (HELD, REFUSED):
        outcome |= {"outcome": ACCEPTED, "settled_by": by.name}
    if outcome:
        mine = (Quarantine.desa == this.desa, Quarantine.change == change)
        this.session.execute(update(Quarantine).where(*mine).values(outcome))
    return answer


def _on_the_word_of(officer: Author, parcel: Parcel) -> Parcel:
    """The parcel as its author's, with the rights of the officer who accepts it beside her own.

    That its phone was revoked or its author moved elsewhere is what an officer may look past; its shape is not.
    """
    author = replace(parcel.by, roles=parcel.by.roles | officer.roles, areas=(*parcel.by.areas, *officer.areas))
    problem = None if isinstance(parcel.problem, Revoked) else parcel.problem
    return replace(parcel, by=author, problem=problem)


def _repaired(this: Turn, sent: Any, repairs: dict[str, Any]) -> Any:
    """What was sent, with the officer's corrections in it; where it begins something, beside its family."""
    if not isinstance(sent, dict):
        return sent
    now: dict[str, Any] = dict(sent)
    if isinstance(sent.get("set"), dict):
        wishes = dict(sent["set"])
        for name, value in (repairs.get("set") or {}).items():
            if value is None:
                wishes.pop(name, None)
            else:
                seen = wishes[name].get("seen") if isinstance(wishes.get(name), dict) else 0
                wishes[name] = {"to": value, "seen": seen if type(seen) is int else 0}
        now["set"] = wishes
    if repairs.get("args") is not None:
        now["args"] = (sent.get("args") or {}) | repairs["args"]
    if repairs.get("area") is not None:
        now["area"] = repairs["area"]
    elif now.get("collection") in AREA_GIVEN and "area" in now:
        home = _home(this, now)
        now["area"] = home if home is not None else now["area"]
    return now


def _home(this: Turn, change: dict[str, Any]) -> str | None:
    """Where the family of a new visit lies now: it may have moved since the visit was made."""
    family = (change.get("set") or {}).get("family")
    named = family.get("to") if isinstance(family, dict) else None
    record = survivor(this, named) if isinstance(named, str) else None
    return record.area if record is not None else None


def _row(this: Turn, change: str) -> Quarantine:
    row = this.session.get(Quarantine, (this.desa, change))
    if row is None or row.settled is not None:
        raise NotFound("Kiriman ini sudah dibetulkan atau sudah tidak ada.")
    return row


def _wire(row: Quarantine, status: str, name: str | None, agent: str | None, *, again: bool) -> dict[str, Any]:
    return {
        "change": row.change,
        "status": status,
        "problem": json.loads(row.problem) if row.problem else None,
        "waits_for": row.waits_for,
        "at": row.at,
        "by": name,
        "agent": agent,
        "again": again,
        "sent": json.loads(row.repaired or row.body),
    }
