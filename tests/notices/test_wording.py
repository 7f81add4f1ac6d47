"""A desa says its messages in its own words, within limits that nobody can set aside."""

from __future__ import annotations

import json

import pytest

from server import jobs
from server.citizen import service as citizen
from server.db import db
from server.demo.people import DESA
from server.exchange.models import Log
from server.notices import limits, service, wording, words
from server.text import table
from tests.fakepush import FakePush
from tests.field import ANI, DEDI, Hand
from tests.notices.home import MONDAY, Home

JADWAL = "Sampurasun {sapaan} {nama}. Berkasnya sudah lengkap. Ditunggu {hari}, {tanggal}, pukul {jam}, nomor {nomor}."
OURS = f"{JADWAL} Mohon bawa berkas asli. Gratis. Kader {{kader}}."


def test_the_standard_words_keep_their_own_limits() -> None:
    assert {key: found for key in limits.EDITABLE if (found := limits.faults(key, table()[key], table()[key]))} == {}


@pytest.mark.parametrize(
    ("key", "text", "wrong"),
    [
        pytest.param("wa.jadwal", OURS, [], id="one's own greeting"),
        pytest.param("wa.jadwal", OURS.replace("{jam}", "08.00"), ["isian"], id="the hour stays a placeholder"),
        pytest.param("wa.jadwal", OURS + " {daftar}", ["isian"], id="no other placeholder"),
        pytest.param("wa.jadwal", OURS + " {nama.__class__}", ["isian"], id="nothing else in braces"),
        pytest.param("wa.jadwal", OURS.replace(" Gratis.", ""), ["gratis"], id="free of charge is said"),
        pytest.param("wa.jadwal", OURS + " Lihat bit.ly/abc", ["tautan"], id="no link"),
        pytest.param("wa.jadwal", OURS + " Hubungi 0812 3456 789", ["angka"], id="no number to call"),
        pytest.param("wa.jadwal", OURS + " Siapkan uang kas ya.", ["uang"], id="no money"),
        pytest.param("wa.jadwal", OURS + " Bapak/Ibu layak.", ["menilai"], id="nobody is judged"),
        pytest.param("wa.jadwal", OURS + " Untuk PKH ya.", ["rahasia"], id="no programme"),
        pytest.param("wa.jadwal", OURS + " Bawa surat aneh.", ["rahasia"], id="no paper the catalogue keeps to itself"),
        pytest.param(
            "sms.hasil", "Dari Desa {desa}: ada kabar. Tanya kader {kader} ya. Gratis. 😀", ["huruf"], id="GSM"
        ),
        pytest.param("push.hasil", "Ada kabar baik untuk Bapak/Ibu. " * 4, ["panjang"], id="a lock screen is small"),
        pytest.param("push.hasil", "Halo", ["pendek"], id="a word is no message"),
    ],
)
def test_limits(key: str, text: str, wrong: list[str]) -> None:
    assert limits.faults(key, table()[key], text, ["Surat aneh"]) == wrong


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        *((link, "tautan") for link in ("Cek goo.gl/abc", "tiny.cc/abc", "Cek siaga-desa.top ya", "Cek {nama}.top")),
        *((sum_, "uang") for sum_ in ("Bawa Rp5.000", "Rp50", "Ini tidak gratis", "Dibayar di sana", "50 ribu")),
        *((number, "angka") for number in ("hubungi 08123", "kode 4821", "sekitar 5.000", "tahun 2027")),
        *((judged, "menilai") for judged in ("Anda berhak", "Bapak layak")),
        *((name, "rahasia") for name in ("Program Keluarga Harapan", "Program Indonesia Pintar", "Harapan kita")),
        *((name, "rahasia") for name in ("Kartu Indonesia Sehat", "Jaminan Kesehatan Nasional", "Rehabilitasi sosial")),
        *((name, "rahasia") for name in ("Bawa KIP", "Bawa KIS", "Soal JKN", "Bagi difabel", "Bagi disabilitas")),
        *((ill, "rahasia") for ill in ("diabetes", "kusta", "epilepsi", "hepatitis", "TBC", "HIV", "stroke", "jiwa")),
        ("Baca <b>ini", "huruf"),
        ("Ya, {nama}", "isian"),
    ],
)  # fmt: skip
def test_what_swindlers_and_neighbours_would_like_is_refused(more: str, wrong: str) -> None:
    standard = table()["wa.jadwal"]
    assert wrong in limits.faults("wa.jadwal", standard, f"{OURS} {more}", ["PKH (Harapan kita)"])


def test_what_a_name_shares_with_the_standard_words_may_be_said() -> None:
    text = f"{OURS} Pelayanan pukul 08.00... sampai ketemu."
    secret = ["Berkas asli (Kader)", "Surat aneh (asli)"]
    assert limits.faults("wa.jadwal", table()["wa.jadwal"], text, secret) == []


def test_every_text_that_may_be_worded_can_be_looked_at(home: Home) -> None:
    assert {one["key"] for one in words.samples(DESA, MONDAY)} == {*limits.EDITABLE}


def test_what_a_desa_words_is_what_kader_browser_and_preview_say(home: Home, push_service: FakePush) -> None:
    dedi, ani = Hand(DEDI), Hand(ANI)
    which = wording.begin(DESA, "wa.jadwal")
    assert ani.does("message.word", which, text=OURS)["status"] == "refused"
    short = dedi.does("message.word", which, text="Datang ya, Gratis {nama}")
    assert "Isian dalam kurung" in short["problem"]["detail"]
    assert dedi.does("message.word", which, text=OURS)["status"] == "accepted"
    home.schedule()
    said = home.notices()[-1].body["text"]
    assert said.startswith(
        "Sampurasun Bapak/Ibu Suryati. Berkasnya sudah lengkap. Ditunggu Rabu, 25 November, pukul 09.20"
    )
    (sample,) = [one for one in words.samples(DESA, MONDAY) if (one["kind"], one["way"]) == ("jadwal", "wa")]
    assert sample["text"].startswith("Sampurasun Bapak/Ibu Suryati.")
    assert sample["by"] == DEDI.name
    row = db.session.query(Log).filter_by(record=which, do="message.word").one()
    assert (row.person_name, json.loads(row.before)["text"], json.loads(row.after)["text"]) == (DEDI.name, None, OURS)

    push = "Berkas lengkap. Mangga sumping {hari} {tanggal} pukul {jam}."
    dedi.does("message.word", wording.begin(DESA, "push.lengkap"), text=push)
    card, _ = home.card()
    citizen.subscribe(card, push_service.subscribe(service.server_key()))
    home.schedule(arrival="10.00")
    jobs.run_due()
    body = json.loads(push_service.messages()[0]["data"])["notification"]["body"]
    assert body == "Berkas lengkap. Mangga sumping Rabu 25 November pukul 10.00."

    assert dedi.does("message.word", which, text=None)["status"] == "accepted"
    again = [one for one in words.samples(DESA, MONDAY) if one["key"] == "wa.jadwal"]
    assert again[0]["words"] == table()["wa.jadwal"]
