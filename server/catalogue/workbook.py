"""A catalogue's workbook, Markdown tables or .xlsx, as rows of text that know where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook

from server.surveys.service import Mistake, NotCompiled

LARGEST_INFLATED = 20_000_000
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
    except (UnicodeDecodeError, BadZipFile, KeyError, ValueError) as error:
        if isinstance(error, NotCompiled):
            raise
    raise NotCompiled([Mistake("", 0, "", 0, "Berkas ini tidak bisa dibuka. Simpan sebagai .xlsx atau .md.")])


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


def _excel(source: bytes) -> Iterator[tuple[str, int, list[str]]]:
    with ZipFile(BytesIO(source)) as packed:
        if sum(part.file_size for part in packed.infolist()) > LARGEST_INFLATED:
            raise NotCompiled([Mistake("", 0, "", 0, "Isi berkas ini terlalu besar.")])
    book = load_workbook(BytesIO(source), read_only=True, data_only=True)
    for sheet in book.worksheets:
        for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
            texts = [_text(cell) for cell in cells]
            if any(texts) and not texts[0].startswith("#"):
                yield sheet.title.strip(), number, texts


def _text(cell: Any) -> str:
    """A cell as its author sees it: 2026.0 is 2026, a date is YYYY-MM-DD."""
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()
