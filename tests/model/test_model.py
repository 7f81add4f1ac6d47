"""Phones, officers and a server under every fault: random steps, judged after each (``machine``, ``oracle``)."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.model.browsers import Browsers
from tests.model.machine import Field
from tests.model.office import Office
from tests.model.oracle import Violation
from tests.model.phones import Broken
from tests.model.plants import PLANTS, Plant
from tests.model.soak import STEPS, run
from tests.model.stage import stage

pytestmark = [pytest.mark.slow, pytest.mark.chance]


@pytest.mark.parametrize(("machine", "seed"), [(Field, 1), (Office, 2)], ids=["field", "office"])
def test_nothing_is_lost_and_nobody_is_overruled_unseen(
    database_url: str, tmp_path: Path, machine: type[Field], seed: int
):
    with stage(database_url, tmp_path, machine=machine) as field:
        assert run(field, STEPS // 4, seed) >= STEPS // 4


@pytest.mark.screen
def test_nor_in_a_browser_with_its_own_storage(playwright: Playwright, database_url: str, tmp_path: Path):
    """The same phones in Chromium, where a death is the end of the renderer; longer: ``make soak``."""
    with stage(database_url, tmp_path, devices=lambda: Browsers(playwright)) as field:
        assert run(field, STEPS // 40, seed=3) >= STEPS // 40


@pytest.mark.parametrize("plant", PLANTS[:1], ids=lambda plant: plant.name)
def test_a_planted_bug_is_found(database_url: str, tmp_path: Path, plant: Plant):
    """One of them; all are planted by ``python -m tests.model.soak --plants`` (docs/soak.md)."""
    with stage(database_url, tmp_path, plant) as field, pytest.raises((Violation, Broken)):
        run(field, 1000, seed=1)
