"""Writing a backup of a running house: every table at one moment, and the photos that are not there yet.

A backup is a folder: ``databases/<moment>.jsonl.gz``, one a night, and ``photos/``. The tables are
written as JSON lines and not as a file of SQLite or PostgreSQL, so what was kept on one is restored on the other.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any, cast

from sqlalchemy import JSON, Connection, Date, DateTime, LargeBinary, Table, select, text
from sqlalchemy.types import TypeEngine

from server.backups import photos, sealed
from server.db import Moment, db
from server.exchange import service as exchange

FORMAT = 1
KEPT = 30  # databases in one folder: phones remember as many days of what they sent
AT_ONCE = 1000  # rows


def back_up(folder: Path, instance: Path, now: datetime, public: bytes | None = None) -> dict[str, Any]:
    """Write a backup of the house in ``instance`` into ``folder``, sealed for the holder of a key if there is one.

    Returns:
        what ``latest.json`` says of it: at, file, sha256, rows, photos.
    """
    databases = folder / "databases"
    databases.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = databases / f"{now:%Y%m%dT%H%M%SZ}.jsonl.gz"
    with _whole(file) as out:
        if public is None:
            rows = _write_tables(out, now)
        else:
            with sealed.Writer(out, public, file.name) as writer:
                rows = _write_tables(cast(IO[bytes], writer), now)
    exchange.remember_erased(folder, exchange.erased_in(instance))
    for old in sorted(databases.glob("*.jsonl.gz"))[:-KEPT]:
        old.unlink()
    _seal_older(databases, public)
    oldest = min(databases.glob("*.jsonl.gz"))
    said = {
        "at": now.isoformat(),
        "file": file.name,
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        "rows": rows,
        "photos": photos.save(folder, file.name, oldest.name, public),
    }
    latest = folder / "latest.json.new"
    latest.write_text(json.dumps(said))
    latest.replace(folder / "latest.json")
    return said


def _seal_older(databases: Path, public: bytes | None) -> None:
    """Seal what lies there in the open, from the time before there was a key."""
    if public is None:
        return
    for file in databases.glob("*.jsonl.gz"):
        with file.open("rb") as source:
            if source.read(len(sealed.MAGIC)) == sealed.MAGIC:
                continue
            source.seek(0)
            with _whole(file) as out, sealed.Writer(out, public, file.name) as writer:
                shutil.copyfileobj(source, writer)


def kind_of(column: TypeEngine[Any]) -> str:
    """How the values of a column are written."""
    if isinstance(column, Moment | DateTime):
        return "moment"
    if isinstance(column, Date):
        return "date"
    if isinstance(column, LargeBinary):
        return "bytes"
    return "json" if isinstance(column, JSON) else "plain"


def _write_tables(out: IO[bytes], now: datetime) -> int:
    """All rows of all tables, as they were at one moment; before them what comes, after them how many there were."""
    tables = db.metadata.sorted_tables
    shapes = {table.name: {column.name: kind_of(column.type) for column in table.columns} for table in tables}
    counts: dict[str, int] = {}
    with gzip.open(out, "wb", compresslevel=6) as packed, _one_moment() as connection:
        revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        _line(packed, {"format": FORMAT, "revision": revision, "at": now.isoformat(), "tables": shapes})
        for table in tables:
            counts[table.name] = _write_table(packed, connection, table)
        _line(packed, {"rows": counts})
    return sum(counts.values())


def _write_table(out: gzip.GzipFile, connection: Connection, table: Table) -> int:
    count = 0
    rows = connection.execution_options(stream_results=True, yield_per=AT_ONCE).execute(select(table))
    for row in rows:
        _line(out, [table.name, *(_told(value) for value in row)])
        count += 1
    return count


@contextmanager
def _one_moment() -> Iterator[Connection]:
    """A connection that sees the database as it is now, whatever is written meanwhile."""
    level = {"isolation_level": "REPEATABLE READ"} if db.engine.dialect.name == "postgresql" else {}
    with db.engine.connect().execution_options(**level) as connection:  # on SQLite a transaction that reads is enough
        yield connection
        connection.rollback()


@contextmanager
def _whole(file: Path) -> Iterator[IO[bytes]]:
    """A file for its owner alone, that appears under its name only when all of it is on the disk."""
    draft = file.with_suffix(".new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        yield out
        out.flush()
        os.fsync(out.fileno())
    draft.replace(file)


def _told(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _line(out: gzip.GzipFile, content: Any) -> None:
    out.write(_encode(content).encode() + b"\n")


def lines(file: Path, private: sealed.Private | None = None) -> Iterator[Any]:
    """What ``file`` holds, line by line.

    Raises:
        Sealed: it is, and this is not its key.
    """
    with sealed.opened(file, private) as source, gzip.open(source, "rb") as packed:
        for line in packed:
            yield json.loads(line)
