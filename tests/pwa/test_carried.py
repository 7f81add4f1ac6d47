"""Where no signal ever comes: unsent work as a file from the phone, locked too, and into the desk; a real browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser import DESK, PERMISSIONS, poll
from tests.people import ANI, SRI
from tests.pwa.test_locked import NAME, NIK, arrived
from tests.pwa.test_locked import link as link  # the fixture
from tests.serving import Server
from tests.walk import accept, keep_unlocked, type_pin

LOCK = "import('/shell/keeper.js').then(k => { k.lockNow() })"
SYNC = "import('/sync/exchange.js').then(e => e.syncNow())"
WORK = """async ([name, nik]) => {
  const { finish, setChange } = await import('/store/outbox.js')
  const { keepPhoto } = await import('/store/photos.js')
  const { uuid7 } = await import('/sync/uuid.js')
  const [family, paper, photo] = [uuid7(), uuid7(), uuid7()]
  const canvas = new OffscreenCanvas(320, 200)
  const context = canvas.getContext('2d')
  for (let x = 0; x < 320; x += 4) {
    context.fillStyle = `hsl(${x} 80% 50%)`
    context.fillRect(x, 0, 4, 200)
  }
  const blob = await canvas.convertToBlob({ type: 'image/jpeg' })
  await keepPhoto({ id: photo, blob, thumb: blob, record: paper, kind: 'document' })
  await finish(null, [
    setChange('family', family, { head_name: name, address: nik }, { area: '004/001' }),
    setChange('document', paper, { family, paper: 'kk', state: 'ada', photos: [photo] })
  ], [photo], { title: name })
  return family
}"""
STATE = """async () => {
  const { items } = await import('/store/outbox.js')
  const { photoRows } = await import('/store/photos.js')
  return [items.value.map(row => row.state), (await photoRows()).map(row => row.state)].join(' ')
}"""


def saved(page: Page, button: Locator, to: Path) -> bytes:
    with page.expect_download() as coming:
        button.click()
    assert coming.value.suggested_filename.endswith(".siaga")
    coming.value.save_as(to)
    expect(page.get_by_text("File disimpan ke folder Unduhan")).to_be_visible()
    return to.read_bytes()


def given(desk: Page, file: Path) -> None:
    desk.get_by_label("Pilih file").set_input_files(file)


def test_what_never_had_signal_is_carried_to_the_desk(
    launch: Callable[..., BrowserContext], server: Server, beside: Flask, link: Callable[[Any], str], tmp_path: Path
) -> None:
    context = launch("ani", permissions=PERMISSIONS, accept_downloads=True)
    page = context.new_page()
    accept(page, link(ANI), unlocking=False)
    expect(page.locator(".tabs")).to_be_visible()
    poll(page, "import('/store/carry.js').then(c => c.unsent()).then(one => one.ready)", timeout=20)
    context.set_offline(True)
    family = page.evaluate(WORK, [NAME, NIK])
    page.get_by_role("link", name="Kiriman").first.click()
    page.get_by_role("link", name="Simpan yang belum terkirim").click()
    expect(page.get_by_role("heading", name="2 isian dan 1 foto")).to_be_visible()
    expect(page.get_by_role("heading", name="Caranya")).to_be_visible()
    file = tmp_path / "satu.siaga"
    content = saved(page, page.get_by_role("button", name="Simpan file"), file)
    for secret in (NAME, NIK):
        assert secret.encode() not in content

    # nobody knows the PIN, and there is no signal to ask for help
    page.evaluate(LOCK)
    page.get_by_role("button", name="Minta bantuan petugas").click()
    locked = tmp_path / "terkunci.siaga"
    saved(page, page.get_by_role("button", name="Simpan file"), locked)

    # at the desk: a cut one is refused, the whole one is taken, and once more changes nothing
    desk = launch("desk", **DESK, permissions=PERMISSIONS).new_page()
    accept(desk, link(SRI))
    desk.goto(server.url + "/orang")
    desk.get_by_role("link", name="Terima file kiriman").click()
    cut = tmp_path / "potong.siaga"
    cut.write_bytes(content[: len(content) // 2])
    given(desk, cut)
    expect(desk.get_by_role("alert")).to_contain_text("Salin sekali lagi dari HP")
    given(desk, locked)
    told = desk.locator("section.pane[role=status]")
    expect(told).to_contain_text("Kiriman Bu Ani diterima")
    expect(told).to_contain_text("Isian baru2Isian yang sudah ada0Foto yang sampai1")
    assert arrived(beside, family)
    given(desk, file)
    expect(told).to_contain_text("Isian baru0Isian yang sudah ada2Foto yang sampai1")

    # the phone learns of it by its receipts, and sends no byte of the photo again
    sent: list[str] = []
    context.on("request", lambda request: sent.append(f"{request.method} {request.url}"))
    context.set_offline(False)
    page.get_by_role("link", name="Kembali").click()
    type_pin(page)
    expect(page.get_by_role("heading", name="PIN 6 angka", exact=True)).to_have_count(0)
    expect(page.get_by_role("heading", name="Simpan yang belum terkirim ke file")).to_be_visible()
    poll(page, f"{SYNC}.then(() => ({STATE})()).then(state => state === 'puskesos kept')", timeout=20)
    keep_unlocked(page)
    page.reload()
    expect(page.get_by_text("Semua sudah terkirim")).to_be_visible()
    expect(page.get_by_role("heading", name="Caranya")).to_have_count(0)
    assert not [one for one in sent if one.startswith("PATCH")]
