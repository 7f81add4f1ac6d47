"""A catalogue's workbook, Markdown tables or .xlsx, as rows of text that know where they stand."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from io import StringIO

from server.surveys.service import Mistake, NotCompiled, excel_rows

MOST_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as the author counts and its cells by head, trimmed; an absent cell is empty."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, head: str) -> str:
        return self.cells.get(head, "")


@dataclass(slots=True)
class Sheet:
    """One sheet: the row of its heads, the heads, its rows."""

    number: int = 0
    heads: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


def read(source: bytes, file_name: str) -> dict[str, Sheet]:
    """Read the sheets of a workbook by name.

    Raises:
        NotCompiled: the file is no workbook of ours.
    """
    try:
        if file_name.lower().endswith(".md"):
            return _collect(_markdown(source.decode("utf-8-sig")))
        if file_name.lower().endswith(".xlsx"):
            return _collect(_excel(source))
        return _collect(_comma_separated(source.decode("utf-8-sig")))
    except (UnicodeDecodeError, csv.Error):
        raise NotCompiled([Mistake("", 0, "", 0, "File ini tidak bisa dibuka. Simpan sebagai .xlsx.")]) from None


def placed(mistakes: Iterable[Mistake], sheets: dict[str, Sheet], file_name: str) -> list[Mistake]:
    """The mistakes with what stands in their cells and, in an .xlsx, the cells' addresses."""
    lettered = file_name.lower().endswith(".xlsx")

    def place(mistake: Mistake) -> Mistake:
        sheet = sheets.get(mistake.sheet, Sheet())
        row = next((row for row in sheet.rows if row.number == mistake.row), None)
        known = lettered and mistake.row > 0 and mistake.column in sheet.heads
        return replace(
            mistake,
            cell=f"{letter(sheet.heads.index(mistake.column))}{mistake.row}" if known else "",
            text=row[mistake.column][:200] if row else "",
        )

    return [place(mistake) for mistake in mistakes]


def letter(at: int) -> str:
    """What Excel writes above its column number ``at``, the first being 0: A, …, Z, AA."""
    return (letter(at // 26 - 1) if at > 25 else "") + chr(ord("A") + at % 26)


def _collect(lines: Iterable[tuple[str, int, list[str]]]) -> dict[str, Sheet]:
    """Sheets from lines ``(sheet, number, cells)``; the first line of a sheet holds its heads."""
    sheets: dict[str, Sheet] = {}
    for count, (name, number, cells) in enumerate(lines):
        if count > MOST_ROWS:
            raise NotCompiled([Mistake(name, number, "", 0, f"Terlalu banyak baris, paling banyak {MOST_ROWS}.")])
        sheet = sheets.setdefault(name, Sheet())
        if not sheet.heads:
            sheet.number, sheet.heads = number, cells
        elif any(cells):
            sheet.rows.append(Row(number, {head: cell for head, cell in zip(sheet.heads, cells, strict=False) if head}))
    return sheets


def _markdown(text: str) -> Iterator[tuple[str, int, list[str]]]:
    sheet = ""
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        if not line.startswith("|"):
            continue
        first, *cells = (
            cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line[1:].removesuffix("|"))
        )
        if re.fullmatch(r":?-{3,}:?", first):
            continue
        sheet = first or sheet
        yield sheet, number, cells


def _comma_separated(text: str) -> Iterator[tuple[str, int, list[str]]]:
    """As the Markdown tables: the first cell of a table's head names the sheet."""
    sheet = ""
    lines = csv.reader(StringIO(text, newline=""))
    for cells in lines:
        first, *rest = (cell.strip() for cell in [*cells, ""])
        sheet = first or sheet
        if sheet and not first.startswith("#") and any(rest):
            yield sheet, lines.line_num, rest


def _excel(source: bytes) -> Iterator[tuple[str, int, list[str]]]:
    """The rows of an .xlsx but those that begin with ``#``: its author's remarks."""
    return (row for row in excel_rows(source) if not row[2][0].startswith("#"))
