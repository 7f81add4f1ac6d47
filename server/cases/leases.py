"""Who has a case open: said to the other officers, so that two do not read the same one. It forbids nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case as either
from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite

from server import clock
from server.accounts.models import Enrolment
from server.cases.models import Case, Lease
from server.db import db
from server.errors import NotFound

LASTS = timedelta(minutes=10)  # unless renewed by a screen that is still open


def open_case(officer: Enrolment, case: str) -> dict[str, Any]:
    """Say that ``officer`` looks at ``case``; return who looks at it: her, or who came first and is still there.

    Raises:
        NotFound: there is no such case in her desa.
    """
    now, person, name, desa = clock.now(), officer.person.id, officer.person.name, officer.desa
    if db.session.get(Case, (desa, case)) is None:
        raise NotFound
    db.session.commit()
    row = {"desa": desa, "case": case, "person": person, "name": name, "since": now, "until": now + LASTS}
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    mine_or_over = (Lease.person == person) | (Lease.until <= now)
    taken = insert(Lease).values(row)
    since = either((Lease.until <= now, taken.excluded.since), else_=Lease.since)
    still = {"person": person, "name": name, "since": since, "until": now + LASTS}
    db.session.execute(taken.on_conflict_do_update(index_elements=["desa", "case"], set_=still, where=mine_or_over))
    db.session.commit()
    return _told(desa, case, person, now)


def close_case(officer: Enrolment, case: str) -> None:
    """She looks at it no longer."""
    mine = (Lease.desa == officer.desa, Lease.case == case, Lease.person == officer.person.id)
    db.session.commit()
    db.session.execute(delete(Lease).where(*mine))
    db.session.commit()


def _told(desa: str, case: str, person: str, now: datetime) -> dict[str, Any]:
    held = db.session.get(Lease, (desa, case))
    if held is None:  # let go of in this very moment
        return {"mine": True, "name": None, "minutes": 0}
    return {"mine": held.person == person, "name": held.name, "minutes": int((now - held.since).total_seconds() // 60)}
