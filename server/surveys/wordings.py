"""What stands in the cells of a survey that pyxform refused: names nothing bears, formulas nobody can read.

pyxform stops at the first of them and says so in English; an author wants all of them, each with its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from server.surveys.mistakes import Mistake
from server.surveys.parse import ExpressionError, parse

Rows = list[tuple[int, dict[str, str]]]
"""Rows of a sheet: number in the file, cells by column."""

FORMULAS = frozenset({
    "relevant", "relevance", "required", "constraint", "calculation", "calculate", "choice_filter", "repeat_count",
    "read_only", "readonly",
})  # fmt: skip
TEXTS = ("label", "hint", "guidance_hint", "constraint_message", "required_message", "default", "trigger")
REFERENCE = re.compile(r"\$\{\s*(?:last-saved#)?([^{}]*?)\s*\}")
SAID = frozenset({"yes", "no", "true", "false", "true()", "false()", "ya", "tidak"})


def wrong_wordings(rows: Rows) -> Iterator[Mistake]:
    """Each wrong place in the cells of the survey sheet, in the sheet's order."""
    names = {cells["name"].strip() for _, cells in rows if cells.get("name")}
    for number, cells in rows:
        for column, text in cells.items():
            kind = column.partition("::")[0].removeprefix("bind").strip(":") or column.rpartition("::")[2]
            if kind not in FORMULAS and not kind.startswith(TEXTS):
                continue
            unknown = list(_unknown(number, column, text, names))
            yield from unknown
            if kind in FORMULAS and not unknown and text.strip().lower() not in SAID:
                yield from _unreadable(number, column, text)


def _unknown(row: int, column: str, text: str, names: set[str]) -> Iterator[Mistake]:
    for found in REFERENCE.finditer(text):
        if found[1] not in names:
            near = get_close_matches(found[1], names, 1)
            hint = f" Maksudnya {near[0]}?" if near else ""
            told = f"Tidak ada pertanyaan bernama “{found[1]}” di lembar survey.{hint}"
            yield Mistake("survey", row, column, found.start() + 1, told)


def _unreadable(row: int, column: str, text: str) -> Iterator[Mistake]:
    try:
        parse(text)
    except ExpressionError as error:
        yield Mistake("survey", row, column, error.position, error.message)
