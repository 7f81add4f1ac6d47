"""What a catalogue's author is told: sheet, row, column and position; and that nothing half-read is used."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from server.catalogue.book import as_xlsx
from server.catalogue.compile import compile_catalogue
from server.catalogue.workbook import read
from server.surveys.service import NotCompiled
from tests.catalogue.twins import SERVER, catalogue, survey

SOURCE = (SERVER / "catalogue" / "workbooks" / "katalog.md").read_text("utf-8")
DTSEN = "|  | dtsen | penduduk | syarat |  | Alamat di KK masih di desa ini | keluarga |"


def compiled(text: str, *, found: bool = True) -> dict[str, object]:
    return compile_catalogue(text.encode(), "katalog.md", lambda code, version: survey() if found else None)


def mistake(before: str, after: str, *, where: str = SOURCE) -> tuple[str, str, int, str]:
    """The only mistake after one change, with the number of its line checked."""
    assert before in where
    text = where.replace(before, after, 1)
    with pytest.raises(NotCompiled) as refused:
        compiled(text)
    (one,) = refused.value.mistakes
    line = 1 + text[: text.index(after)].count("\n")
    assert one.row == line
    return one.sheet, one.column, one.position, one.message


@pytest.mark.slow
def test_as_a_workbook_for_excel_it_is_the_same_catalogue_and_a_mistake_has_its_cell() -> None:
    book = as_xlsx(SOURCE.encode(), "katalog.md")
    assert compile_catalogue(book, "katalog-2026112201.xlsx", lambda code, version: survey()) == catalogue()
    edited, saved = load_workbook(BytesIO(book)), BytesIO()
    edited["syarat"]["F2"] = "semua"
    edited.save(saved)
    with pytest.raises(NotCompiled) as refused:
        compile_catalogue(saved.getvalue(), "katalog.xlsx", lambda code, version: survey())
    assert [(one.sheet, one.cell, one.column) for one in refused.value.mistakes] == [("syarat", "F2", "untuk")]


def test_the_catalogue_that_comes_with_the_product_compiles() -> None:
    services = catalogue()["services"]
    assert len(services) == 19
    assert len(catalogue()["papers"]) == 27
    assert sum(len(s["conditions"]) for s in services) == 56
    assert sum(len(s["needs"]) for s in services) == 103
    assert catalogue()["unknown"] == ["tidak_tahu", "belum_tahu", "tidak_dijawab", "tanpa_catatan"]


@pytest.mark.parametrize(
    ("before", "after", "sheet", "column", "position", "message"),
    [
        pytest.param(
            "| Paling lama 1 hari kerja | Gratis | Pemberitaan; contoh Patalan, Bantul, 2025 |  | yes |",
            "| Paling lama 1 hari kerja | Gratis | Pemberitaan; contoh Patalan, Bantul, 2025 | besok | yes |",
            "layanan", "berlaku_sejak", 0, "Tulis tahun", id="a date that is none",
        ),
        pytest.param(DTSEN, DTSEN.replace("| keluarga |", "| semua |"), "syarat", "untuk", 0, "keluarga", id="untuk"),
        pytest.param(DTSEN, DTSEN.replace("| syarat |", "| wajib |"), "syarat", "sifat", 0, "prioritas", id="sifat"),
        pytest.param(DTSEN, DTSEN.replace("dtsen", "dtks"), "syarat", "layanan", 0, "dtks", id="an unknown service"),
        pytest.param(
            "| proses |  | Ditetapkan musyawarah desa dan SK Kepala Desa | keluarga |  |",
            "| proses |  | Ditetapkan musyawarah desa dan SK Kepala Desa | keluarga | true() |",
            "syarat", "ekspresi", 0, "tidak punya ekspresi", id="an expression where nothing evaluates it",
        ),
        pytest.param(
            "| dtsen | kk | yes | no | keluarga | true() |", "| dtsen | kartu | yes | no | keluarga | true() |",
            "kebutuhan", "berkas", 0, "kartu", id="an unknown paper",
        ),
        pytest.param(
            "| dtsen | kk | yes | no | keluarga | true() |", "| dtsen | kk | wajib | no | keluarga | true() |",
            "kebutuhan", "wajib", 0, "yes atau no", id="yes or no",
        ),
        pytest.param(
            "| keluarga | ${urgensi} = 'darurat' |", "| keluarga | ${urgen} = 'darurat' |",
            "syarat", "ekspresi", 1, "urgen", id="an unknown question",
        ),
        pytest.param(
            "| keluarga | ${urgensi} = 'darurat' |", "| keluarga | ${urgensi} = 'gawat' |",
            "syarat", "ekspresi", 14, "'gawat' bukan pilihan dari urgensi", id="an unknown choice",
        ),
        pytest.param(
            "| keluarga | selected(${bantuan}, 'sembako') |", "| keluarga | selected(${bantuan}, 'beras') |",
            "kebutuhan", "ekspresi", 22, "'beras' bukan pilihan", id="an unknown choice of several",
        ),
        pytest.param(
            "| keluarga | ${urgensi} = 'darurat' |", "| keluarga | ${urgensi} = |",
            "syarat", "ekspresi", 13, "belum selesai", id="an unfinished expression",
        ),
        pytest.param(
            "| keluarga | ${urgensi} = 'darurat' |", "| keluarga | ${umur} >= 60 |",
            "syarat", "ekspresi", 3, "umur dijawab tiap anggota", id="a member's question read for the family",
        ),
        pytest.param(
            "| keluarga | ${urgensi} = 'darurat' |", "| keluarga | sumx(${urgensi}) |",
            "syarat", "ekspresi", 1, "sumx", id="an unknown function",
        ),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place(
    before: str, after: str, sheet: str, column: str, position: int, message: str
) -> None:
    found = mistake(before, after)
    assert found[:3] == (sheet, column, position)
    assert message in found[3]


def test_all_mistakes_are_told_at_once() -> None:
    text = SOURCE.replace("'darurat'", "'gawat'").replace(
        "| yes | no | keluarga | true() |", "| x | no | keluarga | true() |"
    )
    with pytest.raises(NotCompiled) as refused:
        compiled(text)
    assert len(refused.value.mistakes) > 10
    assert refused.value.to_dict()["errors"][0].keys() >= {"sheet", "row", "column", "position", "message"}


def test_a_code_stands_once() -> None:
    row = "|  | dtsen | penduduk | syarat |  | Lagi | keluarga | true() | x |\n"
    before = "|  | sembako | desil | syarat |"
    assert mistake(before, row + before)[3] == "penduduk sudah ada di baris lain."


def test_members_can_be_counted_for_the_family() -> None:
    text = SOURCE.replace("| keluarga | ${urgensi} = 'darurat' |", "| keluarga | count(${nama}) > 3 |")
    assert compiled(text)["format"] == 1


def test_a_survey_that_is_not_published_is_named() -> None:
    with pytest.raises(NotCompiled, match="kelayakan versi 2026112102 belum diterbitkan"):
        compiled(SOURCE, found=False)


def test_a_sheet_that_is_missing_is_named() -> None:
    with pytest.raises(NotCompiled, match="kebutuhan: Lembar ini tidak ada"):
        compiled(SOURCE[: SOURCE.index("| kebutuhan |")])


def test_the_same_workbook_as_xlsx_is_the_same_catalogue() -> None:
    book = Workbook()
    book.remove(book.active)
    for name, sheet in read(SOURCE.encode(), "katalog.md").items():
        page = book.create_sheet(name)
        page.append(sheet.heads)
        for row in sheet.rows:
            page.append([int(row[h]) if row[h].isdigit() else row[h] or None for h in sheet.heads])
    packed = BytesIO()
    book.save(packed)
    assert compile_catalogue(packed.getvalue(), "Katalog.XLSX", lambda code, version: survey()) == catalogue()


def test_a_table_without_spaces_reads_alike() -> None:
    tight = "\n".join("|".join(cell.strip() for cell in line.split("|")) for line in SOURCE.splitlines())
    assert compiled(tight) == catalogue()


@pytest.mark.parametrize(
    ("content", "name"), [(b"PK\x03\x04x", "a.xlsx"), (b"\xff\xfe\x00", "a.md"), (b"x", "a.docx"), (b"a|b", "a.csv")]
)
def test_what_is_no_workbook_is_refused_in_words(content: bytes, name: str) -> None:
    with pytest.raises(NotCompiled):
        compile_catalogue(content, name, lambda code, version: survey())
