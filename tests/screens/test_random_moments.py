"""A browser and a server that die at any moment, with a network that breaks in any way between them.

The moments and the faults come from a seed; what has been finished on the phone arrives once, whatever happens.
"""

from __future__ import annotations

import os
import random
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser import PERMISSIONS, until
from tests.chaos import Chaos
from tests.screens.phone import agreed_visit, dump, enter, pull_battery, to_page
from tests.serving import Server
from tests.walk import keep_unlocked, write

FAULTS = (None, "refuse", "refuse", "cut_request", "cut_request", "lose_reply", "cut_reply")
VISITS = 4
SEED = int(os.environ.get("SOAK", "0")) and random.randrange(10**6)  # make soak takes another each time


class Between(Chaos):
    """A network in front of a server that breaks by chance while ``bad``."""

    def __init__(self, server: Server, chance: random.Random) -> None:
        super().__init__(server.port, lambda number, head: chance.choice(FAULTS) if self.bad else None)
        self.bad = False


@pytest.fixture
def chance() -> random.Random:
    print("seed", SEED)
    return random.Random(SEED)


@pytest.fixture
def between(desa_server: Server, chance: random.Random) -> Iterator[Between]:
    network = Between(desa_server, chance)
    yield network
    network.close()


@pytest.mark.chance
def test_what_was_finished_arrives_once_whenever_browser_and_server_die(
    between: Between,
    chance: random.Random,
    desa_server: Server,
    launch: Callable[..., BrowserContext],
    tmp_path: Path,
) -> None:
    page = launch("0", permissions=PERMISSIONS).new_page()
    enter(page, between, "Bu Ani")
    words = [f"Sebelah warung nomor {number}" for number in range(VISITS)]
    for number, word in enumerate(words):
        between.bad = True
        visit = agreed_visit(page, between)
        to_page(page, visit, 2, "C. Identitas")
        write(page, "Patokan rumah", word)
        dump(page)
        page.goto(visit + "/periksa")
        page.get_by_role("button", name="Selesai dan kirim").click()
        expect(page).to_have_url(between.url + "/kiriman")
        time.sleep(chance.uniform(0, 1.5))
        for victim in chance.sample(["browser", "server"], chance.randint(1, 2)):
            if victim == "server":
                desa_server.kill()
                time.sleep(chance.uniform(0, 0.5))
                desa_server.start()
            else:
                pull_battery(tmp_path / "profiles" / str(number))
        page = again(launch, between, tmp_path / "profiles", number)
    between.bad = False
    page.goto(between.url + "/kiriman")
    page.get_by_role("button", name="Kirim sekarang").click()
    until(page, lambda: not dump(page)["outbox"], 60, "all of it at the server")
    desk = launch("desk").new_page()
    enter(desk, desa_server, "Pak Dedi")
    bodies = [row["plain"]["body"] for row in dump(desk)["records"]]
    arrived = Counter(body["landmark"] for body in bodies if body.get("landmark") in words)
    assert arrived == dict.fromkeys(words, 1)
    faults = Counter(fault for _, fault in between.log)
    assert min(faults[fault] for fault in FAULTS) > 0, "each of them happened"


def again(launch: Callable[..., BrowserContext], between: Between, profiles: Path, number: int) -> Page:
    """Start what is on the disk of a phone that died, or was put away, as the next one."""
    pull_battery(profiles / str(number))
    left_behind = shutil.ignore_patterns("Singleton*", "LOCK")
    shutil.copytree(profiles / str(number), profiles / str(number + 1), ignore=left_behind)
    page = launch(str(number + 1), permissions=PERMISSIONS).new_page()
    keep_unlocked(page)
    page.goto(between.url + "/")
    page.locator(".tabs").first.wait_for()
    return page
