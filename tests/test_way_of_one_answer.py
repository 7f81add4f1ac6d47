"""The way of one answer: from a doorstep without signal to the officers' Wednesday and the family's page.

Everything runs as shipped: the server as ``make run`` starts it, killed and started again; the application in Chromium;
pushes received and decrypted by a push service made independently. Only ``pushManager.subscribe`` is replaced in the
page, because a browser without a network cannot subscribe.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path

from playwright.sync_api import BrowserContext, Locator, Page, expect

from server import clock, create_app, jobs
from server.clock import WIB
from server.settings import Settings
from tests.browser import DESK, PERMISSIONS, PHONE, Bg, controlled, deliver_push, until, worker_session
from tests.fakepush import FakePush
from tests.serving import Server
from tests.walk import Kader, accept, onward, paper_photo, question

SHIM = Path(__file__).parent / "push_shim.js"


def test_an_answer_goes_from_the_door_to_wednesday_and_to_the_family(
    serve: Callable[..., Server],
    launch: Callable[..., BrowserContext],
    push_service: FakePush,
    settings: Settings,
    tmp_path: Path,
) -> None:
    server = serve(DEMO="1", PUSH_HOSTS=push_service.origin.removeprefix("http://"), QUIET_HOURS="off")
    links = invitations(server)

    # the officer prints cards
    desk = launch("desk", **DESK, permissions=PERMISSIONS)
    officer = desk.new_page()
    enter_desk(officer, links["Pak Dedi"])
    card = print_cards(officer, server)

    # 1 the kader is enrolled and has everything on her phone
    phone = launch(
        "ani", **PHONE, permissions=PERMISSIONS, geolocation={"latitude": -6.55, "longitude": 106.69, "accuracy": 12}
    )
    kader = Kader(phone.new_page())
    kader.enrol(links["Bu Ani"])
    assert kader.page.evaluate("location.hash") == "", "the invitation stays in no address"

    # 2 offline: the server is gone, not only the network
    server.kill()
    kader.page.reload()
    expect(kader.page.locator("h1")).to_contain_text("Bu Ani")
    kader.begin("001")
    kader.consent()
    kader.family("Suryati Ningsih")

    # the phone dies in the middle of the page
    address = kader.page.url
    kill_browser(phone)
    phone = launch("ani", **PHONE, permissions=PERMISSIONS)
    kader = Kader(phone.new_page())
    kader.page.goto(server.url + "/")
    kader.page.get_by_text("Lanjutkan kunjungan").click()
    expect(kader.page.locator("h1")).to_contain_text("C. Identitas keluarga")
    assert address.split("/kunjungan/")[1] == kader.page.url.split("/kunjungan/")[1]
    expect(question(kader.page, "Nama kepala keluarga").locator("input")).to_have_value("Suryati Ningsih")
    expect(question(kader.page, "Paling mudah dikabari").locator("input:checked")).to_have_count(2)

    photo = paper_photo(tmp_path, "rumah")
    onward(kader.page, "D. Tempat tinggal")
    kader.house(photo)
    onward(kader.page, "E. Ekonomi")
    kader.economy()
    onward(kader.page, "F. Anggota keluarga")
    kader.member("Suryati Ningsih", "Kepala keluarga", ("12", "7", "1985"), "3201995207850021", "Perempuan")
    kader.member("Dadan Hidayat", "Anak", ("3", "2", "2023"), "3201990302230021", "Laki-laki", child=True)
    onward(kader.page, "G. Bantuan")
    kader.requests()

    # 3 conditions, papers, the family's card; finished, still offline
    kader.page.get_by_role("button", name="Lanjut", exact=True).click()
    expect(kader.page.locator("h1")).to_contain_text("Hasil cek layanan")
    expect(kader.page.locator("main")).to_contain_text("Bantuan untuk balita/ibu hamil")
    expect(kader.page.locator("main")).to_contain_text("Belum terpenuhi")
    kader.page.get_by_role("button", name="Lanjut cek berkas").click()
    expect(kader.page.locator("h1")).to_contain_text("Cek berkas")
    kader.photograph("Kartu Keluarga", paper_photo(tmp_path, "kk"))
    expect(kader.page.locator("h1")).to_contain_text("Cek berkas")
    kader.photograph("Buku KIA", paper_photo(tmp_path, "buku kia"))
    pin = kader.attach_card(card)
    kader.page.get_by_role("button", name="Lanjut, periksa").click()
    expect(kader.page.locator("h1")).to_contain_text("Periksa lagi")
    kader.page.get_by_role("button", name="Selesai dan kirim").click()
    row = kader.page.locator("section.card").filter(has_text="Suryati Ningsih")
    expect(row).to_contain_text("Di HP ini")
    assert row.locator(".trail .on").count() == 0, "nothing says that it was sent"

    # 4 the server comes back; nobody touches anything
    server.start()
    number = until(kader.page, lambda: re.search(r"CBD-\d{4}-\d{6}", row.inner_text()), 120, "a number without a tap")
    until(kader.page, lambda: re.search(r"Foto: 4 dari 4", row.inner_text()), 120, "all photos there")

    # 5 the desk: one paper taken, one turned down, the case sent back
    officer.bring_to_front()
    officer.goto(server.url + "/masuk")
    open_case(officer, "Suryati Ningsih")
    expect(officer.locator("h1")).to_contain_text(number.group(0))
    take_paper(officer, "Kartu Keluarga")
    reject_paper(officer, "Buku KIA", "Tulisan buram", "Mohon difoto ulang di tempat terang, ya Bu.")
    send_back(officer)

    # the family subscribes to reminders before anything is sent: see below; her phone shows the task
    kader.page.bring_to_front()
    kader.page.goto(server.url + "/")
    task = kader.page.locator("a.go").filter(has_text="Suryati Ningsih").filter(has_text="Buku KIA")
    expect(task).to_be_visible(timeout=30_000)
    task.click()
    expect(kader.page.locator("h1")).to_contain_text("Perlu dilengkapi")
    expect(kader.page.locator("main")).to_contain_text("Mohon difoto ulang")

    # 6 the family opens its page, types the four digits, and allows reminders
    family = launch("warga", **PHONE, permissions=PERMISSIONS)
    family.expose_function("__fakeSubscribe", push_service.subscribe)
    family.add_init_script(path=str(SHIM))
    warga = open_family_page(family, server, card, pin)
    expect(warga.locator("body")).to_contain_text("Buku KIA")
    warga.get_by_role("button", name="Ingatkan saya").click()
    until(warga, lambda: push_service.subscriptions, 20, "a subscription")
    controlled(warga)

    # the retake goes, the case comes back by itself and is sent back once more: now the family is told
    kader.page.get_by_role("button", name="Foto ulang").click()
    kader.page.locator(".shoot input[type=file]").last.set_input_files(paper_photo(tmp_path, "buku kia lagi"))
    kader.page.get_by_role("button", name="Pakai foto ini").click()
    officer.bring_to_front()
    officer.goto(server.url + "/masuk")
    open_case(officer, "Suryati Ningsih")
    reject_paper(officer, "Buku KIA", "Terpotong", "")
    send_back(officer)
    with aside(settings, server) as app, app.app_context():
        run_jobs_until(officer, push_service, 1)
    first = messages(push_service)[0]
    tell(first, "Suryati", "Dadan", "balita", "KIA", "gizi")

    worker = worker_session(family, warga, server.url + "/w/")
    seen = Bg(warga, worker[0])
    deliver_push(worker, json.dumps(first))
    shown = seen.wait("Notification displayed")[0]
    assert "Suryati" not in json.dumps(shown)
    assert re.fullmatch(r"/w/[A-Za-z0-9_-]+", first["notification"]["navigate"].removeprefix(server.url))

    # she retakes it, he accepts; number and time in the same moment
    kader.page.bring_to_front()
    kader.page.goto(server.url + "/")
    kader.page.locator("a.go").filter(has_text="Buku KIA").filter(has_text="Suryati Ningsih").click()
    kader.page.get_by_role("button", name="Foto ulang").click()
    kader.page.locator(".shoot input[type=file]").last.set_input_files(paper_photo(tmp_path, "buku kia jelas"))
    kader.page.get_by_role("button", name="Pakai foto ini").click()
    officer.bring_to_front()
    officer.goto(server.url + "/masuk")
    open_case(officer, "Suryati Ningsih")
    take_paper(officer, "Buku KIA")
    expect(officer.get_by_role("button", name=re.compile("Terima, siap"))).not_to_have_attribute(
        "aria-disabled", "true", timeout=20_000
    )
    officer.keyboard.press("s")
    expect(officer.get_by_text("Keputusan dicatat")).to_be_visible()
    officer.goto(server.url + "/rabu")
    line = on_the_day_list(officer, "Suryati Ningsih")
    queue = line.locator(".qno").inner_text()
    assert re.fullmatch(r"[AP]-\d{3}", queue)
    officer.get_by_role("link", name="Cetak daftar").click()
    expect(officer.locator("main.a4")).to_contain_text(queue)
    expect(officer.locator("main.a4")).to_contain_text("S.N.")
    expect(officer.locator("main.a4")).not_to_contain_text("Suryati")

    # the day before, the family is reminded with number and hour
    warga.reload()
    expect(warga.locator("body")).to_contain_text(queue)
    with aside(settings, server) as app, app.app_context():
        day = service_day(app, queue)
        tuesday = datetime.combine(day - timedelta(days=1), time(16, 5), WIB)
        with clock.turned(lambda: tuesday):
            run_jobs_until(officer, push_service, 2)
    reminder = messages(push_service)[-1]
    assert queue in reminder["notification"]["body"]
    tell(reminder, "Suryati", "Dadan", "balita", "KIA", "gizi")


def invitations(server: Server) -> dict[str, str]:
    """The links that the first run printed, by person."""
    return dict(re.findall(r"^  (\S.*?)\s{2,}\S.*\n\s+(http\S+#undang=\S+)", server.printed(), re.M))


def enter_desk(page: Page, link: str) -> None:
    accept(page, link)
    expect(page.locator("h1")).to_contain_text("kasus menunggu", timeout=60_000)


def print_cards(page: Page, server: Server) -> str:
    """Make a sheet of cards; six letters of one of them."""
    page.goto(server.url + "/kartu")
    page.get_by_role("button", name="Cetak 24 kartu").click()
    expect(page.locator(".kartu")).to_have_count(24)
    return page.locator(".kartu .code").first.inner_text().replace(" ", "")


def open_case(page: Page, name: str) -> None:
    row = page.locator("tr").filter(has_text=name)
    expect(row).to_be_visible(timeout=30_000)
    row.locator("a").click()
    expect(page.locator("h1")).to_contain_text(name)


def take_paper(page: Page, paper: str) -> None:
    page.locator(".slot").filter(has_text=paper).click()
    expect(page.locator(".viewer img")).to_be_visible(timeout=20_000)
    page.keyboard.press("t")
    expect(page.locator(".slot").filter(has_text=paper)).to_contain_text("Diterima", timeout=20_000)


def reject_paper(page: Page, paper: str, reason: str, note: str) -> None:
    page.locator(".slot").filter(has_text=paper).click()
    expect(page.locator(".viewer img")).to_be_visible(timeout=20_000)
    page.keyboard.press("x")
    dialog = page.get_by_role("dialog")
    dialog.locator("label.choice").filter(has_text=reason).click()
    dialog.locator("textarea").fill(note)
    dialog.get_by_role("button", name="Tolak berkas").click()
    expect(page.locator(".slot").filter(has_text=paper)).to_contain_text("Ditolak", timeout=20_000)


def on_the_day_list(page: Page, name: str) -> Locator:
    """The family's line, on whichever coming day it got its place (after a cut-off that is the week after)."""
    line = page.locator("tr").filter(has_text=name)
    days = page.get_by_label("Hari pelayanan")
    expect(days).to_be_visible()
    coming = days.locator("option:checked").evaluate("option => option.index")
    for index in range(coming, coming + 3):
        days.select_option(index=index)
        try:
            expect(line).to_be_visible(timeout=8_000)
        except AssertionError:
            continue
        return line
    raise AssertionError(f"{name} is on no list")


