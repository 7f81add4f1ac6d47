"""Workbooks from outside: what is too large or broken is refused, and said so."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from server.surveys.compile import compile_survey
from server.surveys.mistakes import NotCompiled


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_read() -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (21 * 1024 * 1024))
    with pytest.raises(NotCompiled, match="20 MB"):
        compile_survey(packed.getvalue(), "bom.xlsx")


@pytest.mark.parametrize(("source", "name"), [(b"PK nothing", "a.xlsx"), (b"\xff\xfe\x00", "a.md"), (b"halo", "a.csv")])
def test_what_is_no_workbook_is_refused(source: bytes, name: str) -> None:
    with pytest.raises(NotCompiled):
        compile_survey(source, name)


@pytest.mark.slow
def test_more_than_20000_rows_are_refused() -> None:
    rows = "\n".join(f"| | l | c{at} | C |" for at in range(20_001))
    form = (
        f"| survey | type | name | label |\n| | select_one l | a | A |\n| choices | list_name | name | label |\n{rows}"
    )
    with pytest.raises(NotCompiled, match="20000"):
        compile_survey(form, "besar.md")


def test_excel_names_the_row_of_the_sheet() -> None:
    book = Workbook()
    survey = book.active
    assert survey is not None
    survey.title = "survey"
    for row in [("type", "name", "label", "relevant"), ("text", "a", "A", ""), (), ("text", "b", "B", "${a} = 'x")]:
        survey.append(row)
    packed = BytesIO()
    book.save(packed)
    with pytest.raises(NotCompiled) as refused:
        compile_survey(packed.getvalue(), "form.xlsx")
    (mistake,) = refused.value.mistakes
    assert (mistake.sheet, mistake.row, mistake.column, mistake.position) == ("survey", 4, "relevant", 8)


@pytest.mark.slow
def test_our_own_forms_compile() -> None:
    forms = sorted((Path(__file__).parents[2] / "server" / "surveys" / "forms").glob("*.md"))
    assert [compile_survey(form.read_bytes(), form.name)["id"] for form in forms] == [
        "kelayakan", "keluhan", "posyandu_balita", "skm",
    ]  # fmt: skip


@pytest.mark.slow
def test_a_long_circle_is_told_in_few_names() -> None:
    rows = "".join(f"| | calculate | c{at} | ${{c{(at + 1) % 3000}}} |\n" for at in range(3000))
    with pytest.raises(NotCompiled, match=r"c0 → c1 → .* … 2981 lainnya … .* → c2999 → c0") as refused:
        compile_survey(f"| survey | type | name | calculation |\n{rows}", "a.md")
    assert len(refused.value.mistakes[0].message) < 400


@pytest.mark.slow
def test_groups_within_more_than_30_others_are_refused_with_their_row() -> None:
    def form(deep: int) -> str:
        opened = "".join(f"| | begin_group | g{at} | G |\n" for at in range(deep))
        return f"| survey | type | name | label |\n{opened}| | text | x | X |\n" + "| | end_group | | |\n" * deep

    assert compile_survey(form(30), "a.md")["nodes"]
    with pytest.raises(NotCompiled, match="30 kelompok") as refused:
        compile_survey(form(400), "a.md")
    assert refused.value.mistakes[0].row == 32


@pytest.mark.slow
def test_more_formulas_than_any_survey_has_are_refused_before_they_are_read() -> None:
    long = " + ".join(["${a}"] * 300)
    rows = "".join(f"| | calculate | c{at} | | {long} |\n" for at in range(150))
    with pytest.raises(NotCompiled, match=r"300\.000 huruf"):
        compile_survey(f"| survey | type | name | label | calculation |\n| | integer | a | A | |\n{rows}", "a.md")
