"""``make pictures``: the pictures of the README, taken from the running product while the way of one answer is walked.

Writes ``docs/pictures/*.png``: a phone of 360 by 740 and a desk of 1280 by 800 CSS pixels, in few colours.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

from tests.browser import ARGUMENTS, CHROMIUM, DESK, PERMISSIONS, PHONE, until
from tests.serving import Server
from tests.walk import Kader, Officer, invitations, keep_unlocked, make_pin, onward, open_family_page, paper_photo

PICTURES = Path(__file__).resolve().parent.parent.parent / "docs" / "pictures"
HEAD = "Suryati Ningsih"
COLOURS = 96
ONE_TO_ONE = PHONE | {"device_scale_factor": 1}


def keep(page: Page, name: str) -> None:
    """Take the picture of what is shown now."""
    page.wait_for_timeout(500)
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path)
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(COLOURS).save(path, optimize=True)
    print(path.relative_to(PICTURES.parent.parent))


def main() -> int:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        home = Path(folder)
        server = Server(home / "instance", DEMO="1", JOBS="1", QUIET_HOURS="off").start()

        def launch(profile: str, **options: Any) -> BrowserContext:
            context = playwright.chromium.launch_persistent_context(
                str(home / profile), executable_path=CHROMIUM, args=ARGUMENTS, permissions=PERMISSIONS, **options
            )
            context.set_default_timeout(30_000)
            return context

        try:
            walk(
                server,
                launch("desk", **DESK),
                launch("phone", **PHONE | {"device_scale_factor": 1}),
                launch("warga", **PHONE | {"device_scale_factor": 1}),
                home,
            )
        finally:
            server.stop()
    return 0


def come_in(kader: Kader, link: str) -> None:
    """Step by step what ``Kader.enrol`` does at once."""
    page = kader.page
    page.goto(link)
    page.get_by_role("button", name="Lihat undangan").click()
    expect(page.get_by_role("button", name="Terima undangan")).to_be_visible()
    keep(page, "1-undangan")
    page.get_by_role("button", name="Terima undangan").click()
    make_pin(page)
    keep_unlocked(page)
    begin = page.get_by_role("button", name="Mulai bekerja")
    expect(begin).to_be_enabled(timeout=60_000)
    keep(page, "1-siap")
    begin.click()
    expect(page.locator("h1")).to_contain_text("Bu Ani")
    until(page, kader.ready_offline, 60, "surveys, catalogue and records on the phone")


def walk(server: Server, desk: BrowserContext, phone: BrowserContext, family: BrowserContext, home: Path) -> None:
    """The seven steps, each with its pictures."""
    links = invitations(server)
    officer = Officer(desk.new_page(), server)
    officer.enter(links["Pak Dedi"])
    card, address = officer.print_cards()
    kader = Kader(phone.new_page())
    page = kader.page
    come_in(kader, links["Bu Ani"])
    keep(page, "1-beranda")
    server.kill()
    page.goto(server.url + "/warga")
    expect(page.locator(".list").first).to_be_visible()
    keep(page, "2-warga")
    kader.begin("001")
    kader.consent()
    kader.family(HEAD)
    onward(page, "D. Tempat tinggal")
    kader.house(paper_photo(home, "rumah"))
    page.locator(".q").filter(has_text="Daya listrik").scroll_into_view_if_needed()
    keep(page, "2-survei")
    onward(page, "E. Ekonomi")
    kader.economy()
    onward(page, "F. Anggota keluarga")
    kader.member(HEAD, "Kepala keluarga", ("12", "7", "1985"), "3201995207850021", "Perempuan")
    kader.member("Dadan Hidayat", "Anak", ("3", "2", "2023"), "3201990302230021", "Laki-laki", child=True)
    page.evaluate("scrollTo(0, 0)")
    keep(page, "2-anggota")
    onward(page, "G. Bantuan")
    kader.requests()
    page.get_by_role("button", name="Lanjut", exact=True).click()
    expect(page.locator("h1")).to_contain_text("Hasil cek layanan")
    keep(page, "3-hasil-cek")
    page.get_by_role("button", name="Lanjut cek berkas").click()
    kader.photograph("Kartu Keluarga", paper_photo(home, "kk"))
    kader.photograph("Buku KIA", paper_photo(home, "kia"))
    expect(page.locator("h1")).to_contain_text("Cek berkas")
    page.evaluate("scrollTo(0, 0)")
    keep(page, "3-berkas")
    digits = kader.attach_card(card)
    page.get_by_role("button", name="Lanjut, periksa").click()
    page.get_by_role("button", name="Selesai dan kirim").click()
    row = page.locator("section.card").filter(has_text=HEAD)
    expect(row).to_be_visible()
    keep(page, "3-kiriman-di-hp")
    server.start()
    until(page, lambda: re.search(r"Foto: 4 dari 4", row.inner_text()), 120, "everything sent")
    keep(page, "4-kiriman-sampai")
    officer.open("/masuk")
    expect(officer.page.locator("tr").filter(has_text=HEAD)).to_be_visible()
    keep(officer.page, "5-kotak-masuk")
    officer.open_case(HEAD)
    officer.take("Kartu Keluarga")
    officer.turn_down("Buku KIA", "Tulisan buram", "Mohon difoto ulang di tempat terang, ya Bu.")
    officer.paper("Buku KIA")
    keep(officer.page, "5-periksa")
    officer.page.keyboard.press("k")
    expect(officer.page.get_by_role("dialog")).to_be_visible()
    keep(officer.page, "5-kembalikan")
    officer.page.keyboard.press("Escape")
    officer.send_back()
    page.bring_to_front()
    page.goto(server.url + "/")
    kader.task("Foto ulang Buku KIA", HEAD).click()
    expect(page.locator("h1")).to_contain_text("Perlu dilengkapi")
    keep(page, "5-dikembalikan")
    warga = open_family_page(family, address, digits)
    keep(warga, "6-warga")
    page.bring_to_front()
    kader.retake(paper_photo(home, "kia-jelas"))
    officer.open_case(HEAD)
    officer.take("Buku KIA")
    officer.accept_case()
    officer.on_the_day_list(HEAD)
    keep(officer.page, "5-hari-rabu")
    officer.open("/orang")
    expect(officer.page.locator("table")).to_be_visible()
    keep(officer.page, "5-orang")
    page.bring_to_front()
    page.goto(server.url + "/")
    page.get_by_role("button", name="Butuh pertolongan darurat").first.click()
    keep(page, "7-darurat")


if __name__ == "__main__":
    sys.exit(main())
