"""People: who there is, who may be told about whom, and the ``me`` document a phone keeps."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from typing import Any

from sqlalchemy import bindparam, select

from server import clock
from server.accounts.enrolments import Entry, enrol_here
from server.accounts.models import Enrolment, Person
from server.accounts.orders import let_go
from server.accounts.roles import ROLES, is_office, may_give
from server.accounts.senders import Holder, Sender, stamps
from server.db import db
from server.errors import Malformed, NotFound, NotYourRole
from server.ids import uuid7
from server.regions import service as regions

AREA = re.compile(r"(\d{3}(/\d{3}(/[0-9a-f-]{36})?)?)?")


def people(desa: str) -> list[Person]:
    """Everybody with a task in a desa, by name."""
    return list(db.session.scalars(select(Person).where(Person.desa == desa).order_by(Person.name, Person.id)))


def person(desa: str, person_id: str) -> Person:
    """One of them.

    Raises:
        NotFound: nobody of this desa has that id.
    """
    found = db.session.get(Person, person_id)
    if found is None or found.desa != desa:
        raise NotFound
    return found


def names(ids: Iterable[str]) -> dict[str, str]:
    """What people are called, by id, wherever they work; who is unknown is left out."""
    rows = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(set(ids))))
    return {row.id: row.name for row in rows}


def add_person(
    desa: str, name: str, roles: list[str], areas: list[str], phone: str | None, person_id: str | None = None
) -> Person:
    """Note somebody with a task; the caller commits. ``person_id``: for who needs the same id again (the demo)."""
    _check(desa, roles, areas)
    now = clock.now()
    new = Person(
        id=person_id or uuid7(now),
        desa=desa,
        name=name,
        roles=sorted(roles),
        areas=sorted(areas),
        phone=phone,
        active=True,
        created_at=now,
    )
    db.session.add(new)
    return new


def new_person(by: Enrolment, fields: dict[str, Any]) -> Person:
    """Note somebody new, on an officer's word."""
    _may_manage(by, fields["roles"])
    new = add_person(by.desa, **fields)
    db.session.commit()
    return new


def managed_person(by: Enrolment, person_id: str) -> Person:
    """Somebody whom this officer may invite, change or shut out.

    Raises:
        NotYourRole: they hold a role that only a koordinator gives; else any officer could come in as one.
    """
    them = person(by.desa, person_id)
    _may_manage(by, them.roles)
    return them


def change_person(by: Enrolment, person_id: str, changes: dict[str, Any]) -> Person:
    """Change name, roles, areas, phone or whether somebody is active; who stops loses every browser."""
    them = managed_person(by, person_id)
    _may_manage(by, changes.get("roles", []))
    _check(them.desa, changes.get("roles", them.roles), changes.get("areas", them.areas))
    for field in ("name", "phone", "active"):
        if field in changes:
            setattr(them, field, changes[field])
    for field in ("roles", "areas"):
        if field in changes:
            setattr(them, field, sorted(changes[field]))
    if not them.active:
        let_go(them.id, by.person.id, "berhenti bertugas")
    db.session.commit()
    return them


def demo_people() -> list[Person]:
    """Whom a visitor of the demo may be, in the order they were made."""
    return list(db.session.scalars(select(Person).where(Person.active).order_by(Person.created_at, Person.id)))


def try_out(person_id: str) -> Entry:
    """Let a visitor of the demo in as one of its people. Only the demo's routes call this."""
    them = db.session.get(Person, person_id)
    if them is None or not them.active:
        raise NotFound
    entry = enrol_here(them)
    db.session.commit()
    return entry


def _may_manage(by: Enrolment, roles: list[str]) -> None:
    if not may_give(by.person.roles, roles):
        raise NotYourRole("Untuk petugas, ini dilakukan koordinator atau admin.")


def _check(desa: str, roles: list[str], areas: list[str]) -> None:
    unknown = set(roles) - ROLES
    if unknown or not roles:
        raise Malformed(f"Peran tidak dikenal: {', '.join(sorted(unknown)) or '(kosong)'}.", field="roles")
    for area in areas:
        if not AREA.fullmatch(area) or not regions.is_area(desa, area):
            raise Malformed(f"Wilayah {area!r} tidak ada di daftar RW/RT desa ini.", field="areas")


_told: dict[str, tuple[Any, dict[str, Any]]] = {}
"""The documents last told, by person, each with what it was made of."""
_TOLD_AT_MOST = 5000
_STAMPS = select(*stamps(bindparam("desa")))


def me(enrolment: Enrolment | Sender) -> dict[str, Any]:
    """What a phone keeps about who uses it, as ``_me`` says it: made anew only after people or regions changed.

    It is wanted at every call of every phone, and changes a few times a month.
    """
    named = {"desa": enrolment.desa}
    made_of = enrolment.stamps if isinstance(enrolment, Sender) else tuple(db.session.execute(_STAMPS, named).one())
    known = _told.get(enrolment.person.id)
    if known is None or known[0] != made_of:
        if len(_told) >= _TOLD_AT_MOST:
            _told.clear()
        known = _told[enrolment.person.id] = (made_of, _me(enrolment))
    return dict(known[1])


def _me(enrolment: Enrolment | Sender) -> dict[str, Any]:
    """What a phone keeps about who uses it: tasks, desa, the RW and RT to choose from, and whom to call.

    Officers are told everybody; others the people of the desk, without numbers, and for emergencies the PSM, with.
    ``hash`` names this very content, so that it travels only when it changed.
    """
    them = enrolment.person
    everybody = [p for p in people(enrolment.desa) if p.active]
    document = {
        "person": them.id,
        "name": them.name,
        "phone": next((p.phone for p in everybody if p.id == them.id), None),
        "roles": them.roles,
        "areas": them.areas,
        "desa": regions.desa(enrolment.desa),
        "regions": regions.regions_for(enrolment.desa, them.areas),
        "people": [contact(p, phone=_may_call(p, them)) for p in everybody if _may_know(p, them)],
    }
    canonical = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return document | {"hash": hashlib.sha256(canonical.encode()).hexdigest()[:16]}


def _may_know(who: Person, reader: Person | Holder) -> bool:
    return is_office(reader.roles) or is_office(who.roles) or "psm" in who.roles


def _may_call(who: Person, reader: Person | Holder) -> bool:
    return is_office(reader.roles) or "psm" in who.roles


def contact(who: Person, phone: bool = False) -> dict[str, Any]:
    """What one person is told about another."""
    return {
        "id": who.id,
        "name": who.name,
        "roles": who.roles,
        "areas": who.areas,
        "phone": who.phone if phone else None,
    }
