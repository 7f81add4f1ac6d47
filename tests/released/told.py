"""What happened at a server before it became another, in the words of its own time; prints its whole database as JSON.

Run by ``keep.py`` with the house of an earlier commit on the path, so only what all of them had is used here.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import tempfile
from pathlib import Path
from typing import Any

from server import create_app
from server.__main__ import make_tables
from server.accounts import service as accounts
from server.db import db
from server.settings import Settings
from tests.field import DESA, MONDAY, Field, at, new_id


def story() -> None:
    """Families, papers, cases, a conflict, and what nobody would take."""
    field = Field()
    family, _ = field.ready("Suryati")
    member = field.member(family, "Icih")
    field.ani.set("identity", f"{member[:14]}8{member[15:]}", exists=True, subject=member, nik="3201990101010001")
    field.document(family)
    other = field.family("Udin")
    field.dedi.does("case.send_back", field.case(other), missing=[{"paper": "kk", "reason": "buram"}], note="lagi ya")
    field.dedi.set("family", other, head_name="Udin Saripudin", seen=0)  # she had another word: a conflict
    field.ani.set("family", new_id(), "005/001", exists=True, head_name="Wiwin")  # not her area: quarantine
    field.ani.set("document", new_id(), exists=True, family=new_id(), paper="kk", state="ada")  # of an unknown family
    accounts.invite(accounts.person(DESA, field.ani.who.id), "server")
    db.session.commit()


def database(file: Path) -> dict[str, Any]:
    """All tables of a SQLite file, with values that every database takes."""
    tables = {}
    with sqlite3.connect(file) as connection:
        names = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
        for table in sorted(name for name in names if not name.startswith("sqlite_")):
            columns = [(row[1], row[2].upper()) for row in connection.execute(f'pragma table_info("{table}")')]
            rows = connection.execute(f'select * from "{table}"').fetchall()
            tables[table] = [
                {name: said(value, kind) for (name, kind), value in zip(columns, row, strict=True)} for row in rows
            ]
    return {"revision": tables.pop("alembic_version")[0]["version_num"], "tables": tables}


def said(value: Any, kind: str) -> Any:
    """A value as JSON can say it."""
    if isinstance(value, bytes):
        return {"$hex": value.hex()}
    return bool(value) if kind == "BOOLEAN" and value is not None else value


if __name__ == "__main__":
    folder = Path(tempfile.mkdtemp())
    url = f"sqlite:///{folder / 'server.sqlite3'}"
    app = create_app(Settings(instance=folder, database_url=url, jobs=False))
    with app.app_context(), at(MONDAY):
        make_tables()
        story()
        db.session.remove()
        db.engine.dispose()
    json.dump(database(folder / "server.sqlite3"), sys.stdout, indent=0, sort_keys=True, default=str)
