"""An officer's browser keeps the desk's screens and words besides; a kader's phone does without."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser import DESK, controlled, poll
from tests.people import ANI, DEDI
from tests.pwa.test_shell_first_steps import Invite
from tests.pwa.test_shell_first_steps import invite as invite
from tests.serving import Server
from tests.walk import accept

KEEPS = """async path => {
  for (const name of await caches.keys()) {
    if (await (await caches.open(name)).match(path, { ignoreSearch: true })) return true
  }
  return false
}"""
WORDS = "/text/desk.json"


def enter(page: Page, link: str) -> None:
    """Accept an invitation and begin to work."""
    accept(page, link)
    controlled(page)


def test_an_officer_keeps_the_desk_and_opens_it_with_the_server_killed(
    launch: Callable[..., BrowserContext], invite: Invite, server: Server
) -> None:
    page = launch("desk", **DESK).new_page()
    enter(page, invite(DEDI)[0])
    for path in (WORDS, "/queue/day.js", "/cases/inbox.js"):
        poll(page, KEEPS, path, timeout=30)
    server.kill()
    for path in ("/masuk", "/rabu", "/orang"):
        page.goto(server.url + path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        unsaid = re.findall(r"\b(?:desk|meja|hari|orang|periksa)\.[a-z_]+\b", page.locator("body").inner_text())
        assert not unsaid, f"{path}: texts that are not here: {unsaid}"


def test_a_kader_keeps_nothing_of_the_desk(page: Page, invite: Invite) -> None:
    enter(page, invite(ANI)[0])
    poll(page, KEEPS, "/visits/visit.js", timeout=30)
    assert not page.evaluate(KEEPS, WORDS)
    assert not page.evaluate(KEEPS, "/cases/inbox.js")
    assert not page.evaluate(KEEPS, "/icons/icon-512.png")
