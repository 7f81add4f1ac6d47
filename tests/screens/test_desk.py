"""The desk as a whole: its keys, addresses that lead nowhere, screens as narrow as a phone, and a list of DTSEN."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import FilePayload, Page, Playwright, expect

from tests.browser import ARGUMENTS, CHROMIUM, DESK, until
from tests.screens.phone import enter
from tests.serving import Server
from tests.walk import write

GO = "path => import('/shell/router.js').then(({ go }) => go(path))"
SQUEEZED = """() => {
  const found = [document.documentElement.scrollWidth > innerWidth ? 'sideways' : '']
  for (const one of document.querySelectorAll('#isi *')) {
    const words = one.textContent.trim().length
    const { width, height } = one.getBoundingClientRect()
    const thin = height > 60 && width < 48 && !one.closest('.hide')
    if (!one.children.length && words > 8 && thin) found.push(one.outerHTML)
  }
  return found.filter(Boolean)
}"""


@pytest.fixture(scope="module")
def desk(desa_server: Server, playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """Pak Dedi's laptop, shared by the tests here."""
    context = playwright.chromium.launch_persistent_context(
        str(tmp_path_factory.mktemp("desk")), executable_path=CHROMIUM, headless=True, args=ARGUMENTS, **DESK
    )
    context.set_default_timeout(15_000)
    page = context.new_page()
    enter(page, desa_server, "Pak Dedi")
    yield page
    context.close()


@pytest.fixture(autouse=True)
def at_the_inbox(desk: Page) -> None:
    desk.set_viewport_size(DESK["viewport"])
    desk.evaluate(GO, "/masuk")
    expect(desk.locator("h1")).to_contain_text("kasus menunggu")
    desk.locator("h1").click()


def test_every_screen_has_the_same_keys_and_says_them(desk: Page, desa_server: Server) -> None:
    for digit, path in enumerate(("/masuk", "/betulkan", "/rabu", "/warga", "/survei"), 1):
        desk.keyboard.press(str(digit))
        expect(desk).to_have_url(desa_server.url + path)
        expect(desk.locator("nav [aria-current]")).to_have_attribute("href", path)
    for path, under in (("/desil", "/survei"), ("/pesan", "/survei")):
        desk.evaluate(GO, path)
        expect(desk.locator("nav [aria-current]")).to_have_attribute("href", under)
        desk.locator("h1").click()
        desk.keyboard.press("Escape")
        expect(desk).to_have_url(desa_server.url + under)
    desk.keyboard.press("/")
    expect(desk).to_have_url(desa_server.url + "/warga")
    desk.keyboard.press("/")
    expect(desk.locator("input[type=search]")).to_be_focused()
    desk.keyboard.press("1")
    expect(desk).to_have_url(desa_server.url + "/warga")  # what is typed is typed
    desk.evaluate(GO, "/masuk")
    desk.locator("h1").click()
    desk.keyboard.press("?")
    listed = desk.get_by_role("dialog", name="Pintasan papan ketik")
    expect(listed).to_contain_text("saring")
    expect(listed).to_contain_text("Hari Rabu")
    desk.keyboard.press("Escape")
    expect(listed).to_have_count(0)


def test_keys_of_one_character_are_off_and_unsaid_where_they_are_turned_off(desk: Page, desa_server: Server) -> None:
    desk.keyboard.press("Enter")
    desk.locator(".viewer .tools").wait_for()
    shown = desk.locator("kbd:visible")
    assert {"T", "X", "K", "S", "N", "O", "+", "-", "0", "↑", "↓"} <= set(shown.all_inner_texts())
    case = desk.url
    desk.evaluate("document.documentElement.dataset.letters = 'mati'")
    try:
        for key in ("2", "k", "x", "/", "?", "n"):
            desk.keyboard.press(key)
        expect(desk).to_have_url(case)
        expect(desk.get_by_role("dialog")).to_have_count(0)
        assert set(shown.all_inner_texts()) == {"↑", "↓"}
        desk.keyboard.press("Escape")
        expect(desk).to_have_url(desa_server.url + "/masuk")
    finally:
        desk.evaluate("delete document.documentElement.dataset.letters")


AT_ONCE = """async () => {
  document.querySelector('[role=dialog] button[aria-label=Tutup]').click()
  while (document.querySelector('[role=dialog]')) await null // until it is drawn anew, before the browser has gone back
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '?', bubbles: true }))
}"""


def test_a_sheet_asked_for_while_another_closes_stays_and_one_step_back_closes_it(
    desk: Page, desa_server: Server
) -> None:
    desk.keyboard.press("?")
    listed = desk.get_by_role("dialog", name="Pintasan papan ketik")
    expect(listed).to_be_visible()
    desk.evaluate(AT_ONCE)
    desk.wait_for_timeout(500)
    expect(listed).to_be_visible()
    desk.go_back()
    expect(listed).to_have_count(0)
    expect(desk).to_have_url(desa_server.url + "/masuk")