def send_back(page: Page) -> None:
    """Send the open case back with the papers that are lacking."""
    page.keyboard.press("k")
    page.get_by_role("dialog").get_by_role("button", name=re.compile("^Kembalikan")).click()
    expect(page.get_by_text("Keputusan dicatat")).to_be_visible()


def open_family_page(context: BrowserContext, server: Server, card: str, pin: str) -> Page:
    """The family's page: six letters of the card and the four digits it was told."""
    page = context.new_page()
    page.goto(server.url + "/w/")
    page.locator("input[name=kartu]").fill(card)
    before = page.content()
    assert "Suryati" not in before and "KIA" not in before
    page.locator("input[name=kode]").fill(pin)
    page.get_by_role("button").first.click()
    expect(page.locator("body")).to_contain_text("Perlu dilengkapi")
    return page


def kill_browser(context: BrowserContext) -> None:
    """SIGKILL to the browser of ``context``: a phone whose battery is gone."""
    profile = context.pages[0].evaluate("1") and context
    del profile
    for line in subprocess.run(
        ["ps", "-eo", "pid,args"], capture_output=True, text=True, check=True
    ).stdout.splitlines():
        if "--type=" not in line and "/profiles/ani" in line and "chrom" in line:
            os.kill(int(line.split()[0]), signal.SIGKILL)


