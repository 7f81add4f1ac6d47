"""What became of each push: how its service answered, whether a browser showed it, and what the family did with it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import case, func, select, update
from sqlalchemy.orm import Session

from server.db import db
from server.notices.models import Delivery

How = Literal["tampil", "buka", "tutup"]
"""What a browser reports: it showed the message, somebody tapped it, somebody put it away."""
LATELY = timedelta(days=30)


def mark(session: Session, desa: str, which: str, how: How, now: datetime) -> None:
    """Note what a browser reports of a push: its first word counts, only a tap is more than being put away."""
    values: dict[str, Any] = {"shown_at": func.coalesce(Delivery.shown_at, now)}
    if how != "tampil":
        values["seen_at"] = func.coalesce(Delivery.seen_at, now)
        values["tapped"] = True if how == "buka" else func.coalesce(Delivery.tapped, False)
    mine = (Delivery.desa == desa) & (Delivery.id == which)
    session.execute(update(Delivery).where(mine).values(values))


def lately(desa: str, now: datetime) -> dict[str, int]:
    """How many pushes of the last 30 days were sent, and what is known of them. One try to one browser counts once."""
    taken = Delivery.outcome == "accepted"
    unknown = taken & Delivery.shown_at.is_(None) & Delivery.seen_at.is_(None)
    counted = {
        "sent": Delivery.id.is_not(None),
        "accepted": taken,
        "shown": Delivery.shown_at.is_not(None),
        "tapped": Delivery.tapped.is_(True),
        "dismissed": Delivery.tapped.is_(False),
        "expired": unknown & (Delivery.expires_at <= now),
        "busy": Delivery.outcome == "busy",
        "refused": Delivery.outcome == "refused",
        "gone": Delivery.outcome == "gone",
    }
    sums = (func.coalesce(func.sum(case((true, 1), else_=0)), 0).label(name) for name, true in counted.items())
    row = db.session.execute(select(*sums).where(Delivery.desa == desa, Delivery.sent_at > now - LATELY)).one()
    return {name: int(row._mapping[name]) for name in counted}
