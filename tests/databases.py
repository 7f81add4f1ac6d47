"""Databases for tests: one made with all tables, then copied for each test (5 ms on SQLite, 30 ms on PostgreSQL)."""

from __future__ import annotations

import itertools
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import psycopg

from server import create_app
from server.__main__ import make_tables
from server.db import db
from server.settings import Settings
from tests.postgres import Postgres

KIND = os.environ.get("TEST_DATABASE", "sqlite")


class Databases(Protocol):
    """Where databases come from."""

    def fresh(self, folder: Path) -> str:
        """The address of one with all tables and no rows; ``folder``: where files may go."""

    def give_back(self, url: str) -> None:
        """Take back what ``fresh`` gave: nothing of it may reach another test."""


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

    def give_back(self, url: str) -> None:
        """Remove the file of a test that is over, and what SQLite keeps beside it."""
        for suffix in ("", "-wal", "-shm"):
            Path(url.removeprefix("sqlite:///") + suffix).unlink(missing_ok=True)


class Postgresql:
    """Copies of one database of a throw-away server. What a test gives back is emptied and used again."""

    KEPT = "alembic_version"

    def __init__(self, server: Postgres, folder: Path) -> None:
        self.server = server
        self.numbers = itertools.count()
        self.free: list[str] = []
        self.connection = psycopg.connect(server.dsn, autocommit=True)
        self._sql("create database template_siaga")
        _fill(server.url("template_siaga"), folder)
        with psycopg.connect(server.url("template_siaga")) as template:
            self.tables = self._tables(template)

    def fresh(self, folder: Path) -> str:
        if self.free:
            return self.free.pop()
        name = f"test_{next(self.numbers)}"
        self._sql(f"create database {name} template template_siaga")
        return self.server.url(name)

    def give_back(self, url: str) -> None:
        """Empty the database of a test that is over; one whose tables the test changed is thrown away."""
        name = url.split("@/")[1].split("?")[0]
        self._sql(f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'")
        with psycopg.connect(url, autocommit=True) as used:
            same = self._tables(used) == self.tables
            if same:
                deletes = ";".join(f'delete from "{table}"' for table in self.tables if table != self.KEPT)
                used.execute(f"set session_replication_role = replica; {deletes}".encode())  # no foreign key asks
        if same:
            self.free.append(url)
        else:
            self._sql(f"drop database {name} with (force)")

    def close(self) -> None:
        """Let go of the server."""
        self.connection.close()

    def _tables(self, connection: psycopg.Connection[Any]) -> list[str]:
        rows = connection.execute("select tablename from pg_tables where schemaname = 'public' order by 1")
        return [table for (table,) in rows]

    def _sql(self, statement: str) -> None:
        self.connection.execute(statement.encode())


@contextmanager
def databases(folder: Path, kind: str = KIND) -> Iterator[Databases]:
    """Databases of ``kind``, until the block ends."""
    if kind == "sqlite":
        yield Sqlite(folder)
        return
    server = Postgres()
    try:
        source = Postgresql(server, folder)
        yield source
        source.close()
    finally:
        server.stop()
