"""INSERT, or UPDATE where the key is taken: the same statement in both databases' dialects."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Connection, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite

from server.db import Base


def table_of(model: type[Base]) -> Table:
    """The table behind a model, for statements that are not about objects."""
    table = model.__table__
    assert isinstance(table, Table)
    return table


def upsert(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Write ``rows`` by primary key. Rows may name different columns; a column not named keeps its value or default."""
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(tuple(row), []).append(row)
    for names, alike in groups.items():
        connection.execute(_statement(connection.dialect.name, table, names), alike)


@cache
def _statement(dialect: str, table: Table, names: tuple[str, ...]) -> Executable:
    """Built once for the few shapes there are: building takes longer than running."""
    statement = sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
    keys = [column.name for column in table.primary_key]
    rest = {name: statement.excluded[name] for name in names if name not in keys}
    return statement.on_conflict_do_update(index_elements=keys, set_=rest)
