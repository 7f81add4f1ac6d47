"""A row of the bench: what is measured, what it must reach, what came out."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Result:
    """Samples of one measurement. The value is their median; the spread is from the least to the greatest."""

    samples: Sequence[float]
    note: str = ""

    @property
    def value(self) -> float:
        return statistics.median(self.samples)


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Attributes:
        name: what is measured, in full.
        target: the most it may be, in ``unit``; the least, where ``at_least``.
        measure: gives the result; None: nobody wrote that measurement yet.
    """

    name: str
    unit: str
    target: float
    measure: Callable[[], Result] | None
    command: str = "make bench"
    at_least: bool = False

    def line(self) -> dict[str, Any]:
        """Measure, and return the row as JSON has it. A failure is a row that says so."""
        row: dict[str, Any] = {"name": self.name, "unit": self.unit, "target": self.target, "command": self.command}
        row |= {"value": None, "spread": None, "n": 0, "reached": None, "at_least": self.at_least}
        if self.measure is None:
            return row | {"note": "belum diukur"}
        try:
            result = self.measure()
        except Exception as error:
            return row | {"note": f"belum diukur: {type(error).__name__}: {str(error)[:160]}"}
        row |= {"value": result.value, "spread": [min(result.samples), max(result.samples)], "n": len(result.samples)}
        reached = result.value >= self.target if self.at_least else result.value <= self.target
        return row | {"reached": reached, "note": result.note}


def kept(rows: Sequence[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The rows as ``BENCH_JSON`` keeps them, by name; ``value`` is null where nothing was measured."""
    return {
        row["name"]: {key: row[key] for key in ("value", "unit", "target")}
        | ({"at_least": True} if row["at_least"] else {})
        for row in rows
    }


def printed(row: dict[str, Any]) -> str:
    """A row for the eye."""
    wanted = f"harus {'≥' if row['at_least'] else '≤'} {row['target']:g}"
    if row["value"] is None:
        return f"{'–':<3}{row['name']}\n     {row['note']} ({wanted} {row['unit']})"
    sign = "ya" if row["reached"] else "BELUM"
    low, high = row["spread"]
    numbers = f"{row['value']:.3g} {row['unit']} ({wanted}), sebaran {low:.3g}–{high:.3g}, n={row['n']}"
    return f"{sign:<6}{row['name']}\n     {numbers}" + (f"; {row['note']}" if row["note"] else "")
