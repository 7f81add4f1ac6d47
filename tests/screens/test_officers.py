"""An officer empties the inbox by the keyboard, six keys a case at most: first her own RW, then what is left."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, expect

from server.db import db, turn
from server.demo.people import DEDI, DESA, SRI, UJANG
from server.exchange import service as exchange
from server.surveys import seeding
from sync.record import Author
from tests.browser import DESK, until
from tests.field import MONDAY, Field, Hand, at, need
from tests.officers import Officer
from tests.walk import come_in


@pytest.fixture
def cases(beside: Flask) -> dict[str, str]:
    """Three cases of RW 004, the last without its card, and one of RW 001."""
    found: dict[str, str] = {}
    with beside.app_context(), at(MONDAY):
        field = Field()
        seeding.seed()
        for name in ("Suryati", "Icih", "Udin"):
            family = field.family(name)
            field.document(family, "ktp_el", state="belum" if name == "Udin" else "ada", photos=[])
            field.document(family, "kk", photos=[])
            found[name] = field.case(family, needs=[need("ktp_el"), need("kk")])
        field.ani = Hand(UJANG)
        family = field.family("Asep", "001/001")
        field.document(family, "kk", photos=[])
        found["Asep"] = field.case(family, needs=[need("kk")])
        db.session.remove()
    return found


def test_six_keys_a_case_are_enough(
    launch: Callable[..., BrowserContext], beside: Flask, cases: dict[str, str]
) -> None:
    page = come_in(launch("desk", **DESK).new_page(), beside, SRI)
    officer = Officer(page)
    expect(page.locator("table tbody tr")).to_have_count(4)
    officer.narrow("004")
    expect(page.locator("table tbody tr")).to_have_count(3)
    officer.begin()
    for name in ("Suryati", "Icih", "Udin", "Asep"):
        expect(page.get_by_role("heading", level=1)).to_contain_text(name)
        officer.decide()
    assert max(officer.spent) <= 6, officer.spent
    expected = {"Suryati": "terjadwal", "Icih": "terjadwal", "Udin": "perlu_dilengkapi", "Asep": "terjadwal"}

    def decided() -> bool:
        with beside.app_context():
            records = {name: exchange.record(DESA, case) for name, case in cases.items()}
            db.session.remove()
        return {name: record and record.body["status"] for name, record in records.items()} == expected

    until(page, decided, 25, "all four decided at the server")


def test_who_opens_a_case_reads_who_has_it_open_until_she_leaves(
    launch: Callable[..., BrowserContext], beside: Flask, cases: dict[str, str]
) -> None:
    case = f"{beside.config['SETTINGS'].public_url}/periksa/{cases['Suryati']}"
    sri, dedi = (come_in(launch(who.name, **DESK).new_page(), beside, who) for who in (SRI, DEDI))
    sri.clock.install()
    sri.goto(case)
    expect(sri.get_by_role("heading", level=1)).to_contain_text("Suryati")
    dedi.goto(case)
    expect(dedi.get_by_text("Sedang diperiksa Bu Sri")).to_be_visible()
    expect(sri.get_by_text("Sedang diperiksa")).to_have_count(0)
    with sri.expect_request(lambda asked: asked.url.endswith("/lease") and asked.method == "POST"):
        sri.clock.fast_forward("04:01")  # she is still there; the server would let go after ten minutes
    with sri.expect_request(lambda asked: asked.url.endswith("/lease") and asked.method == "DELETE"):
        sri.locator("a[href='/masuk']").first.click()
    dedi.reload()
    expect(dedi.get_by_role("heading", level=1)).to_contain_text("Suryati")
    expect(dedi.get_by_text("Sedang diperiksa")).to_have_count(0)


def test_a_result_is_recorded_on_the_agencys_word_and_another_case_is_ended(
    launch: Callable[..., BrowserContext], beside: Flask, cases: dict[str, str]
) -> None:
    base = beside.config["SETTINGS"].public_url
    with beside.app_context(), at(MONDAY), turn(DESA) as this:
        this.write(cases["Suryati"], Author.server(this.now), status="menunggu_hasil")
    page = come_in(launch("desk", **DESK).new_page(), beside, SRI)
    dialog = page.get_by_role("dialog")
    page.goto(f"{base}/periksa/{cases['Suryati']}")
    page.get_by_role("button", name="Langkah berikutnya").click()
    dialog.get_by_label("Disetujui instansi").check()
    expect(dialog.get_by_role("button", name="Catat langkah")).to_be_disabled()
    dialog.get_by_label("Dasarnya").fill("Surat Dinsos 460/12")
    dialog.get_by_role("button", name="Catat langkah").click()
    expect(page.get_by_text("belum terkirim")).to_be_visible()

    page.goto(f"{base}/periksa/{cases['Udin']}")
    page.get_by_role("button", name="Batalkan permohonan").click()
    dialog.get_by_label("Alasan").fill("Keluarga tidak jadi memohon")
    dialog.get_by_role("button", name="Batalkan permohonan").click()

    def decided() -> bool:
        with beside.app_context():
            found = [exchange.record(DESA, cases[name]) for name in ("Suryati", "Udin")]
            db.session.remove()
        told = [(one.body["status"], one.body.get("office_note")) for one in found if one]
        return told == [("disetujui", "Surat Dinsos 460/12"), ("dibatalkan", "Keluarga tidak jadi memohon")]

    until(page, decided, 25, "both at the server")
