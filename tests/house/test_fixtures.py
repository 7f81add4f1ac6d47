"""The fixtures themselves: a test that cannot rely on them proves nothing."""

from __future__ import annotations

import urllib.request

import pytest
import sqlalchemy
from flask import Flask

from server.db import db
from tests.databases import KIND


def test_the_database_is_the_one_that_was_chosen(app: Flask) -> None:
    with app.app_context():
        assert db.engine.dialect.name == KIND


def test_each_test_has_a_database_of_its_own(all_databases, tmp_path) -> None:
    urls = [all_databases.fresh(tmp_path).replace("postgresql:", "postgresql+psycopg:") for _ in "ab"]
    first, second = map(sqlalchemy.create_engine, urls)
    with first.begin() as connection:
        connection.execute(sqlalchemy.text("create table only_here (n int)"))
    assert "only_here" in sqlalchemy.inspect(first).get_table_names()
    assert "only_here" not in sqlalchemy.inspect(second).get_table_names()
    first.dispose()
    second.dispose()


def test_a_killed_server_refuses_and_comes_back_on_its_port(server) -> None:
    server.kill()
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(f"{server.url}/health", timeout=2)
    server.start()
    with urllib.request.urlopen(f"{server.url}/health", timeout=5) as answer:
        assert answer.status == 200
