"""Workbooks read by pyxform, in a child process: a file from outside may be a bomb, and the limits end with the
process."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from server.surveys.children import in_child
from server.surveys.columns import refused_columns
from server.surveys.faults import authors_faults
from server.surveys.files import refuse_file
from server.surveys.lines import Line
from server.surveys.mistakes import Mistake, NotCompiled
from server.surveys.rows import wrong_rows
from server.surveys.sayings import in_indonesian

SHOWN = 200  # characters of a cell
CHILD = Path(__file__).with_name("reading_child.py")


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
        raise NotCompiled(workbook.placed(_faults(said, sheets, others)))
    return workbook


def _faults(said: dict[str, Any], sheets: dict[str, list[Line]], others: list[str]) -> list[Mistake]:
    """Everything that is wrong with a workbook that pyxform refused: pyxform stops at the first of it, and its words
    stand only where nothing of ours says the same."""
    faults = authors_faults({name: [(line.number, line.cells) for line in of] for name, of in sheets.items()})
    beside = [*refused_columns(sheets, others), *wrong_rows(sheets.get("survey", []))]
    if not faults and not (said.get("guessed") and beside):
        one = unread(said, sheets)
        heads = said.get("code") == "HEADER_005"  # columns of entities, which we know too
        if not any(_same(one, known) or (heads and known.sheet == "entities") for known in beside):
            faults = [one]
    return sorted([*faults, *beside], key=lambda mistake: (mistake.sheet, mistake.row))


def _same(one: Mistake, known: Mistake) -> bool:
    return bool(one.column) and known.column.endswith(one.column) and one.row in (0, known.row)


def unread(said: dict[str, Any], sheets: dict[str, list[Line]]) -> Mistake:
    """What pyxform says, in Indonesian; what its readers say is ours already."""
    mistake = Mistake(**said["mistake"])
    if said.get("ours"):
        return mistake
    return in_indonesian(mistake, said.get("code", ""), said.get("context", {}), sheets)
