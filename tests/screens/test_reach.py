"""The screens of a visit and of the desk for those who use a keyboard, a screen reader, large letters or the dark."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser import DESK
from tests.screens.phone import agreed_visit, ask_for, to_page
from tests.serving import Server
from tests.walk import Kader, choose, question, write

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}


def serious(page: Page) -> list[str]:
    """What axe finds serious or worse: rule and first element."""
    page.wait_for_timeout(250)  # colours fade in
    found: list[dict[str, Any]] = Axe().run(page, options=RULES).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found if v["impact"] in ("serious", "critical")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_screens_of_a_visit_can_be_read_by_everybody(
    kader: Callable[..., Page], desa_server: Server, scheme: str
) -> None:
    page = kader(color_scheme=scheme, reduced_motion="reduce")
    findings = {}
    visit = agreed_visit(page, desa_server)
    findings["A"] = serious(page)
    to_page(page, visit, 3, "D. Tempat tinggal")
    choose(page, "punya tempat berteduh", "Ya")
    page.get_by_role("button", name="Lanjut", exact=True).click()
    findings["D with gaps"] = serious(page)
    to_page(page, visit, 5, "F. Anggota")
    page.get_by_role("button", name="Tambah Anggota keluarga").click()
    write(page, "Nama lengkap", "Nur Hasanah")
    choose(page, "Keberadaan sekarang", "Tinggal bersama")
    choose(page, "tanggal lahir diketahui", "Hanya tahu")
    write(page, "Tahun lahir", "1958")
    choose(page, "NIK", "Ada")
    write(page, "NIK (16 angka)", "3201995207850021")
    expect(page.locator(".ask")).to_be_visible()
    findings["a member"] = serious(page)
    page.get_by_role("link", name="Kembali").click()
    findings["the members"] = serious(page)
    ask_for(page, visit, "Bantuan untuk balita")
    findings["papers"] = serious(page)
    for screen, heading in (("cek", "Hasil cek"), ("periksa", "Periksa lagi")):
        page.goto(f"{visit}/{screen}")
        expect(page.locator("h1")).to_contain_text(heading)
        expect(page.locator(".prog")).to_contain_text("Tersimpan di HP ini")
        findings[screen] = serious(page)
    page.locator(".list a.go").filter(has_text="belum diisi").click()  # to the field, which says what is wrong with it
    expect(page.locator(".q.bad :focus")).to_be_visible()
    assert not {name: found for name, found in findings.items() if found}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_screens_of_the_desk_can_be_read_by_everybody(
    kader: Callable[..., Page], desa_server: Server, scheme: str
) -> None:
    page = kader("dedi", "Pak Dedi", **DESK, color_scheme=scheme, reduced_motion="reduce", is_mobile=False)
    findings = {}
    page.goto(desa_server.url + "/masuk")
    page.locator("tbody tr").first.wait_for()
    findings["inbox"] = serious(page)
    page.locator("tbody a").first.click()
    page.locator(".slot").first.wait_for()
    findings["review"] = serious(page)
    page.keyboard.press("k")
    page.get_by_role("dialog").wait_for()
    findings["send back"] = serious(page)
    for path in ("/rabu", "/orang"):
        page.goto(desa_server.url + path)
        page.locator("tbody tr").first.wait_for()
        findings[path] = serious(page)
    assert not {name: found for name, found in findings.items() if found}


def test_a_whole_page_of_the_survey_by_keyboard_alone(kader: Callable[..., Page], desa_server: Server) -> None:
    page = kader()
    Kader(page).begin("001")
    tab_to(page, "Tanggal kunjungan")
    for number in ("2", "11", "2026"):
        page.keyboard.press("Control+a")
        page.keyboard.type(number)
        page.keyboard.press("Tab")
    page.keyboard.type("7B")  # the number of the house follows
    tab_to(page, "Hasil kunjungan")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    tab_to(page, "setuju data keluarga dicatat")
    page.keyboard.press("Space")
    for _ in range(20):
        if page.evaluate("document.activeElement.textContent").strip() == "Lanjut":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("B. Rincian persetujuan")
    page.go_back()  # the phone's back: the page before, as it was left
    expect(page.locator("h1")).to_contain_text("A. Kunjungan")
    expect(question(page, "Nomor rumah").locator("input")).to_have_value("7B")
    expect(question(page, "Tanggal kunjungan")).to_contain_text("2 November 2026")
    expect(question(page, "Hasil kunjungan").locator("input").first).to_be_checked()


def tab_to(page: Page, label: str) -> None:
    """Press Tab until the focus stands in the question called ``label``."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if question(page, label).locator(":focus").count():
            return
    raise AssertionError(f"Tab does not lead to {label}")


@pytest.mark.parametrize(("width", "size"), [(320, ""), (360, "Sangat besar")])
def test_nothing_has_to_be_scrolled_sideways(
    kader: Callable[..., Page], desa_server: Server, width: int, size: str
) -> None:
    page = kader(viewport={"width": width, "height": 700})
    if size:
        page.goto(desa_server.url + "/lainnya")
        page.get_by_label(size).check(force=True)
    wide = {}
    visit = agreed_visit(page, desa_server)
    to_page(page, visit, 2, "C. Identitas")
    write(page, "Nama kepala keluarga", "Siti Nur'aeni Rahmawati Kusumaningrum binti Abdurrahman")
    to_page(page, visit, 3, "D. Tempat tinggal")
    choose(page, "punya tempat berteduh", "Ya")
    wide["D"] = beyond(page)
    to_page(page, visit, 5, "F. Anggota")
    page.get_by_role("button", name="Tambah Anggota keluarga").click()
    choose(page, "Keberadaan sekarang", "Tinggal bersama")
    choose(page, "tanggal lahir diketahui", "Tahu tanggal")
    choose(page, "NIK", "Ada")
    wide["a member"] = beyond(page)
    ask_for(page, visit, "Mengaktifkan kembali")
    wide["papers"] = beyond(page)
    for screen in ("cek", "periksa"):
        page.goto(f"{visit}/{screen}")
        page.locator("h2").first.wait_for()
        wide[screen] = beyond(page)
    page.goto(desa_server.url)
    for tab in ("Beranda", "Warga", "Kiriman", "Lainnya"):
        page.locator(".tabs a").filter(has_text=tab).click()
        expect(page.locator(".tabs [aria-current]")).to_have_text(re.compile(tab))
        wide[tab] = beyond(page)
    assert page.evaluate("getComputedStyle(document.body).fontSize") == ("24px" if size else "18px")
    assert not {name: px for name, px in wide.items() if px > 0}


def beyond(page: Page) -> int:
    """How many px of the page, or of a tab or day in it, lie beyond its right edge; also at letters of 200 %."""
    px: int = page.evaluate(
        """() => {
          const root = document.documentElement
          const all = () => [root, ...root.querySelectorAll(".week li, .tabs a")]
          const over = () => Math.max(...all().map(e => e.scrollWidth - e.clientWidth))
          const as_it_is = over()
          root.style.fontSize = '32px'
          const twice = over()
          root.style.fontSize = ''
          return Math.max(as_it_is, twice)
        }"""
    )
    return px
