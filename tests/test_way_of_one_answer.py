"""The way of one answer: from a doorstep without signal to the officers' Wednesday and the family's page.

Everything runs as shipped: the server as ``make run`` starts it, killed and started again; the application in Chromium;
pushes received and decrypted by a push service made independently. Only ``pushManager.subscribe`` is replaced in the
page, because a browser without a network cannot subscribe; the message that the service decrypted is then handed to the
family's worker by the browser.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from server import create_app
from server.clock import WIB
from server.db import db
from server.notices.models import Delivery
from server.settings import Settings
from tests.browser import DESK, PERMISSIONS, PHONE, Bg, controlled, deliver_push, until, worker_session
from tests.fakepush import FakePush
from tests.screens.phone import saved
from tests.serving import Server
from tests.walk import Kader, Officer, accept, invitations, onward, open_family_page, paper_photo, question, type_pin

SHIM = Path(__file__).parent / "push_shim.js"
HOUSE = {"latitude": -6.5523, "longitude": 106.6891, "accuracy": 12}
HEAD, CHILD = "Suryati Ningsih", "Dadan Hidayat"
PRIVATE = ("suryati", "dadan", "balita", "kia", "gizi")


def test_an_answer_goes_from_the_door_to_wednesday_and_to_the_family(
    serve: Callable[..., Server],
    launch: Callable[..., BrowserContext],
    push_service: FakePush,
    settings: Settings,
    tmp_path: Path,
) -> None:
    hosts = push_service.origin.removeprefix("http://")
    server = serve(Server, DEMO="1", JOBS="1", PUSH_HOSTS=hosts, QUIET_HOURS="off")
    links = invitations(server)
    desk = launch("desk", **DESK, permissions=PERMISSIONS)
    officer = Officer(desk.new_page(), server)
    officer.enter(links["Pak Dedi"])
    card, address = officer.print_cards()

    # 1. the kader is let in, and everything she needs is on her phone
    phone = launch("ani", **PHONE, permissions=PERMISSIONS, geolocation=HOUSE)
    kader = Kader(phone.new_page())
    kader.enrol(links["Bu Ani"])
    assert kader.page.evaluate("location.hash") == "", "the invitation stays in no address"

    # 2. offline: the server is gone, not only the network; and the phone dies in the middle of a page
    server.kill()
    kader.page.reload()
    expect(kader.page.locator("h1")).to_contain_text("Bu Ani")
    emergency_is_at_hand(kader.page)
    kader.begin("001")
    kader.consent(place=True)
    kader.family(HEAD)
    place = kader.page.url.split("/kunjungan/")[1]
    saved(kader.page, "wa push")  # the last answer, given a moment ago
    kill_browser(tmp_path / "profiles" / "ani")
    phone = launch("ani", **PHONE, permissions=PERMISSIONS)
    kader = Kader(phone.new_page())
    kader.page.goto(server.url + "/")
    kader.page.get_by_text("Lanjutkan kunjungan").click()
    expect(kader.page.locator("h1")).to_contain_text("C. Identitas keluarga")
    assert kader.page.url.split("/kunjungan/")[1] == place
    expect(question(kader.page, "Nama kepala keluarga").locator("input")).to_have_value(HEAD)
    expect(question(kader.page, "Paling mudah dikabari").locator("input:checked")).to_have_count(2)
    fill_the_rest(kader, paper_photo(tmp_path, "rumah"))

    # 3. conditions, papers, the family's card; finished, still offline
    kader.page.get_by_role("button", name="Lanjut", exact=True).click()
    expect(kader.page.locator("h1")).to_contain_text("Hasil cek layanan")
    expect(kader.page.locator("main")).to_contain_text("Bantuan untuk balita/ibu hamil")
    expect(kader.page.locator("main")).to_contain_text("Belum terpenuhi")
    kader.page.get_by_role("button", name="Lanjut cek berkas").click()
    for paper in ("Kartu Keluarga", "Buku KIA"):
        expect(kader.page.locator("h1")).to_contain_text("Cek berkas")
        kader.photograph(paper, paper_photo(tmp_path, paper))
    digits = kader.attach_card(card)
    kader.page.get_by_role("button", name="Lanjut, periksa").click()
    expect(kader.page.locator("h1")).to_contain_text("Periksa lagi")
    kader.page.get_by_role("button", name="Selesai dan kirim").click()
    row = kader.page.locator("section.card").filter(has_text=HEAD)
    expect(row).to_contain_text("Di HP ini")
    expect(row.locator(".trail .on", has_text="PUSKESOS")).to_have_count(0)

    # 4. the server comes back; nobody touches anything
    server.start()
    number = until(kader.page, lambda: re.search(r"CBD-\d{4}-\d{6}", row.inner_text()), 120, "a number without a tap")
    until(kader.page, lambda: "Foto: 4 dari 4" in row.inner_text(), 120, "all photos there")

    # 5. the desk: one paper taken, one turned down, the case sent back; the phone shows what to do
    officer.open_case(HEAD)
    expect(officer.page.locator("h1")).to_contain_text(number.group(0))
    officer.take("Kartu Keluarga")
    officer.turn_down("Buku KIA", "Tulisan buram", "Mohon difoto ulang di tempat terang, ya Bu.")
    officer.send_back()
    message_is_ready(kader, server)
    open_task(kader, server, "Foto ulang Buku KIA")
    expect(kader.page.locator("h1")).to_contain_text("Perlu dilengkapi")
    expect(kader.page.locator("main")).to_contain_text("Mohon difoto ulang")
    expect(kader.page.locator("main")).to_contain_text("Tulisan buram")

    # 6. the family opens its page and wants to be reminded; the next time it is told by push
    family = launch("warga", **PHONE, permissions=PERMISSIONS)
    family.expose_function("__fakeSubscribe", push_service.subscribe)
    family.add_init_script(path=str(SHIM))
    warga = open_family_page(family, address, digits)
    expect(warga.locator("body")).to_contain_text("Buku KIA")
    warga.get_by_role("button", name="Ingatkan saya").click()
    until(warga, lambda: push_service.subscriptions, 20, "a subscription")
    controlled(warga)
    kader.page.bring_to_front()
    kader.retake(paper_photo(tmp_path, "sekali lagi"))
    officer.open_case(HEAD)
    officer.turn_down("Buku KIA", "Terpotong")
    officer.send_back()
    told = until(officer.page, lambda: messages(push_service), 40, "a push to the family")[0]
    names_nobody(told)
    shown_and_opened(family, warga, server, told)
    with beside(settings, server) as app, app.app_context():
        until(warga, lambda: db.session.scalars(select(Delivery.seen_at)).one(), 10, "seen, says the server")

    # the retake is taken: number and hour in the same moment, on the list that hangs on the board
    open_task(kader, server, "Foto ulang Buku KIA")
    kader.retake(paper_photo(tmp_path, "jelas"))
    officer.open_case(HEAD)
    officer.take("Buku KIA")
    officer.accept_case()
    queue = officer.on_the_day_list(HEAD).locator(".qno").inner_text()
    served = date.fromisoformat(officer.page.get_by_label("Hari pelayanan").input_value())
    assert re.fullmatch(r"[AP]-\d{3}", queue)
    officer.page.get_by_role("link", name="Cetak daftar").click()
    board = officer.page.locator("main.a4")
    expect(board).to_contain_text(queue)
    expect(board).to_contain_text("S.N.")
    expect(board).not_to_contain_text("Suryati")
    warga.reload()
    expect(warga.locator("body")).to_contain_text(queue)

    # a new kader comes in by invitation, and the first one's phone is revoked
    link = officer.invite("Bu Wati", "RW 003")
    newcomer = launch("wati", **PHONE, permissions=PERMISSIONS).new_page()
    accept(newcomer, link, unlocking=False)
    expect(newcomer.locator("h1")).to_contain_text("Bu Wati")
    newcomer.goto(server.url + "/warga")
    expect(newcomer.locator("h1")).to_contain_text("RW 003")
    officer.revoke_phone("Bu Wati", "HP hilang")
    newcomer.goto(server.url + "/")
    expect(newcomer.get_by_role("heading", name="PIN 6 angka", exact=True)).to_be_visible(timeout=30_000)
    type_pin(newcomer)  # locked once, nothing is gone
    expect(newcomer.locator(".status")).to_contain_text("disambungkan lagi", timeout=30_000)

    # the day before, the same server, its clock there: the family is reminded with number and hour
    before = len(messages(push_service))
    server.stop()
    server.ahead = datetime.combine(served - timedelta(days=1), time(16, 5), WIB) - datetime.now(WIB)
    server.start()
    reminder = until(warga, lambda: messages(push_service)[before:], 60, "the day before's reminder")[0]
    assert queue in reminder["notification"]["body"]
    assert "Besok" in reminder["notification"]["body"]
    names_nobody(reminder)


def fill_the_rest(kader: Kader, photo: Path) -> None:
    """From the house to the end of the survey."""
    onward(kader.page, "D. Tempat tinggal")
    kader.house(photo)
    onward(kader.page, "E. Ekonomi")
    kader.economy()
    onward(kader.page, "F. Anggota keluarga")
    kader.member(HEAD, "Kepala keluarga", ("12", "7", "1985"), "3201995207850021", "Perempuan")
    kader.member(CHILD, "Anak", ("3", "2", "2023"), "3201990302230021", "Laki-laki", child=True)
    kader.member_mended(HEAD, "Ijazah tertinggi", "SMA")
    kader.member_removed("Rina Astuti")
    onward(kader.page, "G. Bantuan")
    kader.requests()


def emergency_is_at_hand(page: Page) -> None:
    """*Butuh pertolongan darurat*, without signal: the PSM's number to call and a text ready to send."""
    page.get_by_role("button", name="Butuh pertolongan darurat").first.click()
    sheet = page.get_by_role("dialog")
    assert sheet.locator("a[href^='tel:+62']").count() > 0
    assert "Butuh%20pertolongan%20sekarang" in (sheet.locator("a[href^='sms:']").first.get_attribute("href") or "")
    expect(sheet.locator("a[href='tel:119']")).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet).not_to_be_visible()


