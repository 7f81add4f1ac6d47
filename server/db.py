"""The database: one way to write what travels (``turn``) and one way to read it (``head``, then ``seq <= head``).

SQLite out of the box, PostgreSQL by one setting. On SQLite the driver's own transactions are switched off and ``BEGIN``
is said here, because a turn must take the write lock before it reads anything.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, Connection, DateTime, Dialect, Engine, String, TypeDecorator, event, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry

from server import clock
from server.errors import NotFound

if TYPE_CHECKING:
    from server.exchange.turns import Turn

PRAGMAS = ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=10000", "synchronous=NORMAL")


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept as UTC. SQLite has no time zones: what it gives back is UTC too."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a time without offset: nobody could say later when it was."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time needs its offset")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back an aware UTC time on either database."""
        if value is None or value.tzinfo is not None:
            return value and value.astimezone(UTC)
        return value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """Mother of every table."""

    registry = registry(type_annotation_map={datetime: Moment})


class Projected:
    """Columns of a table that officers query and that is written anew from the records that travel.

    The key begins with the desa, so that no query of the field crosses two of them. ``seq`` is the record's version.
    """

    desa: Mapped[str] = mapped_column(String(13), primary_key=True, sort_order=-3)
    id: Mapped[str] = mapped_column(String(36), primary_key=True, sort_order=-2)
    seq: Mapped[int] = mapped_column(BigInteger, sort_order=-1)


db = SQLAlchemy(model_class=Base)


@event.listens_for(Engine, "connect")
def _prepare(connection: Any, _: Any) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        in_turn = connection.get_execution_options().get("turn")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if in_turn else "BEGIN")


@contextmanager
def turn(desa: str, reserve: int = 16) -> Iterator[Turn]:
    """Write in ``desa``: alone, with numbers of its counter, all or nothing.

    What the request left pending is committed first: a turn starts a transaction of its own, whose first statement
    takes the desa's row. Only what is read after that is true, so everything read before is forgotten.

    Args:
        reserve: how many numbers to take at once; what is not used is given back, more are taken when it runs out.
    Raises:
        NotFound: there is no such desa.
        RuntimeError: a turn already runs here; hand that one on instead.
    """
    from server.exchange.turns import Turn  # records stand on this module, so it can only ask for them late

    session = db.session()
    if "turn" in session.info:
        raise RuntimeError("a turn is running already")
    session.commit()
    session.expire_all()
    try:
        session.connection(execution_options={"turn": True})
        this = session.info["turn"] = Turn(desa, clock.now(), session, reserve)
        yield this
        this.close()
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop("turn", None)
    for tell in this.afterwards:
        tell()


_ADVANCE = text("UPDATE desa SET seq = seq + :by WHERE code = :desa RETURNING seq")


def advance(connection: Connection, desa: str, by: int) -> int:
    """Move the counter of ``desa`` and take its lock until the transaction ends; return where it stands now.

    An UPDATE, never SELECT FOR UPDATE: that is dropped on SQLite and defeated by the identity map on PostgreSQL.
    """
    top = connection.execute(_ADVANCE, {"by": by, "desa": desa}).scalar()
    if top is None:
        raise NotFound("Desa ini belum dikenal server.")
    return int(top)


def head(desa: str) -> int:
    """The number up to which ``desa`` may be read now. Take it first; then every query says ``seq <= head``."""
    top = db.session.execute(text("SELECT seq FROM desa WHERE code = :desa"), {"desa": desa}).scalar()
    if top is None:
        raise NotFound("Desa ini belum dikenal server.")
    return int(top)
