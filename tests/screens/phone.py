"""What tests of the screens do with a phone: enter, begin, look into its store, pull its battery out."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any, Protocol

from playwright.sync_api import Page, expect

from tests.browser import until
from tests.walk import Kader, choose, make_pin, write

DUMP = """async () => {
  const { open } = await import('/store/vault.js')
  const done = asked => new Promise((ok, no) => { asked.onsuccess = () => ok(asked.result); asked.onerror = no })
  const [{ name }] = (await indexedDB.databases()).filter(d => /^siaga-/.test(d.name))
  const db = await done(indexedDB.open(name))
  const found = {}
  for (const store of db.objectStoreNames) {
    const rows = store === 'publications' ? [] : await done(db.transaction(store).objectStore(store).getAll())
    found[store] = await Promise.all(rows.map(async ({ sealed, ...row }) => {
      const plain = sealed && sealed.v ? await open(sealed) : sealed
      return { ...row, ...(plain && typeof plain === 'object' ? { plain } : {}) }
    }))
  }
  db.close()
  return found
}"""


class Served(Protocol):
    """A server, or a network in front of one."""

    url: str


def enter(page: Page, server: Served, person: str) -> None:
    """Come in as one of the demo people, and wait until a visit could begin without a network."""
    page.goto(server.url + "/")
    page.get_by_role("button").filter(has_text=person).click()
    make_pin(page)
    kader = Kader(page)
    page.get_by_role("button", name="Mulai bekerja").click(timeout=60_000)
    until(page, kader.ready_offline, 60, "surveys, catalogue and records on the phone")


def dump(page: Page) -> dict[str, list[dict[str, Any]]]:
    """All rows of all stores of this enrolment, opened; bodies of publications left out."""
    found: dict[str, list[dict[str, Any]]] = page.evaluate(DUMP)
    # many records that came at once share a row
    found["records"] = [
        row | {"plain": one}
        for row in found["records"]
        for one in (row["plain"] if isinstance(row["plain"], list) else [row["plain"]])
    ]
    return found


def agreed_visit(page: Page, server: Served, rt: str = "001") -> str:
    """A draft of a visit to a new family that has agreed; its address without the page."""
    Kader(page).begin(rt)
    write(page, "Nomor rumah", "12A")
    choose(page, "Hasil kunjungan", "Bertemu, diisi sebagian")
    choose(page, "setuju data keluarga dicatat", "Ya")
    return page.url.rsplit("/", 1)[0]


def to_page(page: Page, visit: str, number: int, heading: str) -> None:
    """Open page ``number`` of a visit by its address, once what was answered before is kept."""
    dump(page)  # it reads after what is being written
    page.goto(f"{visit}/{number}")
    expect(page.locator("h1")).to_contain_text(heading)


def ask_for(page: Page, visit: str, service: str) -> None:
    """Ask for a service and go to its papers."""
    to_page(page, visit, 7, "H. Layanan")
    choose(page, "Layanan apa yang dibutuhkan", service)
    dump(page)
    page.goto(visit + "/berkas")
    expect(page.locator("h1")).to_contain_text("Cek berkas")


def saved(page: Page, text: str) -> None:
    """Wait until ``text`` lies in a draft on the phone."""
    until(page, lambda: text in str(dump(page)["drafts"]), 5, f"{text} in the draft")


def pull_battery(profile: Path) -> None:
    """SIGKILL to the browser whose profile is ``profile``: nothing is saved that was not saved before."""
    family = browser(profile)
    for process in family:
        os.kill(process, signal.SIGKILL)
    end = time.monotonic() + 10
    while family & set(running()):  # dead when the system says so: a helper that lives holds the store's lock
        assert time.monotonic() < end, "the browser did not die"
        time.sleep(0.05)
    for lock in profile.glob("Singleton*"):  # a phone that starts anew knows no other browser
        lock.unlink()


def browser(profile: Path) -> set[int]:
    """The browser whose profile is ``profile``, and its helpers."""
    processes = running()
    found = {pid for pid, (_, args) in processes.items() if f"--user-data-dir={profile}" in args}
    while more := {pid for pid, (parent, _) in processes.items() if parent in found} - found:
        found |= more
    return found


def running() -> dict[int, tuple[int, str]]:
    """Parent and command of every living process."""
    listing = subprocess.run(["ps", "-eo", "pid,ppid,stat,args"], capture_output=True, text=True, check=True).stdout
    lines = [line.split(None, 3) for line in listing.splitlines()[1:]]
    return {int(pid): (int(parent), args) for pid, parent, state, args in lines if "Z" not in state}
