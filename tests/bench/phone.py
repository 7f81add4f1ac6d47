"""A slow phone for the bench: Chromium, its processor six times slower, with a probe in its pages."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, CDPSession, Page, sync_playwright

from server.accounts import service as accounts
from server.db import db
from server.demo.people import DESA, Someone
from tests.bench.house import Bench
from tests.browser import ARGUMENTS, CHROMIUM, DESK, PHONE, controlled, poll, slow_down
from tests.chaos import Chaos
from tests.walk import make_pin

PROBE = Path(__file__).with_name("probe.js")
BEGIN = "Mulai bekerja"
KEPT = "caches.keys().then(([name]) => caches.open(name)).then(cache => cache.keys()).then(keys => keys.length > 100)"


class Wire(Chaos):
    """A line that all connections share: ``rate`` bytes a second for everything that goes to the phone together."""

    def __init__(self, target_port: int, rate: int, latency: float) -> None:
        super().__init__(target_port)
        self.shared, self.latency = rate, latency
        self.turn, self.free = threading.Lock(), 0.0

    def _send(self, to: Any, data: bytes) -> None:
        if to.getpeername()[1] == self.target_port:  # towards the server: not what is slow
            return to.sendall(data)
        for start in range(0, len(data), 1400):
            piece = data[start : start + 1400]
            with self.turn:
                self.free = max(self.free, time.monotonic()) + len(piece) / self.shared
                ready = self.free
            time.sleep(max(0.0, ready - time.monotonic()))
            to.sendall(piece)


@contextmanager
def chromium(desk: bool = False) -> Iterator[BrowserContext]:
    """A browser with a profile of its own, as on a phone or an officer's laptop."""
    with tempfile.TemporaryDirectory(prefix="siaga-phone-") as profile, sync_playwright() as play:
        context = play.chromium.launch_persistent_context(
            profile, executable_path=CHROMIUM, headless=True, args=ARGUMENTS, **(DESK if desk else PHONE)
        )
        context.set_default_timeout(90_000)
        context.add_init_script(path=PROBE)
        yield context
        context.close()


def slow_page(context: BrowserContext) -> tuple[Page, CDPSession]:
    """A new page whose processor is six times slower from the beginning."""
    page = context.new_page()
    return page, slow_down(context, page)


def invited(house: Bench, who: Someone) -> str:
    """The fragment of an invitation's link."""
    with house.app.app_context():
        secret = accounts.invite(accounts.person(DESA, who.id), "server").secret
        db.session.remove()
    return f"/#undang={secret}"


def come_in(page: Page, url: str, link: str) -> float:
    """Accept an invitation; seconds from the PIN's last digit until everything is on the phone and work can begin."""
    page.goto(url + link)
    page.get_by_role("button", name="Lihat undangan").click()
    accept = page.get_by_role("button", name="Terima undangan")
    accept.wait_for()
    accept.click()
    make_pin(page)
    begun = time.monotonic()
    page.get_by_role("button", name=BEGIN).and_(page.locator(":enabled")).wait_for()
    return time.monotonic() - begun


def enrolled(context: BrowserContext, house: Bench, who: Someone, url: str = "") -> Page:
    """A page in which ``who`` works, with the application kept on the phone. Not slowed down."""
    page = context.new_page()
    come_in(page, url or house.server.url, invited(house, who))
    page.get_by_role("button", name=BEGIN).click()
    page.locator("h1").first.wait_for()
    controlled(page)
    poll(page, KEPT, timeout=60)
    return page
