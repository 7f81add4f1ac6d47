"""A handful of photos of each fault, judged as on the phone; the whole measure is ``make bench``."""

from __future__ import annotations

import random

import pytest

from tests.papers.judged import Judge
from tests.papers.shot import GRADES, shoot

SURE = [(fault, at) for fault, grades in GRADES.items() for at, grade in enumerate(grades) if grade.sure]


@pytest.mark.slow
def test_faults_beyond_borderline_are_named_and_good_photos_pass() -> None:
    rng = random.Random(11)
    missed, wrong = [], []
    with Judge() as judge:
        for n, (fault, grade) in enumerate(SURE):
            photo = shoot(rng, fault, grade, fault == "fotokopi" or n % 2 == 0)
            if fault not in judge.ask(photo.image, photo.card, photo.coloured)["faults"]:
                missed.append((fault, grade))
        for n in range(10):
            photo = shoot(rng, None, 0, n % 2 == 0)
            wrong += judge.ask(photo.image, photo.card, photo.coloured)["faults"]
    assert len(missed) <= 1, missed
    assert len(wrong) <= 1, wrong
