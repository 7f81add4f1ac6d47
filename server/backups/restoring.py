"""Bringing a house back from a backup, on any machine and either database: as a new life of it.

Phones know the lives apart by the epoch. They send again what this one has never heard of and read everything anew;
every counter goes on far above where any number of the life before can have been.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import uuid
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from flask_migrate import upgrade
from sqlalchemy import (
    JSON,
    Connection,
    Date,
    LargeBinary,
    MetaData,
    column,
    func,
    insert,
    inspect,
    select,
    table,
    update,
)
from sqlalchemy.types import NullType, TypeEngine

from server.accounts.models import Invitation
from server.backups import photos
from server.backups.dumping import AT_ONCE, FORMAT, lines
from server.backups.sealed import Private, Sealed
from server.cases.models import CaseCounter
from server.clock import WIB
from server.db import Moment, db
from server.documents import service as documents
from server.errors import Problem
from server.exchange import service as exchange
from server.exchange.models import Desa, Log
from server.exchange.turns import LIVES_APART
from server.families import service as families
from server.settings import HOUSE

IN_A_SECOND = LIVES_APART  # numbers; no server gives so many, so a later life begins above all that were given
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
A_LIFE = 2**32  # numbers; so much higher, and a little more by chance, where the clock stands before the backup's
SERIALS = 1000  # case numbers left out, so that one told at a door is never another family's,
IN_A_MINUTE, AT_MOST = 10, 200_000  # and more with the backup's age: it may have been restored before, and lived
KINDS: dict[str, TypeEngine[Any]] = {"moment": Moment(), "date": Date(), "bytes": LargeBinary(), "json": JSON()}
MIGRATIONS = str(HOUSE / "server" / "migrations")


class NotRestorable(Exception):
    """Why it cannot be done here; its text is for who called the command."""


def restore(
    folder: Path, instance: Path, now: datetime, file: str | None = None, private: Private | None = None
) -> dict[str, Any]:
    """Fill the empty database of this house from ``folder``; return at, rows, photos, and lost (photos to send again).

    What was erased since the backup is erased again, by the lists there and here.

    Args:
        private: the key that opens a sealed backup.
    Raises:
        NotRestorable: there is a desa here already, or the backup is not whole, or it is sealed for another key.
    """
    path = _chosen(folder, file)
    manifest = _inspected(path, private)
    with _in_reach("Belum ada yang diubah; coba lagi nanti."):
        documents.store().read("-", "-")
    _clear()
    upgrade(directory=MIGRATIONS, revision=manifest["revision"])
    rows = _fill(path, manifest, private)
    upgrade(directory=MIGRATIONS)
    copied, lost = begin_life(folder, instance, now, datetime.fromisoformat(manifest["at"]), private)
    return {"at": manifest["at"], "rows": rows, "photos": copied, "lost": lost}


def begin_life(
    folder: Path, instance: Path, now: datetime, made: datetime, private: Private | None = None
) -> tuple[int, int]:
    """Begin a new life of a house whose rows are those of ``made``; how many photos came, and how many are lost."""
    with db.engine.begin() as connection:
        _new_life(connection, now, made)
    erased = [*exchange.erased_in(folder), *exchange.erased_in(instance)]
    exchange.erase_again(erased, families.everything)
    exchange.remember_erased(instance, erased)
    with _in_reach("Kosongkan databasenya, lalu ulangi."), db.engine.begin() as connection:
        return photos.bring_back(connection, folder, private)  # what was erased since is not named, so it stays away


def go_on(backup: Path | None, instance: Path, now: datetime) -> tuple[int, int]:
    """Begin a new life of a house that was put back to an older state by other means; as ``begin_life``.

    Args:
        backup: where its backups lie, if anywhere: what was erased since stands in a list there.
    """
    with db.engine.connect() as connection:
        made = connection.execute(select(func.max(Log.received_at))).scalar()
    return begin_life(backup or instance, instance, now, made or now)


@contextmanager
def _in_reach(then: str) -> Iterator[None]:
    try:
        yield
    except Problem as away:
        raise NotRestorable(f"{away.title} {then}") from away


def _chosen(folder: Path, file: str | None) -> Path:
    found = sorted((folder / "databases").glob("*.jsonl.gz"))
    path = folder / "databases" / file if file else (found[-1] if found else None)
    if path is None or not path.exists():
        raise NotRestorable(f"Tidak ada cadangan di {folder}.")
    latest = folder / "latest.json"
    said = json.loads(latest.read_text()) if latest.exists() else {}
    if said.get("file") == path.name and said["sha256"] != hashlib.sha256(path.read_bytes()).hexdigest():
        raise NotRestorable(f"{path.name} rusak: isinya bukan lagi yang dulu ditulis. Pakai --file yang lain.")
    return path


def _inspected(path: Path, private: Private | None) -> dict[str, Any]:
    """What the backup says it is, after counting that all of it is there: nothing is changed here before."""
    manifest: dict[str, Any] = {}
    counts: dict[str, int] = {}
    end: Any = None
    try:
        for line in lines(path, private):
            if isinstance(line, list):
                counts[line[0]] = counts.get(line[0], 0) + 1
            elif not manifest:
                manifest = line
            else:
                end = line
    except Sealed as closed:
        raise NotRestorable(f"{path.name} tersegel untuk kunci lain, atau berubah. Sebut --key.") from closed
    except (OSError, EOFError, ValueError, zlib.error) as broken:
        raise NotRestorable(f"{path.name} tidak utuh. Pakai --file yang lain.") from broken
    if end is None or {name: n for name, n in end["rows"].items() if n} != counts:
        raise NotRestorable(f"{path.name} tidak utuh. Pakai --file yang lain.")
    if manifest.get("format") != FORMAT:
        raise NotRestorable(f"{path.name} dibuat oleh aplikasi yang lebih baru. Pasang yang baru dulu.")
    return manifest


def _clear() -> None:
    """Take away the tables of a house in which nobody has worked yet."""
    with db.engine.begin() as connection:
        there = set(inspect(connection).get_table_names())
        if "desa" in there and connection.execute(select(func.count()).select_from(Desa)).scalar():
            raise NotRestorable("Database ini sudah berisi desa. Pulihkan ke database yang kosong.")
        standing = MetaData()
        standing.reflect(connection)
        standing.drop_all(connection)


def _fill(path: Path, manifest: dict[str, Any], private: Private | None) -> int:
    total = 0
    with db.engine.begin() as connection:
        for name, rows in _batches(lines(path, private), manifest["tables"]):
            kinds = manifest["tables"][name]
            columns = [column(one, KINDS.get(kind, NullType())) for one, kind in kinds.items()]
            connection.execute(insert(table(name, *columns)), rows)
            total += len(rows)
    return total


def _batches(told: Iterator[Any], shapes: dict[str, dict[str, str]]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    name, rows = "", list[dict[str, Any]]()
    for line in told:
        if not isinstance(line, list):
            continue
        if rows and (line[0] != name or len(rows) == AT_ONCE):
            yield name, rows
            rows = []
        name = line[0]
        rows.append(
            {one: _heard(kind, value) for (one, kind), value in zip(shapes[name].items(), line[1:], strict=True)}
        )
    if rows:
        yield name, rows


def _heard(kind: str, value: Any) -> Any:
    if value is None or kind in ("plain", "json"):
        return value
    if kind == "bytes":
        return base64.b64decode(value)
    return datetime.fromisoformat(value) if kind == "moment" else date.fromisoformat(value)


def _new_life(connection: Connection, now: datetime, made: datetime) -> None:
    """Give every desa another epoch and numbers no life before has had; void what opened doors in the one before.

    One backup may be restored twice: both lives go on from the same place, and only the time tells them apart.

    Args:
        made: when the backup was made.
    """
    since = int((now - BEGINNING).total_seconds()) * IN_A_SECOND
    skip = SERIALS + min(max(int((now - made).total_seconds()) // 60, 0) * IN_A_MINUTE, AT_MOST)
    for code, seq in connection.execute(select(Desa.code, Desa.seq)).all():
        beyond = since if since > seq else seq + A_LIFE + secrets.randbelow(A_LIFE)
        values = {"seq": beyond, "epoch": str(uuid.uuid4())}
        connection.execute(update(Desa).where(Desa.code == code).values(values))
        _skip_serials(connection, code, now.astimezone(WIB).year, skip)
    unused = (Invitation.used_at.is_(None), Invitation.revoked_at.is_(None))
    connection.execute(update(Invitation).where(*unused).values(revoked_at=now))


def _skip_serials(connection: Connection, desa: str, year: int, skip: int) -> None:
    """Leave out case numbers that may have been given since the backup, also where it knew of none this year."""
    mine = (CaseCounter.desa == desa, CaseCounter.year == year)
    if not connection.execute(update(CaseCounter).where(*mine).values(last=CaseCounter.last + skip)).rowcount:
        connection.execute(insert(CaseCounter).values(desa=desa, year=year, last=skip))