def test_an_address_that_leads_nowhere_says_so_and_keeps_the_menu(desk: Page) -> None:
    ends = ("/rabu/cetak/apa", "/rabu/laporan/2026-13-77", "/periksa/apa", "/warga/apa", "/warga/apa/petugas")
    for path in (*ends, "/kembar/a/b", "/pilih/apa", "/survei/unggah/apa", "/ngawur"):
        desk.evaluate(GO, path)
        expect(desk.get_by_role("heading", level=1)).to_have_text("Tidak ketemu")
        expect(desk.get_by_role("navigation").get_by_role("link", name="Hari Rabu")).to_be_visible()
        expect(desk.locator("#isi a.btn")).to_have_count(1)
        assert not re.search("undefined|NaN", desk.locator("body").inner_text()), path
        desk.evaluate(GO, "/masuk")


@pytest.mark.parametrize(("width", "size"), [(360, ""), (360, "sangat-besar"), (768, ""), (1280, "sangat-besar")])
def test_nothing_is_squeezed_or_runs_over_the_edge(desk: Page, width: int, size: str) -> None:
    case = desk.locator("tbody a").first.get_attribute("href")
    desk.set_viewport_size({"width": width, "height": 740})
    desk.evaluate("size => { document.documentElement.dataset.size = size }", size)
    paths = ("/masuk", case, "/rabu", "/survei", "/survei/unggah/survei", "/desil", "/pesan", "/orang", "/lainnya")
    found = {}
    for path in (*paths, "/kiriman", "/betulkan", "/pindahan", "/rabu/laporan/2026-11-18"):
        desk.evaluate(GO, path)
        desk.wait_for_timeout(150)
        found[path] = desk.evaluate(SQUEEZED)
    desk.evaluate("delete document.documentElement.dataset.size")
    assert not {path: what for path, what in found.items() if what}


def test_an_officer_corrects_a_visit_and_says_why(desk: Page) -> None:
    visit = desk.evaluate(
        """import('/store/records.js').then(({ all }) =>
          all('visit').find(({ body }) => body.family && body.answers && !body.superseded_by).id)"""
    )
    desk.evaluate(GO, f"/jawaban/{visit}")
    desk.get_by_role("link", name="Betulkan jawaban").click()
    begin = desk.get_by_role("button", name="Betulkan jawaban")
    expect(begin).to_have_attribute("aria-disabled", "true")
    desk.get_by_label("Mengapa jawaban ini dibetulkan?").fill("Warga membawa KK baru")
    begin.click()
    expect(desk.get_by_text("Ini pembetulan kunjungan yang sudah dikirim")).to_be_visible()
    draft = desk.url.split("/")[4]
    write(desk, "Nomor rumah", "7B")
    desk.evaluate(GO, f"/kunjungan/{draft}/periksa")
    desk.get_by_role("button", name="Selesai dan kirim").click()
    expect(desk.get_by_role("heading", name="Kiriman")).to_be_visible()
    waits = "import('/store/outbox.js').then(({ pending }) => pending()).then(list => list.length)"
    until(desk, lambda: desk.evaluate(waits) == 0, 20, "the correction at the server")
    desk.evaluate(GO, f"/jawaban/{visit}")
    desk.get_by_role("link", name="Lihat yang berlaku").click()
    expect(desk.get_by_text("“Warga membawa KK baru”")).to_be_visible()
    expect(desk.locator(".told, .pane-b").filter(has_text="Nomor rumah").first).to_contain_text("7B")
    expect(desk.get_by_role("link", name="Lihat jawaban sebelumnya")).to_be_visible()


def test_a_list_of_dtsen_is_mapped_looked_at_written_and_taken_back(desk: Page) -> None:
    cards = desk.evaluate(
        "import('/store/records.js').then(({ all }) => all('identity').map(one => one.body.kk_number).filter(Boolean))"
    )
    lines = ["KK;Nama;Kelompok", f"{cards[0]};A;10", f"{cards[0]};A;10", "3201990000000099;X;3", f"{cards[1]};B;10"]
    desk.keyboard.press("5")
    desk.get_by_role("link", name="Desil DTSEN").click()
    file: FilePayload = {"name": "dtsen.csv", "mimeType": "text/csv", "buffer": "\n".join(lines).encode()}
    desk.locator("input[type=file]").set_input_files([file])
    expect(desk.get_by_text("Tidak ada yang berubah")).to_be_visible()
    desk.get_by_label("Desil", exact=True).select_option(label="Kelompok")
    expect(desk.get_by_role("heading", name="2 keluarga berubah")).to_be_visible()
    expect(desk.get_by_text("1 NIK atau KK tidak dikenal di desa ini")).to_be_visible()
    expect(desk.get_by_text("1 nomor ada lebih dari satu kali")).to_be_visible()
    desk.get_by_label("Tanggal daftar").fill("2026-07-20")
    waiting = "import('/store/outbox.js').then(({ outbox }) => outbox.value.length)"
    desk.get_by_role("button", name="Catat 2 desil").click()
    expect(desk.get_by_text("Desil 2 keluarga tercatat")).to_be_visible()
    assert desk.evaluate(waiting) == 2
    desk.get_by_role("button", name="Urungkan").click()
    expect(desk.get_by_role("heading", name="2 keluarga berubah")).to_be_visible()
    assert desk.evaluate(waiting) == 0
