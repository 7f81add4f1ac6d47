"""The rows of an .xlsx as text, for workbooks that are no survey."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from server.surveys.children import in_child
from server.surveys.files import too_many_rows

CHILD = Path(__file__).with_name("sheets_child.py")


def excel_rows(source: bytes) -> Iterator[tuple[str, int, list[str]]]:
    """Each row that is not empty: its sheet, its number, its cells from the first column on.

    Raises:
        NotCompiled: it has too many rows, or cannot be read within the limits.
    """
    rows = in_child(CHILD, ".xlsx", source)
    if rows is None:
        raise too_many_rows()
    yield from rows
