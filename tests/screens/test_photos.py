"""Photos that cannot be used are refused when taken; a phone without room says so before."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser import PERMISSIONS
from tests.papers.drawn import photograph
from tests.screens.phone import agreed_visit, ask_for, dump
from tests.serving import Server
from tests.walk import keep_unlocked, paper_photo


def test_a_photo_is_refused_when_taken_and_nothing_of_it_is_kept(
    kader: Callable[..., Page], desa_server: Server, tmp_path: Path
) -> None:
    page = kader()
    visit = agreed_visit(page, desa_server)
    ask_for(page, visit, "Bantuan untuk balita")
    before = dump(page)["photos"]
    page.locator("li.paper").first.get_by_role("button", name="Ambil foto").click()
    torn = tmp_path / "sobek.jpg"
    torn.write_bytes(paper_photo(tmp_path, "kk").read_bytes()[:20] + b"bukan foto")
    huge = tmp_path / "besar.jpg"
    with huge.open("wb") as file:
        file.truncate(31 * 1024 * 1024)

    refused(page, page.locator(".shoot input[type=file]").last, torn, "Foto tidak bisa dibaca. Ambil lagi ya.")
    refused(page, page.locator(".shoot input[type=file]").last, huge, "Foto ini terlalu besar.")
    assert dump(page)["photos"] == before

    page.locator(".shutter").click()  # and the camera itself gives a photo
    expect(page.get_by_role("button", name="Foto ulang")).to_be_visible()
    page.get_by_role("button", name="Foto ulang").click()

    # one that lies is turned here, and judged anew
    photo_field = page.locator(".shoot input[type=file]").last
    lying = tmp_path / "menyamping.jpg"
    photograph(random.Random(3), None, 0, is_card=False).image.transpose(Image.Transpose.ROTATE_90).save(lying)
    photo_field.set_input_files(lying)
    expect(page.get_by_role("heading", name="Tulisannya menyamping")).to_be_visible()
    page.get_by_role("button", name="Putar foto").click()
    expect(page.get_by_role("heading", name="Foto sudah jelas")).to_be_visible()
    turned = page.locator(".view img")
    assert turned.evaluate("img => img.naturalHeight > img.naturalWidth")
    page.get_by_role("button", name="Foto ulang").click()

    # what cannot be read is said at once; kept all the same, the reason goes along
    photo_field = page.locator(".shoot input[type=file]").last
    blurred = tmp_path / "kabur.jpg"
    photograph(random.Random(8), "buram", 3, is_card=False).image.save(blurred)
    photo_field.set_input_files(blurred)
    expect(page.get_by_role("alert")).to_contain_text("Tulisan kurang tajam")
    expect(page.get_by_role("button", name="Pakai foto ini")).to_have_count(0)
    page.get_by_role("button", name="Tetap pakai").click()
    page.get_by_role("button", name="Menurut saya terbaca").click()
    row = page.locator("li.paper").first
    expect(row).to_contain_text("Tulisan kurang tajam")
    (photo,) = dump(page)["photos"]
    assert photo["size"] <= 300 * 1024

    # another page of the same paper, which is good
    row.get_by_role("button", name="Tambah foto lain").click()
    clear = tmp_path / "jelas.jpg"
    photograph(random.Random(7), None, 0, is_card=False).image.save(clear)
    photo_field.set_input_files(clear)
    expect(page.get_by_role("status").filter(has_text="Foto sudah jelas")).to_be_visible()
    page.get_by_role("button", name="Pakai foto ini").click()
    expect(row).to_contain_text("2 foto")
    (draft,) = dump(page)["drafts"]
    (paper,) = draft["plain"]["papers"].values()
    assert (len(paper["photos"]), paper["photo_verdict"], paper["kept_reason"]) == (2, "buram", "terbaca")


def test_a_full_phone_says_so_before_the_photo(
    kader: Callable[..., Page], launch: Callable[..., BrowserContext], desa_server: Server
) -> None:
    page = kader()
    visit = agreed_visit(page, desa_server)
    ask_for(page, visit, "Bantuan untuk balita")
    page.context.close()

    page = launch(
        "ani", permissions=PERMISSIONS
    ).new_page()  # Chromium remembers for half a minute how much room there was
    keep_unlocked(page)
    session = page.context.new_cdp_session(page)
    used = session.send("Storage.getUsageAndQuota", {"origin": desa_server.url})["usage"]
    session.send("Storage.overrideQuotaForOrigin", {"origin": desa_server.url, "quotaSize": used + 400_000})
    page.goto(visit + "/berkas")
    page.locator("li.paper").first.get_by_role("button", name="Ambil foto").click()
    expect(page.locator(".cam .say").last).to_contain_text("Ruang HP tidak cukup untuk foto")
    expect(page.locator(".shutter")).to_be_disabled()
    assert not dump(page)["photos"]


def refused(page: Page, field: Locator, file: Path, sentence: str) -> None:
    """The file is refused with ``sentence``, and the camera stays open for another."""
    field.set_input_files(file)
    expect(page.locator(".cam .say").last).to_contain_text(sentence)
    expect(page.get_by_role("button", name="Pakai foto ini")).to_have_count(0)
