"""How photos end: what nothing has named for a week goes, and what was evidence of somebody who is forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time
from typing import Any

from sqlalchemy import delete, or_, select

from server import clock
from server.db import db
from server.documents.models import Blob
from server.documents.store import Part
from server.documents.uploads import EXPIRES, root, store
from server.exchange.models import OpenConflict, Quarantine, StoredRecord
from server.exchange.turns import Turn
from server.jobs import daily


@daily("photos.expire", at=time(2))
def expire(desa: str, args: dict[str, Any]) -> None:
    """Remove photos that nothing has named for a week, and parts nobody went on with. What is awaited stays awaited.

    What lies before a person names its photos too: a change in quarantine, the other value of a conflict.
    """
    before = clock.now() - EXPIRES
    for name in list(_orphans(desa, before)):
        Part(root(), desa, name).remove()
        store().remove(desa, name)
        db.session.commit()
        db.session.execute(delete(Blob).where(Blob.desa == desa, Blob.id == name))
        db.session.commit()
    for path in (root() / desa / "parts").glob("*"):
        if path.stat().st_mtime < before.timestamp():
            path.unlink(missing_ok=True)


def forget(turn: Turn, photos: Sequence[str]) -> None:
    """Take photos away for good, row and file; the files once the turn is kept."""
    if not photos:
        return
    kept, desa = store(), turn.desa
    turn.session.execute(delete(Blob).where(Blob.desa == desa, Blob.id.in_(photos)))

    def remove() -> None:
        for which in photos:
            kept.remove(desa, which)

    turn.after_commit(remove)


def forget_of(turn: Turn, records: Iterable[str]) -> None:
    """Take away every photo that one of ``records`` names."""
    mine = (Blob.desa == turn.desa, Blob.record.in_(sorted(records)))
    forget(turn, list(turn.session.scalars(select(Blob.id).where(*mine))))


def _orphans(desa: str, before: datetime) -> Iterator[str]:
    """Photos that no record names since ``before``, nor anything that lies before a person."""
    nameless = select(Blob.id, Blob.enrolment).where(Blob.desa == desa, Blob.record.is_(None), Blob.created < before)
    found = db.session.execute(nameless).all()
    if not found:
        return
    texts, unread = _undecided(desa, before)
    for blob in found:
        if blob.enrolment not in unread and not any(blob.id in text for text in texts):
            yield blob.id


def _undecided(desa: str, before: datetime) -> tuple[list[str], set[str]]:
    """What lies before a person, or did until ``before``, as texts; and whose of it cannot be read at all."""
    lately = or_(Quarantine.settled.is_(None), Quarantine.settled >= before)
    sent = db.session.execute(select(Quarantine.enrolment, Quarantine.body).where(Quarantine.desa == desa, lately))
    quarantined = sent.all()
    contested = select(StoredRecord.body).join(
        OpenConflict, (OpenConflict.desa == StoredRecord.desa) & (OpenConflict.id == StoredRecord.id)
    )
    conflicts = contested.where(StoredRecord.desa == desa, OpenConflict.closed.is_(False))
    texts = [row.body for row in quarantined] + list(db.session.scalars(conflicts))
    return texts, {row.enrolment for row in quarantined if '"sealed":' in row.body}
