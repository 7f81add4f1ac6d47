"""Writing many rows by one statement, in both databases' dialects.

SQLite takes the rows one after the other without leaving the process. PostgreSQL takes them all as one JSON text: one
message whose statement is planned once, where a message a row costs it three times as much.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from operator import itemgetter
from typing import Any

from sqlalchemy import JSON, Connection, String, Table, bindparam, cast, column, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import psycopg
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

from server.db import Base

Rows = list[dict[str, Any]]
SQLITE, POSTGRESQL = sqlite.dialect(), psycopg.dialect()  # type: ignore[no-untyped-call]


def table_of(model: type[Base]) -> Table:
    """The table behind a model, for statements that are not about objects."""
    table = model.__table__
    assert isinstance(table, Table)
    return table


def insert(connection: Connection, table: Table, rows: Rows) -> None:
    """Write new ``rows``, all with the same columns."""
    _write(connection, table, rows, replace=False)


def upsert(connection: Connection, table: Table, rows: Rows) -> None:
    """Write ``rows`` by primary key, each once. A column that a row does not name keeps its value or default."""
    groups: dict[tuple[str, ...], Rows] = {}
    for row in rows:
        groups.setdefault(tuple(row), []).append(row)
    for alike in groups.values():
        _write(connection, table, alike, replace=True)


def _write(connection: Connection, table: Table, rows: Rows, replace: bool) -> None:
    names = tuple(rows[0])
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(*_one_by_one(table, names, replace).filled(rows))
    else:
        connection.exec_driver_sql(_at_once(table, names, replace), {"rows": _text(rows)})


def _told(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"a {type(value).__name__} cannot be written")


_text = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"), default=_told).encode


@dataclass(frozen=True, slots=True)
class _OneByOne:
    """A statement as its driver takes it: SQLAlchemy would look at each value of each row, which costs three times it.

    Attributes:
        values: gives those of a row in the statement's order.
        turned: the names whose values are not stored as they are, each with what makes it so.
    """

    sql: str
    values: Callable[[dict[str, Any]], tuple[Any, ...]]
    turned: tuple[tuple[str, Callable[[Any], Any]], ...]

    def filled(self, rows: Rows) -> tuple[str, list[tuple[Any, ...]]]:
        """The statement and its rows."""
        if self.turned:
            rows = [row | {name: turn(row[name]) for name, turn in self.turned} for row in rows]
        return self.sql, [self.values(row) for row in rows]


@cache
def _one_by_one(table: Table, names: tuple[str, ...], replace: bool) -> _OneByOne:
    """Built once for the few shapes there are: building takes longer than running."""
    statement = sqlite.insert(table).values({name: bindparam(name) for name in names})
    compiled = (_replacing(statement, table, names) if replace else statement).compile(dialect=SQLITE)
    assert isinstance(compiled, SQLCompiler)
    kinds = {name: table.c[name].type.dialect_impl(SQLITE).bind_processor(SQLITE) for name in names}
    turned = tuple((name, turn) for name, turn in kinds.items() if turn is not None)
    return _OneByOne(str(compiled), _in_order(compiled.positiontup or []), turned)


def _in_order(names: Sequence[str]) -> Callable[[dict[str, Any]], tuple[Any, ...]]:
    """What takes these values out of a row (``itemgetter`` of a single name gives no tuple)."""
    return itemgetter(*names) if len(names) > 1 else lambda row: (row[names[0]],)


@cache
def _at_once(table: Table, names: tuple[str, ...], replace: bool) -> str:
    kinds = [column(name, _kind(table, name)) for name in names]
    sent = cast(bindparam("rows", type_=String()), JSON)
    given = func.json_to_recordset(sent).table_valued(*kinds).render_derived(with_types=True)
    rows = select(*(given.c[name] for name in names))
    statement = postgresql.insert(table).from_select(names, rows)
    return str((_replacing(statement, table, names) if replace else statement).compile(dialect=POSTGRESQL))


def _replacing(
    statement: sqlite.Insert | postgresql.Insert, table: Table, names: tuple[str, ...]
) -> sqlite.Insert | postgresql.Insert:
    rest = {name: statement.excluded[name] for name in names if name not in table.primary_key}
    return statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=rest)


def _kind(table: Table, name: str) -> TypeEngine[Any]:
    """The type of a column; a text of any length, for it is not to be cut off unsaid before the table refuses it."""
    kind = table.c[name].type
    return String() if isinstance(kind, String) else kind
