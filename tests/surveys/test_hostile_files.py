"""Files that somebody made to hurt: each is refused quickly, with a message that names the limit or the way out."""

from __future__ import annotations

import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from importlib import import_module
from io import BytesIO

import pytest

from server.catalogue.workbook import read
from server.surveys import children, files
from server.surveys.attachments import unpacked
from server.surveys.checking import run
from server.surveys.compile import compile_survey
from server.surveys.mistakes import NotCompiled

TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
QUICK = 2.0  # seconds before anything reads it
BUSY = 2.0  # the machine that tests may be this much slower
ENTITIES = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))


def archive(**parts: str | bytes) -> bytes:
    """An .xlsx with the parts named: ``workbook`` is ``xl/workbook.xml``, ``sheet1`` a worksheet."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", TYPES)
        made.writestr("xl/workbook.xml", parts.pop("workbook", "<workbook/>"))
        for name, text in parts.items():
            made.writestr(f"xl/worksheets/{name}.xml", text)
    return packed.getvalue()


def excel_rows(cells: Iterable[str]) -> str:
    rows = "".join(
        f'<row r="{at}"><c t="inlineStr"><is><t>{cell}</t></is></c></row>' for at, cell in enumerate(cells, 1)
    )
    return f"<worksheet><sheetData>{rows}</sheetData></worksheet>"


def workbook(sheets: dict[str, list[list[str]]]) -> bytes:
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    packed = BytesIO()
    book.save(packed)
    return packed.getvalue()


def lying(real: bytes, claimed: int) -> bytes:
    """A part that claims to be smaller than it is."""
    raw = bytearray(archive(sheet1=real))
    at = raw.index(b"PK\1\2", raw.index(b"PK\1\2", raw.index(b"PK\1\2") + 1) + 1)
    raw[at + 24 : at + 28] = claimed.to_bytes(4, "little")
    return bytes(raw)


CASES = [
    pytest.param(lambda: archive(sheet1=b"0" * (21 << 20)), "20 MB", id="a zip bomb"),
    pytest.param(
        lambda: archive(**{f"s{n}": "" for n in range(5000)}),
        "5002 bagian, paling banyak 1000",
        id="5,000 parts",
    ),
    pytest.param(lambda: lying(b"0" * (30 << 20), 1000), "rusak", id="a zip bomb that lies about its size"),
    pytest.param(
        lambda: archive(workbook='<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><workbook>&f;</workbook>'),
        "DOCTYPE",
        id="an external entity",
    ),
    pytest.param(lambda: archive(sheet1=f"<!DOCTYPE x [{ENTITIES}]><x>&a9;</x>"), "DOCTYPE", id="a billion laughs"),
    pytest.param(
        lambda: archive(sheet1='<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x>'.encode("utf-16")),
        "DOCTYPE",
        id="an entity in other letters",
    ),
    pytest.param(
        lambda: archive(sheet1="x" * (files.PIECE - 4) + "<!DOCTYPE x>"), "DOCTYPE", id="an entity across two pieces"
    ),
    pytest.param(lambda: archive(sheet1=excel_rows(map(str, range(100_000)))), "20000", id="100,000 choices"),
    pytest.param(lambda: b"PK\3\4" + bytes(1000), "rusak", id="a broken archive"),
    pytest.param(lambda: bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "kata sandi", id="an old or locked workbook"),
    pytest.param(lambda: b"<html><script>alert(1)</script></html>", "rusak", id="a page"),
]


@pytest.mark.parametrize(("made", "named"), CASES)
def test_an_excel_file_made_to_hurt_is_refused_before_it_is_read(made: Callable[[], bytes], named: str) -> None:
    source = made()
    begun = time.monotonic()
    with pytest.raises(NotCompiled, match=named):
        compile_survey(source, "jahat.xlsx")
    with pytest.raises(NotCompiled, match=named):
        files.refuse_file(source, "katalog.xlsx")
    assert time.monotonic() - begun < 2 * QUICK * BUSY


@pytest.mark.parametrize("ending", ["md", "csv"])
def test_a_text_with_100000_choices_is_refused_before_it_is_read(ending: str) -> None:
    line = "| | daftar | c{at} | Pilihan |" if ending == "md" else ",daftar,c{at},Pilihan"
    source = "\n".join(line.format(at=at) for at in range(100_000)).encode()
    begun = time.monotonic()
    with pytest.raises(NotCompiled, match="20000"):
        compile_survey(source, f"besar.{ending}")
    assert time.monotonic() - begun < QUICK * BUSY


def test_more_than_5_mb_is_refused() -> None:
    with pytest.raises(files.TooLarge) as refused:
        compile_survey(b"|" * 5_000_001, "besar.md")
    assert "5 MB" in refused.value.title


@pytest.mark.slow
def test_a_survey_that_takes_too_long_to_read_ends_with_its_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "SECONDS", 1)
    rows = [["type", "name", "label", "relevant"]]
    rows += [
        ["text", f"q{at}", "${q0} " * 40, " and ".join(f"${{q{n}}} != ''" for n in range(60))] for at in range(3000)
    ]
    source = workbook({"survey": rows})
    begun = time.monotonic()
    with pytest.raises(NotCompiled, match="1 detik"):
        compile_survey(source, "berat.xlsx")
    assert time.monotonic() - begun < 1 + 2 * QUICK * BUSY


def test_a_catalogue_that_claims_a_million_columns_is_read_as_it_is() -> None:
    source = workbook({"pengaturan": [["nama", "isi"], ["katalog_id", "x"]]})
    packed = BytesIO(source)
    changed = BytesIO()
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(changed, "w") as new:
        for part in old.infolist():
            text = old.read(part)
            if part.filename.startswith("xl/worksheets"):
                text = text.replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>')
            new.writestr(part, text)
    begun = time.monotonic()
    sheets = read(changed.getvalue(), "katalog.xlsx")
    assert [row.cells for row in sheets["pengaturan"].rows] == [{"nama": "katalog_id", "isi": "x"}]
    assert time.monotonic() - begun < QUICK * BUSY


def test_html_in_a_label_stays_a_text() -> None:
    survey = compile_survey(
        "| settings | form_title | form_id | version |\n| | <b>A</b> | a | 1 |\n"
        "| survey | type | name | label |\n| | text | x | <img src=x onerror=alert(1)><script>alert(1)</script> |\n",
        "html.md",
    )
    assert survey["nodes"][0]["label"] == "<img src=x onerror=alert(1)><script>alert(1)</script>"


def test_the_cell_is_named_as_excel_names_it_with_what_stands_in_it() -> None:
    source = workbook(
        {
            "survey": [
                ["type", "name", "label", "", "relevant"],
                ["integer", "a", "A"],
                ["text", "b", "B", "", "sumx(${a})"],
            ],
            "settings": [["form_title", "form_id", "version"], ["A", "a", "1"]],
        }
    )
    with pytest.raises(NotCompiled) as refused:
        compile_survey(source, "form.xlsx")
    (mistake,) = refused.value.mistakes
    assert (mistake.cell, mistake.column, mistake.text, mistake.row) == ("E3", "relevant", "sumx(${a})", 3)
    assert str(mistake).startswith("survey, sel E3, relevant, huruf 1: ")


def test_a_bundle_that_breaks_anywhere_is_refused_and_never_more() -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("form.md", "| survey | type | name | label |\n| | text | a | A |\n" * 50)
        made.writestr("tabel.csv", "a,b\n" + "1,2\n" * 500)
    whole = packed.getvalue()
    for at in range(0, len(whole), 7):
        for broken in (whole[:at], whole[:at] + b"\xff" + whole[at + 1 :]):
            with suppress(NotCompiled):
                unpacked(broken)


def test_a_workbook_that_breaks_anywhere_is_refused_and_never_more() -> None:
    whole = workbook({"survey": [["type", "name", "label"], ["text", "a", "A"]]})
    for at in range(0, len(whole), 23):
        for broken in (whole[:at], whole[:at] + b"\xff" + whole[at + 1 :]):
            with suppress(NotCompiled):
                files.refuse_file(broken, "rusak.xlsx")


def test_a_form_whose_formulas_all_look_at_a_whole_table_is_refused_before_any_phone_has_it() -> None:
    lines = [f"| | calculate | c{n} | | count(instance('f')/root/item[val != '{n}']) |\n" for n in range(40)]
    form = "| survey | type | name | label | calculation |\n| | select_one_from_file f.csv | f | F | |\n"
    table = "name,label,val\n" + "".join(f"n{n},Nama {n},{n}\n" for n in range(9000))
    at = time.perf_counter()
    with pytest.raises(NotCompiled) as refused:
        compile_survey(form + "".join(lines), "berat.md", {"f.csv": table.encode()})
    assert "300.000 baris" in str(refused.value)
    assert refused.value.mistakes[0].row == 3
    assert time.perf_counter() - at < 10 * BUSY


def test_a_visit_of_rows_that_all_look_at_all_rows_is_checked_in_bounded_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    form = (
        "| survey | type | name | label | calculation |\n| | begin_repeat | r | R | |\n| | begin_repeat | q | Q | |\n"
        "| | integer | x | X | |\n| | calculate | s | | sum(/data/r/q/x) |\n"
        "| | end_repeat | | | |\n| | end_repeat | | | |\n"
    )
    survey = compile_survey(form, "a.md")
    answers = {"r": [{"q": [{"x": 1, "s": 400}] * 20}] * 20}
    assert run(survey, answers, "2026-11-21T10:30:00.000+07:00", partial=False).marks == []
    monkeypatch.setattr(import_module("server.surveys.form"), "STEPS_OF_ALL", 400 * 100)
    marks = run(survey, answers, "2026-11-21T10:30:00.000+07:00", partial=False).marks
    kinds = Counter(mark["kind"] for mark in marks)
    assert kinds["limit"] == 400, "the question is marked wherever it stands"
    assert 200 < kinds["calculate"] < 400, "what came after the steps were spent has no value"
