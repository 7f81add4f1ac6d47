"""Who may be the same person or family twice, and what does not fit together in one. Warnings, never obstacles."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from server.db import db
from server.errors import NotFound
from server.exchange.models import StoredRecord
from server.families.household import doubts
from server.families.models import Family, Identity, Member
from server.families.names import OTHER, alike
from server.regions import service as regions


def twins(desa: str, family: str) -> list[dict[str, Any]]:
    """Who in other families of the desa bears the same NIK or KK number, or was born the same day under a like name.

    Raises:
        NotFound: there is no such family.
    """
    if db.session.get(Family, (desa, family)) is None:
        raise NotFound
    found = [*_same_number(desa, family, "nik"), *_same_number(desa, family, "kk_number")]
    known = {(one["subject"], one["member"]) for one in found}
    return found + [one for one in _same_birth(desa, family) if (one["subject"], one["member"]) not in known]


def doubts_of(desa: str, family: str) -> list[dict[str, Any]]:
    """What to ask about a family, from its records as they stand."""
    members = select(Member.id).where(Member.desa == desa, Member.family == family).order_by(Member.position, Member.id)
    ids = list(db.session.scalars(members))
    identities = {
        subject: one
        for one, subject in db.session.execute(
            select(Identity.id, Identity.subject).where(Identity.desa == desa, Identity.subject.in_([family, *ids]))
        )
    }
    wanted = [family, *ids, *identities.values()]
    rows = select(StoredRecord.id, StoredRecord.body).where(StoredRecord.desa == desa, StoredRecord.id.in_(wanted))
    bodies = {one: json.loads(body) for one, body in db.session.execute(rows.where(StoredRecord.gone.is_(None)))}

    def whole(one: str) -> dict[str, Any]:
        return {**bodies.get(identities.get(one, ""), {}), **bodies.get(one, {}), "id": one}

    found = doubts(whole(family), [whole(one) for one in ids if one in bodies], regions.today(desa))
    return [one._asdict() for one in found]


def _same_number(desa: str, family: str, number: str) -> Iterator[dict[str, Any]]:
    mine, other = aliased(Identity), aliased(Identity)
    same = (
        select(mine.subject.label("subject"), other.subject.label("theirs"), other.area.label("area"))
        .join(other, (other.desa == mine.desa) & (getattr(other, number) == getattr(mine, number)))
        .where(mine.desa == desa, getattr(mine, number) != "", mine.id != other.id)
        .where((mine.subject == family) | mine.subject.in_(_members(desa, family)))
    )
    for row in db.session.execute(same):
        one = _twin(desa, number, row.subject, row.theirs, row.area)
        if one["family"] != family or number != "kk_number":
            yield one


def _same_birth(desa: str, family: str) -> Iterator[dict[str, Any]]:
    mine, other, me = aliased(Identity), aliased(Identity), aliased(Member)
    same = (
        select(mine.subject.label("subject"), other.subject.label("theirs"), other.area.label("area"), me.full_name)
        .join(me, (me.desa == mine.desa) & (me.id == mine.subject))
        .join(other, (other.desa == mine.desa) & (other.birth_date == mine.birth_date))
        .where(mine.desa == desa, mine.birth_date != "", mine.subject.in_(_members(desa, family)))
        .where(other.subject.not_in(_members(desa, family)))
    )
    for row in db.session.execute(same):
        one = _twin(desa, "birth_date", row.subject, row.theirs, row.area)
        if row.full_name and one["name"] and alike(row.full_name, one["name"]) != OTHER:
            yield one


def _members(desa: str, family: str) -> Any:
    return select(Member.id).where(Member.desa == desa, Member.family == family)


def _twin(desa: str, number: str, subject: str, theirs: str, area: str) -> dict[str, Any]:
    member = db.session.get(Member, (desa, theirs))
    family = member.family if member else theirs
    head = db.session.get(Family, (desa, family))
    return {
        "number": number,
        "subject": subject,
        "family": family,
        "member": member and member.id,
        "name": member.full_name if member else head and head.head_name,
        "area": area,
    }
