"""One service day at two counters in Chromium; one of them has no network for a while, and nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask import Flask
from playwright.sync_api import BrowserContext, Locator, Page, expect
from sqlalchemy import select

from server import clock
from server.db import db, turn
from server.servicedays import seats
from server.servicedays.models import Ticket
from sync.record import Author
from tests.browser import DESK, poll, until
from tests.chaos import Chaos
from tests.field import new_id
from tests.people import DEDI, DESA, SRI
from tests.pwa.test_shell_desk import KEEPS, enter
from tests.pwa.test_shell_first_steps import Invite
from tests.pwa.test_shell_first_steps import invite as invite

NAMES = ("Suryati", "Udin", "Iis Rohaeti", "Abdul Rojak", "Nur Hasanah", "Rohmat")
ODD, EVEN = "A-001", "A-004"


def prepare(app: Flask) -> str:
    """Today is a service day with six families, ten minutes apart; its date."""
    with app.app_context(), turn(DESA) as now:
        by = Author.server(now.now)
        day = now.now.astimezone(clock.WIB).date()
        seats.add(now, day, by, {}, opens="00.00", closes="23.59")
        for n, name in enumerate(NAMES):
            family, case = new_id(), new_id()
            now.create("family", family, by, area="004/002", head_name=name)
            place = {"service_day": day.isoformat(), "queue_number": f"A-{3 * n + 1:03d}", "arrival": f"00.{n}0"}
            now.create("case", case, by, area="004/002", family=family, service="pkh", status="terjadwal", **place)
    return day.isoformat()


def sit(launch: Callable[..., BrowserContext], link: str, profile: str, counter: int) -> Page:
    """An officer's laptop, come in, at a counter."""
    page = launch(profile, **DESK).new_page()
    enter(page, link)
    poll(page, KEEPS, "/queue/day.js", timeout=30)
    page.get_by_role("link", name="Hari Rabu").click()
    page.get_by_role("button", name=f"Saya di loket {counter}").click()
    expect(counter_pane(page, counter)).to_contain_text("Belum ada yang dipanggil")
    return page


def counter_pane(page: Page, counter: int) -> Locator:
    return page.get_by_role("region", name=re.compile(f"^Loket {counter}"))


def row(page: Page, number: str) -> Locator:
    return page.locator(".people tr").filter(has_text=number)


def tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=re.compile(f"^{name}")).click()


def check_in(page: Page, text: str) -> None:
    """Search, and Enter: the one that is found is here."""
    search = page.get_by_label("Nomor, nama, atau kartu")
    search.fill(text)
    search.press("Enter")
    page.evaluate("document.activeElement.blur()")


def call(page: Page, counter: int, number: str) -> None:
    expect(counter_pane(page, counter)).to_contain_text(f"Panggil berikutnya: {number}")
    page.keyboard.press("n")
    expect(counter_pane(page, counter)).to_contain_text("Panggil lagi")


def serve(page: Page, counter: int, number: str) -> None:
    """By the keys: next, begin, done."""
    call(page, counter, number)
    page.keyboard.press("m")
    expect(counter_pane(page, counter)).to_contain_text("Dilayani 0 menit")
    page.keyboard.press("s")
    expect(counter_pane(page, counter)).to_contain_text("Belum ada yang dipanggil")


def without_a_place(page: Page, name: str, number: str) -> None:
    """Under a minute: a name, a wish, a number."""
    page.keyboard.press("d")
    page.get_by_label("Nama atau NIK").fill(name)
    page.get_by_label("BPJS").check()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text(f"Nomor untuk {name}")).to_be_visible()
    expect(page.locator(".tall")).to_have_text(number)
    page.keyboard.press("Escape")
    expect(page.locator("#l1")).to_be_visible()


