"""Rows measured in Chromium, its processor six times slower: a large form, coming up without signal, the first sync."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from functools import cache
from itertools import islice
from typing import Any

from playwright.sync_api import BrowserContext, Page

from server.db import db
from server.demo.people import ANI, DESA, SRI, Someone
from server.surveys import uploads
from tests.bench import large
from tests.bench.house import Bench, bench
from tests.bench.phone import Wire, chromium, come_in, enrolled, invited, slow_page
from tests.bench.row import Result
from tests.bench.wire import Changes, home_visit, of_others, once_more
from tests.walk import PIN, open_up, type_pin

OPENED = 9  # times the large form is opened, each time by an application that has just come up
ANSWERED = 60
STARTED = 7
PEOPLE = 4  # of each family in the officer's desa
FIELD = "#f .q"
LAST = ".keys button:nth-child(11)"  # the 0 that ends the PIN


def publish(house: Bench) -> str:
    """Publish the large form; its hash."""
    source, name = large.form()
    with house.app.app_context():
        made = uploads.survey_workbook(source, name, "32", date(2026, 1, 1), "server")
        db.session.remove()
    return str(made.hash)


def rendered(page: Page) -> int:
    return page.locator(FIELD).count()


@cache
def large_form() -> dict[str, Result]:
    """Open the large form by a tap in an application that has just come up, answer, and weigh the page."""
    opened, both, heap = [], [], []
    with bench("sqlite") as house, chromium() as context:
        survey = publish(house)
        fill(house, families(house, 3))
        page = enrolled(context, house, ANI)
        draft = page.evaluate("survey => probe.draft(survey)", survey)
        page.close()
        for turn in range(OPENED):
            page, session = slow_page(context)
            page.goto(house.server.url + "/")
            open_up(page)
            page.locator(f'a[href^="/kunjungan/{draft}"]').wait_for()
            page.wait_for_timeout(4000)  # what follows the first screen is done
            opened.append(page.evaluate("probe.tap(`a[href^='/kunjungan/']`, '#f .q')"))
            if turn == OPENED - 1:
                page.wait_for_timeout(1000)
                session.send("HeapProfiler.collectGarbage")
                heap.append(session.send("Runtime.getHeapUsage")["usedSize"] / 1e6)
                both = answers(page, draft)
                session.send("HeapProfiler.collectGarbage")
                heap.append(session.send("Runtime.getHeapUsage")["usedSize"] / 1e6)
            page.close()
    saved = sorted(one["saved"] for one in both)
    slowest = [max(one["painted"], one["saved"]) for one in both]
    name = large.form()[1]
    return {
        "open": Result(opened, f"{name}; aplikasi baru dibuka, formulir belum pernah dibuka"),
        "answer": Result(
            [percentile(slowest, 95)],
            f"p95 dari {len(slowest)} jawaban; p50 {percentile(slowest, 50):.0f} ms; "
            f"tersimpan saja p95 {percentile(saved, 95):.0f} ms",
        ),
        "heap": Result(heap, "setelah dibuka, dan setelah menjawab"),
    }


def answers(page: Page, draft: str) -> list[dict[str, float]]:
    """Answer on each of the three pages, one answer after the other."""
    page.locator(FIELD).first.locator("input[type=radio], input[type=text]").first.click(force=True)
    page.wait_for_timeout(1500)
    taken: list[dict[str, float]] = []
    for at in (0, 1, 2):
        page.evaluate("path => import('/shell/router.js').then(({ go }) => go(path))", f"/kunjungan/{draft}/{at}")
        page.wait_for_timeout(3000)
        for nth in range(ANSWERED // 3):
            taken.append(page.evaluate("nth => probe.touch(nth)", nth))
            page.wait_for_timeout(150)
    return taken


def percentile(samples: list[float], of: int) -> float:
    ordered = sorted(samples)
    return ordered[min(len(ordered) - 1, len(ordered) * of // 100)]


def families(house: Bench, count: int, members: int = 2, light: bool = False) -> Changes:
    """Home visits of ``count`` families as phones send them. ``light``: only house, family and its people."""
    with house.app.app_context():
        visit = home_visit(members)[1]
    if light:
        visit = [change for change in visit if change.get("collection") in ("building", "family", "member")]
    return [change for _ in range(count) for change in once_more(of_others(visit))]


def fill(house: Bench, changes: Changes, who: Someone = ANI) -> None:
    """Deliver changes through the exchange, as the phone of ``who`` does."""
    line = house.phone(who)
    source = iter(changes)
    while batch := list(islice(source, 100)):
        receipts = line.exchange(batch, reading=False)["receipts"]
        wrong = [receipt for receipt in receipts if receipt["status"] not in ("accepted", "merged")]
        if wrong:
            raise RuntimeError(f"{len(wrong)} of {len(receipts)} not taken: {json.dumps(wrong[0])[:200]}")


@cache
def cold_start() -> dict[str, Result]:
    """Come up without network and server: the PIN pad; then, from the last digit, the list of 150 families."""
    first, listed = [], []
    with bench("sqlite") as house, chromium() as context:
        fill(house, families(house, 150))
        enrolled(context, house, ANI).close()
        house.server.stop()
        context.set_offline(True)
        for _ in range(STARTED):
            page, session = slow_page(context)
            session.send("ServiceWorker.enable")
            session.send("ServiceWorker.stopAllWorkers")
            page.goto(house.server.url + "/warga", wait_until="commit")
            first.append(page.evaluate("probe.painted('.keys', 0)") / 1000)
            page.wait_for_timeout(1500)
            type_pin(page, PIN[:-1])
            listed.append(page.evaluate(f"probe.tap('{LAST}', 'main .list li:nth-child(3)')") / 1000)
            page.close()
    return {
        "first": Result(first, "server dan jaringan mati, pekerja dihentikan; tombol PIN tergambar"),
        "list": Result(listed, "angka terakhir PIN → daftar tergambar; PBKDF2 ≥ 300 ms termasuk"),
    }


def first_sync(context: BrowserContext, house: Bench, who: Any, rate: int, latency: float) -> float:
    wire = Wire(house.server.port, rate, latency)
    try:
        page, _ = slow_page(context)
        taken = come_in(page, wire.url, invited(house, who))
        page.close()
    finally:
        wire.close()
    return taken


@cache
def kader_syncs() -> dict[str, Result]:
    with bench("sqlite") as house:
        fill(house, families(house, 150))
        fast: list[float] = []
        slow: list[float] = []
        for rate, latency, times, into in ((200_000, 0.15, 3, fast), (15_000, 0.3, 2, slow)):
            for _ in range(times):
                with chromium() as context:
                    into.append(first_sync(context, house, ANI, rate, latency))
    note = "PIN dibuat → Mulai bekerja; 150 keluarga; brankas menyegel"
    return {"fast": Result(fast, note + "; 1,6 Mbit/s, 150 ms"), "slow": Result(slow, note + "; 300 ms")}


def officer_sync() -> Result:
    with bench("sqlite") as house:
        fill(house, families(house, 1400, PEOPLE, light=True))
        fill(house, families(house, 100, PEOPLE))
        taken = []
        for _ in range(2):
            with chromium(desk=True) as context:
                taken.append(first_sync(context, house, SRI, 200_000, 0.15))
        here = pulled(house)
    if (here["family"], here["member"]) != (1500, 1500 * PEOPLE):
        raise RuntimeError(f"another desa than promised: {dict(here)}")
    held = f"{here['family']} keluarga, {here['member']} orang, {here.total()} catatan"
    return Result(taken, f"{held}; brankas menyegel")


def pulled(house: Bench) -> Counter[str]:
    """How many records of each collection an officer is given."""
    line, here, more = house.officer(), Counter[str](), True
    while more:
        desa = line.exchange([])["desas"][DESA]
        here.update(record["collection"] for record in desa["records"])
        more = desa["more"]
    return here
