"""A row of a sheet, as its author sees it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a sheet: its number as the author sees it, and its cells by the head of their column."""

    number: int
    cells: dict[str, str]
