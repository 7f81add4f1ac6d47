"""A family that leaves for another desa of this server: its package, released, taken back, run out, forgotten.

No turn spans two desas. The old desa's turn puts the package down and leaves a job for the other desa; the other's turn
answers and leaves a job for the old one. A job is kept if and only if its turn is, and may run twice: each only brings
its own desa's record in line with the package. What both may do at the same moment, taking it in and taking it back, is
decided by one statement on the package's row (``settle``).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select, update

from server import jobs
from server.db import turn as turn_of
from server.errors import Malformed, Problem
from server.exchange.registry import action
from server.exchange.turns import Turn, dump
from server.families.contents import packed
from server.families.models import Package
from server.families.schemas import Nothing, Release
from server.jobs import Args, enqueue, job
from server.office import office_only
from server.regions import service as regions
from sync.record import Author, Record

WAITS = timedelta(days=30)
WAITING, TAKEN, DECLINED = "menunggu", "diterima", "ditolak"
RECALLED, OVER, ERASED = "ditarik", "lewat", "dihapus"


class NotLeaving(Problem):
    status, slug, title = 409, "not-leaving", "Tutup dulu keluarga ini sebagai pindah dari desa."


class AlreadyReleased(Problem):
    status, slug, title = (
        409,
        "already-released",
        "Datanya sudah dikirim ke desa lain. Lihat jawabannya atau tarik.",
    )


class NothingWaits(Problem):
    status, slug, title = 409, "nothing-waits", "Tidak ada kiriman yang menunggu. Mungkin desa tujuan sudah menjawab."


class NoSuchDesa(Problem):
    status, slug, title = 422, "no-such-desa", "Desa itu tidak dilayani server ini. Keluarga membawa sendiri berkasnya."


@action("family.release", Release)
def release(turn: Turn, record: Record, args: dict[str, Any], by: Author) -> None:
    """Put a family's package down for the desa it moved to, on the word of one of the family."""
    office_only(by)
    released = record.body.get("released") or {}
    if record.gone:
        raise Malformed(field="record")
    if record.body.get("state") != "pindah" or record.body.get("withdrawn_at"):
        raise NotLeaving
    if released.get("state") in (WAITING, TAKEN):
        raise AlreadyReleased
    if args["to_desa"] == turn.desa or not regions.is_open(args["to_desa"]):
        raise NoSuchDesa(field="args.to_desa")
    until = turn.now + WAITS
    package = Package(
        desa=turn.desa,
        id=by.change,  # sent again after a restore it is the same package
        family=record.id,
        to_desa=args["to_desa"],
        state=WAITING,
        content=dump(packed(turn, record)),
        released_at=turn.now,
        until=until,
    )
    turn.session.add(package)
    turn.session.flush()
    to = regions.desa(args["to_desa"])
    said = {"package": package.id, "to": args["to_desa"], "name": to["name"], "kecamatan": to["kecamatan"]}
    agreed = {"agreed_by": args["agreed_by"], "by": by.name, "at": turn.now.isoformat(), "until": until.isoformat()}
    turn.write(record, by, released=said | agreed | {"state": WAITING})
    tell(turn, package.to_desa, package, WAITING)
    enqueue(turn.session, turn.desa, until, "package.over", f"package:{package.id}:over", {"package": package.id})


@action("family.recall", Nothing)
def recall(turn: Turn, record: Record, args: dict[str, Any], by: Author) -> None:
    """Take a package back that nobody has answered."""
    office_only(by)
    if not take_back(turn, record, by):
        raise NothingWaits


def not_on_its_way(family: Record) -> None:
    """Pass if no package of ``family`` waits: what another desa may take in is not made part of another family here.

    Raises:
        AlreadyReleased: it waits, and can be taken back.
    """
    if (family.body.get("released") or {}).get("state") == WAITING:
        raise AlreadyReleased


