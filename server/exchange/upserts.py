"""INSERT, or UPDATE where the key is taken: the same statement in both databases' dialects."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

from server.db import Base


def table_of(model: type[Base]) -> Table:
    """The table behind a model, for statements that are not about objects."""
    table = model.__table__
    assert isinstance(table, Table)
    return table


def upsert(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Write ``rows`` by primary key. Rows may name different columns; a column not named keeps its value or default."""
    build = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    keys = [column.name for column in table.primary_key]
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(tuple(row), []).append(row)
    for names, alike in groups.items():
        statement = build(table)
        rest = {name: statement.excluded[name] for name in names if name not in keys}
        connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=rest), alike)
