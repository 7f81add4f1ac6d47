"""A catalogue's workbook as .xlsx, for officers: what comes with the product is written as Markdown tables.

It holds the very cells of the workbook that was handed in, so uploaded again unchanged it is the same catalogue.
"""

from __future__ import annotations

import re
from io import BytesIO

import xlsxwriter

from server.catalogue.workbook import Sheet, read

WIDE, NARROW = 44, 16  # letters; cells with a long text wrap
LONG = 30  # letters from which a column is wide
SHEET_NAME = re.compile(r"(?!petunjuk)[\w -]{1,31}", re.IGNORECASE)
REMARKS = "petunjuk"
"""The sheet of the author's remarks. Each begins with ``#``, so reading passes them over."""


def as_xlsx(source: bytes, file_name: str) -> bytes:
    """The workbook as .xlsx; one that is .xlsx already stays as its author made it."""
    if file_name.lower().endswith(".xlsx"):
        return source
    packed = BytesIO()
    book = xlsxwriter.Workbook(packed, {"in_memory": True, "strings_to_numbers": False})
    try:
        head = book.add_format({"bold": True, "bg_color": "#E2EAF7", "border": 1})
        cell = book.add_format({"text_wrap": True, "valign": "top"})
        sheets = read(source, file_name)
        for name in filter(SHEET_NAME.fullmatch, sheets):
            sheet = sheets[name]
            _write(book.add_worksheet(name), sheet, head, cell)
        remarks = [line for line in source.decode("utf-8-sig").splitlines() if line.startswith("# ")]
        about = book.add_worksheet(REMARKS)
        about.set_column(0, 0, 120, cell)
        for at, line in enumerate(remarks):
            about.write_string(at, 0, line)
    finally:
        book.close()
    return packed.getvalue()


def _write(page: xlsxwriter.worksheet.Worksheet, sheet: Sheet, head: object, cell: object) -> None:
    """Every cell as a text, as its author wrote it: ``2026112201`` is no number, ``=`` begins no formula."""
    for at, name in enumerate(sheet.heads):
        longest = max((len(row[name]) for row in sheet.rows), default=0)
        page.set_column(at, at, WIDE if longest > LONG else NARROW, cell)
        page.write_string(0, at, name, head)
    for number, row in enumerate(sheet.rows, 1):
        for at, name in enumerate(sheet.heads):
            if row[name]:
                page.write_string(number, at, row[name], cell)
    page.freeze_panes(1, 0)
    page.ignore_errors({"number_stored_as_text": "A1:ZZ20000"})
