"""Whom a family calls in an emergency: the PSM of its area, then the others of the desa."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import select

from server.accounts.models import Person
from server.db import db
from server.exchange.models import StoredRecord

MOST = 2  # numbers on a page that is to be read at a glance


class Helper(NamedTuple):
    """Somebody to call."""

    name: str
    phone: str


def helpers(desa: str, family: str) -> list[Helper]:
    """Who is called first stands first; nobody without a number."""
    home = select(StoredRecord.area).where(StoredRecord.desa == desa, StoredRecord.id == family)
    area = db.session.scalar(home) or ""
    people = db.session.scalars(
        select(Person).where(Person.desa == desa, Person.active, Person.phone.is_not(None)).order_by(Person.name)
    )
    psm = [one for one in people if "psm" in one.roles]
    psm.sort(key=lambda one: not any(f"{area}/".startswith(f"{part}/" if part else "") for part in one.areas))
    return [Helper(one.name, one.phone or "") for one in psm[:MOST]]
