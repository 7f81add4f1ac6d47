"""What the desk sees of its kader: whose work still lies on a phone, who was not heard of, how many visits came."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from server import clock
from server.accounts import service as accounts
from server.db import db
from server.documents import service as documents
from server.exchange import service as exchange
from server.regions import service as regions
from server.visits.models import Visit
from server.visits.rules import week_of


def overview(desa: str) -> dict[str, Any]:
    """Every active kader, by name; ``week`` is the Monday from which visits are counted, ``now`` the server's clock."""
    monday, sunday = week_of(regions.today(desa))
    visits = arrived(desa, monday, sunday)
    awaited, held = documents.awaited(desa), exchange.held(desa)
    phones: dict[str, list[Any]] = {}
    for phone in accounts.enrolments(desa):
        phones.setdefault(phone.person_id, []).append(phone)
    rows = []
    for person in accounts.people(desa):
        if person.active and not accounts.KADER.isdisjoint(person.roles):
            theirs = phones.get(person.id, [])
            rows.append(
                {"person": person.id, "name": person.name, "visits": visits.get(person.id, 0)}
                | _on(theirs)
                | {"awaited": _sum(awaited, theirs), "held": _sum(held, theirs)}
            )
    return {"week": monday, "now": clock.now(), "kader": rows}


def arrived(desa: str, first: str, last: str) -> dict[str, int]:
    """How many visits of these days have come, by who made them. A correction is no visit of its own."""
    mine = (Visit.desa == desa, Visit.date >= first, Visit.date <= last, Visit.supersedes.is_(None))
    counted = select(Visit.person, func.count()).where(*mine, Visit.person.is_not(None)).group_by(Visit.person)
    return {str(person): many for person, many in db.session.execute(counted)}


def _on(phones: list[Any]) -> dict[str, Any]:
    """What lies on the phones of one person that are not shut out; None what none of them has said."""
    live = [phone for phone in phones if phone.revoked_at is None]
    left = [said for phone in live if (said := accounts.Left.stored(phone.unsent, phone.unsent_since))]
    counts = {name: sum(getattr(one, name) for one in left) if left else None for name in ("items", "photos", "drafts")}
    return counts | {
        "since": min((one.since for one in left if one.since), default=None),
        "told": max((phone.unsent_at for phone in live if phone.unsent_at), default=None),
        "heard": max((phone.last_seen for phone in live), default=None),
    }


def _sum(counts: dict[str, int], phones: list[Any]) -> int:
    return sum(counts.get(phone.id, 0) for phone in phones)
