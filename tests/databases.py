"""Databases for tests: one made with all tables, then copied for each test (5 ms on SQLite, 30 ms on PostgreSQL)."""

from __future__ import annotations

import itertools
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import psycopg

from server import create_app
from server.__main__ import make_tables
from server.db import db
from server.settings import Settings
from tests.postgres import Postgres

KIND = os.environ.get("TEST_DATABASE", "sqlite")


class Databases(Protocol):
    """Where fresh databases come from. ``fresh(folder)`` gives the address of one with all tables, empty."""

    def fresh(self, folder: Path) -> str: ...


def _fill(url: str, folder: Path) -> None:
    """Make all tables of the house in the database ``url``."""
    app = create_app(Settings(instance=folder, database_url=url, jobs=False))
    with app.app_context():
        make_tables()
        db.session.remove()
        db.engine.dispose()


class Sqlite:
    """Copies of one file."""

    def __init__(self, folder: Path) -> None:
        self.template = folder / "template.sqlite3"
        _fill(f"sqlite:///{self.template}", folder)
        with sqlite3.connect(self.template) as connection:  # the write-ahead log belongs to the copy too
            connection.execute("pragma wal_checkpoint(truncate)")
        connection.close()
        self.numbers = itertools.count()

    def fresh(self, folder: Path) -> str:
        target = folder / f"puskesos-{next(self.numbers)}.sqlite3"
        shutil.copyfile(self.template, target)
        return f"sqlite:///{target}"


class Postgresql:
    """Copies of one database of a throw-away server; the copy of the test before goes when the next is asked for."""

    def __init__(self, server: Postgres, folder: Path) -> None:
        self.server = server
        self.numbers = itertools.count()
        self._sql("create database template_siaga")
        _fill(server.url("template_siaga"), folder)

    def fresh(self, folder: Path) -> str:
        name = f"test_{next(self.numbers)}"
        self._sql(f"create database {name} template template_siaga")
        return self.server.url(name)

    def drop(self, url: str) -> None:
        """Remove the database of a test that is over."""
        name = url.split("@/")[1].split("?")[0]
        self._sql(f"drop database if exists {name} with (force)")

    def _sql(self, statement: str) -> None:
        with psycopg.connect(self.server.dsn, autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def databases(folder: Path, kind: str = KIND) -> Iterator[Sqlite | Postgresql]:
    """Databases of ``kind``, until the block ends."""
    if kind == "sqlite":
        yield Sqlite(folder)
        return
    server = Postgres()
    try:
        yield Postgresql(server, folder)
    finally:
        server.stop()
