"""A backup of a house at work is of one moment, whatever phones bring between two of its tables."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Connection, Table

from server.backups import dumping, service
from tests.exchange.conftest import Phone, desa, icih, phone

__all__ = ["desa", "icih", "phone"]


def backed_up(app: Flask, folder: Path) -> list[str]:
    """All rows of a backup made now, in an order of their own."""
    with app.app_context():
        file = service.now(folder)["file"]
    return sorted(str(line) for line in dumping.lines(folder / "databases" / file) if isinstance(line, list))


def test_what_comes_while_tables_are_written_is_in_none_of_them_and_in_the_next_backup(
    app: Flask, tmp_path: Path, icih: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    def family(name: str) -> None:
        assert icih.statuses(icih.begin("family", "004/002", head_name=name)) == ["accepted"]

    write = dumping._write_table

    def busy(out: gzip.GzipFile, connection: Connection, table: Table) -> int:
        family(f"before {table.name}")
        return write(out, connection, table)

    family("Suryati")
    before = backed_up(app, tmp_path / "before")
    with monkeypatch.context() as at_work:
        at_work.setattr(dumping, "_write_table", busy)
        meanwhile = backed_up(app, tmp_path / "meanwhile")
    assert [row for row in meanwhile if row not in before] == []
    assert meanwhile == before
    after = backed_up(app, tmp_path / "after")
    for name in ("before record", "before log"):
        assert sum(name in row for row in after if row.startswith(("['record'", "['log'"))) == 2
