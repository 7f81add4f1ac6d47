"""What other subjects use of the exchange: to write in a turn, to deliver as a device does, to read what there is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from server import clock
from server.accounts.models import Enrolment
from server.db import db
from server.exchange import delivery
from server.exchange.conflicts import about as about_record
from server.exchange.conflicts import close as close_conflict
from server.exchange.conflicts import leave_word as leave_word
from server.exchange.conflicts import stand_again as stand_again
from server.exchange.delivery import begin
from server.exchange.erasing import erase, erase_again, erased_in, forget_late, forget_settled, remember_erased
from server.exchange.history import history, may_see
from server.exchange.models import Quarantine, StoredRecord
from server.exchange.rebuilding import rebuild
from server.exchange.turns import Turn, from_row
from sync.record import Record

__all__ = [
    "Turn",
    "about_record",
    "begin",
    "close_conflict",
    "deliver",
    "erase",
    "erase_again",
    "erased_in",
    "forget_late",
    "forget_settled",
    "held",
    "history",
    "may_see",
    "rebuild",
    "record",
    "remember_erased",
]


def deliver(enrolment: Enrolment, changes: list[Any], now: datetime | None = None) -> list[dict[str, Any]]:
    """Take changes as a device of ``enrolment`` would send them, and return their receipts."""
    return delivery.deliver(enrolment, changes, now or clock.now())


def held(desa: str) -> dict[str, int]:
    """How many changes lie in quarantine, by the enrolment that sent them."""
    counted = select(Quarantine.enrolment, func.count()).where(Quarantine.desa == desa, Quarantine.settled.is_(None))
    return {row[0]: row[1] for row in db.session.execute(counted.group_by(Quarantine.enrolment))}


def record(desa: str, which: str) -> Record | None:
    """A record as it stands, read outside any turn."""
    query = select(StoredRecord.__table__).where(StoredRecord.desa == desa, StoredRecord.id == which)
    row = db.session.execute(query).first()
    return from_row(row) if row is not None else None
