"""A survey from an officer's Excel to a kader's phone: mended cell by cell, seen before it goes, published, fetched."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser import DESK, PHONE, poll
from tests.people import ANI, DEDI
from tests.pwa.test_shell_first_steps import Invite
from tests.pwa.test_shell_first_steps import invite as invite
from tests.walk import accept

KEPT = """async title => {
  const done = request => new Promise((yes, no) => {
    request.onsuccess = () => yes(request.result)
    request.onerror = no
  })
  for (const { name } of await indexedDB.databases()) {
    if (!/^siaga-[0-9a-f]{8}$/.test(name)) continue
    const db = await done(indexedDB.open(name))
    const rows = await done(db.transaction('publications').objectStore('publications').getAll())
    db.close()
    if (rows.some(row => JSON.stringify(row).includes(title))) return true
  }
  return false
}"""


def workbook(relevant: str) -> bytes:
    """A form of two pages whose second question has ``relevant``."""
    book = Workbook()
    survey = book.active
    assert survey is not None
    survey.title = "survey"
    for row in [
        ("type", "name", "label::Indonesia (id)", "relevant", "label::Sunda (su)"),
        ("begin_group", "rumah", "Rumah", "", "Imah"),
        ("integer", "jiwa", "Berapa orang tinggal di sini?", "", "Sabaraha urang di dieu?"),
        ("text", "anak", "Nama anak <b>pertama</b>", relevant, "Ngaran budak"),
        ("end_group", "", "", "", ""),
    ]:
        survey.append(row)
    settings = book.create_sheet("settings")
    for row in [
        ("form_title", "form_id", "version", "default_language"),
        ("Pendataan Balita", "balita_baru", "1", "Indonesia (id)"),
    ]:
        settings.append(row)
    packed = BytesIO()
    book.save(packed)
    return packed.getvalue()


def choose(desk: Page, content: bytes) -> None:
    file = {"name": "balita.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    desk.locator("input[type=file]").set_input_files([file])


def test_a_survey_goes_from_excel_to_the_phone(
    launch: Callable[..., BrowserContext], invite: Invite, tmp_path: Path
) -> None:
    kader = launch("kader", **PHONE).new_page()
    accept(kader, invite(ANI)[0])
    desk = launch("desk", **DESK).new_page()
    accept(desk, invite(DEDI)[0])
    desk.get_by_role("link", name="Survei", exact=True).click()
    desk.get_by_role("link", name="Unggah survei").click()
    choose(desk, workbook("${jiwaa} > 2"))
    wrong = desk.get_by_role("row").filter(has_text="D4")
    expect(wrong).to_contain_text("Maksudnya jiwa?", timeout=15_000)
    expect(wrong.locator("mark")).to_have_text("${jiwaa}")
    expect(desk.get_by_role("button", name="Terbitkan", exact=True)).to_have_count(0)

    right = workbook("${jiwa} > 2")
    choose(desk, right)
    expect(desk.get_by_text("Survei baru: belum ada versi lain")).to_be_visible(timeout=15_000)
    phone = desk.frame_locator("iframe.hp")
    expect(phone.get_by_text("Berapa orang tinggal di sini?")).to_be_visible()
    assert desk.locator("iframe.hp").evaluate("frame => frame.contentWindow.innerWidth") == 360
    expect(phone.get_by_text("Nama anak")).to_have_count(0)
    phone.locator("input").first.fill("3")
    expect(phone.get_by_text("Nama anak <b>pertama</b>")).to_be_visible()
    phone.get_by_role("button", name="Lanjut").click()
    expect(phone.get_by_text("Sampai di sini isian surveinya")).to_be_visible()
    phone.get_by_role("button", name="Daftar bagian").click()
    phone.get_by_role("radio", name="Sunda").check(force=True)
    phone.get_by_role("link", name="Imah").click()
    expect(phone.get_by_text("Sabaraha urang di dieu?")).to_be_visible()

    desk.get_by_role("button", name="Terbitkan", exact=True).click()
    row = desk.get_by_role("row").filter(has_text="Pak Dedi")
    expect(row).to_contain_text("Dipakai sekarang")
    with desk.expect_download() as kept:
        row.get_by_role("button", name="Unduh balita.xlsx").click()
    kept.value.save_as(tmp_path / "balita.xlsx")
    assert (tmp_path / "balita.xlsx").read_bytes() == right

    assert not kader.evaluate(KEPT, "Pendataan Balita")
    kader.reload()  # its next exchange
    expect(kader.get_by_role("heading", level=1)).to_contain_text("Bu Ani")
    poll(kader, KEPT, "Pendataan Balita", timeout=20)
