"""The fixtures themselves: a test that cannot rely on them proves nothing."""

from __future__ import annotations

import urllib.request

import pytest
import sqlalchemy
from flask import Flask

from server.db import db
from tests.databases import KIND


def engine(url: str) -> sqlalchemy.Engine:
    """An engine that keeps no connection open."""
    return sqlalchemy.create_engine(url.replace("postgresql:", "postgresql+psycopg:"), poolclass=sqlalchemy.NullPool)


def test_the_database_is_the_one_that_was_chosen(app: Flask) -> None:
    with app.app_context():
        assert db.engine.dialect.name == KIND


def test_each_test_has_a_database_of_its_own(all_databases, tmp_path) -> None:
    urls = [all_databases.fresh(tmp_path) for _ in "ab"]
    first, second = map(engine, urls)
    with first.begin() as connection:
        connection.execute(sqlalchemy.text("create table only_here (n int)"))
    assert "only_here" in sqlalchemy.inspect(first).get_table_names()
    assert "only_here" not in sqlalchemy.inspect(second).get_table_names()
    for url in urls:
        all_databases.give_back(url)


def test_nothing_of_a_test_reaches_the_next(all_databases, tmp_path) -> None:
    url = all_databases.fresh(tmp_path)
    with engine(url).begin() as connection:
        connection.execute(
            sqlalchemy.text(
                "insert into desa (code, name, kecamatan, kabupaten, short, seq, epoch, timezone)"
                " values ('32.01.15.2008', 'Cibadak', 'Ciampea', 'Bogor', 'CBD', 7, 'e', 'Asia/Jakarta')"
            )
        )
    all_databases.give_back(url)
    again = all_databases.fresh(tmp_path)
    with engine(again).begin() as connection:
        assert connection.scalar(sqlalchemy.text("select count(*) from desa")) == 0
    all_databases.give_back(again)


def test_a_killed_server_refuses_and_comes_back_on_its_port(server) -> None:
    server.kill()
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(f"{server.url}/health", timeout=2)
    server.start()
    with urllib.request.urlopen(f"{server.url}/health", timeout=5) as answer:
        assert answer.status == 200
