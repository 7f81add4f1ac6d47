"""A phone whose battery is pulled out, or whose database is closed by the browser: no keystroke is lost."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser import PERMISSIONS
from tests.screens.phone import agreed_visit, dump, pull_battery, saved, to_page
from tests.serving import Server
from tests.walk import Kader, choose, keep_unlocked, question

REMEMBER = """
window.connections = []
const open = IDBFactory.prototype.open
IDBFactory.prototype.open = function (...given) {
  const asked = open.apply(this, given)
  asked.addEventListener('success', () => connections.push(asked.result))
  return asked
}"""
CLOSE = """told => {
  const closed = connections.splice(0)
  for (const one of closed) { one.close(); if (told) one.dispatchEvent(new Event('close')) }
  return closed.length
}"""


def test_a_draft_comes_back_at_the_question_after_the_browser_was_killed(
    kader: Callable[..., Page], launch: Callable[..., BrowserContext], desa_server: Server, tmp_path: Path
) -> None:
    page = kader()
    visit = agreed_visit(page, desa_server)

    to_page(page, visit, 2, "C. Identitas")
    typed(page, "Patokan rumah", "Belakang pos ron")
    page = again(launch, desa_server, tmp_path, "ani", "once")
    expect(page.locator("h1")).to_contain_text("C. Identitas")
    field = question(page, "Patokan rumah").locator("input")
    expect(field).to_have_value("Belakang pos ron")
    expect(field).to_be_in_viewport()

    to_page(page, visit, 1, "B. Rincian persetujuan")
    choose(page, "Persetujuan diberikan dengan cara", "Tanda tangan di layar")
    Kader(page).sign()

    to_page(page, visit, 5, "F. Anggota")
    page.get_by_role("button", name="Tambah Anggota keluarga").click()
    typed(page, "Nama lengkap", "Icih Sar")
    page = again(launch, desa_server, tmp_path, "once", "twice")
    expect(question(page, "Nama lengkap").locator("input")).to_have_value("Icih Sar")
    (draft,), (signature,) = dump(page)["drafts"], dump(page)["photos"]
    assert signature["id"] in str(draft["plain"]["answers"])  # one photo of two strokes
    page.get_by_role("link", name="Kembali").click()
    expect(page.locator("h1")).to_contain_text("F. Anggota")
    expect(page.locator(".list .t")).to_have_text("Icih Sar")


def test_a_connection_that_is_closed_while_somebody_types_costs_no_letter(
    kader: Callable[..., Page], desa_server: Server
) -> None:
    page = kader()
    visit = agreed_visit(page, desa_server)
    page.add_init_script(REMEMBER)
    page.reload()
    expect(page.locator("h1")).to_be_visible()
    to_page(page, visit, 2, "C. Identitas")
    typed(page, "Patokan rumah", "Belakang")
    for told, more in ((True, " pos"), (False, " ronda")):  # the system says it, or it is found out at the next word
        assert page.evaluate(CLOSE, told) >= 1
        typed(page, "Patokan rumah", more)
    page.reload()
    expect(question(page, "Patokan rumah").locator("input")).to_have_value("Belakang pos ronda")


def typed(page: Page, label: str, text: str) -> None:
    """Type without leaving the field."""
    question(page, label).locator("input").press_sequentially(text)
    saved(page, text)


def again(launch: Callable[..., BrowserContext], server: Server, folder: Path, phone: str, name: str) -> Page:
    """Pull the battery out of ``phone``, start what is on its disk as ``name``, and take up what Beranda offers."""
    profiles = folder / "profiles"
    pull_battery(profiles / phone)
    shutil.copytree(profiles / phone, profiles / name, ignore=shutil.ignore_patterns("Singleton*", "LOCK"))
    page = launch(name, permissions=PERMISSIONS).new_page()
    keep_unlocked(page)
    page.goto(server.url + "/")
    page.get_by_text("Lanjutkan kunjungan").click()
    return page
