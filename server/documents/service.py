"""What happens to papers: their shape, their photos on the way, and the officers' verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, bindparam, func, select, update

from server import clock
from server.accounts import service as accounts
from server.accounts.models import Enrolment
from server.db import db
from server.documents import uploads
from server.documents.ending import forget as forget
from server.documents.ending import forget_of as forget_of
from server.documents.ending import forget_waiting as forget_waiting
from server.documents.ending import let_go
from server.documents.models import Blob, BlobState, Document
from server.documents.rules import ForeignPhoto, UploadRefused, check_document
from server.documents.schemas import Accept, Reject
from server.documents.store import Folder as Folder
from server.documents.uploads import store as store
from server.errors import NotFound
from server.exchange import service as exchange
from server.exchange.models import OpenConflict
from server.exchange.registry import Lookup, action, arrived, checks, projects
from server.exchange.turns import Turn
from server.office import office_only
from server.regions import service as regions
from sync.record import EXISTS, Author, Record, SetChange

SEEN_BY_OFFICER = ("verdict", "verdict_reason", "verdict_note", "verdict_by", "verdict_at")
RECENT = timedelta(days=7)  # how long a phone is told of a photo that was kept
TOLD = 500  # photos at most in one answer


@checks("document")
def check(change: SetChange, by: Author, lookup: Lookup) -> dict[str, Any]:
    """Refuse what has not the shape of a document, and that a paper the desk took is taken away again.

    What is there, or photographed anew, is held since today: from then on count its months of validity.
    """
    values = change.values
    check_document(values)
    if values.get(EXISTS) is False:
        known = lookup(change.record)
        if known is not None and known.body.get("verdict") == "diterima":
            office_only(by, "Berkas yang sudah diterima hanya dihapus oleh petugas.")
        return {}
    said = {field: values[field] for field in ("state", "photos") if field in values}
    if not said or said.get("state", "ada") != "ada":
        return {}
    known = None if EXISTS in values else lookup(change.record)
    if known is not None and all(known.body.get(field) == value for field, value in said.items()):
        return {}
    return {"held_since": regions.today(change.desa).isoformat()}


@projects("document", Document)
def project(record: Record) -> dict[str, Any]:
    """A paper, as officers look it up."""
    body = record.body
    return {
        "area": record.area,
        "family": body.get("family") or "",
        "member": body.get("member"),
        "paper": str(body.get("paper") or "")[:40],
        "state": body.get("state") or "belum",
        "copy": body.get("copy"),
        "photos": len(body.get("photos") or []),
        "verdict": body.get("verdict"),
    }


@arrived("document")
def arrive(turn: Turn, record: Record, changed: frozenset[str], created: bool, by: Author) -> None:
    """Expect the photos it names, let go those it names no longer, and all when it ends.

    A paper photographed or marked anew has not been looked at: its verdict ends.
    """
    if changed & {"photos", EXISTS}:
        named = [] if record.gone else record.body.get("photos") or []
        if named:
            expect(turn, record, named, record.body.get("family"), by)
        if not created:
            let_go(turn, record, named)
    if not created and changed & {"photos", "state", "copy"} and record.body.get("verdict"):
        turn.write(record, by, **dict.fromkeys(SEEN_BY_OFFICER))


@action("document.accept", Accept)
def accept(turn: Turn, record: Record, args: dict[str, Any], by: Author) -> None:
    """An officer takes the paper."""
    _judge(turn, record, by, "diterima", None, args["note"])


@action("document.reject", Reject)
def reject(turn: Turn, record: Record, args: dict[str, Any], by: Author) -> None:
    """An officer does not take the paper, and says why."""
    _judge(turn, record, by, "ditolak", args["reason"], args["note"])


def expect(turn: Turn, record: Record, photos: Iterable[str], family: str | None, by: Author) -> None:
    """Make a place for each photo that ``record`` names; one that was on its way before its text finds it here.

    Written past the session: it touches nothing that is gathered there, so the gathering need not be cut short.

    Raises:
        ForeignPhoto: one of them belongs to another family, or to another phone and no family yet, unless a conflict
            about this very record kept it.
    """
    named: dict[str, Any] = {"record": record.id, "collection": record.collection, "family": family}
    named |= {"area": record.area, "let_go_at": None}
    sender = {"desa": turn.desa, "enrolment": by.enrolment, "person": by.person, "created": turn.now}
    rows = {photo: {**sender, **named, "id": photo, "state": BlobState.AWAITED} for photo in photos}
    connection = turn.session.connection()
    known = set(rows) - uploads.insert_new(connection, list(rows.values()))
    if not known:
        return
    mine = (Blob.desa == turn.desa) & Blob.id.in_(known)
    columns = (Blob.id, Blob.enrolment, Blob.family, Blob.record, Blob.let_go_at)
    there = connection.execute(select(*columns).where(mine)).all()
    foreign = [one for one in there if one.enrolment != by.enrolment and (one.family is None or one.family != family)]
    if foreign and not _contested(turn, record).issuperset((one.enrolment, one.id) for one in foreign):
        raise ForeignPhoto(field="photos")
    nameless = Blob.id.in_([one.id for one in there if one.record is None or one.let_go_at is not None])
    connection.execute(update(Blob).where(mine, nameless).values(named))


def _contested(turn: Turn, record: Record) -> set[tuple[str, str]]:
    """Photos, each with its sender, by which somebody wanted ``record`` shown and that a conflict about it kept."""
    about = select(OpenConflict.id).where(OpenConflict.desa == turn.desa, OpenConflict.record == record.id)
    found = set[tuple[str, str]]()
    for which in turn.session.scalars(about).all():
        conflict = turn.record(which)
        other = conflict.body.get("other") if conflict is not None else None
        photos = other.get("photos") if isinstance(other, dict) else other
        if conflict is not None and isinstance(photos, list):
            found |= {(conflict.body["other_enrolment"], str(photo)) for photo in photos}
    return found


def take(desa: str, blob_id: str, data: bytes) -> str:
    """Keep a photo that a record names and that comes otherwise than by upload; return ``kept`` or ``refused``.

    Raises:
        NotFound: no record names it.
    """
    blob = db.session.get(Blob, (desa, blob_id))
    if blob is None:
        raise NotFound
    return uploads.settle(blob, data)


_TOLD = (
    select(Blob.id, Blob.state)
    .where(Blob.desa == bindparam("desa"), Blob.enrolment == bindparam("sender"))
    .where(
        ((Blob.state == BlobState.AWAITED) & Blob.let_go_at.is_(None))
        | ((Blob.state == BlobState.ARRIVING) & Blob.let_go_at.is_(None))
        | ((Blob.state == BlobState.KEPT) & (Blob.settled > bindparam("since")))
        | ((Blob.state == BlobState.REFUSED) & (Blob.settled > bindparam("since")))
    )
    .order_by(Blob.state)  # what is still to come before what came; by id, SQLite would go through the whole desa
    .limit(TOLD)
)


def photos(desa: str, enrolment: str) -> dict[str, list[str]]:
    """What a phone is told of its photos: those still awaited, those lately kept, those it must take again."""
    named = {"desa": desa, "sender": enrolment, "since": clock.now() - RECENT}
    said: dict[str, list[str]] = {"awaited": [], "kept": [], "refused": []}
    for which, state in db.session.connection().execute(_TOLD, named):
        said["awaited" if state == BlobState.ARRIVING else state].append(which)
    for ids in said.values():
        ids.sort()
    return said


def awaited(desa: str) -> dict[str, int]:
    """How many photos that records name have not come yet, by the enrolment that has them."""
    on_the_way = Blob.state.in_([BlobState.AWAITED, BlobState.ARRIVING]) & Blob.record.is_not(None)
    counted = select(Blob.enrolment, func.count()).where(Blob.desa == desa, on_the_way)
    return {row[0]: row[1] for row in db.session.execute(counted.group_by(Blob.enrolment))}


def carried(phone: Enrolment, photos: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Announce what a file of unsent work holds of photos, as its phone would; what each then is.

    Only a photo that a record names and that has not come is ``awaited``. One that nothing names (its change lies in
    quarantine, or what it showed was let go) is left for ``later``: nothing of it is kept here. One that was forgotten
    is ``refused``.
    """
    ids = [str(photo["id"]) for photo in photos]
    mine = (Blob.desa == phone.desa, Blob.enrolment == phone.id, Blob.id.in_(ids))
    states = {row.id: row.state for row in db.session.execute(select(Blob.id, Blob.state).where(*mine))}
    desa, sender, person = phone.desa, phone.id, phone.person_id
    return [
        {"id": which, "state": _announced(desa, sender, person, which, photo, states)}
        for which, photo in zip(ids, photos, strict=True)
    ]


