"""Workbooks read by pyxform, in a child process: a file from outside may be a bomb, and the limits end with the
process."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from server.surveys.children import in_child
from server.surveys.faults import authors_faults
from server.surveys.files import refuse_file
from server.surveys.mistakes import Mistake, NotCompiled
from server.surveys.sayings import in_indonesian

SHOWN = 200  # characters of a cell
CHILD = Path(__file__).with_name("reading_child.py")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a sheet: its number as the author sees it, and its cells by the head of their column."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Workbook:
    """What pyxform made of a workbook: the XForm, its JSON form, the rows they came from, and sheets it did not
    read."""

    xform: str
    survey: dict[str, Any]
    sheets: dict[str, list[Line]]
    letters: dict[str, dict[str, str]] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)

    def placed(self, mistakes: Iterable[Mistake]) -> list[Mistake]:
        """The mistakes with what stands in their cells and, from an .xlsx, the cells' addresses."""
        return [self._placed(mistake) for mistake in mistakes]

    def _placed(self, mistake: Mistake) -> Mistake:
        letter = self.letters.get(mistake.sheet, {}).get(mistake.column)
        line = next((line for line in self.sheets.get(mistake.sheet, []) if line.number == mistake.row), None)
        return replace(
            mistake,
            cell=f"{letter}{mistake.row}" if letter and mistake.row else "",
            text=line.cells.get(mistake.column, "")[:SHOWN] if line else "",
        )


def read_workbook(source: bytes, file_name: str) -> Workbook:
    """Read a workbook within the limits.

    Raises:
        NotCompiled: it is too large, or pyxform refuses it.
    """
    refuse_file(source, file_name)
    said = in_child(CHILD, Path(file_name).suffix.lower(), source)
    rows = said.get("sheets", {})
    sheets = {name: [Line(row["number"], row["cells"]) for row in of] for name, of in rows.items()}
    others = said.get("others", [])
    workbook = Workbook(said.get("xform", ""), said.get("survey", {}), sheets, said.get("letters", {}), others)
    if "mistake" in said:
        faults = authors_faults({name: [(line.number, line.cells) for line in of] for name, of in sheets.items()})
        raise NotCompiled(workbook.placed(faults or [unread(said)]))
    return workbook


def unread(said: dict[str, Any]) -> Mistake:
    """What pyxform says, in Indonesian; what its readers say is ours already."""
    mistake = Mistake(**said["mistake"])
    own = mistake.message.startswith(("File ", "Kelompok "))
    return mistake if own else in_indonesian(mistake, said.get("code", ""), said.get("context", {}))
