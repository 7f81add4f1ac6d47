"""Pairs of families that may be one, proposed to an officer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute

from server.db import db
from server.families.models import AKTIF, Family, Identity, Member
from server.families.names import OTHER, alike, sound


def proposed(desa: str) -> list[dict[str, Any]]:
    """Pairs of families that may be one.

    Same NIK or KK number; in one RT, heads whose names sound the same, or persons born the same day under like names.
    """
    pairs: dict[tuple[str, str], set[str]] = {}
    query = select(Family.id, Family.head_name, Family.rw, Family.rt)
    rows = db.session.connection().execute(query.where(Family.desa == desa, Family.state == AKTIF))
    known = {row[0]: row for row in rows}
    for kind, column in (("nik", Identity.nik), ("kk_number", Identity.kk_number)):
        for homes in _bearers(desa, column):
            for one, other in combinations(sorted(homes), 2):
                _note(pairs, one, other, kind)
    heard: dict[tuple[str, ...], list[str]] = {}
    for family, name, rw, rt in known.values():
        if name:
            heard.setdefault((rw or "", rt or "", sound(name)), []).append(family)
    for sounds_so in heard.values():
        for first, second in combinations(sounds_so, 2):
            _note(pairs, first, second, "name")
    for first, second in _born_together(desa):
        _note(pairs, first, second, "birth_date")
    return [
        {"one": one, "other": other, "names": [known[one].head_name, known[other].head_name], "why": sorted(why)}
        for (one, other), why in sorted(pairs.items())
        if one in known and other in known
    ]


def _bearers(desa: str, number: InstrumentedAttribute[str | None]) -> Iterable[set[str]]:
    """For each number that is written down more than once: the families that bear it, themselves or by a member."""
    said = (Identity.desa == desa) & (number != "")
    twice = select(number).where(said).group_by(number).having(func.count() > 1)
    bearers = (
        select(number, func.coalesce(Member.family, Identity.subject))
        .outerjoin(Member, (Member.desa == Identity.desa) & (Member.id == Identity.subject))
        .where(said, number.in_(twice))
    )
    found: dict[str, set[str]] = {}
    for which, home in db.session.execute(bearers):
        found.setdefault(which or "", set()).add(home)
    return found.values()


def _born_together(desa: str) -> Iterator[tuple[str, str]]:
    """Families of one RT that each have a person born that day, whose names are alike however they are spelled."""
    said = (Identity.desa == desa) & (Identity.birth_date != "")
    # of days alone, which the index counts in its own order; parting them by RT there would sort everybody
    shared = select(Identity.birth_date).where(said).group_by(Identity.birth_date).having(func.count() > 1)
    who = (
        select(Member.family, Member.full_name, Identity.area, Identity.birth_date)
        .select_from(Identity)
        .join(Member, (Member.desa == Identity.desa) & (Member.id == Identity.subject))
        .where(Identity.desa == desa, Identity.birth_date.in_(shared), Member.full_name != "")
    )
    born: dict[tuple[str, str | None], list[tuple[str, str]]] = {}
    for family, name, area, day in db.session.connection().execute(who):
        born.setdefault((area[:7], day), []).append((family, name or ""))
    for people in born.values():
        for (one, name), (other, theirs) in combinations(people, 2):
            if one != other and alike(name, theirs) != OTHER:
                yield one, other


def _note(pairs: dict[tuple[str, str], set[str]], one: str | None, other: str | None, why: str) -> None:
    if one and other and one != other:
        pairs.setdefault((min(one, other), max(one, other)), set()).add(why)
