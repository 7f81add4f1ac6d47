"""Who sends an exchange, and what is published for her, by one query.

Phones ask every few minutes all day, so nothing of it is loaded as an object. Nothing is remembered between requests
either: a phone that was revoked a moment ago is turned away by the next one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import request
from sqlalchemy import ScalarSelect, bindparam, func, select
from sqlalchemy.orm import aliased

from server.accounts.enrolments import HEADER, prove
from server.accounts.models import Enrolment, Person
from server.db import db
from server.errors import NotSignedIn
from server.regions.models import Region
from server.surveys import service as surveys


@dataclass(frozen=True, slots=True)
class Holder:
    """The person behind a browser."""

    id: str
    name: str
    roles: list[str]
    areas: list[str]


@dataclass(frozen=True, slots=True)
class Sender:
    """An enrolment as an exchange needs it; the names are those of ``Enrolment``."""

    id: str
    desa: str
    cookie_hash: str
    bearer_hash: str
    last_seen: datetime
    app_version: str | None
    storage_persisted: bool | None
    unsent: str | None
    revoked_at: datetime | None
    ordered: str | None
    person: Holder
    stamps: tuple[int, int]  # of people and regions


def stamps(desa: Any) -> tuple[ScalarSelect[int], ScalarSelect[int]]:
    """Two numbers that are others as soon as somebody changes the people or the RT of ``desa``."""
    them = aliased(Person)
    people = select(func.coalesce(func.sum(them.stamp), 0)).where(them.desa == desa)
    regions = select(func.coalesce(func.sum(Region.stamp), 0)).where(Region.desa == desa)
    return people.correlate(Enrolment).scalar_subquery(), regions.correlate(Enrolment).scalar_subquery()


_SENDER = (
    select(
        Enrolment.id,
        Enrolment.desa,
        Enrolment.cookie_hash,
        Enrolment.bearer_hash,
        Enrolment.last_seen,
        Enrolment.app_version,
        Enrolment.storage_persisted,
        Enrolment.unsent,
        Enrolment.revoked_at,
        Enrolment.ordered,
        Person.id,
        Person.name,
        Person.roles,
        Person.areas,
        *stamps(Enrolment.desa),
        surveys.names_in(Enrolment.desa.expression),
    )
    .select_from(Enrolment)
    .join(Person, Person.id == Enrolment.person_id)
    .where(Enrolment.id == bindparam("which"))
)


def sender() -> Sender:
    """The sender of this request, proved as ``current_enrolment`` proves it; a revoked one too (see ``revoked_at``).

    Raises:
        NotSignedIn: none is named, or neither secret proves it.
    """
    named = {"which": request.headers.get(HEADER, "")[:36]}
    row = db.session.connection().execute(_SENDER, named).first()
    if row is None:
        raise NotSignedIn
    found = Sender(*row[:10], Holder(row[10], row[11], row[12], row[13]), (row[14], row[15]))
    surveys.remember_names(found.desa, row[16])
    prove(found)
    return found
