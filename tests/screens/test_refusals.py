"""A visit that ends in refusal leaves nothing personal, neither on the phone nor at the server."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect
from sqlalchemy import create_engine, text

from tests.browser import until
from tests.screens.phone import agreed_visit, dump, saved, to_page
from tests.serving import Server
from tests.walk import choose, paper_photo, question, write

PERSONAL = ("Maesaroh Ujicoba", "3201990101204477", "Kp. Ujicoba Lama", "Icih Ujicoba")
FIELDS = {
    "exists", "survey", "survey_id", "family", "building", "result", "reason", "date", "mode", "answers",
    "evaluated_at", "advice", "supersedes",
}  # fmt: skip
ANSWERS = {
    "mulai", "selesai", "tanggal_sistem", "id_kunjungan", "id_kader", "jenis", "id_keluarga", "id_bangunan",
    "kode_desa", "dusun", "rw", "rt", "tgl_kunjungan", "no_rumah", "hasil_kunjungan", "setuju_data", "hasil_akhir",
    "alasan",
}  # fmt: skip


def test_a_refusal_after_personal_answers_leaves_house_date_result_and_reason(
    kader: Callable[..., Page], desa_server: Server, tmp_path: Path
) -> None:
    page = kader()
    visit = agreed_visit(page, desa_server)
    draft = visit.rsplit("/", 1)[1]
    to_page(page, visit, 2, "C. Identitas")
    choose(page, "Kartu Keluarga (KK)", "Punya, data sesuai")
    write(page, "Nomor KK", PERSONAL[1])
    write(page, "Nama kepala keluarga", PERSONAL[0])
    write(page, "Alamat tempat tinggal sekarang", PERSONAL[2])
    to_page(page, visit, 3, "D. Tempat tinggal")
    choose(page, "punya tempat berteduh", "Ya")
    to_page(page, visit, 1, "B. Rincian")
    choose(page, "Setuju rumah dan berkas difoto", "Ya")
    to_page(page, visit, 3, "D. Tempat tinggal")
    field = question(page, "Foto rumah tampak depan")
    field.locator("input[type=file]").last.set_input_files(paper_photo(tmp_path, "rumah"))
    expect(field.locator(".photo img")).to_be_visible()
    to_page(page, visit, 5, "F. Anggota")
    page.get_by_role("button", name="Tambah Anggota keluarga").click()
    write(page, "Nama lengkap", PERSONAL[3])
    saved(page, PERSONAL[3])
    assert dump(page)["photos"], "the photo lies here before they refuse"

    to_page(page, visit, 0, "A. Kunjungan")
    choose(page, "setuju data keluarga dicatat", "Tidak")
    choose(page, "Apa alasannya", "Khawatir datanya")
    page.get_by_role("button", name="Lanjut", exact=True).click()
    expect(page.locator("h1")).to_contain_text("Kunjungan selesai")
    expect(page.locator("main")).to_contain_text("Tidak ada nama, NIK, atau jawaban yang disimpan")
    page.get_by_role("button", name="Selesai").click()
    expect(page).to_have_url(desa_server.url + "/kiriman")
    until(page, lambda: not dump(page)["outbox"], 20, "the refusal at the server")

    here = dump(page)
    for store, rows in here.items():
        mine = [row for row in rows if draft in json.dumps(row)]
        assert not [word for word in PERSONAL if word in json.dumps(rows)], store
        assert store in ("journal", "records") or not mine, store
    assert not [row for row in here["photos"] if row.get("record") == draft]
    sent = [row["plain"]["change"] for row in here["journal"] if draft in json.dumps(row)]
    houses = [change for change in sent if change["collection"] == "building"]
    (change,) = [change for change in sent if change["collection"] == "visit"]
    assert {field: value["to"] for field, value in houses[0]["set"].items()} == {
        "exists": True, "rw": "004", "rt": "001", "number": "12A"
    }  # fmt: skip
    assert len(sent) == 2
    assert_bare({field: value["to"] for field, value in change["set"].items()})

    engine = create_engine(desa_server.environment["DATABASE_URL"])
    with engine.connect() as connection:
        body = connection.execute(text("SELECT body FROM record WHERE id = :id"), {"id": draft}).scalar_one()
        everything = [
            str(tuple(row))
            for table in ("record", "log", "receipt", "quarantine", "visit", "family", "member", "identity", "building")
            for row in connection.execute(text(f"SELECT * FROM {table}"))
        ]
        blobs = connection.execute(text("SELECT count(*) FROM blob WHERE record = :id"), {"id": draft}).scalar_one()
    engine.dispose()
    assert_bare({key: value for key, value in json.loads(body).items() if key in FIELDS})
    assert not [word for word in PERSONAL if any(word in row for row in everything)]
    assert blobs == 0

    refused_at_the_server(page, desa_server)
    refused_in_part(page, desa_server)


TOO_MUCH = """async () => {
  const { inForce } = await import('/store/publications.js')
  const { finish, setChange } = await import('/store/outbox.js')
  const { uuid7 } = await import('/sync/uuid.js')
  const building = uuid7(), area = `004/001/${building}`, id = uuid7()
  const { hash } = inForce('survey', 'kelayakan')
  const door = { tgl_kunjungan: '2026-11-18', no_rumah: '9C', setuju_data: 'tidak', hasil_kunjungan: 'terisi' }
  const kunjungan = { ...door, hasil_akhir: 'menolak', alasan: 'khawatir_data' }
  await finish({ id }, [
    setChange('building', building, { exists: true, rw: '004', rt: '001', number: '9C' }, { area }),
    setChange('visit', id, {
      exists: true, survey: hash, survey_id: 'kelayakan', building, mode: 'lengkap', result: 'menolak',
      date: '2026-11-18',
      answers: { kunjungan, identitas: { no_kk: '3201990101209999' } }
    }, { area })
  ], [], { kind: 'visit', title: 'Kunjungan ke RT 001' })
  return id
}"""


def refused_at_the_server(page: Page, server: Server) -> None:
    """A visit that the server did not take, from an application with a fault: put right at the form, sent alone."""
    visit = page.evaluate(TOO_MUCH)
    row = page.get_by_role("region", name="Kunjungan ke RT 001")
    row.get_by_role("link", name="Betulkan").click()
    expect(page.locator("h1")).to_contain_text("A. Kunjungan")
    expect(question(page, "Nomor rumah").locator("input")).to_have_value("9C")
    page.get_by_role("button", name="Lanjut", exact=True).click()
    expect(page.locator("h1")).to_contain_text("Kunjungan selesai")
    page.get_by_role("button", name="Selesai").click()
    expect(page).to_have_url(server.url + "/kiriman")
    until(page, lambda: not dump(page)["outbox"], 20, "the visit as it may be")
    again = [row for row in dump(page)["journal"] if row["plain"]["change"]["record"] == visit]
    assert [row["receipt"]["status"] for row in again] == ["refused", "accepted"]
    expect(page.locator("a.status")).not_to_contain_text("perlu diperhatikan")


IN_PART = """async () => {
  const { inForce } = await import('/store/publications.js')
  const { finish, setChange } = await import('/store/outbox.js')
  const { uuid7 } = await import('/sync/uuid.js')
  const building = uuid7(), family = uuid7(), area = `004/001/${building}`, id = uuid7()
  const { hash } = inForce('survey', 'kelayakan')
  const door = { tgl_kunjungan: '2026-11-18', no_rumah: '9C', setuju_data: 'ya', hasil_kunjungan: 'sebagian' }
  await finish({ id }, [
    setChange('building', building, { rw: '004', rt: '001', number: '9C' }, { area }),
    setChange('family', family, { building, head_name: 'Suryati', landmark: { x: 1 } }, { area }),
    setChange('visit', id, {
      survey: hash, survey_id: 'kelayakan', building, family, mode: 'lengkap', result: 'sebagian', date: '2026-11-18',
      answers: { kunjungan: { ...door, hasil_akhir: 'sebagian' } }
    }, { area }),
    setChange('document', uuid7(), { family, paper: 'kk', state: 'ada', photos: [] })
  ], [], { kind: 'visit', title: 'Kunjungan kedua' })
  return { id, family }
}"""


def refused_in_part(page: Page, server: Server) -> None:
    """Of a visit the family was refused and the rest waits for it: both come when the field is put right."""
    made = page.evaluate(IN_PART)
    row = page.get_by_role("region", name="Kunjungan kedua")
    expect(row).to_contain_text("Betulkan bagian yang disebut")
    expect(row).not_to_contain_text("set.landmark")
    row.get_by_role("link", name="Betulkan").click()
    expect(page.locator("h1")).to_contain_text("C. Identitas")
    write(page, "Patokan rumah", "Dekat mushola")
    dump(page)
    page.goto(page.url.rsplit("/", 1)[0] + "/periksa")
    page.get_by_role("button", name="Selesai dan kirim").click()
    expect(page).to_have_url(server.url + "/kiriman")
    until(page, lambda: not dump(page)["outbox"], 20, "the visit with what was put right")
    sent = [(row["plain"]["change"], row["receipt"]["status"]) for row in dump(page)["journal"]]
    assert [status for change, status in sent if change["record"] == made["family"]] == ["refused", "accepted"]
    visits = [(change, status) for change, status in sent if change["collection"] == "visit"][-2:]
    assert [status for _, status in visits] == ["accepted", "accepted"], "what waited came with the family"
    assert visits[1][0]["set"]["supersedes"]["to"] == visits[0][0]["record"] == made["id"]
    expect(page.locator("a.status")).not_to_contain_text("perlu diperhatikan")


def assert_bare(visit: dict[str, Any]) -> None:
    """Pass if a visit's fields hold house, date, result and reason beside ids, times and survey version."""
    assert set(visit) <= FIELDS
    assert visit.get("family") is None
    assert visit.get("advice") is None
    assert (visit["result"], visit["reason"]) == ("menolak", "khawatir_data")
    answers = visit["answers"]
    flat = {**answers, **answers["kunjungan"]}
    del flat["kunjungan"]
    assert set(flat) <= ANSWERS
    assert not [value for value in flat.values() if isinstance(value, dict | list)]
