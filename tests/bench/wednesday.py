"""Rows of the queue: a year of Wednesdays by the house's rules, first come first served beside it.

Not a measurement of people: what is assumed stands in ``tests/servicedays/year.py``, written before it was run.
"""

from __future__ import annotations

from functools import cache

from tests.bench.row import Result, Row
from tests.servicedays.year import Outcome, year

LOADS = (0.7, 0.9, 1.1)
ABSENT = (0.1, 0.2, 0.3)
MEASURES: dict[str, tuple[str, tuple[float, float, float]]] = {
    # what an outcome tells: unit, and the most it may be at each load
    "median": ("menit", (5, 10, 15)),
    "p90": ("menit", (45, 60, 60)),
    "idle_share": ("%", (35, 20, 15)),
    "overtime_a_day": ("menit", (15, 30, 40)),
    "turned_away_a_day": ("orang", (0.5, 2, 4)),
}
WORDS = {
    "median": "menunggu, nilai tengah",
    "p90": "menunggu, sembilan dari sepuluh orang",
    "idle_share": "petugas menganggur",
    "overtime_a_day": "lembur sehari, kedua petugas",
    "turned_away_a_day": "pulang tanpa dilayani, sehari",
}


@cache
def years(load: float) -> list[tuple[Outcome, Outcome]]:
    """A year each with 10, 20 and 30 % staying away."""
    return [year(load, absent) for absent in ABSENT]


def told(load: float, name: str) -> Result:
    """One number of those three years, and the same of first come first served in the note."""
    ours, theirs = ([getattr(one, name) for one in side] for side in zip(*years(load), strict=True))
    note = f"tak hadir 10, 20, 30 %; siapa datang dulu: {sorted(theirs)[1]:.3g} ({min(theirs):.3g}–{max(theirs):.3g})"
    return Result(ours, note)


def rows() -> list[Row]:
    """Waiting, idleness, overtime and who was turned away, at 70, 90 and 110 % of what two officers can do."""

    def row(load: float, name: str, target: float) -> Row:
        return Row(
            f"antrean Rabu, beban {load:.0%}: {WORDS[name]}", MEASURES[name][0], target, lambda: told(load, name)
        )

    return [
        row(load, name, targets[index]) for name, (_, targets) in MEASURES.items() for index, load in enumerate(LOADS)
    ]
