"""Run as a process of its own by ``sheets.py``: an .xlsx on standard input, its rows as text on standard output.

Prints one JSON document: ``[[sheet, number, [cell, …]], …]``, rows that are not empty; ``null``: too many.
"""

from __future__ import annotations

import json
import resource
import sys
from datetime import date, datetime
from io import BytesIO
from typing import Any

SECONDS = 10
MEMORY = 512 * 1024 * 1024
ROWS = 20_000
COLUMNS = 200
SHEETS = 30


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    json.dump(_read(sys.stdin.buffer.read()), sys.stdout)


def _read(source: bytes) -> list[Any] | None:
    from openpyxl import load_workbook

    found: list[Any] = []
    for sheet in load_workbook(BytesIO(source), read_only=True, data_only=True).worksheets[:SHEETS]:
        sheet.reset_dimensions()  # what the file says of its own size may be a million columns
        for number, cells in enumerate(sheet.iter_rows(max_col=COLUMNS, values_only=True), 1):
            texts = [_text(cell) for cell in cells]
            if any(texts):
                found.append([sheet.title.strip(), number, texts])
            if len(found) > ROWS:
                return None
    return found


def _text(cell: Any) -> str:
    """A cell as its author sees it: 2026.0 is 2026, a date is YYYY-MM-DD."""
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


if __name__ == "__main__":
    main()