def test_a_day_of_two_officers_with_the_network_cut(
    beside: Flask, desa: str, invite: Invite, launch: Callable[..., BrowserContext], chaos: Chaos
) -> None:
    today = prepare(beside)
    home = beside.config["SETTINGS"].public_url
    his, hers = invite(DEDI)[0], invite(SRI)[0].replace(home, chaos.url)
    dedi, sri = sit(launch, his, "dedi", 1), sit(launch, hers, "sri", 2)

    for number in ("1", "a4", "Iis"):  # by number, with its letter, by name
        check_in(dedi, number)
    tab(dedi, "Hadir")
    expect(row(dedi, "A-007")).to_be_visible()
    tab(sri, "Hadir")
    expect(row(sri, "A-007")).to_be_visible(timeout=20_000)  # the other counter knows, without a tap

    display = dedi.context.new_page()
    display.goto(f"{home}/layar")
    dedi.bring_to_front()

    chaos.mode = lambda number, head: "refuse"  # for her page and for its worker
    expect(sri.get_by_text("Tanpa jaringan sejak pukul")).to_be_visible(timeout=20_000)
    serve(sri, 2, EVEN)  # her half
    without_a_place(sri, "Wiwin", "B2-001")
    serve(sri, 2, "B2-001")
    check_in(sri, "Abdul")
    serve(sri, 2, "A-010")
    sri.reload()  # the laptop is opened anew, still without a network
    tab(sri, "Selesai")
    expect(row(sri, "B2-001")).to_contain_text("Selesai di loket 2")

    serve(dedi, 1, ODD)
    expect(display.locator(".calls")).to_contain_text("Loket 1")
    serve(dedi, 1, EVEN)  # she has served them too; nobody can know yet
    without_a_place(dedi, "Dede", "B1-001")
    call(dedi, 1, "A-007")
    expect(display.locator(".call b").first).to_have_text("A-007", timeout=10_000)
    assert not re.search("Iis|Udin|Suryati|PKH", display.locator("body").inner_text())

    chaos.mode = lambda number, head: None
    until(sri, lambda: told(beside).get("B2-001") == "selesai", 30, "what she did arrives")
    until(sri, lambda: told(beside).get("A-010") == "selesai", 20)
    tab(dedi, "Selesai")
    expect(row(dedi, "A-010")).to_contain_text("Selesai di loket 2", timeout=20_000)
    expect(row(dedi, EVEN)).to_contain_text("Juga dilayani di loket", timeout=20_000)

    dedi.keyboard.press("m")
    expect(counter_pane(dedi, 1)).to_contain_text("Dilayani 0 menit")
    dedi.keyboard.press("s")
    expect(counter_pane(dedi, 1)).to_contain_text("Belum ada yang dipanggil")
    dedi.get_by_role("button", name="Tutup hari ini").click()
    dialog = dedi.get_by_role("dialog")
    expect(dialog).to_contain_text("2 keluarga belum datang")
    dialog.get_by_role("button", name="Tutup hari ini").click()
    expect(dedi.get_by_role("heading", level=1)).to_contain_text("Laporan")
    expect(dedi.get_by_text("Selesai dilayani").locator("xpath=following-sibling::dd[1]")).to_have_text("5")
    with dedi.expect_download() as saved:
        dedi.get_by_role("button", name="Unduh (CSV)").click()
    assert saved.value.suggested_filename == f"pelayanan-{today}.csv"

    closed = {
        **dict.fromkeys(("A-001", "A-004", "A-007", "A-010", "B2-001"), "selesai"),
        **dict.fromkeys(("A-013", "A-016"), "tidak_hadir"),
        "B1-001": "belum_dilayani",
    }
    until(dedi, lambda: told(beside) == closed, 20, "the day is closed at the server too")


def told(app: Flask) -> dict[str, str]:
    """What the server knows of everybody of the day: status by number."""
    with app.app_context():
        found = {ticket.number: ticket.status for ticket in db.session.scalars(select(Ticket))}
        db.session.remove()
    return found
