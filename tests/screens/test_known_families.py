"""A visit to a family that is known already."""

from __future__ import annotations

import json
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser import DESK, until
from tests.screens.phone import dump, enter
from tests.serving import Server
from tests.walk import choose, onward, question, write


def test_known_answers_are_filled_in_and_only_changed_fields_travel(
    kader: Callable[..., Page], desa_server: Server
) -> None:
    page = kader()
    families = [row["plain"] for row in dump(page)["records"] if row["plain"]["collection"] == "family"]
    family = next(f for f in families if f["body"].get("landmark") and f["body"].get("data_consent") == "ya")
    members = [row["plain"] for row in dump(page)["records"] if row["plain"]["body"].get("family") == family["id"]]
    members = [m for m in members if m["collection"] == "member"]

    page.goto(f"{desa_server.url}/mulai/{family['id']}")
    page.get_by_role("button", name="Mulai kunjungan").click()
    expect(page.locator("header").get_by_role("button", name="Butuh pertolongan darurat")).to_be_visible()
    choose(page, "Hasil kunjungan", "Bertemu, diisi sebagian")
    expect(question(page, "setuju data keluarga dicatat").locator("input:checked")).to_have_count(0)
    choose(page, "setuju data keluarga dicatat", "Ya")
    visit = page.url.rsplit("/", 1)[0]
    onward(page, "B. Rincian")
    page.goto(visit + "/2")
    head = question(page, "Nama kepala keluarga")
    expect(head.locator("input")).to_have_value(family["body"]["head_name"])
    expect(head).to_contain_text("Dari kunjungan")
    write(page, "Patokan rumah", "Seberang lapangan voli")
    expect(question(page, "Patokan rumah")).not_to_contain_text("Dari kunjungan")
    dump(page)
    page.goto(visit + "/5")
    expect(page.locator(".list .go")).to_have_count(len(members))

    page.context.set_offline(True)  # nothing leaves before we have looked
    page.goto(visit + "/periksa")
    page.get_by_role("button", name="Selesai dan kirim").click()
    expect(page).to_have_url(desa_server.url + "/kiriman")
    changes = [row["plain"]["change"] for row in dump(page)["outbox"]]
    (of_family,) = [change for change in changes if change["record"] == family["id"]]
    seen = family["versions"]["landmark"]
    assert of_family["set"] == {"landmark": {"to": "Seberang lapangan voli", "seen": seen}}
    assert {change["collection"] for change in changes} == {"family", "visit"}
    page.context.set_offline(False)
    correct(page, desa_server, family["id"])


def correct(page: Page, server: Server, family: str) -> None:
    """Its author corrects the visit that was sent: a revision with her answers, in which one is another."""
    until(page, lambda: not dump(page)["outbox"], 20, "the visit at the server")
    page.goto(f"{server.url}/warga/{family}")
    page.get_by_role("link", name="Betulkan jawaban").first.click()
    expect(page.locator("h1")).to_contain_text("A. Kunjungan")
    visit = page.url.rsplit("/", 1)[0]
    page.goto(visit + "/2")
    expect(question(page, "Patokan rumah").locator("input")).to_have_value("Seberang lapangan voli")
    write(page, "Patokan rumah", "Seberang lapangan bola")
    dump(page)
    page.goto(visit + "/periksa")
    page.get_by_role("button", name="Selesai dan kirim").click()
    expect(page).to_have_url(server.url + "/kiriman")
    until(page, lambda: not dump(page)["outbox"], 20, "the correction at the server")
    journal = [row for row in dump(page)["journal"] if row["plain"]["change"]["collection"] == "visit"]
    first, second = (row["plain"]["change"] for row in journal)
    assert second["set"]["supersedes"]["to"] == first["record"]
    assert "Seberang lapangan bola" in json.dumps(second["set"]["answers"])
    assert [row["receipt"]["status"] for row in journal] == ["accepted", "accepted"]
    page.goto(f"{server.url}/warga/{family}")
    expect(page.get_by_text("sudah dibetulkan")).to_have_count(1)


def test_a_closed_family_says_so_and_is_not_to_be_visited(
    kader: Callable[..., Page], desa_server: Server, launch: Callable[..., BrowserContext]
) -> None:
    page = kader()
    desk = launch("desk", **DESK).new_page()
    enter(desk, desa_server, "Pak Dedi")
    family = next(row["plain"] for row in dump(page)["records"] if row["plain"]["collection"] == "family")
    page.goto(f"{desa_server.url}/warga/{family['id']}")
    expect(page.get_by_role("link", name="Mulai kunjungan")).to_be_visible()

    desk.goto(f"{desa_server.url}/warga/{family['id']}/petugas")
    desk.get_by_role("button", name="Tutup keluarga").click()
    desk.get_by_role("dialog").get_by_label("Tidak ditemukan").check()
    desk.get_by_role("dialog").get_by_role("button", name="Tutup keluarga").click()
    said = "Keluarga ini sudah ditutup: Tidak ditemukan."
    expect(desk.get_by_text(said)).to_be_visible()
    until(desk, lambda: not dump(desk)["outbox"], 20, "the decision at the server")
    desk.goto(f"{desa_server.url}/warga/{family['id']}")
    expect(desk.get_by_text(said)).to_be_visible()

    page.goto(desa_server.url + "/kiriman")
    page.get_by_role("button", name="Kirim sekarang").click()
    page.goto(f"{desa_server.url}/warga/{family['id']}")
    expect(page.get_by_text(said)).to_be_visible()
    expect(page.get_by_role("link", name="Mulai kunjungan")).to_have_count(0)
    page.goto(desa_server.url + "/warga")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(f"a[href='/warga/{family['id']}']")).to_have_count(0)

    desk.goto(f"{desa_server.url}/warga/{family['id']}/petugas")
    desk.get_by_role("button", name="Buka lagi keluarga").click()
    expect(desk.get_by_text(said)).to_have_count(0)
    expect(desk.get_by_role("button", name="Tutup keluarga")).to_be_visible()


def test_a_visit_begun_by_mistake_is_thrown_away(kader: Callable[..., Page], desa_server: Server) -> None:
    page = kader()
    family = next(row["plain"] for row in dump(page)["records"] if row["plain"]["collection"] == "family")
    page.goto(f"{desa_server.url}/mulai/{family['id']}")
    page.get_by_role("button", name="Mulai kunjungan").click()
    choose(page, "Hasil kunjungan", "Bertemu, diisi sebagian")
    page.goto(page.url.rsplit("/", 1)[0] + "/periksa")
    page.get_by_role("button", name="Buang kunjungan ini").click()
    page.get_by_role("dialog").get_by_role("button", name="Batal").click()
    assert len(dump(page)["drafts"]) == 1
    page.get_by_role("button", name="Buang kunjungan ini").click()
    page.get_by_role("dialog").get_by_role("button", name="Ya, buang").click()
    expect(page.get_by_text("Kunjungan dibuang.")).to_be_visible()
    found = dump(page)
    assert (found["drafts"], found["outbox"]) == ([], [])
    page.goto(f"{desa_server.url}/warga/{family['id']}")
    expect(page.get_by_role("link", name="Mulai kunjungan")).to_be_visible()