class aside:  # noqa: N801  # reads as a word: with aside(...)
    """An app on the same database and instance folder as ``server``."""

    def __init__(self, settings: Settings, server: Server) -> None:
        from dataclasses import replace

        hosts = tuple(server.environment["PUSH_HOSTS"].split(","))
        self.app = create_app(replace(settings, public_url=server.url, push_hosts=hosts, quiet_hours=None))

    def __enter__(self):  # type: ignore[no-untyped-def]
        return self.app

    def __exit__(self, *_: object) -> None:
        from server.db import db

        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()


def run_jobs_until(page: Page, push_service: FakePush, count: int) -> None:
    """Run what is due until the push service has ``count`` messages."""
    until(page, lambda: (jobs.run_due(), len(messages(push_service)) >= count)[1], 20, f"{count} messages")


def messages(push_service: FakePush) -> list[dict]:  # type: ignore[type-arg]
    """What the service decrypted, in the order it came."""
    return [json.loads(got["data"]) for got in push_service.messages()]


def tell(message: dict, *private: str) -> None:  # type: ignore[type-arg]
    """The message names no person, programme, paper or illness."""
    text = json.dumps(message, ensure_ascii=False).lower()
    assert not [word for word in private if word.lower() in text]


def service_day(app, queue: str):  # type: ignore[no-untyped-def]
    from datetime import date

    from sqlalchemy import select

    from server.cases.models import Case
    from server.db import db

    found = db.session.scalars(
        select(Case.service_day).where(Case.queue_number == queue).order_by(Case.seq.desc())
    ).first()
    return date.fromisoformat(str(found))
