"""What an author did wrong is said in Indonesian, with the row: every fault at once."""

from __future__ import annotations

import pytest

from server.surveys.compile import compile_survey
from server.surveys.mistakes import NotCompiled
from server.surveys.uploads import compiled_survey

HEAD = "| survey | type | name | label |\n|---|---|---|---|\n"


def faults(*rows: str) -> list[tuple[str, int, str, str]]:
    with pytest.raises(NotCompiled) as refused:
        compile_survey((HEAD + "\n".join(f"|  | {row} |" for row in rows)).encode(), "salah.md")
    return [(one.sheet, one.row, one.column, one.message) for one in refused.value.mistakes]


def test_an_unknown_type_is_named_with_its_row() -> None:
    assert faults("text | a | A", "txt | b | B") == [
        ("survey", 4, "type", "Jenis pertanyaan “txt” tidak didukung."),
    ]


def test_a_list_that_is_not_there_is_named() -> None:
    assert faults("select_one warna | a | A") == [
        ("survey", 3, "type", "Daftar pilihan “warna” tidak ada di lembar choices."),
    ]


def test_every_fault_of_the_rows_is_said_at_once() -> None:
    said = faults("txt | a | A", "text | 2b | B", "text | a | Lagi", "begin_group | g | G")
    assert [(row, column) for _, row, column, _ in said] == [(3, "type"), (4, "name"), (5, "name"), (6, "type")]
    assert "sudah dipakai di baris 3" in said[2][3]


def test_an_end_without_a_beginning_is_found() -> None:
    assert faults("text | a | A", "end_group |  | ")[0][:3] == ("survey", 4, "type")


def test_names_that_nothing_bears_are_said_with_their_place_all_at_once() -> None:
    head = "| survey | type | name | label | relevant | calculation |\n|---|---|---|---|---|---|\n"
    rows = (
        "|  | integer | umur | Umur |  |  |\n"
        "|  | text | a | Halo ${nma} | ${umr} > 1 and ${umur} < 9 |  |\n"
        "|  | calculate | b |  |  | (${umur} + 1 |\n"
    )
    with pytest.raises(NotCompiled) as refused:
        compile_survey((head + rows).encode(), "salah.md")
    found = [(one.row, one.column, one.position, one.text) for one in refused.value.mistakes]
    assert found == [
        (4, "label", 6, "Halo ${nma}"),
        (4, "relevant", 1, "${umr} > 1 and ${umur} < 9"),
        (5, "calculation", 13, "(${umur} + 1"),
    ]
    assert refused.value.mistakes[1].message == "Tidak ada pertanyaan bernama “umr” di lembar survey. Maksudnya umur?"


def test_a_column_without_effect_is_said_and_not_published() -> None:
    form = (
        "| settings | form_id | style | auto_send |\n| | t | pages | yes |\n| lain | a |\n| | 1 |\n"
        "| survey | type | name | label | note | #saya | save_incomplete |\n| | select_one l | a | A | x | x | yes |\n"
        "| choices | list_name | name | label | warna |\n| | l | x | X | biru |\n"
    )
    survey, remarks = compiled_survey(form.encode(), "a.md")
    assert [remark.split(":")[0].removesuffix(".") for remark in remarks] == [
        "Lembar lain tidak dibaca", "Kolom note di lembar survey tidak dibaca",
        "Kolom #saya di lembar survey tidak dibaca", "Kolom save_incomplete di lembar survey tidak dibaca",
        "Kolom warna di lembar choices tidak dibaca rumus mana pun", "Kolom style di lembar settings tidak dibaca",
        "Kolom auto_send di lembar settings tidak dibaca",
    ]  # fmt: skip
    assert "remarks" not in survey


def test_a_rule_and_a_look_without_effect_are_said() -> None:
    form = (
        "| survey | type | name | label | required | trigger | appearance | parameters |\n"
        "| | text | a | A | | | w1 | |\n| | begin_group | g | G | yes | ${a} | | |\n"
        "| | note | n | N | yes | | | |\n"
        "| | range | b | B | | | picker w1 | start=1 end=5 |\n| | end_group | | | | | | |\n"
    )
    survey, remarks = compiled_survey(form.encode(), "a.md")
    assert [remark.split(":")[0] for remark in remarks] == [
        "required di baris 3 tidak berlaku", "trigger di baris 3 tidak berlaku", "required di baris 4 tidak berlaku",
        "Tampilan w1 tidak berpengaruh, tata letak mengikuti layar HP",
        "Tampilan picker tidak berpengaruh, tata letak mengikuti layar HP",
    ]  # fmt: skip
    assert "trigger" not in survey["nodes"][1]


def test_columns_of_choices_that_no_xform_can_hold_are_left_aside_and_said() -> None:
    form = (
        HEAD + "| | select_one l | b | B |\n| choices | list_name | name | label | $kuid | #catatan | hxl:tag | 1st |\n"
    )
    survey = compile_survey((form + "| | l | x | X | a | b | c | d |\n").encode(), "kobo.md")
    assert [choice["name"] for choice in survey["choices"]["l"]] == ["x"]
    noted = " ".join(survey["remarks"])
    assert all(head in noted for head in ("$kuid", "#catatan", "hxl:tag", "1st"))


@pytest.mark.parametrize("head", ["bind::oc:itemgroup", "calculation::Indonesia (id)", "bind::#x"])
def test_a_head_that_stops_the_reader_is_named_where_it_stands(head: str) -> None:
    with pytest.raises(NotCompiled) as refused:
        compile_survey(f"| survey | type | name | label | {head} |\n| | text | a | A | 1 |\n".encode(), "kepala.md")
    assert [(one.sheet, one.row, one.column) for one in refused.value.mistakes] == [("survey", 2, head)]


def test_a_date_as_excel_keeps_it_is_a_default() -> None:
    form = "| survey | type | name | label | default |\n| | date | a | A | 2026-01-02 00:00:00 |\n"
    assert compile_survey(form.encode(), "tanggal.md")["nodes"][0]["default"] == "2026-01-02"
