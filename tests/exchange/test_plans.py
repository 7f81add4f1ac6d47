"""How the database finds what an exchange asks for: by an index that begins with the desa, with ten desas or ten
thousand, and inside it by the very thing that is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, event

from server.db import db

WHOLE = {"person": "desa", "region": "desa"}  # some tens a desa, read together
OWN = {"desa": "code", "enrolment": "id", "publication": "scope"}  # keys of their own, all over the country
MANY = "generate_series(1, 4000) AS i, (SELECT code FROM desa) AS d"
DESAS = "SELECT '11.01.01.' || i, 'x', 'x', 'x', 'X', 0, 'e', 'Asia/Jakarta' FROM generate_series(2001, 2009) AS i"
RECORDS = f"SELECT code, 'r' || i, 'family', -i, '', false, '{{}}', '{{}}' FROM {MANY}"
RECEIPTS = f"SELECT code, 'r' || i, 'e', i, '', 'accepted', i, now() FROM {MANY}"
FILLING = (
    f"INSERT INTO desa {DESAS}",
    f"INSERT INTO record (desa, id, collection, seq, area, unreviewed, body, versions) {RECORDS}",
    f"INSERT INTO receipt (desa, change, enrolment, n, content, status, seq, at) {RECEIPTS}",
    "ANALYZE",
)
CALLS = re.compile(r"^(?:SCAN|SEARCH) (\S+)(.*)$")


@contextmanager
def heard() -> Iterator[list[tuple[str, Any]]]:
    """Every statement that is run meanwhile, with its parameters (of many rows the first)."""
    said: list[tuple[str, Any]] = []

    def hear(_: Any, __: Any, statement: str, parameters: Any, ___: Any, many: bool) -> None:
        said.append((statement, parameters[0] if many else parameters))

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield said
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


def work(phone: Any) -> None:
    """What a phone does on a day: a house with a family and papers, a correction, the same sent again, a pull."""
    building, family, member = (phone.begin("building")["record"] for _ in range(3))
    changes = [
        phone.begin("building", f"004/002/{building}", building, rw="004", rt="002"),
        phone.begin("family", f"004/002/{building}", family, building=building, head_name="Suryati"),
        phone.begin("member", None, member, family=family, order=0, full_name="Suryati"),
        phone.begin("document", None, None, family=family, paper="kk", state="belum"),
        phone.begin("case", None, None, family=family, service="sembako", urgency="biasa"),
    ]
    phone.exchange(*changes[:1])
    assert {receipt["status"] for receipt in phone.send(*changes)} <= {"accepted", "duplicate"}
    phone.pull()
    phone.exchange(phone.set("family", family, head_name="Suryati binti Umar"))
    phone.exchange(phone.set("member", "019b8be1-f500-7000-8000-00000000dead", full_name="Siapa"))
    phone.pull()


def plans_of(app: Flask, said: list[tuple[str, Any]]) -> Iterator[tuple[str, str, str]]:
    """``(table, condition, statement)`` for each time a table is read."""
    with app.app_context(), db.engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if not sqlite:
            connection.exec_driver_sql("SET enable_seqscan = off")
        seen = set()
        for statement, parameters in said:
            if statement in seen or not statement.startswith(("SELECT", "UPDATE", "INSERT", "DELETE")):
                continue
            seen.add(statement)
            explain = "EXPLAIN QUERY PLAN " if sqlite else "EXPLAIN "
            lines = [row[-1] for row in connection.exec_driver_sql(explain + statement, parameters)]
            yield from _sqlite(lines, statement) if sqlite else _postgresql(lines, statement)


def _sqlite(lines: list[str], statement: str) -> Iterator[tuple[str, str, str]]:
    for line in lines:
        found = CALLS.match(line)
        if found and found[1] != "given" and not line.startswith("SCAN CONSTANT"):
            condition = re.search(r"\((.*)\)", found[2])
            yield re.sub(r"_\d+$", "", found[1]), condition[1] if condition else "", statement


def _postgresql(lines: list[str], statement: str) -> Iterator[tuple[str, str, str]]:
    for at, line in enumerate(lines):
        found = re.search(r"(Seq|Index|Index Only|Bitmap Heap|Bitmap Index) Scan.* on \"?(\w+?)\"?(?:\s|$)", line)
        if not found or found[1] == "Bitmap Index":
            continue
        below = " ".join(lines[at + 1 : at + 5])
        condition = re.search(r"(?:Index|Recheck) Cond: \((.*)", below)
        plain = re.sub(r"[()\"]|::\w+(?: \w+)?|\w+\.", "", condition[1]) if condition else ""
        yield found[2], "every row" if found[1] == "Seq" else plain.replace(" = ", "="), statement


def fill(app: Flask) -> None:
    """Give PostgreSQL something to weigh: among a handful of rows every way is as good."""
    with app.app_context(), db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            for statement in FILLING:
                connection.exec_driver_sql(statement)


def test_every_query_of_an_exchange_begins_with_the_desa(app: Flask, icih: Any) -> None:
    fill(app)
    work(icih)  # what is remembered is remembered, statements are prepared
    with heard() as said:
        work(icih)
    read = list(plans_of(app, said))
    assert {"record", "log", "receipt", "quarantine", "enrolment", "desa", "blob", "case"} <= {
        table for table, *_ in read
    }
    wrong = []
    for table, condition, statement in read:
        if not condition and "%(" in statement:
            continue  # PostgreSQL says it further down than we read; that it uses an index is said already
        if table in OWN:
            right = condition.startswith(f"{OWN[table]}=")
        elif table in WHOLE:
            right = condition.startswith(("desa=", "id="))
        else:
            right = condition.startswith("desa=") and " AND " in condition
        if not right:
            wrong.append(f"{table} ({condition}): {' '.join(statement.split())[:300]}")
    assert not wrong, "\n".join(wrong)


def test_an_empty_exchange_asks_five_questions(icih: Any) -> None:
    icih.pull()
    icih.exchange()
    with heard() as said:
        icih.exchange()
    assert len([statement for statement, _ in said if statement.startswith("SELECT")]) <= 5


def test_a_delivery_asks_no_more_for_many_changes_than_for_few(icih: Any) -> None:
    def asked(count: int) -> int:
        changes = [icih.begin("family", "004/002", head_name=f"Ibu {n}") for n in range(count)]
        with heard() as said:
            icih.exchange(*changes)
        return len(said)

    icih.pull()
    asked(2)
    assert asked(40) == asked(3)


@pytest.mark.parametrize("count", [1, 33])
def test_many_ids_are_one_question(icih: Any, count: int) -> None:
    """The statement is the same however many records are named: it is planned once."""
    changes = [icih.begin("family", "004/002", head_name=f"Ibu {n}") for n in range(count)]
    with heard() as said:
        icih.exchange(*changes)
    named = [statement for statement, _ in said if "FROM " in statement and "receipt" in statement]
    assert named
    assert all(statement.count("?") + statement.count("%(") <= 3 for statement in named if "SELECT" in statement[:7])
