"""The model, long: ``python -m tests.model.soak --database sqlite --steps 100000`` (``make soak`` runs it on both).

``--plants`` plants the known bugs one after the other and says how many steps it took to find each.
"""

from __future__ import annotations

import argparse
import math
import os
import secrets
import sys
import tempfile
import time
from pathlib import Path

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.databases import databases
from tests.model.browsers import Browsers
from tests.model.families import Families
from tests.model.machine import Field
from tests.model.phones import Phones
from tests.model.plants import PLANTS, Plant
from tests.model.stage import stage

STEPS = int(os.environ.get("MODEL_STEPS", "2000"))
IN_A_RUN = 50
TOGETHER = 40  # runs for one seed


def run(field: type[Field], steps: int, seed: int, minutes: float = math.inf) -> int:
    """Take ``steps`` random steps, in runs of at most fifty; begin no new lot after so many minutes.

    Raises:
        Violation, Broken: something did not hold. The seed leads there again.
    """
    end = time.monotonic() + 60 * minutes
    while field.steps < steps and time.monotonic() < end:
        begun = field.steps
        try:
            _together(field, seed, (steps - field.steps) // IN_A_RUN + 1)
        finally:
            print(f"seed {seed}: steps {begun} to {field.steps}", file=sys.stderr, flush=True)
        seed += 1
    return field.steps


def _together(field: type[Field], number: int, runs: int) -> None:
    seed(number)(field)
    chosen = settings(
        max_examples=min(runs, TOGETHER),
        stateful_step_count=IN_A_RUN,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(field, settings=chosen)


def soak(
    database: str,
    steps: int,
    number: int,
    plant: Plant | None = None,
    minutes: float = math.inf,
    devices: type[Phones] = Phones,
) -> str:
    """What came of so many steps, as a line."""
    with (
        tempfile.TemporaryDirectory() as folder,
        databases(Path(folder), database) as source,
        stage(source.fresh(Path(folder)), Path(folder), plant, Families, devices) as field,
    ):
        begun, found = time.monotonic(), ""
        try:
            run(field, steps, number, minutes)
        except AssertionError as violation:
            print(*getattr(violation, "__notes__", ()), sep="\n", file=sys.stderr)  # the steps that led there
            found = f": {type(violation).__name__}: {str(violation)[:700]}"
        took = time.monotonic() - begun
        what = plant.name if plant else "the product as it is"
        where = "Chromium" if devices is Browsers else "node"
        said = f"{field.steps} steps in {took:.0f} s{found or ', nothing found'}"
        return f"{database}, {where}, seed {number}, {what}: {said}"


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    asked.add_argument("--steps", type=int, default=100_000)
    asked.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    asked.add_argument("--minutes", type=float, default=math.inf)
    asked.add_argument("--plants", action="store_true")
    asked.add_argument("--chromium", action="store_true", help="the phones in a real browser, with its own storage")
    given = asked.parse_args()
    devices = Browsers if given.chromium else Phones
    if not given.plants:
        line = soak(given.database, given.steps, given.seed, minutes=given.minutes, devices=devices)
        print(line, flush=True)
        return 0 if line.endswith("nothing found") else 1
    missed = 0
    for plant in PLANTS:
        line = soak("postgresql" if plant.postgres else "sqlite", given.steps, given.seed, plant)
        print(line, flush=True)
        missed += line.endswith("nothing found") or ": 0 steps" in line  # not found, or not even planted
    return missed


if __name__ == "__main__":
    sys.exit(main())
