"""How photos end: what nothing has named for a week goes, and what was evidence of somebody who is forgotten."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time, timedelta
from hashlib import sha256

from flask import current_app
from sqlalchemy import Row, and_, delete, or_, select, update

from server import clock, jobs
from server.db import db
from server.documents.models import Blob, BlobState, Document
from server.documents.rules import ids_in
from server.documents.store import Folder, Part
from server.documents.uploads import EXPIRES, root, store
from server.errors import Problem
from server.exchange.models import OpenConflict, Quarantine, StoredRecord
from server.exchange.turns import Turn
from server.ids import uuid7
from server.settings import Settings
from server.visits.models import Visit
from sync.record import Record

log = logging.getLogger(__name__)
LATER = timedelta(minutes=5)


@jobs.daily("photos.expire", at=time(2))
def expire(desa: str, args: jobs.Args) -> None:
    """Remove photos that nothing has named for a week, and parts nobody went on with. What is awaited stays awaited.

    What lies before a person names its photos too: a change in quarantine, the other value of a conflict.
    """
    _take_up(desa)
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


def let_go(turn: Turn, record: Record, named: Sequence[str]) -> None:
    """Note that ``record`` names of its photos only these from now on; another record of the family may have the rest.

    What is let go stays a week, for who looks it up in the history; and longer while a conflict may bring it back.
    """
    mine = select(Blob.id).where(Blob.desa == turn.desa, Blob.record == record.id, Blob.let_go_at.is_(None))
    left = [which for which in turn.session.scalars(mine) if which not in named]
    others = _others(turn, record) if left else []
    for which in left:
        heir = next((one for one in others if which in one.body), None)
        kept_by = {"record": heir.id, "collection": heir.collection, "area": heir.area} if heir else None
        this = update(Blob).where(Blob.desa == turn.desa, Blob.id == which)
        turn.session.execute(this.values(kept_by or {"let_go_at": turn.now}))


def forget(turn: Turn, photos: Sequence[str]) -> None:
    """Take photos away for good: the rows in this turn; the files once it is kept, and the copies in the backup.

    Where that fails (storage away, power cut) a job does it later.
    """
    if not photos:
        return
    desa, args = turn.desa, {"photos": list(photos)}
    turn.session.execute(delete(Blob).where(Blob.desa == desa, Blob.id.in_(photos)))
    jobs.enqueue(turn.session, desa, turn.now + LATER, "photos.remove", f"photos.remove:{uuid7(turn.now)}", args)
    turn.after_commit(lambda: _remove_now(desa, args))


@jobs.job("photos.remove")
def remove(desa: str, args: jobs.Args) -> None:
    """Remove the files of photos that were forgotten, whole or half; not there is fine."""
    settings: Settings = current_app.config["SETTINGS"]
    copies = [Folder(settings.backup / "photos")] if settings.backup else []
    for which in args["photos"]:
        Part(root(), desa, which).remove()
        for place in (store(), *copies):
            place.remove(desa, which)


def forget_of(turn: Turn, records: Iterable[str]) -> None:
    """Take away every photo that one of ``records`` names."""
    mine = (Blob.desa == turn.desa, Blob.record.in_(sorted(records)))
    forget(turn, list(turn.session.scalars(select(Blob.id).where(*mine))))


def forget_waiting(turn: Turn, texts: Iterable[str]) -> None:
    """Take away the photos that these changes and conflicts named, and no record does.

    One of which there is no row came in a life before this one: its file stayed where only the database was restored.
    """
    said = sorted(set[str]().union(*(ids_in(text) for text in texts)))
    if not said:
        return
    named = select(Blob.id).where(Blob.desa == turn.desa, Blob.id.in_(said), Blob.record.is_not(None))
    records = select(StoredRecord.id).where(StoredRecord.desa == turn.desa, StoredRecord.id.in_(said))
    others = set(turn.session.scalars(named)).union(turn.session.scalars(records))
    forget(turn, [which for which in said if which not in others])


def _others(turn: Turn, record: Record) -> Sequence[Row[str, str, str, str]]:
    """The other papers and visits of the family of ``record``, with what they say."""
    family, columns = record.body.get("family"), (StoredRecord.id, StoredRecord.collection, StoredRecord.area)
    papers = select(Document.id).where(Document.desa == turn.desa, Document.family == family)
    visits = select(Visit.id).where(Visit.desa == turn.desa, Visit.family == family)
    theirs = StoredRecord.id.in_(papers.union_all(visits))
    stand = select(*columns, StoredRecord.body).where(StoredRecord.desa == turn.desa, theirs)
    return turn.session.execute(stand.where(StoredRecord.id != record.id, StoredRecord.gone.is_(None))).all()


def _take_up(desa: str) -> None:
    """After a restore: keep what came in the life before and still lies here, once its record has come again."""
    awaited = select(Blob.id).where(Blob.desa == desa, Blob.state == BlobState.AWAITED, Blob.length.is_(None))
    for which in db.session.scalars(awaited).all():
        data = store().read(desa, which)
        if data is not None:
            said = {"state": BlobState.KEPT, "sha256_kept": sha256(data).hexdigest(), "settled": clock.now()}
            db.session.commit()
            db.session.execute(update(Blob).where(Blob.desa == desa, Blob.id == which).values(said))
            db.session.commit()


def _remove_now(desa: str, args: jobs.Args) -> None:
    try:
        remove(desa, args)
    except (Problem, OSError):
        log.warning("photos that were forgotten are removed later: %d", len(args["photos"]))


def _orphans(desa: str, before: datetime) -> Iterator[str]:
    """Photos that no record names since ``before``, nor anything that lies before a person."""
    ended = or_(Blob.let_go_at < before, and_(Blob.record.is_(None), Blob.created < before))
    columns = select(Blob.id, Blob.enrolment, Blob.record)
    found = db.session.execute(columns.where(Blob.desa == desa, ended)).all()
    if not found:
        return
    texts, unread, contested = _undecided(desa, before)
    for blob in found:
        claimed = blob.record in contested or (blob.record is None and blob.enrolment in unread)
        if not claimed and not any(blob.id in text for text in texts):
            yield blob.id


def _undecided(desa: str, before: datetime) -> tuple[list[str], set[str], set[str]]:
    """What lies before a person, or did until ``before``, as texts; whose of it cannot be read at all; and about which
    records there is a conflict.
    """
    lately = or_(Quarantine.settled.is_(None), Quarantine.settled >= before)
    sent = db.session.execute(select(Quarantine.enrolment, Quarantine.body).where(Quarantine.desa == desa, lately))
    quarantined = sent.all()
    conflicts = select(OpenConflict.record, StoredRecord.body).join(
        StoredRecord, (OpenConflict.desa == StoredRecord.desa) & (OpenConflict.id == StoredRecord.id)
    )
    contested = db.session.execute(conflicts.where(StoredRecord.desa == desa, OpenConflict.closed.is_(False))).all()
    unread = {row.enrolment for row in quarantined if '"sealed":' in row.body}
    return [row.body for row in (*quarantined, *contested)], unread, {row.record for row in contested}
