"""How well photos are judged: of each fault and strength how many are found, and how often it is said of others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

PREVALENCE = 0.10  # of each fault among photos taken at a door


@dataclass(frozen=True)
class Score:
    """One fault in one strength.

    Attributes:
        recall: share of its photos on which it is named.
        precision: of photos on which it is named the share that has it, were one photo in ten to have it and the others
            as the set has them: without fault, or with another fault.
        wrong: share of photos without any fault of which it is said.
    """

    fault: str
    grade: int
    photos: int
    recall: float
    precision: float
    wrong: float


def scores(judged: Iterable[tuple[Any, dict[str, Any]]]) -> list[Score]:
    """The score of each fault and strength (``grade``) of photos that have ``fault`` and ``grade``."""
    rows = [(photo.fault, photo.grade, frozenset(said["faults"])) for photo, said in judged]
    count = Counter((fault, grade) for fault, grade, _ in rows)
    hit = Counter((fault, grade) for fault, grade, said in rows if fault in said)
    good = [said for fault, _, said in rows if fault is None]
    found = []
    for fault, grade in sorted((k for k in count if k[0] is not None), key=str):
        others = [said for other, _, said in rows if other not in (None, fault)]
        wrong_good = sum(fault in said for said in good) / max(1, len(good))
        wrong_other = sum(fault in said for said in others) / max(1, len(others))
        wrong = (
            wrong_good + 2 * wrong_other
        ) / 3  # with eight faults of a tenth each, two thirds of the others have one
        recall = hit[fault, grade] / count[fault, grade]
        named = PREVALENCE * recall + (1 - PREVALENCE) * wrong
        precision = PREVALENCE * recall / named if named else 0.0
        found.append(Score(fault, grade, count[fault, grade], recall, precision, wrong_good))
    return found