def _announced(desa: str, sender: str, person: str, which: str, photo: dict[str, Any], states: dict[str, str]) -> str:
    if which not in states:
        return BlobState.REFUSED if uploads.forgotten(desa, which, str(photo["record"])) else "later"
    if states[which] not in uploads.UNSETTLED:
        return states[which]
    meta = {"id": which, "sha256": photo["sha256"], "type": photo["type"], "sealed": photo["sealed"]}
    try:
        state = uploads.begin(desa, sender, person, meta, photo["size"]).state
    except (UploadRefused, uploads.PhotoTooBig):
        return BlobState.REFUSED
    return BlobState.AWAITED if state in uploads.UNSETTLED else state


def photo(reader: Enrolment, blob_id: str, thumb: bool) -> bytes | None:
    """A kept photo; None: it is still on its way.

    It is seen by who may see the record that names it, and no longer. While none does, by its sender, and by the desk,
    before which the change or conflict that names it may lie.

    Raises:
        NotFound: there is none, or not for this reader.
    """
    blob = db.session.get(Blob, (reader.desa, blob_id))
    if blob is None:
        raise NotFound
    waiting = blob.person == reader.person_id or accounts.is_office(reader.person.roles)
    if not (exchange.may_see(reader, blob.record) if blob.record else waiting):
        raise NotFound
    return store().read(blob.desa, blob.id, thumb) if blob.state == BlobState.KEPT else None


def photos_of_family(desa: str, family: str) -> list[dict[str, Any]]:
    """Where each photo of a family is."""
    columns = (Blob.id, Blob.record, Blob.collection, Blob.state, Blob.reason)
    theirs = (Blob.desa == desa, Blob.family == family, Blob.let_go_at.is_(None))
    rows = db.session.execute(select(*columns).where(*theirs).order_by(Blob.id))
    return [dict(row) for row in rows.mappings()]


def of_family(turn: Turn, family: str) -> Sequence[Row[str, str, str | None, str, str | None]]:
    """The papers of a family: ``id, paper, member, state, verdict``."""
    columns = (Document.id, Document.paper, Document.member, Document.state, Document.verdict)
    return turn.session.execute(select(*columns).where(Document.desa == turn.desa, Document.family == family)).all()


def _judge(turn: Turn, record: Record, by: Author, verdict: str, reason: str | None, note: str | None) -> None:
    office_only(by)
    turn.write(
        record,
        by,
        verdict=verdict,
        verdict_reason=reason,
        verdict_note=note,
        verdict_by={"person": by.person, "name": by.name},
        verdict_at=turn.now.isoformat(),
    )
