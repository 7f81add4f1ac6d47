"""Families of ten kinds, from the visit to the closed day: what each is asked, told, asked to bring, and gets."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect

from server import clock, create_app
from server.accounts import service as accounts
from server.db import db
from server.demo.load import found_desa
from server.demo.people import Someone
from server.settings import Settings
from tests import officers, published
from tests.browser import DESK, PERMISSIONS, PHONE, controlled, until
from tests.people import ANI, DEDI, DESA
from tests.questions import COMMON, PERSON, fill
from tests.screens.test_service_day import check_in, counter_pane
from tests.serving import Server
from tests.walk import Kader, Officer, accept, paper_photo


@dataclass
class Family:
    """A family: what it answers, who lives there, and what must be read on the phone.

    Attributes:
        told: what the advice says of it.
        papers: which papers it is asked for.
        house: 1: in the house of the family before.
    """

    head: str
    answers: Mapping[str, str]
    people: list[Mapping[str, str]] = field(default_factory=list)
    told: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    next_door: bool = False


def person(name: str, relation: str, sex: str, born: str, n: int, **more: str) -> Mapping[str, str]:
    """A member with a NIK that says the same day of birth and sex."""
    year, month, day = born.split("-")
    said = f"{int(day) + (40 if sex == 'p' else 0):02d}{month}{year[2:]}"
    said_here = {"nama": name, "hubungan": relation, "jk": sex, "tgl_lahir": born, "nik": f"320199{said}{n:04d}"}
    return {**PERSON, **said_here, **more}


FAMILIES = [
    Family(
        "Wati Rosmiati",
        {"layanan": "balita"},
        [person("Wati Rosmiati", "kepala", "p", "1998-03-04", 11, kawin="cerai_mati", hamil="ya", usia_hamil="6")],
        ("Bantuan untuk balita/ibu hamil",),
        ("Buku KIA", "Kartu Keluarga"),
    ),
    Family(
        "Asep Suryana",
        {"layanan": "balita"},
        [
            person("Asep Suryana", "kepala", "l", "1990-01-10", 21, kawin="cerai_hidup"),
            person("Rafi Suryana", "anak", "l", "2023-05-06", 22, kartu_id="akta", gizi="stunting"),
        ],
        ("Kemungkinan bisa diusulkan",),
        ("Buku KIA",),
    ),
    Family(
        "Mak Icah",
        {"layanan": "lansia"},
        [person("Mak Icah", "kepala", "p", "1949-08-17", 31, kawin="cerai_mati", sekolah="belum")],
        ("Bantuan lansia",),
    ),
    Family(
        "Ujang Herman",
        {"layanan": "disabilitas"},
        [
            person(
                "Ujang Herman",
                "kepala",
                "l",
                "1979-11-02",
                41,
                kawin="belum",
                disabilitas="fisik",
                tingkat_bantu="total",
            )
        ],
        ("Bantuan/alat bantu disabilitas",),
    ),
    Family(
        "Yanto Prasetyo",
        {"layanan": "adminduk", "alamat_kk_sama": "beda_kab"},
        [person("Yanto Prasetyo", "kepala", "l", "1992-02-20", 51, kawin="belum")],
        ("KTP/KK/akta",),
    ),
    Family(
        "Neneng Hasanah",
        {"layanan": "adminduk", "status_kk": "tidak_punya"},
        [person("Neneng Hasanah", "kepala", "p", "1996-09-09", 61, kawin="belum")],
        ("KTP/KK/akta",),
    ),
    Family(
        "Cecep Mulyana",
        {"layanan": "sktm", "jml_keluarga_serumah": "3"},
        [person("Cecep Mulyana", "kepala", "l", "1970-04-14", 71, kawin="cerai_mati")],
    ),
    Family(
        "Dadang Mulyana",
        {"layanan": "sktm", "jml_keluarga_serumah": "3"},
        [person("Dadang Mulyana", "kepala", "l", "1995-12-01", 81, kawin="belum")],
        next_door=True,
    ),
    Family(
        "Lilis Mulyani",
        {"layanan": "sktm", "jml_keluarga_serumah": "3"},
        [person("Lilis Mulyani", "kepala", "p", "1997-10-30", 91, kawin="cerai_hidup")],
        next_door=True,
    ),
    Family(
        "Otong Supriatna",
        {"layanan": "reaktivasi_pbi"},
        [
            person(
                "Otong Supriatna",
                "kepala",
                "l",
                "1965-06-25",
                101,
                kawin="cerai_mati",
                jkn="pbi",
                jkn_status="nonaktif",
                kronis="ginjal",
            )
        ],
        ("Mengaktifkan kembali BPJS PBI",),
        ("Surat keterangan",),
    ),
    Family(
        "Eneng Komala",
        {"layanan": "darurat_pasien", "urgensi": "darurat"},
        [person("Eneng Komala", "kepala", "p", "1988-07-19", 111, kawin="cerai_mati")],
        ("Pertolongan darurat",),
    ),
]


@pytest.mark.long
@pytest.mark.screen
def test_ten_kinds_of_families_come_from_the_visit_to_the_closed_day(
    serve: Callable[..., Server], launch: Callable[..., BrowserContext], settings: Settings, tmp_path: Path
) -> None:
    server = serve(Server, JOBS="1", QUIET_HOURS="off")
    app = create_app(replace(settings, public_url=server.url))
    with app.app_context():
        found_desa()
        published.seed()
        db.session.remove()
    links = {who.name: invited(app, who) for who in (ANI, DEDI)}

    phone = launch("ani", **PHONE, permissions=PERMISSIONS)
    kader = Kader(phone.new_page())
    accept(kader.page, links[ANI.name])
    controlled(kader.page)
    photo = paper_photo(tmp_path, "berkas")
    refuse(kader)
    for family in FAMILIES:
        visit(kader, family, photo)
    kader.page.goto(server.url + "/kiriman")
    until(kader.page, lambda: everything_is_sent(kader.page), 180, "all visits and photos at the desk")

    desk = launch("desk", **DESK, permissions=PERMISSIONS)
    officer = Officer(desk.new_page(), server)
    accept(officer.page, links[DEDI.name])
    hand = officers.Officer(officer.page)
    expect(officer.page.locator("tbody tr")).to_have_count(len(FAMILIES), timeout=60_000)
    expect(officer.page.locator("tbody tr").first).to_contain_text("Eneng Komala")  # whose need is most urgent
    hand.begin()
    while hand.decide():
        pass
    officer.delivered()
    day, numbers = the_list(officer)
    morning = datetime.combine(day, time(8, 5), clock.WIB)
    server.stop()
    server.ahead = morning - datetime.now(UTC)
    server.start()
    wednesday(officer, numbers)


def invited(app: Flask, who: Someone) -> str:
    """The link of an invitation."""
    with app.app_context():
        link = accounts.invite(accounts.person(DESA, who.id), "server").link(app.config["SETTINGS"].public_url)
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return link


def visit(kader: Kader, family: Family, photo: Path) -> None:
    """Fill the survey in, look at the advice, photograph what is asked for, and send it."""
    page = kader.page
    if family.next_door:
        page.get_by_role("link", name="Keluarga berikutnya di rumah ini").first.click()
        page.get_by_role("button", name="Mulai kunjungan").click()
        expect(page.locator("h1")).to_contain_text("A. Kunjungan dan persetujuan")
    else:
        kader.begin("001")
    said = {**COMMON, "nama_penyetuju": family.head, "nama_kepala": family.head, "jml_anggota": str(len(family.people))}
    said["no_kk"] = "320199" + family.people[0]["nik"][6:]
    said |= family.answers
    heading = page.locator("h1")
    while not heading.inner_text().startswith("Hasil cek"):
        add = page.get_by_role("button", name="Tambah Anggota keluarga")
        if add.count():
            for member in family.people:
                add.click()
                expect(page.get_by_role("button", name="Simpan, ke daftar anggota")).to_be_visible()
                fill(page, member)
                page.get_by_role("button", name="Simpan, ke daftar anggota").click()
                expect(page.locator(".list .t", has_text=member["nama"])).to_be_visible()
        else:
            fill(page, said)
        before = heading.inner_text().split("\n")[0]
        page.get_by_role("button", name="Lanjut", exact=True).click()
        expect(heading).not_to_contain_text(before)
        expect(heading).to_contain_text(re.compile(r"^([A-J]\. |Hasil cek)"))
    for words in family.told:
        expect(page.locator("main")).to_contain_text(words)
    page.get_by_role("button", name="Lanjut cek berkas").click()
    expect(heading).to_contain_text("Cek berkas")
    for paper in family.papers:
        expect(page.locator("li.paper", has_text=paper).first).to_be_visible()
    shoot = page.locator("li.paper").get_by_role("button", name="Ambil foto")
    while shoot.count():
        left = shoot.count()
        shoot.first.click()
        page.locator(".shoot input[type=file]").last.set_input_files(photo)
        page.get_by_role("button", name="Pakai foto ini").click()
        expect(shoot).to_have_count(left - 1)
    page.get_by_role("button", name="Lanjut, periksa").click()
    page.get_by_role("button", name="Selesai dan kirim").click()
    expect(page).to_have_url(re.compile("/kiriman$"))
    expect(page.locator("section.card").filter(has_text=family.head)).to_be_visible()


def refuse(kader: Kader) -> None:
    """A household that does not want to be recorded: thanked, and nothing else is asked."""
    page = kader.page
    kader.begin("002")
    asked = fill(page, {"hasil_kunjungan": "terisi", "setuju_data": "tidak", "alasan": "khawatir_data"})
    assert asked[-1] in ("alasan", "penutup_awal")
    page.get_by_role("button", name="Lanjut", exact=True).click()
    expect(page.locator("main")).to_contain_text("Terima kasih")
    page.get_by_role("button", name=re.compile("Selesai")).click()
    expect(page).to_have_url(re.compile("/kiriman$"))


def everything_is_sent(page: Page) -> bool:
    """Whether nothing waits on the phone any more, photos neither."""
    text = page.locator("main").inner_text()
    counts = re.findall(r"Foto: (\d+) dari (\d+)", text)
    return "Di HP ini" not in page.locator(".trail .now").all_inner_texts() and all(a == b for a, b in counts)


def the_list(officer: Officer) -> tuple[date, list[str]]:
    """The coming Wednesday, and the numbers of those who come then: each family has its own."""
    officer.open("/rabu")
    rows = officer.page.locator("tr").filter(has=officer.page.locator(".qno"))
    expect(rows).to_have_count(len(FAMILIES))
    numbers = rows.locator(".qno").all_inner_texts()
    assert len(set(numbers)) == len(FAMILIES)
    return date.fromisoformat(officer.page.get_by_label("Hari pelayanan").input_value()), numbers


def wednesday(officer: Officer, numbers: list[str]) -> None:
    """All come, are called and served, and the day is closed; by a laptop whose clock is days behind the server's."""
    page = officer.page
    officer.open("/rabu")
    page.get_by_role("button", name="Saya di loket 1").click()
    expect(counter_pane(page, 1)).to_contain_text("Belum ada yang dipanggil")
    for here, number in enumerate(numbers, 1):
        check_in(page, number)
        expect(page.get_by_role("tab", name=re.compile("^Hadir"))).to_contain_text(str(here))
    for _ in numbers:
        page.keyboard.press("n")
        expect(counter_pane(page, 1)).to_contain_text("Panggil lagi")
        page.keyboard.press("m")
        expect(counter_pane(page, 1)).to_contain_text("Dilayani 0 menit")
        page.keyboard.press("s")
        expect(counter_pane(page, 1)).to_contain_text("Belum ada yang dipanggil")
    page.get_by_role("button", name="Tutup hari ini").click()
    page.get_by_role("dialog").get_by_role("button", name="Tutup hari ini").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Laporan")
    said = page.get_by_text("Selesai dilayani").locator("xpath=following-sibling::dd[1]")
    expect(said).to_have_text(str(len(FAMILIES)))
