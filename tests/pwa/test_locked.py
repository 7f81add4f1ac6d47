"""A locked phone: what lies on its disk, what it sends, what the server tells it. Real browser, raw files."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, expect

from server.accounts import service as accounts
from server.db import db
from server.exchange import service as exchange
from tests.browser import PERMISSIONS, controlled, dispatch_sync, poll, until, worker_session
from tests.people import ANI, DESA, YETI
from tests.serving import Server
from tests.walk import PIN, accept, type_pin

NAME, NIK = "Suryati Ningsih Rahayu", "3201994107850099"
RANDOM = """() => {
  window.secrets = []
  const before = crypto.getRandomValues.bind(crypto)
  crypto.getRandomValues = bytes => {
    before(bytes)
    if (bytes.length === 32) window.secrets.push(btoa(String.fromCharCode(...bytes)))
    return bytes
  }
}"""
LEND = """async () => {
  const { lendKey } = await import('/shell/arrival.js')
  lendKey((await (await import('/store/device.js')).currentEnrolment()).id)
}"""
WORK = """async ([name, nik]) => {
  const { saveDraft } = await import('/store/drafts.js')
  const { enqueue, finish, setChange } = await import('/store/outbox.js')
  const { keepRecords } = await import('/store/records.js')
  const { keepPhoto } = await import('/store/photos.js')
  const { uuid7 } = await import('/sync/uuid.js')
  const [house, photo, other] = [uuid7(), uuid7(), uuid7()]
  const canvas = new OffscreenCanvas(160, 100)
  const context = canvas.getContext('2d')
  for (let x = 0; x < 160; x += 4) {
    context.fillStyle = `hsl(${Math.random() * 360} 80% 50%)`
    context.fillRect(x, 0, 4, 100)
  }
  const blob = await canvas.convertToBlob({ type: 'image/jpeg' })
  await saveDraft({ id: other, kind: 'visit', survey: 'x', answers: { nama: name, nik } })
  const family = { id: other, collection: 'family', seq: 1, area: '004/001/x', gone: null, versions: {} }
  await keepRecords([{ ...family, body: { head_name: name } }], null)
  await keepPhoto({ id: photo, blob, thumb: blob, record: house, kind: 'visit' })
  const change = setChange('building', house, { rw: '004', rt: '001', number: name }, { area: `004/001/${house}` })
  await finish(null, [change], [photo], { title: name })
  return [house, photo, btoa(String.fromCharCode(...new Uint8Array(await blob.slice(-200).arrayBuffer())))]
}"""


@pytest.fixture
def link(beside: Flask, desa: str) -> Callable[[Any], str]:
    def make(who: Any) -> str:
        with beside.app_context():
            ticket = accounts.invite(accounts.person(DESA, who.id), "server")
            made = ticket.link(beside.config["SETTINGS"].public_url)
            db.session.remove()
        return made

    return make


def on_disk(profile: Path) -> bytes:
    """Everything that the browser wrote of our databases, and of its own caches and storage."""
    files = [file for file in (profile / "Default").rglob("*") if file.is_file() and "Cache_Data" not in file.parts]
    assert any("IndexedDB" in file.parts for file in files)
    return b"".join(file.read_bytes() for file in files)


def spoken(text: str) -> list[bytes]:
    """How a text may stand in a file: as Latin letters, or two bytes a letter."""
    return [text.encode(), text.encode("utf-16-le")]


def arrived(beside: Flask, record: str) -> bool:
    with beside.app_context():
        found = exchange.record(DESA, record)
        db.session.remove()
    return found is not None


def test_a_phone_that_was_taken_gives_nothing_and_still_delivers(
    launch: Callable[..., BrowserContext], server: Server, beside: Flask, link: Callable[[Any], str], tmp_path: Path
) -> None:
    context = launch("ani", permissions=PERMISSIONS)
    page = context.new_page()
    page.add_init_script(f"({RANDOM})()")
    accept(page, link(ANI), unlocking=False)
    expect(page.locator(".tabs")).to_be_visible()
    controlled(page)
    server.kill()
    house, photo, picture = page.evaluate(WORK, [NAME, NIK])
    secrets = page.evaluate("window.secrets")
    assert len(secrets) >= 2, "the vault's key and the picture's"
    enrolment = page.evaluate("import('/store/device.js').then(d => d.currentEnrolment()).then(e => e.id)")
    bearer = page.evaluate("import('/store/device.js').then(d => d.bearer())")
    page.wait_for_timeout(500)
    context.close()

    # the files themselves
    disk = on_disk(tmp_path / "profiles" / "ani")
    for secret in (NAME, NIK, bearer, *secrets):
        for form in spoken(secret):
            assert form not in disk, f"{secret[:12]} lies open on the disk"
    for secret in (picture, *secrets):
        assert base64.b64decode(secret) not in disk, "a picture or a key lies open on the disk"
    assert house.encode() in disk or house.encode("utf-16-le") in disk, "the right files were read"

    # opened again, without the PIN: it says what waits, sends it, and is told nothing
    context = launch("ani", permissions=PERMISSIONS)
    page = context.new_page()
    page.goto(server.url + "/warga")
    expect(page.get_by_role("heading", name="PIN 6 angka")).to_be_visible()
    expect(page.locator(".status").first).to_contain_text("1 data selesai menunggu")
    expect(page.locator("body")).not_to_contain_text("Suryati")
    server.start()
    dispatch_sync(worker_session(context, page, server.url + "/"), "outbox")
    until(page, lambda: arrived(beside, house), 30, "what was finished arrives while the phone is locked")
    expect(page.locator(".status").first).to_contain_text("Draf tersimpan", timeout=15_000)
    asked = """async ([path, enrolment, json]) => {
      const headers = { 'X-Enrolment': enrolment, 'Content-Type': 'application/json' }
      const answer = await fetch(path, json ? { method: 'POST', body: JSON.stringify(json), headers } : { headers })
      return [answer.status, await answer.text()]
    }"""
    for path in (
        "/api/me",
        "/api/people",
        f"/api/records/{house}/history",
        f"/api/blobs/{photo}",
        f"/api/photos?family={house}",
    ):
        assert page.evaluate(asked, [path, enrolment, None])[0] == 401, path
    envelope = {"v": 1, "app": "1", "desa": DESA, "now": "2026-11-21T10:00:00+07:00", "changes": [], "cursors": {}}
    status, text = page.evaluate(asked, ["/api/exchange", enrolment, envelope])
    assert status == 200
    assert "Suryati" not in text
    assert '"desas":{}' in text

    # six digits that are not the PIN, then the PIN: back where it was, everything there
    type_pin(page, "135791")
    expect(page.get_by_role("alert")).to_contain_text("Sisa 4 kali")
    type_pin(page)
    expect(page.locator("h1")).to_contain_text("Warga")
    assert page.url.endswith("/warga")
    draft = page.evaluate("import('/store/drafts.js').then(d => d.drafts()).then(([one]) => one.answers)")
    assert draft == {"nama": NAME, "nik": NIK}
    receipts = page.evaluate("import('/store/journal.js').then(j => j.journal())")
    assert [entry["receipt"]["status"] for entry in receipts] == ["accepted"]
    rows = page.evaluate("import('/store/photos.js').then(p => p.photoRows())")
    assert [row["state"] for row in rows] == ["kept"]


def test_it_locks_by_itself_by_a_tap_and_in_all_windows_and_keeps_each_person_apart(
    launch: Callable[..., BrowserContext], server: Server, beside: Flask, link: Callable[[Any], str]
) -> None:
    context = launch("ani", permissions=PERMISSIONS)
    page = context.new_page()
    accept(page, link(ANI), unlocking=False)
    expect(page.locator(".tabs")).to_be_visible()
    controlled(page)
    pad = page.get_by_role("heading", name="PIN 6 angka")

    # a second window needs no PIN while the first is open; a tap locks both
    other = context.new_page()
    page.evaluate(LEND)
    other.goto(server.url + "/kiriman")
    expect(other.locator("h1")).to_contain_text("Kiriman")
    page.evaluate("import('/shell/keeper.js').then(k => { k.lockNow() })")
    expect(pad).to_be_visible()
    expect(other.get_by_role("heading", name="PIN 6 angka")).to_be_visible()
    other.reload()
    expect(other.get_by_role("heading", name="PIN 6 angka")).to_be_visible()
    other.close()

    # nobody touches it for longer than is set
    type_pin(page)
    expect(page.locator(".tabs")).to_be_visible()
    page.evaluate("import('/store/device.js').then(d => d.keepSetting('lock_idle', 0.1))")
    expect(pad).to_be_visible(timeout=20_000)

    # another person on this phone: nothing of the first is seen, what she finished is delivered
    type_pin(page)
    expect(page.locator(".tabs")).to_be_visible()
    page.evaluate("import('/store/device.js').then(d => d.keepSetting('lock_idle', 5))")
    server.kill()
    house = page.evaluate(WORK, [NAME, NIK])[0]
    server.start()
    page.goto("about:blank")
    accept(page, link(YETI), unlocking=False)
    expect(page.locator("h1")).to_contain_text("Bu Yeti")
    assert page.evaluate("import('/store/drafts.js').then(d => d.drafts()).then(list => list.length)") == 0
    until(page, lambda: arrived(beside, house), 40, "the first person's work is delivered")
    page.evaluate("import('/shell/keeper.js').then(k => { k.lockNow() })")
    page.get_by_role("button", name="Ganti pengguna").click()
    page.get_by_role("button", name=re.compile("Bu Ani")).click()
    expect(page.locator("h1")).to_contain_text("Bu Ani")
    expect(pad).to_be_visible()
    type_pin(page, PIN)
    expect(page.locator(".tabs")).to_be_visible()
    assert poll(page, "import('/store/drafts.js').then(d => d.drafts()).then(list => list.length === 1)")
