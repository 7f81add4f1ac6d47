"""A new version of the application: it waits, it asks where nobody is filling anything in, and it loses nothing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from server import web
from server.settings import Settings
from tests.browser import controlled, until
from tests.serving import HOUSE, Server, WarmServer
from tests.walk import Kader, make_pin, question, write

VERSION, NEWER = web.VERSION, "2099.1.1"
BEFORE, AFTER = '"Tugas saya"', '"Tugas saya hari ini"'


class Copy(Server):
    """A server on a copy of the house, so that a test may change the application's files."""

    house: Path

    def start(self, within: float = 90.0) -> Server:
        with self.log.open("ab") as log:
            command = [sys.executable, "-m", "server"]
            self.process = subprocess.Popen(command, cwd=self.house, env=self.environment, stdout=log, stderr=log)
        return self._answering(within)

    def _answering(self, within: float) -> Server:
        end = time.monotonic() + within
        while time.monotonic() < end:
            try:
                urllib.request.urlopen(f"{self.url}/health", timeout=2).close()
            except OSError:
                time.sleep(0.1)
            else:
                return self
        raise RuntimeError(self.printed()[-2000:])


@pytest.fixture
def house(settings: Settings, tmp_path: Path) -> Iterator[Copy]:
    copy = tmp_path / "house"
    for part in ("server", "sync", "pwa"):
        shutil.copytree(HOUSE / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
    # what a first start does, by a server that is quicker at it
    WarmServer(settings.instance, settings.database_url, JOBS="0", DEMO="1").start().stop()
    server = Copy(settings.instance, settings.database_url, None, JOBS="0", DEMO="1", PYTHONPATH=os.fspath(copy))
    server.house = copy
    server.start()
    yield server
    server.stop()


# what is on the phone that an update may not touch: every draft, and what was refused with its reason
KEPT = """async () => {
  const drafts = await (await import('/store/drafts.js')).drafts()
  const journal = await (await import('/store/journal.js')).journal()
  return { drafts, refused: journal.filter(({ receipt }) => receipt.status === 'refused') }
}"""


def begin(page: Page, house: Copy) -> None:
    """Work begins on this phone, as a kader of the demo."""
    page.goto(house.url)
    page.get_by_text("Coba sebagai kader PKK").click()
    make_pin(page)
    page.get_by_role("button", name="Mulai bekerja").click(timeout=60_000)
    controlled(page)


def test_a_new_version_waits_for_a_tap_and_keeps_drafts_and_outbox(page: Page, house: Copy) -> None:
    begin(page, house)
    page.evaluate(
        """async () => {
          const { enqueue, setChange } = await import('/store/outbox.js')
          await enqueue([setChange('building', 'refused', { rt: '001' }, { area: '004/001/refused' })])
        }"""
    )
    kader = Kader(page)
    kader.begin("001")
    write(page, "Nomor rumah", "12A")
    until(page, lambda: len(page.evaluate(KEPT)["refused"]) == 1, timeout=30, what="a refused item")
    house.kill()
    page.evaluate(
        """async () => {
          const { enqueue, setChange } = await import('/store/outbox.js')
          await enqueue([setChange('building', 'not-sent', { rt: '001' }, { area: '004/001/not-sent' })])
        }"""
    )
    words = house.house / "pwa" / "text" / "id.json"
    text = words.read_text(encoding="utf-8")
    assert BEFORE in text
    words.write_text(text.replace(BEFORE, AFTER), encoding="utf-8")
    kept = page.evaluate("caches.keys()")
    house.start()

    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # she looks at it again, the form is open
    until(page, lambda: len(page.evaluate("caches.keys()")) == 2, timeout=60, what="the new version has come")
    page.wait_for_timeout(500)
    expect(page.get_by_role("dialog")).to_have_count(0)  # never over a form
    expect(question(page, "Nomor rumah").locator("input")).to_have_value("12A")
    question(page, "Nomor rumah").locator("input").fill("12B")
    page.go_back()  # the phone's key, with the field still open

    page.goto(house.url)
    expect(page.get_by_role("dialog")).to_contain_text("Ada versi baru")
    tasks = page.get_by_text("Tugas saya", exact=False).first
    expect(tasks).not_to_contain_text("hari ini")  # the old one still serves
    before = page.evaluate(KEPT)
    page.get_by_role("button", name="Perbarui sekarang").click()
    expect(page.get_by_text("Tugas saya hari ini")).to_be_visible(timeout=60_000)  # the old worker may be delivering
    until(page, lambda: len(page.evaluate("caches.keys()")) == 1, what="the version before is let go")
    assert page.evaluate("caches.keys()") != kept
    after = page.evaluate(KEPT)
    assert after["drafts"] == before["drafts"]
    assert ["12B" in json.dumps(draft["answers"]) for draft in after["drafts"]] == [True]
    assert before["refused"][0] in after["refused"]
    waiting = page.evaluate("import('/store/outbox.js').then(o => o.pending()).then(list => list.length)")
    settled = page.evaluate("import('/store/journal.js').then(j => j.journal()).then(list => list.length)")
    assert waiting + settled == 2, "what was finished is on its way, once"


AGAIN = "import('/sync/status.js').then(s => { s.outdated.value = false; s.outdated.value = true })"
OUTDATED = "import('/sync/status.js').then(s => s.outdated.value)"
RECEIPTS = "import('/store/journal.js').then(j => j.journal()).then(list => list.map(one => one.receipt.status))"
LOOK = "document.dispatchEvent(new Event('visibilitychange'))"


def test_who_is_too_old_is_told_what_to_do_sends_all_the_same_and_loses_nothing(page: Page, house: Copy) -> None:
    begin(page, house)
    Kader(page).begin("001")
    write(page, "Nomor rumah", "12A")
    house.kill()
    page.evaluate(
        """async () => {
          const { enqueue, setChange } = await import('/store/outbox.js')
          const { uuid7 } = await import('/sync/uuid.js')
          const id = uuid7()
          await enqueue([setChange('building', id, { rw: '004', rt: '001' }, { area: `004/001/${id}` })])
        }"""
    )
    house.environment["MIN_VERSION"] = NEWER
    house.start()

    page.evaluate(LOOK)  # the form is open
    until(page, lambda: page.evaluate(OUTDATED), timeout=30, what="told that it is too old")
    assert page.evaluate(RECEIPTS) == ["accepted"]
    expect(page.get_by_role("dialog")).to_have_count(0)
    write(page, "Nomor rumah", "12B")
    page.goto(house.url)
    told = page.get_by_role("dialog", name="Aplikasi perlu diperbarui")
    expect(told).to_contain_text("Yang sudah diisi aman dan tetap terkirim")
    expect(told.get_by_role("button", name="Perbarui sekarang")).to_be_visible()
    told.get_by_role("button", name="Nanti").click()
    expect(told).to_have_count(0)
    page.get_by_role("link", name="Lainnya").click()
    page.get_by_role("link", name="Beranda").click()

    house.kill()  # the server brings the version it wants
    for file in ("server/web.py", "pwa/sync/exchange.js"):
        text = (house.house / file).read_text(encoding="utf-8")
        assert VERSION in text
        (house.house / file).write_text(text.replace(VERSION, NEWER), encoding="utf-8")
    house.start()
    page.evaluate(LOOK)
    ready = page.get_by_role("dialog", name="Ada versi baru")
    expect(ready).to_be_visible(timeout=60_000)
    ready.get_by_role("button", name="Nanti").click()
    expect(ready).to_have_count(0)
    page.evaluate(AGAIN)  # an answer that wants none newer, and then one that does: as if it had been put off before
    expect(ready).to_be_visible()
    ready.get_by_role("button", name="Nanti").click()
    before = page.evaluate(KEPT)["drafts"]
    page.reload()
    with page.expect_event("load", timeout=60_000):
        ready.get_by_role("button", name="Perbarui sekarang").click()
    until(page, lambda: len(page.evaluate("caches.keys()")) == 1, what="the version before is let go")
    until(page, lambda: page.evaluate(OUTDATED) is False, timeout=30, what="it may read again")
    assert page.evaluate(KEPT)["drafts"] == before
    assert ["12B" in json.dumps(draft["answers"]) for draft in before] == [True]