def take_back(turn: Turn, family: Record, by: Author) -> bool:
    """End the package of ``family`` that waits; whether there was one."""
    released = family.body.get("released") or {}
    if released.get("state") != WAITING or settle(turn, turn.desa, released["package"], RECALLED) is None:
        return False
    turn.write(family, by, released=released | {"state": RECALLED, "settled_at": turn.now.isoformat()})
    return True


def settle(turn: Turn, desa: str, package: str, state: str, **why: str | None) -> dict[str, Any] | None:
    """End a package that waits, in this turn, and have the other desa told; return what was in it.

    None: it waits no longer. Of two turns that ask at the same moment one gets it: this statement looks and writes.

    Args:
        desa: which released it.
        why: ``reason`` and ``note`` of who declined it.
    """
    mine = (Package.desa == desa, Package.id == package)
    ended = update(Package).where(*mine, Package.state == WAITING)
    ended = ended.values(state=state, settled_at=turn.now, **why).execution_options(synchronize_session=False)
    content = turn.session.execute(ended.returning(Package.content)).scalar_one_or_none()
    if content is None:
        return None
    wipe = update(Package).where(*mine).values(content=None)
    turn.session.execute(wipe.execution_options(synchronize_session=False))
    row = turn.session.get_one(Package, (desa, package), populate_existing=True)
    tell(turn, row.to_desa if turn.desa == desa else desa, row, state)
    found: dict[str, Any] = json.loads(content)
    return found


def tell(turn: Turn, desa: str, package: Package, state: str) -> None:
    """Leave word for the other ``desa`` that a package is in ``state`` now: if and only if this turn is kept."""
    kind = "package.arrives" if desa == package.to_desa else "package.answered"
    args = {"from": package.desa, "package": package.id}
    enqueue(turn.session, desa, turn.now, kind, f"package:{package.id}:{state}", args)
    turn.after_commit(jobs.wake)


@job("package.answered")
def answered(desa: str, args: Args) -> datetime | None:
    """Write down with the family, in the desa it left, what the other one answered."""
    with turn_of(desa) as turn:
        row = turn.session.get(Package, (desa, args["package"]))
        family = turn.record(row.family) if row is not None else None
        released = (family.body.get("released") or {}) if family is not None and not family.gone else {}
        if row is None or family is None or released.get("package") != row.id or released["state"] == row.state:
            return None
        told = {"state": row.state, "settled_at": row.settled_at and row.settled_at.isoformat()}
        said = {"reason": row.reason, "note": row.note} if row.reason else {}
        turn.write(family, Author.server(turn.now), released=released | told | said)
    return None


@job("package.over")
def run_out(desa: str, args: Args) -> datetime | None:
    """End a package that nobody has answered in time."""
    with turn_of(desa) as turn:
        row = turn.session.get(Package, (desa, args["package"]))
        if row is None or settle(turn, desa, row.id, OVER) is None:
            return None
        family = turn.record(row.family)
        released = (family.body.get("released") or {}) if family is not None and not family.gone else {}
        if family is not None and released.get("package") == row.id:
            done = {"state": OVER, "settled_at": turn.now.isoformat()}
            turn.write(family, Author.server(turn.now), released=released | done)
    return None


def forget_packages(turn: Turn, erased: Collection[str]) -> None:
    """Erase what packages hold of families that are erased, or of arrivals; the outline stays: where to, and when."""
    both = or_(Package.desa == turn.desa, Package.to_desa == turn.desa)
    for row in turn.session.execute(select(Package.desa, Package.id, Package.family).where(both)).all():
        if row.desa != turn.desa and row.id in erased:
            settle(turn, row.desa, row.id, ERASED)
        elif row.desa == turn.desa and row.family in erased:
            settle(turn, row.desa, row.id, ERASED)
            wipe = update(Package).where(Package.desa == row.desa, Package.id == row.id).values(note=None)
            turn.session.execute(wipe.execution_options(synchronize_session=False))


def arrivals_of(records: Iterable[Record]) -> list[str]:
    """Ids of the arrivals as which these families came from another desa."""
    came = [record.body.get("came") for record in records if record.collection == "family"]
    return [one["package"] for one in came if isinstance(one, dict)]
