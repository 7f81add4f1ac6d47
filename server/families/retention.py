"""How long what is kept of whom (docs/security.md): each night what is due goes; the desk sees it two weeks before.

Nothing is marked: what is due follows from when things last happened, so who takes a family up again keeps it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, Subquery, func, or_, select, union_all, update

from server import clock
from server.cases.models import Case, CaseStatus, Note
from server.db import db, turn
from server.documents import service as documents
from server.documents.models import Blob, BlobState, Document
from server.exchange import service as exchange
from server.exchange.models import Log, OpenConflict, StoredRecord
from server.families.models import AKTIF, Family, Identity, Member
from server.families.service import forget
from server.jobs import Args, daily
from server.notices.models import Notice
from server.servicedays.models import Ticket
from server.visits.models import Visit
from sync.record import Author

PHOTOS = timedelta(days=90)  # after the last case of the family is over: the desa keeps the paper
GONE = timedelta(days=30)  # after a family was closed
QUIET = timedelta(days=730)  # after anything last happened with a family that has no open case
WALK_IN = timedelta(days=90)  # after the service day to which somebody came whose family nobody knew
SETTLED = timedelta(days=90)  # after what lay in quarantine was settled: what was sent goes, its outline stays
AUDIT = timedelta(days=1826)  # five years; then of a step only who, when and which fields
SHOWN = timedelta(days=14)  # before it happens
OVER = (CaseStatus.SELESAI, CaseStatus.DIBATALKAN)
OF_A_VISIT = {"visit": frozenset({"exists", "building", "date", "result", "reason", "by", "reviewed"})}
_OF_A_TICKET = (
    "exists day number also status walk_in prepared complete came_at called_at served_at skipped_at done_at calls "
    "counter service appointment"
)
OF_A_TICKET = {"ticket": frozenset(_OF_A_TICKET.split())}
WIPED = "dihapus"
SERVER = Author.server(datetime.min.replace(tzinfo=UTC)).person
STEPS = 20_000  # of the log a night
AT_ONCE = 200  # families a night; a large office catches up in a few


class Due(NamedTuple):
    """What will be removed from ``on``.

    ``photos`` of a family's papers; a ``closed`` or ``quiet`` family; or who came without a place on a service day
    (``ticket``; ``name`` is that day).
    """

    kind: str
    family: str
    name: str | None
    on: datetime


def preview(desa: str) -> list[Due]:
    """What goes within the next two weeks, the soonest first."""
    return sorted(_due(desa, clock.now() + SHOWN), key=lambda due: due.on)


@daily("retention", at=time(3))
def tonight(desa: str, args: Args) -> datetime | None:
    """Remove what is due."""
    now = clock.now()
    for due in sorted(_due(desa, now), key=lambda due: due.on)[:AT_ONCE]:
        with turn(desa) as this:
            by = Author.server(this.now)
            if due.kind == "ticket":
                exchange.erase(this, _nameless_tickets(desa, due.name or ""), by, "retensi_ticket", OF_A_TICKET)
            elif due.kind == "photos":
                mine = (Blob.desa == desa, Blob.family == due.family, Blob.collection == "document")
                documents.forget(this, list(this.session.scalars(select(Blob.id).where(*mine))))
            else:
                forget(this, due.family, by, f"retensi_{due.kind}", OF_A_VISIT if due.kind == "closed" else None)
    with turn(desa) as this:
        exchange.forget_late(this)
        exchange.forget_settled(this, now - SETTLED)
    _forget_old_steps(desa, now)
    return None


def _due(desa: str, until: datetime) -> Iterator[Due]:
    last, heard, open_ones = _last_steps(desa), _last_heard(desa), _with_cases(desa, Case.status.not_in(OVER))
    photos = select(Blob.family).where(Blob.desa == desa, Blob.collection == "document", Blob.state == BlobState.KEPT)
    photographed = set(db.session.scalars(photos.distinct())) & _with_cases(desa)
    families = select(Family.id, Family.state, Family.head_name).where(Family.desa == desa)
    for family in db.session.execute(families):
        at = last.get(family.id)
        if at is None or family.id in open_ones:
            continue
        if family.state != AKTIF and at + GONE <= until:
            yield Due("closed", family.id, family.head_name, at + GONE)
        elif heard[family.id] + QUIET <= until:
            yield Due("quiet", family.id, family.head_name, heard[family.id] + QUIET)
        elif family.id in photographed and at + PHOTOS <= until:
            yield Due("photos", family.id, family.head_name, at + PHOTOS)

    for day in sorted(set(db.session.scalars(_walk_ins(desa, Ticket.day)))):
        on = datetime.fromisoformat(day).replace(tzinfo=UTC) + WALK_IN
        if on <= until:
            yield Due("ticket", "", day, on)


def _walk_ins(desa: str, column: Any) -> Select[Any]:
    """Tickets of people whose family nobody knew, that still say who they were."""
    record = (StoredRecord.desa == Ticket.desa) & (StoredRecord.id == Ticket.id)
    query = select(column).join(StoredRecord, record).where(Ticket.desa == desa, Ticket.family.is_(None))
    return query.where(StoredRecord.body.not_like('%"erased":%'))


def _nameless_tickets(desa: str, day: str) -> list[str]:
    return list(db.session.scalars(_walk_ins(desa, Ticket.id).where(Ticket.day == day)))


def _last_steps(desa: str) -> dict[str, datetime]:
    """When each family, its visits and its cases last changed: the moment of their highest version."""
    parts = [
        select(column.label("family"), column.class_.seq.label("seq")).where(column.class_.desa == desa)
        for column in (Family.id, Visit.family, Case.family)
    ]
    return _moments(desa, union_all(*parts).subquery())


def _last_heard(desa: str) -> dict[str, datetime]:
    """When anybody last wrote or said anything of each family or of what hangs on it, also of what was deleted.

    A message that the server planned by itself is nobody's step: else its reminders would keep a family for ever.
    """
    ours = select(Family.id.label("family"), Family.id.label("record")).where(Family.desa == desa)
    mine = (Member.desa == Identity.desa) & (Member.id == Identity.subject)
    numbers = select(func.coalesce(Member.family, Identity.subject), Identity.id).outerjoin(Member, mine)
    theirs = [
        select(model.family, model.id).where(model.desa == desa)
        for model in (Member, Visit, Document, Case, Note, Notice, Ticket)
    ]
    known = union_all(ours, numbers.where(Identity.desa == desa), *theirs).cte()
    about = (OpenConflict.desa == desa) & (OpenConflict.record == known.c.record)
    disputed = select(known.c.family, OpenConflict.id).join(OpenConflict, about)
    each = union_all(select(known.c.family, known.c.record), disputed).subquery()
    somebodys = or_(Log.collection != "notice", Log.person != SERVER)
    steps = select(each.c.family, Log.seq).join(Log, (Log.desa == desa) & (Log.record == each.c.record))
    heard = _moments(desa, steps.where(somebodys).subquery())
    for family, at in _deleted(desa):
        heard[family] = max(at, heard.get(family, at))
    return heard


def _deleted(desa: str) -> Iterator[tuple[str, datetime]]:
    """Of each record that somebody deleted, its family and when; no table of a subject knows it any more."""
    gone = select(StoredRecord.body, Log.received_at).join(
        Log, (Log.desa == StoredRecord.desa) & (Log.seq == StoredRecord.seq)
    )
    for body, at in db.session.execute(gone.where(StoredRecord.desa == desa, StoredRecord.gone == "deleted")):
        family = json.loads(body).get("family")
        if family is not None:
            yield family, at


def _moments(desa: str, each: Subquery) -> dict[str, datetime]:
    """When the highest of the numbers of each family (``family, seq``) was given."""
    last = select(each.c.family, func.max(each.c.seq).label("seq")).group_by(each.c.family).subquery()
    steps = select(last.c.family, Log.received_at).join(Log, (Log.desa == desa) & (Log.seq == last.c.seq))
    return {family: at for family, at in db.session.execute(steps) if family is not None}


def _with_cases(desa: str, *which: ColumnElement[bool]) -> set[str]:
    return set(db.session.scalars(select(Case.family).where(Case.desa == desa, *which).distinct()))


def _forget_old_steps(desa: str, now: datetime) -> None:
    """Of steps older than five years keep who, when and which fields."""
    old = select(Log.seq, Log.before, Log.after).where(Log.desa == desa, Log.received_at < now - AUDIT)
    whole = old.where(Log.after.not_like(f'%"{WIPED}"%'), Log.after != "{}")
    todo = [(row.seq, _wiped(row.before), _wiped(row.after)) for row in db.session.execute(whole.limit(STEPS))]
    if not todo:
        return
    with turn(desa) as this:
        for seq, before, after in todo:
            mine = (Log.desa == desa, Log.seq == seq)
            this.session.execute(update(Log).where(*mine).values(before=before, after=after))


def _wiped(text: str) -> str:
    return json.dumps(dict.fromkeys(json.loads(text), WIPED), separators=(",", ":"))
