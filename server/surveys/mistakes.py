"""What is wrong in a workbook, said so that its author finds the cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from server.errors import Problem


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing to mend before a workbook can be used.

    Attributes:
        sheet: name of the sheet, e.g. ``survey``.
        row: row of the sheet in .xlsx, line of the file in Markdown; 0 if no row is at fault.
        column: head of the column, e.g. ``relevant``; empty if the whole row is at fault.
        position: place in the cell's text, from 1; 0 if the whole cell is at fault.
        message: Indonesian, what to do.
        cell: address of the cell in .xlsx, ``F63``; empty where it is not known.
        text: what stands in the cell, at most 200 characters of it.
    """

    sheet: str
    row: int
    column: str
    position: int
    message: str
    cell: str = ""
    text: str = ""

    def __str__(self) -> str:
        row = f"sel {self.cell}" if self.cell else f"baris {self.row}" if self.row else ""
        place = ", ".join(p for p in (self.sheet, row, self.column) if p)
        return f"{place}{f', huruf {self.position}' if self.position else ''}: {self.message}"


class NotCompiled(Problem):
    """A workbook that is refused whole; nothing of it is kept."""

    status, slug, title = 422, "not-compiled", "File ini belum bisa dipakai. Betulkan yang disebut, lalu unggah lagi."

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = list(mistakes)
        super().__init__("; ".join(map(str, self.mistakes[:3])), errors=[asdict(m) for m in self.mistakes])
