"""``make test``: every test that reaches a database on SQLite and on PostgreSQL, the same ones; the others once.

Ends with a plain line ``N passed, 0 failed``. Fails if a test failed, was only there on one database, or was skipped on
one and not on the other. What is looked at in the application alone (``screen``) runs once, on SQLite. Arguments go to
pytest; ``-m`` narrows. What is marked ``long`` runs only where ``-m`` names it (``make soak``).
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as Xml
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
ONCE, BOTH = "not database or screen", "database and not screen"
PARTS = {"once": ("sqlite", ONCE), "sqlite": ("sqlite", BOTH), "postgresql": ("postgresql", BOTH)}
# one more than there are processors: tests in a browser wait half of their time
WORKERS = os.environ.get("WORKERS", str(min((os.cpu_count() or 1) + 1, 4)))


def results(part: str, arguments: list[str], folder: Path) -> tuple[dict[str, str], int]:
    """Run one part: outcome (passed, failed, skipped) by test id, and pytest's exit code."""
    kind, marks = PARTS[part]
    arguments, narrowed = _narrowed(arguments, marks)
    report = folder / f"{part}.xml"
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        f"--junitxml={report}",
        "-n",
        WORKERS,
        "--dist",
        "worksteal",
        "--durations=12",
    ]
    environment = {**os.environ, "TEST_DATABASE": kind}
    code = subprocess.run([*command, "-m", narrowed, *arguments], cwd=HOUSE, env=environment, check=False).returncode
    if not report.exists():
        return {}, code or 1
    outcomes: dict[str, str] = {}
    for case in Xml.parse(report).iter("testcase"):
        kinds = {child.tag for child in case}
        outcome = "failed" if kinds & {"failure", "error"} else "skipped" if "skipped" in kinds else "passed"
        name = f"{case.get('classname')}::{case.get('name')}"
        if outcomes.get(name) != "failed":
            outcomes[name] = outcome
    return outcomes, 0 if code == NOTHING and not outcomes else code


NOTHING = 5  # pytest: no test was selected; a part may be empty when the arguments narrow


def _narrowed(arguments: list[str], marks: str) -> tuple[list[str], str]:
    """The arguments without their ``-m``, and what it says together with ``marks``."""
    if "-m" not in arguments:
        return arguments, f"({marks}) and not long"
    at = arguments.index("-m")
    return arguments[:at] + arguments[at + 2 :], f"({arguments[at + 1]}) and ({marks})"


def main(arguments: list[str]) -> int:
    begun = time.monotonic()
    found: dict[str, dict[str, str]] = {}
    codes = []
    with tempfile.TemporaryDirectory() as folder:
        for part in PARTS:
            print(f"\n=== {part} ===", flush=True)
            found[part], code = results(part, arguments, Path(folder))
            codes.append(code)
    lite, postgres = found["sqlite"], found["postgresql"]
    different = sorted(name for name in lite | postgres if lite.get(name) != postgres.get(name))
    print()
    for part, outcomes in found.items():
        counted = [list(outcomes.values()).count(outcome) for outcome in ("passed", "failed", "skipped")]
        print("{:<11} {} passed, {} failed, {} skipped".format(part, *counted))
    for name in different:
        print(f"not the same on both: {name}: {[which.get(name, 'absent') for which in (lite, postgres)]}")
    print(f"{time.monotonic() - begun:.0f} s")
    every = [outcome for each in found.values() for outcome in each.values()]
    print(f"{every.count('passed')} passed, {every.count('failed')} failed")
    return 1 if different or any(codes) or not every else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
