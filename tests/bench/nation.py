"""The row about a country in one database: an exchange costs as much beside 10,000 desas as beside none."""

from __future__ import annotations

from statistics import median

from sqlalchemy import text

from server.db import db
from server.demo.people import DESA
from tests.bench.house import Bench, Line, bench
from tests.bench.row import Result, Row
from tests.bench.wire import plain_survey

DESAS, RECORDS = 10_000, 1_000  # records in each, and as many steps in its log
ROUNDS, TOGETHER = 9, 20
AT_ONCE = 250  # desas filled in one transaction

_NUMBERS = f"WITH RECURSIVE k(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM k WHERE n < {RECORDS}) "
_DESAS = """
WITH RECURSIVE k(n) AS (SELECT :first UNION ALL SELECT n + 1 FROM k WHERE n < :last)
INSERT INTO desa ({columns}) SELECT {values} FROM k, desa d WHERE d.code = :model
"""
_ROWS = _NUMBERS + "INSERT INTO {table} ({columns}) SELECT {values} FROM desa d, k, (SELECT * FROM {table} LIMIT 1) r "
EMPTY = "'{\"exists\"\\\\:true}'"  # escaped: no parameter
_OTHERS = "WHERE d.code >= :first AND d.code <= :last"


def cost_beside_others() -> Result:
    """Percent by which an exchange of one survey, and what it made pulled, costs more beside 10,000 desas."""
    with bench("sqlite") as house:
        line = house.phone()
        for batch in range(RECORDS // 50):
            line.exchange([plain_survey(batch * 50 + n) for n in range(50)])
        alone = exchanges(house, line)
        others = fill(house)
        line.connection.close()  # nothing was said for minutes: the server has let go of it
        beside = exchanges(house, line)
    before, after = median(alone), median(beside)
    counted = f"{others:,}".replace(",", ".")
    note = f"waktu prosesor {before:.2f} → {after:.2f} ms; {counted} catatan lain, SQLite"
    return Result([(one / before - 1) * 100 for one in beside], note)


def exchanges(house: Bench, line: Line) -> list[float]:
    """Processor milliseconds of an exchange, the mean of twenty, nine times."""
    samples = []
    for turn in range(ROUNDS + 1):
        before = house.used()
        for n in range(TOGETHER):
            line.exchange([plain_survey(turn * TOGETHER + n)])
        samples.append((house.used() - before) * 1000 / TOGETHER)
    return samples[1:]


def fill(house: Bench) -> int:
    """Give the database 10,000 desas more, each with a thousand records and their log; how many records there are."""
    with house.app.app_context():
        tables = db.metadata.tables
        with db.engine.begin() as connection:
            columns = [column.name for column in tables["desa"].columns]
            values = ["printf('99.%08d', k.n)" if name == "code" else f"d.{name}" for name in columns]
            made = _DESAS.format(columns=", ".join(columns), values=", ".join(values))
            connection.execute(text(made), {"first": 1, "last": DESAS, "model": DESA})
        for first in range(1, DESAS + 1, AT_ONCE):
            named = {"first": f"99.{first:08d}", "last": f"99.{first + AT_ONCE - 1:08d}"}
            with db.engine.begin() as connection:
                for table in ("record", "log"):
                    connection.execute(text(_into(table)), named)
        with db.engine.connect() as connection:
            return int(connection.execute(text("SELECT count(*) FROM record WHERE desa LIKE '99.%'")).scalar_one())


def _into(table: str) -> str:
    own = {
        "desa": "d.code",
        "seq": "k.n",
        "id": "printf('%08x-0000-7000-8000-000000000000', k.n)",
        "record": "printf('%08x-0000-7000-8000-000000000000', k.n)",
        "body": EMPTY,
        "after": EMPTY,
    }
    columns = [column.name for column in db.metadata.tables[table].columns]
    values = ", ".join(own.get(name, f"r.{name}") for name in columns)
    return _ROWS.format(table=table, columns=", ".join(columns), values=values) + _OTHERS


def rows() -> list[Row]:
    """What the bench prints of it."""
    return [Row("biaya pertukaran, 10.000 desa dibanding 1", "%", 20, cost_beside_others)]
