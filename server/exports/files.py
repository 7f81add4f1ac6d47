"""Tables as files that open in a spreadsheet and run nothing there: CSV in a zip, or one workbook."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from io import TextIOWrapper
from tempfile import SpooledTemporaryFile
from typing import IO, Protocol
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter

from server.exports.tables import Cell

IN_MEMORY = 5_000_000  # bytes of a file before it goes to the disk
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
NOT_IN_A_NAME = re.compile(r"[^\w.-]+")
SHEET_NAME = 31  # letters, says Excel


class Writer(Protocol):
    """Takes tables row by row, in any order of tables."""

    def table(self, name: str, heads: Sequence[str]) -> None:
        """Begin a table."""

    def row(self, name: str, cells: Sequence[Cell]) -> None:
        """Add a row to a table that was begun."""

    def done(self) -> IO[bytes]:
        """The finished file, at its beginning."""


def harmless(cell: Cell) -> Cell:
    """A text that a spreadsheet would calculate, with an apostrophe before it; a number is a number."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


class CsvZip:
    """A zip with one CSV a table, in UTF-8 with the mark by which Excel knows it."""

    def __init__(self) -> None:
        self.files: dict[str, IO[bytes]] = {}
        self.texts: dict[str, TextIOWrapper] = {}

    def table(self, name: str, heads: Sequence[str]) -> None:
        """Begin a CSV."""
        raw: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed when it is packed
        self.files[name], self.texts[name] = raw, TextIOWrapper(raw, "utf-8-sig", newline="")
        self.row(name, heads)

    def row(self, name: str, cells: Sequence[Cell]) -> None:
        """Add a line."""
        csv.writer(self.texts[name]).writerow(["" if cell is None else harmless(cell) for cell in cells])

    def done(self) -> IO[bytes]:
        """Pack them."""
        packed: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - the answer closes it
        with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
            for name, raw in self.files.items():
                self.texts[name].flush()
                raw.seek(0)
                with archive.open(f"{NOT_IN_A_NAME.sub('_', name)}.csv", "w") as entry:
                    while piece := raw.read(1 << 16):
                        entry.write(piece)
                self.texts[name].close()
        packed.seek(0)
        return packed


class Workbook:
    """One .xlsx with one sheet a table; every text is written as a text, whatever it begins with."""

    def __init__(self) -> None:
        self.file: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - the answer closes it
        self.book = xlsxwriter.Workbook(
            self.file,
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "nan_inf_to_errors": True,
            },
        )
        self.bold = self.book.add_format({"bold": True})
        self.sheets: dict[str, tuple[xlsxwriter.worksheet.Worksheet, int]] = {}

    def table(self, name: str, heads: Sequence[str]) -> None:
        """Begin a sheet."""
        sheet = self.book.add_worksheet(self._sheet_name(name))
        sheet.freeze_panes(1, 0)
        for at, head in enumerate(heads):
            sheet.write_string(0, at, head, self.bold)
        self.sheets[name] = (sheet, 1)

    def row(self, name: str, cells: Sequence[Cell]) -> None:
        """Add a row."""
        sheet, number = self.sheets[name]
        for at, cell in enumerate(cells):
            if isinstance(cell, str):
                sheet.write_string(number, at, cell)
            elif cell is not None:
                sheet.write_number(number, at, cell)
        self.sheets[name] = (sheet, number + 1)

    def done(self) -> IO[bytes]:
        """Close it."""
        self.book.close()
        self.file.seek(0)
        return self.file

    def _sheet_name(self, name: str) -> str:
        """Short enough, allowed, and not there yet."""
        short = NOT_IN_A_NAME.sub("_", name)[:SHEET_NAME]
        taken = {sheet.get_name().lower() for sheet, _ in self.sheets.values()}
        count = 1
        while short.lower() in taken:
            count += 1
            short = f"{short[: SHEET_NAME - len(str(count)) - 1]}~{count}"
        return short


WRITERS: dict[str, type[CsvZip] | type[Workbook]] = {"csv": CsvZip, "xlsx": Workbook}
ENDINGS = {"csv": "zip", "xlsx": "xlsx"}
TYPES = {"csv": "application/zip", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
