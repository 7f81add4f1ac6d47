"""The rows of the officers' desk: two of them empty thirty cases, in a desa with five thousand."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from functools import cache, partial
from typing import Any

from playwright.sync_api import sync_playwright
from sqlalchemy import select

from server.cases.models import Case
from server.db import db, turn
from server.demo.people import ANI, DEDI, DESA, SRI, UJANG
from server.servicedays.models import ServiceDay
from sync.record import Author
from tests.bench.house import Bench, Line, bench
from tests.bench.phone import enrolled
from tests.bench.row import Result, Row
from tests.bench.screens import families, fill, percentile
from tests.bench.wire import Changes, new_id
from tests.browser import ARGUMENTS, CHROMIUM, DESK
from tests.officers import Officer
from tests.walk import keep_unlocked

CASES, SEEDED = int(os.environ.get("DESK_CASES", 5000)), 30
TIMES = 25  # each request is asked so often
LOOK = 1.0  # seconds of looking before each key
PAPERS = {"kk": "kk", "ktp": "ktp_el", "sktm": "sktm"}


@cache
def emptied(kind: str = "sqlite") -> dict[str, Result]:
    """Thirty cases decided by two officers, keys counted; then every request of the desk, many times."""
    with bench(kind) as house:
        fill(house, families(house, (CASES - SEEDED) // 2))
        _put_away(house)
        for who, area, count in ((ANI, "004/001", SEEDED // 4 + 1), (UJANG, "001/001", SEEDED // 4 + 1)):
            fill(house, _with_papers(families(house, count), area), who)
        _needs(house)
        spent, told, seconds = _two_officers(house)
        worst = _asked(house)
    by_screen = percentile([ms for _, ms in told], 95)
    slow, ms = max(worst.items(), key=lambda one: one[1])
    return {
        "keys": Result([float(max(spent))], f"{len(spent)} kasus, rata-rata "
                       f"{sum(spent) / len(spent):.1f}; {seconds:.0f} s dengan {LOOK:g} s melihat sebelum tiap tombol"),
        "p95": Result([ms], f"paling lambat {slow}; {len(worst)} permintaan × {TIMES}; "
                            f"di layar p95 {by_screen:.0f} ms dari {len(told)}"),
    }  # fmt: skip


def _two_officers(house: Bench) -> tuple[list[int], list[tuple[str, float]], float]:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        officers = []
        for who, rw in ((SRI, "004"), (DEDI, "001")):
            context = browser.new_context(**DESK)
            context.set_default_timeout(90_000)
            page = enrolled(context, house, who)
            keep_unlocked(page)
            page.goto(house.server.url + "/masuk")
            page.locator("table tbody tr").first.wait_for()
            officers.append(Officer(page, LOOK))
            officers[-1].narrow(rw)
        begun = time.monotonic()
        for officer in officers:
            officer.begin()
        for _ in range(SEEDED // 2):
            for officer in officers:
                officer.decide()
        lasted = time.monotonic() - begun
        for officer in officers:
            officer.page.wait_for_timeout(12_000)  # the last decisions leave
        spent = [keys for officer in officers for keys in officer.spent]
        told = [one for officer in officers for one in officer.answers]
        browser.close()
    return spent, told, lasted / 2  # they work beside each other; here one waits while the other looks


def _put_away(house: Bench) -> None:
    """What was there before is decided: it is in the way as a desa's past is."""
    with house.app.app_context(), turn(DESA) as this:
        ids = list(this.session.scalars(select(Case.id).where(Case.desa == DESA)))
        this.load(ids)
        for case in ids:
            this.write(case, Author.server(this.now), status="selesai")


def _with_papers(changes: Changes, area: str) -> Changes:
    """Visits whose papers are there, as the cases of the walk need them: every fifth lacks one."""
    told = json.loads(json.dumps(changes).replace('"area": "004/001', f'"area": "{area}'))
    documents = [change for change in told if change.get("collection") == "document"]
    for nth, change in enumerate(documents):
        change["set"]["paper"]["to"] = PAPERS[change["set"]["paper"]["to"]]
        if nth % 15 != 0:
            change["set"] |= {"state": {"to": "ada", "seen": 0}, "photos": {"to": [], "seen": 0}}
    return list(told)