def open_task(kader: Kader, server: Server, title: str) -> None:
    """The kader opens the application now and then; at an exchange the task is there, and she opens it."""
    kader.page.bring_to_front()
    task = kader.task(title, HEAD)

    def there() -> bool:
        kader.page.goto(server.url + "/")
        kader.page.wait_for_timeout(3_000)
        return task.count() > 0

    until(kader.page, there, 60, f"the task {title}")
    task.click()


def message_is_ready(kader: Kader, server: Server) -> None:
    """A family that no push reaches is a task: a text for WhatsApp, made but sent by a person."""
    open_task(kader, server, "Kabari lewat WhatsApp")
    link = kader.page.locator("a[href^='https://wa.me/']").first
    href = link.get_attribute("href") or ""
    assert href.startswith("https://wa.me/6280000000021?text=")
    assert "ratis" in href


def shown_and_opened(context: BrowserContext, page: Page, server: Server, message: dict[str, Any]) -> None:
    """The family's worker shows the message, and a tap on it opens her page."""
    worker = worker_session(context, page, server.url + "/w/")
    recorded = Bg(page, worker[0])
    deliver_push(worker, json.dumps(message))
    shown = recorded.wait("Notification displayed")[0]
    names_nobody(shown)
    page.goto(server.url + "/w/")  # another page of the same worker
    page.wait_for_timeout(400)  # asked while it is being put up, a notification can be lost for good
    context.service_workers[0].evaluate(
        "async () => { const [note] = await self.registration.getNotifications();"
        " self.dispatchEvent(new NotificationEvent('notificationclick', {notification: note})) }"
    )
    expect(page).to_have_url(message["notification"]["navigate"])
    expect(page.locator("body")).to_contain_text("Buku KIA")


def kill_browser(profile: Path) -> None:
    """SIGKILL to the browser of ``profile``: a phone whose battery is gone."""
    listing = subprocess.run(["ps", "-eww", "-o", "pid,args"], capture_output=True, text=True, check=True).stdout
    for line in listing.splitlines():
        if "--type=" not in line and f"--user-data-dir={profile}" in line:
            os.kill(int(line.split()[0]), signal.SIGKILL)


@contextmanager
def beside(settings: Settings, server: Server) -> Iterator[Flask]:
    """An app on the same database and instance folder as ``server``, to look."""
    app = create_app(replace(settings, public_url=server.url))
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def messages(push_service: FakePush) -> list[dict[str, Any]]:
    """What the service decrypted, in the order it came."""
    return [json.loads(got["data"]) for got in push_service.messages()]


def names_nobody(message: dict[str, Any]) -> None:
    """The message says no name, programme, paper or illness."""
    text = json.dumps(message, ensure_ascii=False).lower()
    assert not [word for word in PRIVATE if word in text]
