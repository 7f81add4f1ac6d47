"""The life of a record, step by step, from the log: the audit trail as a page shows it."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Select, select

from server.accounts.models import Enrolment
from server.db import db, head
from server.errors import NotFound
from server.exchange.models import Log, Quarantine, StoredRecord
from server.exchange.pulling import Reader, visible
from sync.ids import is_identity_id, is_uuid7


def history(enrolment: Enrolment, record: str) -> dict[str, Any]:
    """Who did what to ``record`` and when, newest first.

    Raises:
        NotFound: there is none of that id, or none this person may see: which of the two is not told.
    """
    if not (is_uuid7(record) or is_identity_id(record)):
        raise NotFound
    desa = enrolment.desa
    top = head(desa)
    collection = db.session.scalar(_seen(enrolment, record).where(StoredRecord.seq <= top))
    if collection is None:
        raise NotFound
    rows = select(Log).where(Log.desa == desa, Log.record == record, Log.seq <= top).order_by(Log.seq.desc())
    accepted = db.session.execute(_ACCEPTED.where(Quarantine.desa == desa, Quarantine.record == record))
    let_in = {row.change: row.settled_by for row in accepted}
    steps = [_step(row, let_in.get(row.change)) for row in db.session.scalars(rows)]
    return {"record": record, "collection": collection, "history": steps}


def may_see(enrolment: Enrolment, record: str) -> bool:
    """Whether a pull of this person would show ``record``, and it stands."""
    return db.session.scalar(_seen(enrolment, record).where(StoredRecord.gone.is_(None))) is not None


def _seen(enrolment: Enrolment, record: str) -> Select[str]:
    them = enrolment.person
    reader = Reader(them.id, tuple(them.roles), tuple(them.areas))
    mine = (StoredRecord.desa == enrolment.desa, StoredRecord.id == record)
    return select(StoredRecord.collection).where(*mine, visible(reader))


_ACCEPTED = select(Quarantine.change, Quarantine.settled_by).where(Quarantine.outcome == "accepted")


def _step(row: Log, accepted_by: str | None) -> dict[str, Any]:
    return {
        "accepted_by": accepted_by,
        "seq": row.seq,
        "change": row.change,
        "person": row.person,
        "name": row.person_name,
        "do": row.do,
        "made_at": row.made_at,
        "received_at": row.received_at,
        "before": json.loads(row.before),
        "after": json.loads(row.after),
    }
