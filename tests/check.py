"""``make check``: types, lint and the quick tests, side by side, in under a minute."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
TSC = ["node_modules/.bin/tsc", "-p"]
QUICK = "not browser and not slow and not database and not chance"
STEPS: dict[str, tuple[list[str], Path]] = {
    "ruff": ([sys.executable, "-m", "ruff", "check", "-q", "."], HOUSE),
    "ruff format": ([sys.executable, "-m", "ruff", "format", "-q", "--check", "."], HOUSE),
    "mypy --strict": ([sys.executable, "-m", "mypy"], HOUSE),
    "tsc": ([*TSC, "tsconfig.json"], HOUSE / "tests" / "tools"),
    "tsc (worker)": ([*TSC, "tsconfig.worker.json"], HOUSE / "tests" / "tools"),
    "quick tests": ([sys.executable, "-m", "pytest", "-q", "-n", "2", "-m", QUICK], HOUSE),
}


def step(name: str) -> tuple[str, int, str, float]:
    """Run one step: its name, exit code, what it said, seconds."""
    command, folder = STEPS[name]
    begun = time.monotonic()
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return name, done.returncode, done.stdout + done.stderr, time.monotonic() - begun


def main() -> int:
    failed = False
    with ThreadPoolExecutor(2) as pool:
        for name, code, said, seconds in pool.map(step, reversed(STEPS)):
            print(f"{'ok  ' if code == 0 else 'FAIL'} {name} ({seconds:.0f} s)", flush=True)
            if code:
                failed = True
                print(said[-6000:])
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
