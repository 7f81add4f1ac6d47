"""A list of DTSEN beside our families: what it would change is shown, what is doubtful changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from xlsxwriter import Workbook

from server.families import desil
from sync.ids import identity_id
from tests.field import MONDAY, Field, at
from tests.people import DEDI, DESA, Enrol

NAMES = ("suryati", "icih", "ujang", "asep")
KK = {name: f"32019901019000{at:02}" for at, name in enumerate((*NAMES, "twice", "again"), 1)}
NIK = {name: f"32019945078500{at:02}" for at, name in enumerate(NAMES, 1)}


@pytest.fixture
def field(context: None) -> Iterator[Field]:
    with at(MONDAY):
        yield Field()


def home(field: Field, name: str, **numbers: str) -> str:
    """A family with a card and one person; ``numbers`` override theirs."""
    family = field.family(name.title())
    member = field.member(family, name.title())
    kk, nik = numbers.get("kk", KK.get(name, "")), numbers.get("nik", NIK.get(name, ""))
    field.ani.set("identity", identity_id(family), exists=True, subject=family, kk_number=kk)
    field.ani.set("identity", identity_id(member), exists=True, subject=member, nik=nik)
    return family


def compare(text: str, **chosen: int | None) -> dict[str, Any]:
    return desil.compared(DESA, desil.mapped(desil.read(text.encode(), "dtsen.csv"), chosen))


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("2", "d2"), ("Desil 2", "d2"), ("2.0", "d2"), ("D-10", "d10"), ("10", "d10"),
        ("Tidak terdaftar", "tidak_terdaftar"),
        ("0", None), ("11", None), ("12", None), ("", None), ("6-10", None), ("miskin", None), ("2 atau 3", None),
    ],
)  # fmt: skip
def test_a_desil_is_read_never_guessed(written: str, code: str | None) -> None:
    assert desil.code_of(written) == code


def test_what_would_change_is_told_and_nothing_is_written(field: Field) -> None:
    suryati, icih, ujang = (home(field, name) for name in ("suryati", "icih", "ujang"))
    field.dedi.set("identity", identity_id(icih), seen=0, desil="d3", desil_list="2026-07-20")
    version = field.record(identity_id(icih)).versions["desil"]
    told = compare(
        "Daftar DTSEN Oktober;;;\n\nNo. KK;NIK;Nama;Desil Nasional\n"
        f"{KK['suryati']};{NIK['suryati']};SURYATI;2\n;'{NIK['icih']};ICIH;4\n{KK['ujang']};;UJANG;tidak ditemukan\n"
    )
    changes = {one["family"]: (one["before"], one["to"], one["seen"]) for one in told["changes"]}
    assert changes == {
        suryati: (None, "d2", 0),
        icih: ("d3", "d4", version),
        ujang: (None, "tidak_terdaftar", 0),
    }
    assert (told["kk"], told["nik"], told["desil"], told["rows"], told["counts"]) == (0, 1, 3, 3, {})
    assert "desil" not in field.body(identity_id(suryati))


def test_heads_in_other_words_below_a_title_can_be_chosen_from(field: Field) -> None:
    suryati = home(field, "suryati")
    text = (
        "Daftar DTSEN Triwulan IV\n\nno;No. Induk Kependudukan;Nomor Kartu Keluarga;Nama;Kelompok\n"
        f"1;{NIK['suryati']};{KK['suryati']};SURYATI;2\n"
    )
    told = compare(text)
    assert told["heads"] == ["no", "No. Induk Kependudukan", "Nomor Kartu Keluarga", "Nama", "Kelompok"]
    assert (told["kk"], told["nik"], told["desil"], told["rows"], told["counts"]) == (2, 1, desil.UNUSED, 1, {})
    assert [one["family"] for one in compare(text, desil=4)["changes"]] == [suryati]
    strange = compare("Daftar\nA;B;C\n1;2;3\n")
    assert (strange["heads"], strange["rows"], strange["counts"]) == (["A", "B", "C"], 1, {})


def test_what_is_doubtful_changes_nothing_and_says_why(field: Field) -> None:
    suryati, asep = home(field, "suryati"), home(field, "asep")
    field.member(suryati, "Neng")
    home(field, "twice"), home(field, "again", kk=KK["twice"])
    told = compare(
        "no_kk,nik,desil\n"
        f"{KK['suryati']},{NIK['suryati']},2\n{KK['suryati']},3201994507850099,5\n"  # 2, 3: one family, two tenths
        f",{NIK['asep']},1\n,{NIK['asep']},1\n"  # 4, 5: the same person twice
        "3201990101909999,3201990101909998,4\n"  # 6: nobody of ours
        f"{KK['suryati']},{NIK['asep']},3\n"  # 7: card and person are of two families
        f"{KK['twice']},,3\n"  # 8: two families with one card
        f"{KK['asep']},,sedang\n"  # 9: no desil
        ",,7\n3.20199E+15,,7\n"  # 10, 11: no number; one that a spreadsheet rounded
    )
    assert [(one["family"], one["to"]) for one in told["changes"]] == [(asep, "d1")]
    assert {one["why"]: (one["row"], one["rows"]) for one in told["doubts"]} == {
        "beda_sekeluarga": (2, [2, 3]),
        "ganda": (4, [4, 5, 7]),
        "tidak_dikenal": (6, []),
        "kk_nik_beda": (7, []),
        "dua_keluarga": (8, []),
        "bukan_desil": (9, []),
        "tanpa_nomor": (10, []),
        "angka_rusak": (11, []),
    }
    assert told["absent"] == 2


@pytest.mark.parametrize(
    "title",
    ["Data Desil DTSEN per KK Desa Cibadak", "Daftar NIK dan Desil;;;;", "Daftar NIK dan Desil;Desa Cibadak;;;"],
)
def test_a_title_that_names_two_columns_is_not_the_heads(title: str) -> None:
    rows = desil.read(f"{title}\n\nno;NIK;No KK;Nama;Desil\n1;{NIK['icih']};{KK['icih']};Icih;2\n".encode(), "a.csv")
    sheet = desil.mapped(rows, {})
    assert sheet.heads == ["no", "NIK", "No KK", "Nama", "Desil"]
    assert sheet.columns == {"kk": 2, "nik": 1, "desil": 4}


def test_columns_may_be_chosen_where_the_heads_do_not_say(field: Field) -> None:
    suryati = home(field, "suryati")
    text = f"kolom a,kolom b\n{NIK['suryati']},3\n"
    assert compare(text)["changes"] == []
    told = compare(text, nik=0, desil=1, kk=-1)
    assert [(one["family"], one["to"]) for one in told["changes"]] == [(suryati, "d3")]


def test_only_the_desk_writes_a_desil_and_only_one_there_is(field: Field) -> None:
    family = home(field, "suryati")
    which = identity_id(family)
    assert field.ani.set("identity", which, seen=0, desil="d1")["problem"]["status"] == 403
    assert field.dedi.set("identity", which, seen=0, desil="d11")["status"] == "refused"
    assert field.dedi.set("identity", which, seen=0, desil="d1", desil_list="2026-10-20")["status"] == "accepted"
    assert field.dedi.set("identity", which, seen=field.record(which).seq, desil=None)["status"] == "accepted"


def test_an_excel_list_is_read_at_the_door(app: Flask, enrol: Enrol) -> None:
    whole = BytesIO()
    book = Workbook(whole, {"in_memory": True})
    book.add_worksheet("Petunjuk").write(0, 0, "Isi lembar berikut")
    sheet = book.add_worksheet("Data")
    for at_row, cells in enumerate([("NIK", "Desil"), ("3201994507850002", 3)]):
        sheet.write_row(at_row, 0, cells)
    book.close()
    officer = enrol(DEDI)
    answer = officer.client.post(
        "/api/desil",
        data={"file": (BytesIO(whole.getvalue()), "dtsen.xlsx")},
        headers=officer.headers,
        content_type="multipart/form-data",
    )
    assert answer.status_code == 200, answer.text
    assert (answer.json["heads"], answer.json["counts"]) == (["NIK", "Desil"], {"tidak_dikenal": 1})


def test_nothing_but_a_table_is_read(field: Field) -> None:
    with pytest.raises(desil.NotCompiled):
        desil.read(b"\x89PNG", "dtsen.png")