def _needs(house: Bench) -> None:
    """The seeded cases need two papers or three."""
    with house.app.app_context(), turn(DESA) as this:
        ids = list(this.session.scalars(select(Case.id).where(Case.desa == DESA, Case.status == "terkirim")))
        this.load(ids)
        for nth, case in enumerate(ids):
            papers = list(PAPERS.values())[: 2 + nth % 2]
            needs = [
                {"paper": paper, "member": None, "required": True, "later": False, "asked": False, "reason": None}
                for paper in papers
            ]
            this.write(case, Author.server(this.now), needs=needs)


def _asked(house: Bench) -> dict[str, float]:
    """p95 of every request the desk makes, milliseconds from the question to the whole answer."""
    line = house.officer()
    while line.exchange([])["desas"][DESA].get("more"):
        pass
    with house.app.app_context():
        some = db.session.execute(select(Case.id, Case.family).where(Case.desa == DESA).limit(TIMES)).all()
        day = db.session.scalar(select(ServiceDay.date).where(ServiceDay.desa == DESA).order_by(ServiceDay.date))
        db.session.remove()
    asked: dict[str, Callable[[int], Any]] = {
        "POST /api/exchange, kosong": lambda n: line.exchange([]),
        "POST /api/exchange, satu catatan petugas": lambda n: line.exchange([_note(*some[n])]),
        "POST /api/exchange, 500 catatan ditarik": lambda n: _pulled(line),
        "POST /api/cases/…/lease": lambda n: _get(line, f"/api/cases/{some[n].id}/lease", "POST"),
        "GET /api/records/…/history": lambda n: _get(line, f"/api/records/{some[n].id}/history"),
        "GET /api/families/…/twins": lambda n: _get(line, f"/api/families/{some[n].family}/twins"),
        f"GET /api/servicedays/{day}/list": lambda n: _get(line, f"/api/servicedays/{day}/list"),
    }
    for path in ("me", "regions", "publications", "quarantine", "twins", "retention", "servicedays", "advice",
                 "exports", "people", "enrolments", "backup", "notices/messages"):  # fmt: skip
        asked[f"GET /api/{path}"] = partial(_each, line, f"/api/{path}")
    worst = {}
    for name, ask in asked.items():
        samples = []
        for n in range(TIMES):
            begun = time.perf_counter()
            ask(n)
            samples.append((time.perf_counter() - begun) * 1000)
        worst[name] = percentile(samples, 95)
    return worst


def _get(line: Line, path: str, method: str = "GET") -> bytes:
    body = b"{}" if method == "POST" else None
    return line.ask(method, path, body, line.headers | {"Authorization": f"Bearer {line.bearer}"})


def _each(line: Line, path: str, nth: int) -> bytes:
    return _get(line, path)


def _pulled(line: Line) -> None:
    """The first five hundred records, as a new officer's laptop pulls them."""
    kept, line.cursor = line.cursor, {}
    line.exchange([])
    line.cursor = kept


def _note(case: str, family: str) -> dict[str, Any]:
    told = {"exists": True, "family": family, "case": case, "text": "Sudah ditelepon."}
    return {
        "id": new_id(),
        "collection": "note",
        "record": new_id(),
        "desa": DESA,
        "made_at": "2026-11-21T10:00:00+07:00",
        "set": {name: {"to": value, "seen": 0} for name, value in told.items()},
    }


def rows() -> list[Row]:
    """What two officers at the desk must reach."""
    return [
        Row("dua petugas, 30 kasus: tombol tiap kasus, terbanyak", "tombol", 6, lambda: emptied()["keys"]),
        Row("tiap permintaan meja petugas, 5.000 kasus, p95", "ms", 100, lambda: emptied()["p95"]),
    ]
