"""A hundred phones of one desa get signal in the same second, each with a whole home visit and nothing pulled yet."""

from __future__ import annotations

import http.client
import random
import threading
import time
from dataclasses import dataclass
from functools import cache, partial

from sqlalchemy import select

from server.accounts import service as accounts
from server.accounts.enrolments import cookie_name
from server.db import db
from server.demo.people import ANI, DESA
from server.exchange.models import StoredRecord
from tests.bench.house import Bench, Line, bench
from tests.bench.row import Result, Row
from tests.bench.wire import Changes, home_visit, once_more

PHONES = 100
HEAVY = 20  # visits that one of them brings, who had no signal for weeks


@dataclass
class Phone:
    """One of them: what it brings, and seconds until its receipts and until it had heard everything."""

    line: Line
    visits: list[Changes]
    told: float = 0.0
    heard: float = 0.0
    trouble: str = ""

    def run(self, start: threading.Barrier, chance: random.Random) -> None:
        """Deliver, then pull until nothing is left, waiting when told to as the application does."""
        start.wait()
        begun = time.perf_counter()
        try:
            for changes in self.visits:
                answer = self.line.exchange(changes)
                self.told = self.told or time.perf_counter() - begun
                wrong = [one["status"] for one in answer["receipts"] if one["status"] not in ("accepted", "merged")]
                if wrong or len(answer["receipts"]) != len(changes):
                    self.trouble = f"{len(answer['receipts'])} receipts for {len(changes)} changes, {wrong}"
            while answer["desas"][DESA]["more"]:
                time.sleep(answer.get("retry_after", 0) * (0.7 + 0.6 * chance.random()))
                answer = self.line.exchange([])
            self.heard = time.perf_counter() - begun
        except Exception as error:
            self.trouble = f"{type(error).__name__}: {error}"


@cache
def crowd(kind: str) -> dict[str, Result]:
    """``told`` and ``heard``: the slowest of 95 in 100 phones. Raises if one was refused, or anything is lost."""
    with bench(kind) as house:
        with house.app.app_context():
            visit = home_visit(4)[1]
            lines = [_enrolled(house) for _ in range(PHONES)]
            db.session.remove()
        chance = random.Random(1)
        phones = [Phone(line, _visits(visit, 1 if n else HEAVY)) for n, line in enumerate(lines)]
        start = threading.Barrier(PHONES)
        threads = [threading.Thread(target=phone.run, args=(start, chance)) for phone in phones]
        before = house.used()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        used = house.used() - before
        refused = [phone.trouble for phone in phones if phone.trouble]
        if refused:
            raise RuntimeError(f"{len(refused)} of {PHONES}: {refused[0]}")
        lost = _lost(house, phones)
        if lost:
            raise RuntimeError(f"{lost} records are nowhere")
    said = (
        f"{PHONES} HP, tiap HP {len(visit)} perubahan, satu di antaranya {HEAVY} kali itu; "
        f"tak ada yang ditolak atau hilang; prosesor server {used:.1f} s"
    )
    return {name: _slow([getattr(phone, name) for phone in phones], said) for name in ("told", "heard")}


def _visits(visit: Changes, count: int) -> list[Changes]:
    """``visit`` to so many other families, one after the other."""
    return [[change | {"n": change["n"] + turn * len(visit)} for change in once_more(visit)] for turn in range(count)]


def _enrolled(house: Bench) -> Line:
    """A phone that was let in and has no connection yet."""
    entry = accounts.enrol(accounts.person(DESA, ANI.id), "bench")
    which = entry.enrolment.id
    db.session.commit()
    headers = {"Content-Type": "application/json", "Sec-Fetch-Site": "same-origin"}
    headers |= {"X-Enrolment": which, "Cookie": f"{cookie_name(which, False)}={entry.cookie}"}
    return Line(http.client.HTTPConnection("127.0.0.1", house.server.port, timeout=600), headers, entry.bearer)


def _slow(seconds: list[float], said: str) -> Result:
    ordered = sorted(seconds)
    p50, p95 = ordered[len(ordered) // 2], ordered[len(ordered) * 95 // 100]
    return Result([p95], f"p50 {p50:.2f}, p95 {p95:.2f}, paling lama {ordered[-1]:.2f} s; {said}")


def _lost(house: Bench, phones: list[Phone]) -> int:
    """How many records that the phones began are not there."""
    begun = {change["record"] for phone in phones for visit in phone.visits for change in visit if "set" in change}
    with house.app.app_context():
        mine = select(StoredRecord.id).where(StoredRecord.desa == DESA)
        there = set(db.session.scalars(mine))
        db.session.remove()
    return len(begun - there)


def rows() -> list[Row]:
    """Two a database."""

    def measured(kind: str, which: str) -> Result:
        return crowd(kind)[which]

    asked = (("told", "kiriman dijawab", 10), ("heard", "semua sudah ditarik", 60))
    return [
        Row(f"100 HP serentak di satu desa: {words}, p95, {name}", "s", reach, partial(measured, kind, which))
        for kind, name in (("sqlite", "SQLite"), ("postgresql", "PostgreSQL"))
        for which, words, reach in asked
    ]
