"""Writing many rows by one statement, in both databases' dialects.

SQLite takes the rows one after the other without leaving the process. PostgreSQL takes them all as one JSON text: one
message whose statement is planned once, where a message a row costs it three times as much.
"""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import JSON, Connection, Executable, String, Table, bindparam, cast, column, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import TypeEngine

from server.db import Base

Rows = list[dict[str, Any]]


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
        connection.execute(_one_by_one(table, names, replace), rows)
    else:
        connection.execute(_at_once(table, names, replace), {"rows": _text(rows)})


def _told(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"a {type(value).__name__} cannot be written")


_text = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_told).encode


@cache
def _one_by_one(table: Table, names: tuple[str, ...], replace: bool) -> Executable:
    """Built once for the few shapes there are: building takes longer than running."""
    statement = sqlite.insert(table).values({name: bindparam(name) for name in names})
    return _replacing(statement, table, names) if replace else statement


@cache
def _at_once(table: Table, names: tuple[str, ...], replace: bool) -> Executable:
    kinds = [column(name, _kind(table, name)) for name in names]
    sent = cast(bindparam("rows", type_=String()), JSON)
    given = func.json_to_recordset(sent).table_valued(*kinds).render_derived(with_types=True)
    rows = select(*(given.c[name] for name in names))
    statement = postgresql.insert(table).from_select(names, rows)
    return _replacing(statement, table, names) if replace else statement


def _replacing(statement: sqlite.Insert | postgresql.Insert, table: Table, names: tuple[str, ...]) -> Executable:
    rest = {name: statement.excluded[name] for name in names if name not in table.primary_key}
    return statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=rest)


def _kind(table: Table, name: str) -> TypeEngine[Any]:
    """The type of a column; a text of any length, for it is not to be cut off unsaid before the table refuses it."""
    kind = table.c[name].type
    return String() if isinstance(kind, String) else kind
