"""A database that an earlier server left is brought to today's tables: every record, word and receipt is where it was.

The dumps in ``servers/`` have the names of their revisions; those commits' own servers made them (``keep.py``).
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import MetaData, text

from server.__main__ import MIGRATIONS, make_tables
from server.db import db, head
from server.exchange import service as exchange
from tests.field import ANI, DEDI, DESA, MONDAY, RT, Hand, at, new_id

DUMPS = sorted((Path(__file__).parent / "servers").glob("*.json.gz"))
OFTEN = {DUMPS[0].name, DUMPS[-1].name}  # the others in `make soak`: each brings the tables through all revisions
SAME = {
    "record": "id, seq, area, gone, body, versions",
    "log": "seq, record, before, after",
    "receipt": "change, status",
}
PROJECTED = ("family", "member", "identity", "document", '"case"', "service_day")


def test_every_revision_but_the_present_one_has_a_dump() -> None:
    revisions = sorted(file.name[:4] for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))
    assert {file.name[:4] for file in DUMPS} >= set(revisions[:-1]), "see keep.py"


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize(
    "dump",
    [pytest.param(dump, id=dump.name[:4], marks=[] if dump.name in OFTEN else [pytest.mark.long]) for dump in DUMPS],
)
def test_what_an_earlier_server_left_is_all_there(app: Flask, dump: Path) -> None:
    left = json.loads(gzip.decompress(dump.read_bytes()))
    lay(left)
    before = {table: rows(table, columns) for table, columns in SAME.items()}
    families = rows("family", "id, head_name")
    make_tables()
    for table, kept in left["tables"].items():
        assert len(rows(f'"{table}"', "1")) == len(kept), table
    assert {table: rows(table, columns) for table, columns in SAME.items()} == before
    counts = {table: len(rows(table, "1")) for table in PROJECTED}
    assert exchange.rebuild() == len(before["record"])
    db.session.commit()
    assert {table: len(rows(table, "1")) for table in PROJECTED} == counts
    assert rows("family", "id, head_name") == families

    last = head(DESA)
    with at(MONDAY):
        assert Hand(ANI).set("family", new_id(), RT, exists=True, head_name="Iroh")["seq"] == last + 1
        (conflict,) = rows("conflict", "record")
        assert "Udin Saripudin" in str(before["record"])
        assert Hand(DEDI).set("family", conflict[0], head_name="Udin S.", seen=last)["status"] == "accepted"


def lay(left: dict[str, Any]) -> None:
    """Make the tables as they were, and put its rows into them."""
    tables = MetaData()
    tables.reflect(db.engine)
    tables.drop_all(db.engine)
    upgrade(directory=str(MIGRATIONS), revision=left["revision"])
    old = MetaData()
    old.reflect(db.engine)
    with db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("set local time zone 'UTC'"))
        for table in old.sorted_tables:
            for row in left["tables"].get(table.name, []):
                names = ", ".join(f'"{name}"' for name in row)
                values = ", ".join(f":{name}" for name in row)
                connection.execute(text(f'insert into "{table.name}" ({names}) values ({values})'), plain(row))


def plain(row: dict[str, Any]) -> dict[str, Any]:
    """Bytes as bytes."""
    return {name: bytes.fromhex(one["$hex"]) if isinstance(one, dict) else one for name, one in row.items()}


def rows(table: str, columns: str) -> list[tuple[Any, ...]]:
    """What stands in a table, in the order of its own columns."""
    with db.engine.connect() as connection:
        found = connection.execute(text(f"select {columns} from {table}"))
        return sorted((tuple(map(str, row)) for row in found), key=str)
